"""An article's Markdown body, read into plain blocks with their reference marks as data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.errors import ArticleError
from rag.text import hidden_character

BlockKind = Literal["paragraph", "lead-in", "item", "header", "row"]

# Bounded on purpose: nested repetition in such a pattern can take minutes on a few digits.
_MARK = re.compile(r"\s{0,9}\[([0-9]{1,3}(?:\s{0,3}[,–-]\s{0,3}[0-9]{1,3}){0,9})\]")
# What was meant for one, and would stand in the text: "[1; 2]", "[ 1 ]".
_NO_MARK = re.compile(r"\[\s{0,9}[0-9]{1,3}(?:[\s,;–—-]{1,3}[0-9]{1,3}){0,99}\s{0,9}\]")
_REFUSED = {
    "code_inline": "code",
    "image": "an image",
    "link_open": "a link",
    "html_inline": "HTML",
    "fence": "code",
    "code_block": "code",
    "blockquote_open": "a quotation",
    "html_block": "HTML",
    "hr": "a rule",
}


class Mark(NamedTuple):
    """A reference number and the offset in the plain text that it stood at."""

    offset: int
    number: int


class Block(NamedTuple):
    """A paragraph, list item or table row as plain text, without its marks."""

    kind: BlockKind
    text: str
    marks: tuple[Mark, ...]
    line: int
    cells: tuple[str, ...] = ()  # of a header or row, as they stand in the table


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; `path` leads from the outermost heading to it."""

    path: tuple[str, ...]
    line: int
    blocks: tuple[Block, ...] = field(default=())


def read_body(text: str, first_line: int) -> tuple[Section, ...]:
    """The sections of a Markdown body, in order; `first_line` is the body's line in the file.

    Raises ArticleError for anything that is not in the grammar (corpus/README.md).
    """
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    env: dict[str, Any] = {}
    tokens = parser.parse(text, env)
    _refuse_link_definitions(env, first_line)
    return tuple(_sections(_Blocks(tokens, text.split("\n"), first_line)))


def _refuse_link_definitions(env: Mapping[str, Any], first_line: int) -> None:
    lines = [first_line + one["map"][0] for one in env.get("references", {}).values()]
    if lines:
        reason = "link definitions are refused; addresses go to the references"
        raise ArticleError(reason, min(lines))


def _sections(blocks: _Blocks) -> Iterator[Section]:
    headings: list[tuple[int, str]] = []
    section: Section | None = None
    gathered: list[Block] = []
    for item in blocks:
        if isinstance(item, Block):
            if section is None:
                raise ArticleError("text before the first heading", item.line)
            gathered.append(item)
            continue
        level, title, line = item
        if section is not None:
            yield _closed(section, gathered, level > headings[-1][0])
        headings = [h for h in headings if h[0] < level] + [(level, title)]
        section, gathered = Section(tuple(h[1] for h in headings), line), []
    if section is None:
        raise ArticleError("the body is empty", blocks.first_line)
    yield _closed(section, gathered, False)


def _closed(section: Section, blocks: list[Block], has_children: bool) -> Section:
    if not blocks and not has_children:
        raise ArticleError(f"the section {section.path[-1]!r} has no text", section.line)
    return Section(section.path, section.line, tuple(_lead_ins(blocks)))


