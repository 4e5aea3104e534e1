"""Saved pages as lines: of a text file, of HTML, or of a PDF's text layer.

A heading that the page itself marks comes as "## Heading", a list item as "• item", a table row as
"| cell | cell |"; whatever else stands on a line of its own is a paragraph or, in text and PDF, a
heading that only its shape can tell.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import PageElement

from rag.errors import ArticleError
from rag.text import visible

MAX_BYTES = 20 * 1024 * 1024  # of a saved page; of text that is drafted, see rag.articles.drafting
PDF_SECONDS = 60
MAX_DEPTH = 200

_FURNITURE = ["script", "style", "noscript", "template", "nav", "header", "footer", "aside"]
_FURNITURE += ["form", "button", "svg", "iframe", "object", "select", "dialog"]
_HEADINGS = {f"h{n}": "#" * max(2, min(n, 4)) for n in range(1, 7)}
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q s samp
    small span strike strong sub sup time tt u var wbr""".split()
)
_RAISED = re.compile(r"\[?\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}\]?")
_PAGE_NUMBER = re.compile(r"(?:Page )?\d{1,4}(?: (?:of|/) \d{1,4})?", re.I)
_BULLET = re.compile(r"[•▪◦‣–-]\s+")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "\xa0": " "})


class Saved(NamedTuple):
    """The lines of a saved page as one text, and what it was saved as."""

    text: str
    suffix: Literal[".txt", ".html", ".pdf"]


def read_saved(source: bytes, pdf_seconds: float = PDF_SECONDS) -> Saved:
    """The text of a saved page. Raises ArticleError with what is wrong and the way out."""
    if len(source) > MAX_BYTES:
        raise ArticleError(f"larger than {MAX_BYTES // 1024 // 1024} MiB")
    if source[:1024].lstrip().startswith(b"%PDF-"):
        return Saved(_clean("\n".join(_pdf_lines(source, pdf_seconds))), ".pdf")
    if re.search(rb"<(?:!doctype html|html|body|article|main)\b", source[:4096], re.I):
        try:
            return Saved(_clean("\n".join(_html_lines(source))), ".html")
        except RecursionError:
            raise ArticleError("elements nested without end") from None
    try:
        return Saved(source.decode("utf-8-sig").replace("\r\n", "\n"), ".txt")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        reason = "neither PDF nor HTML nor UTF-8 text; save the page as one of them"
        raise ArticleError(reason, line) from None


def _clean(text: str) -> str:
    return visible(text.translate(_LIGATURES))


def _html_lines(source: bytes) -> Iterator[str]:
    """The title, then what the page's article holds, one block a line."""
    soup = BeautifulSoup(source, "html.parser")
    for tag in soup.find_all(_FURNITURE):
        tag.decompose()
    root = soup.find("article") or soup.find("main") or soup.body or soup
    heading = root.find("h1") or soup.find("h1")
    title = heading or soup.title
    if title is None or not _inline(title):
        raise ArticleError("the page has neither a heading nor a title")
    yield _inline(title)
    if heading is not None:
        heading.decompose()
    yield from _blocks(root, 0)


def _blocks(node: Tag, depth: int) -> Iterator[str]:
    """The blocks below `node`, each one line; what stands between them is one, too."""
    if depth > MAX_DEPTH:
        raise ArticleError(f"elements nested more than {MAX_DEPTH} deep")
    run: list[PageElement] = []
    for child in node.children:
        if isinstance(child, Tag) and child.name not in _INLINE:
            yield from _flushed(_marked(run))
            run = []
            yield from _block(child, depth)
        else:
            run.append(child)
    yield from _flushed(_marked(run))


def _block(tag: Tag, depth: int) -> Iterator[str]:
    nested = tag.find(lambda t: t.name not in _INLINE and t.name != "br")
    if tag.name in _HEADINGS:
        yield from _flushed(_inline(tag), _HEADINGS[tag.name] + " ")
    elif tag.name == "tr":
        cells = [_inline(cell).replace("|", "/") for cell in tag.find_all(["td", "th"])]
        yield from _flushed(f"| {' | '.join(cells)} |" if any(cells) else "")
    elif tag.name == "li" and not nested:
        yield from _flushed(_inline(tag), "• ")
    elif tag.name == "li":
        yield from (
            f"• {line}" if n == 0 else line for n, line in enumerate(_blocks(tag, depth + 1))
        )
    else:
        yield from _blocks(tag, depth + 1)


def _inline(node: Tag) -> str:
    return " ".join(_marked(list(node.children)).split())


def _marked(nodes: Sequence[PageElement]) -> str:
    """The text of inline nodes, with reference marks where numbers are set as superscript."""
    text = ""
    shown = [n for n in nodes if not isinstance(n, Comment)]
    for node, following in zip(shown, [*map(str, shown[1:]), ""], strict=False):
        if isinstance(node, Tag) and node.name == "sup":
            text += _superscript(node.get_text().strip(), text, following)
        else:
            text += _marked(list(node.children)) if isinstance(node, Tag) else str(node)
    return text


def _superscript(raised: str, before: str, after: str) -> str:
    """A reference mark, or the exponent of "10⁹" and "mm³" or the isotope of "¹²³I"."""
    if not _RAISED.fullmatch(raised):
        return raised
    if re.search(r"\d$|\b[cmk]?m$", before) or after[:1].isalpha():
        return raised.translate(_SUPERSCRIPTS)
    return f" [{raised.strip('[]')}]"


def _flushed(run: str, prefix: str = "") -> Iterator[str]:
    line = " ".join(run.split())
    if line:
        yield prefix + line


def _pdf_lines(source: bytes, seconds: float) -> Iterator[str]:
    """The lines of a PDF's text layer; a child reads it, for a crafted file can hang its reader."""
    command = [sys.executable, "-m", "rag.articles.pdf"]
    try:
        done = subprocess.run(
            command, input=source, capture_output=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        raise ArticleError(f"the PDF was not read within {seconds} s") from None
    try:
        found = json.loads(done.stdout)
    except ValueError:
        raise ArticleError("the PDF cannot be read: it broke its reader") from None
    if found["error"]:
        raise ArticleError(found["error"])
    yield from _unwrapped(_without_furniture(found["pages"]))


def _without_furniture(pages: list[str]) -> list[str]:
    """The lines of the pages without page numbers and what heads or foots most pages."""
    rows = [[line.strip() for line in page.split("\n")] for page in pages]
    rows = [[x for x in page if x and not _PAGE_NUMBER.fullmatch(x)] for page in rows]
    edges = [line for page in rows for line in {*page[:1], *page[-1:]}]
    repeated = {e for e in edges if len(rows) > 2 and edges.count(e) > len(rows) / 2}
    return [x for page in rows for x in page if x not in repeated]


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """Lines that were broken to fit the page, joined again."""
    width = sorted(map(len, lines))[len(lines) * 3 // 4] if lines else 0
    run, last = "", ""
    for line in (_BULLET.sub("• ", x, count=1) if _BULLET.match(x) else x for x in lines):
        if run and (_opens(line) or _closes(last, width)):
            yield run
            run = ""
        joined = run[:-1] if re.search(r"[a-z]-$", run) and line[:1].islower() else run + " "
        run, last = (joined + line).strip(), line
    if run:
        yield run


def _opens(line: str) -> bool:
    """Whether a line begins an item, or an entry of a numbered list."""
    return re.match(r"•|\[?\d{1,2}[\].)]\s+[A-Z]", line) is not None


def _closes(line: str, width: int) -> bool:
    """Whether a line ends a paragraph or is a heading: it is short of the page's width."""
    return len(line) < 0.75 * width