def _lead_ins(blocks: list[Block]) -> Iterator[Block]:
    """The blocks, with a paragraph that ends in a colon before a list called its lead-in."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        leads = block.kind == "paragraph" and block.text.endswith(":")
        if leads and following is not None and following.kind in ("item", "header"):
            block = block._replace(kind="lead-in")
        yield block


class Heading(NamedTuple):
    """A heading, its level counted from 2."""

    level: int
    title: str
    line: int


class _Blocks:
    """Iterates over a token stream's headings and blocks."""

    def __init__(self, tokens: list[Token], lines: list[str], first_line: int) -> None:
        self._tokens, self._lines = tokens, lines
        self.first_line = first_line

    def _line(self, token: Token) -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    def __iter__(self) -> Iterator[Block | Heading]:
        stack: list[str] = []
        i = 0
        while i < len(self._tokens):
            token = self._tokens[i]
            if token.type in _REFUSED:
                raise ArticleError(
                    f"{_REFUSED[token.type]} is not in the grammar", self._line(token)
                )
            if token.type == "table_open":
                end = next(
                    j for j in range(i, len(self._tokens)) if self._tokens[j].type == "table_close"
                )
                yield from self._table(self._tokens[i:end])
                i = end
            elif token.type == "heading_open":
                yield self._heading(token, self._tokens[i + 1])
                i += 2
            elif token.type == "inline":
                yield self._text_block(token, stack)
            elif token.nesting == 1:
                stack.append(token.type)
                self._check_list(token, stack, i)
            elif token.nesting == -1:
                stack.pop()
            i += 1

    def _check_list(self, token: Token, stack: list[str], i: int) -> None:
        if sum(t in ("bullet_list_open", "ordered_list_open") for t in stack) > 1:
            raise ArticleError("a list inside a list is not in the grammar", self._line(token))
        # Else "+ 5 mg" and "1985. A trial" at a line's start would lose the plus and the year.
        if token.type.endswith("list_open") and (token.markup in "+*" or "start" in token.attrs):
            raise ArticleError("a list begins with `- ` or `1. `", self._line(token))
        second = self._tokens[i - 1].type == "paragraph_close"
        if token.type == "paragraph_open" and stack[-2:-1] == ["list_item_open"] and second:
            raise ArticleError("a list item of two paragraphs", self._line(token))

    def _heading(self, token: Token, inline: Token) -> Heading:
        level, line = int(token.tag[1]), self._line(token)
        text, marks = plain(inline, line)
        if not 2 <= level <= 4 or "#" not in token.markup:
            raise ArticleError("headings are ## to ####; the title is in the front matter", line)
        if marks or not text:
            raise ArticleError("a heading has text and no reference mark", line)
        return Heading(level, text, line)

    def _text_block(self, token: Token, stack: list[str]) -> Block:
        line = self._line(token)
        text, marks = plain(token, line)
        if not text:
            raise ArticleError("a reference mark without a sentence", line)
        return Block("item" if "list_item_open" in stack else "paragraph", text, marks, line)

    def _table(self, tokens: list[Token]) -> Iterator[Block]:
        header: list[str] = []
        cells: list[tuple[str, tuple[Mark, ...]]] = []
        line = self._line(tokens[0])
        for token in tokens:
            if token.type == "tr_open":
                cells, line = [], self._line(token)
                self._check_width(token, len(header))
            elif token.type == "inline":
                cells.append(plain(token, line))
            elif token.type == "tr_close" and not header:
                header = [text for text, _ in cells]
                marks = tuple(m for _, ms in cells for m in ms)
                text = "; ".join(h for h in header if h)
                if not text:
                    raise ArticleError("a table whose header row is empty", line)
                yield Block("header", text, marks, line, tuple(header))
            elif token.type == "tr_close":
                yield _row(header, cells, line)

    def _check_width(self, row: Token, width: int) -> None:
        """Raises ArticleError for the cells beyond the header's, which Markdown drops."""
        source = self._lines[row.map[0] if row.map else 0].strip()
        cells = re.split(r"(?<!\\)\|", source.removeprefix("|").removesuffix("|"))
        if width and len(cells) > width:
            raise ArticleError("a table row with more cells than its header", self._line(row))


def _row(header: list[str], cells: list[tuple[str, tuple[Mark, ...]]], line: int) -> Block:
    """A table row as `Header: cell; Header: cell`, empty cells left out."""
    pairs = [(h, text) for h, (text, _) in zip(header, cells, strict=True) if text]
    text = "; ".join(f"{h}: {cell}" if h else cell for h, cell in pairs)
    if not text:
        raise ArticleError("a table row without text", line)
    numbers = dict.fromkeys(m.number for _, ms in cells for m in ms)
    marks = tuple(Mark(len(text), n) for n in numbers)
    return Block("row", text, marks, line, tuple(text for text, _ in cells))


def plain(inline: Token, line: int) -> tuple[str, tuple[Mark, ...]]:
    """The text of an inline token, without emphasis and marks, and the marks with their offsets."""
    raw = _raw(inline, line)
    text, marks, at = "", [], 0
    for found in _MARK.finditer(raw):
        text = _extended(text, raw[at : found.start()])
        numbers = _numbers(found.group(1), line + raw[: found.start()].count("\n"))
        marks += [Mark(len(text), number) for number in numbers]
        at = found.end()
    text = _extended(text, raw[at:]).rstrip()
    unread = _NO_MARK.search(text)
    if unread:
        raise ArticleError(f"{unread.group()} is no reference mark; write [1, 2] or [1-3]", line)
    return text, tuple(marks)


def _raw(inline: Token, line: int) -> str:
    raw = ""
    for child in inline.children or []:
        at = line + raw.count("\n")
        if child.type in _REFUSED:
            raise ArticleError(f"{_REFUSED[child.type]} is not in the grammar", at)
        if child.type in ("em_open", "strong_open") and raw[-1:].isalnum():  # "HLA-B*57 or B*58"
            raise ArticleError("a star inside a word would be lost; write `\\*`", at)
        raw += "\n" if child.type in ("softbreak", "hardbreak") else child.content
        hidden = hidden_character(raw)  # of an entity such as "&#x202e;"
        if hidden:
            raise ArticleError(f"the hidden character U+{ord(hidden.group()):04X}; remove it", at)
    return raw


def _extended(text: str, more: str) -> str:
    more = re.sub(r"\s+", " ", more)
    return text + (more if text and not text.endswith(" ") else more.lstrip())


def _numbers(mark: str, line: int) -> list[int]:
    numbers: list[int] = []
    for part in mark.split(","):
        first, _, last = part.replace("–", "-").partition("-")
        low, high = int(first), int(last or first)
        if high < low or high - low > 20:
            raise ArticleError(f"[{mark}] is not a range of references", line)
        numbers += range(low, high + 1)
    return numbers
