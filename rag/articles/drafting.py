"""Drafts of articles from pages that were saved as text, HTML or PDF, for a person to finish.

The draft keeps the page's facts, headings, marks and references and drops its furniture. It is in
the page's words: they have to be replaced by our own before it is proposed.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rag.articles.article import parse
from rag.articles.saved import Saved
from rag.errors import ArticleError

MAX_BYTES = 512 * 1024  # of a page's text
_FURNITURE = re.compile(
    r"Medical Advisory Board|^Educational purpose|^Article Review Status|^Submitted$|^Under Review$"
    r"|^Approved$|^Last updated|^Personalize$|^Help us tailor|^Which best describes you"
)
_UPDATED = re.compile(r"^Last updated: ([A-Z][a-z]+ \d{1,2}, \d{4})", re.M)
_REFERENCES = re.compile(r"(?:#{2,4} )?(?:References|Reference list|Bibliography):?", re.I)
_ENTRY = re.compile(r"(?:• |\[?\d{1,2}[\].)] )\s*(.+)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s<>\"']{1,200}")
_KINDS = {"guideline": "summary", "research": "research", "review": "review", "summary": "summary"}
_NUMBERS = r"(\d{1,2}(?:, \d{1,2}){0,9})"
# "... step. 1", "... in 90% (CT). 4" at a sentence's end; "... masses 2, 3, CT ..." inside one.
_MARK = re.compile(
    rf"(?<=[.;:)])\s{_NUMBERS}(?=\s|$)|(?<=[a-z])\s(\d{{1,2}}(?:, \d{{1,2}}){{1,9}})(?=,\s)"
)
_BRACKETED = re.compile(r"\[(\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9})\]")
_MONTHS = "January February March April May June July August September October November December"


class _Reference(NamedTuple):
    label: str  # the page's word for its kind, "" where it has none
    title: str
    source: str
    year: int
    doi: str = ""


def draft(page: Saved, updated: dt.date | None = None) -> tuple[str, str]:
    """The slug and the text of a draft; `updated` serves a page that does not say its day.

    Raises ArticleError where the page is not of a form that can be drafted.
    """
    if len(page.text.encode("utf-8", "replace")) > MAX_BYTES:
        raise ArticleError(f"larger than {MAX_BYTES // 1024} KiB")
    lines = [(n, line.strip()) for n, line in enumerate(page.text.split("\n"), 1) if line.strip()]
    if not lines:
        raise ArticleError("the page is empty")
    title = lines[0][1].lstrip("# ")[:300]
    at = next((i for i, (_, line) in enumerate(lines) if _REFERENCES.fullmatch(line)), None)
    if at is None:
        raise ArticleError("no line `References`; a page without references is no article", 1)
    references = list(_references(lines[at + 1 :]))
    if not references:
        raise ArticleError(
            "no reference of the form kind, title, `source, year`, nor a numbered list of them",
            lines[at][0],
        )
    kept = [line for _, line in lines[1:at] if not _FURNITURE.search(line)]
    if page.suffix != ".txt":
        kept = [_escaped(line) for line in kept]
    body = "\n\n".join(_body(kept, len(references)))
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "draft"
    found = _front(title, _updated(page.text, updated), references)
    found += f"\n{body}\n{_uncited(body, len(references))}"
    _check(slug, found)
    return slug, found


def _check(slug: str, found: str) -> None:
    """Raises ArticleError for a draft that is no article: it would only fail later."""
    try:
        parse(found.encode(), slug)
    except ArticleError as error:
        place = found.split("\n")[error.line - 1].strip()[:60]
        raise ArticleError(f"makes no article: {error.reason}; see {place!r}") from None


def _uncited(body: str, references: int) -> str:
    """A section for a person to resolve, where the page lists what its text does not cite."""
    cited: set[int] = set()
    for found in _BRACKETED.finditer(body):
        for part in found.group(1).split(","):
            first, _, last = part.replace("–", "-").partition("-")
            cited.update(range(int(first), int(last or first) + 1))
    marks = ", ".join(str(n) for n in range(1, references + 1) if n not in cited)
    if not marks:
        return ""
    return (
        f"\n## TODO\n\nPut these marks where they belong, or remove their references. [{marks}]\n"
    )


def _updated(text: str, given: dt.date | None) -> dt.date:
    found = _UPDATED.search(text)
    if found is None:
        if given is None:
            raise ArticleError("no line `Last updated: Month day, year`; give --updated YYYY-MM-DD")
        return given
    month, day, year = found.group(1).replace(",", "").split()
    try:
        return dt.date(int(year), _MONTHS.split().index(month) + 1, int(day))
    except ValueError:
        line = text[: found.start()].count("\n") + 1
        raise ArticleError(f"{found.group(1)!r} is no day", line) from None


def _references(lines: list[tuple[int, str]]) -> Iterator[_Reference]:
    """The references in threes of lines (kind, title, source and year), or one an entry."""
    while lines and lines[0][1].lower() in _KINDS:
        line, (label, *rest) = lines[0][0], [text for _, text in lines[:3]]
        source, _, year = rest[-1].rpartition(", ") if len(rest) == 2 else ("", "", "")
        if not (source and re.fullmatch(r"[0-9]{4}", year)):
            raise ArticleError("a reference is not of the form kind, title, `source, year`", line)
        yield _Reference(label, rest[0], source, int(year))
        lines = lines[3:]
    while lines and (entry := _ENTRY.fullmatch(lines[0][1])):
        text, year_of = entry.group(1), _YEAR.search(entry.group(1))
        if year_of is None:
            raise ArticleError("a reference without a year", lines[0][0])
        doi = _DOI.search(text)
        yield _Reference(
            "", text[:300], "TODO", int(year_of.group()), doi.group().rstrip(".,;)") if doi else ""
        )
        lines = lines[1:]


def _front(title: str, updated: dt.date, references: list[_Reference]) -> str:
    lines = [
        "---",
        "# TODO: rewrite every sentence in your own words; the draft is in the page's.",
        f"title: {json.dumps(title, ensure_ascii=False)}",
        "specialty: TODO",
        "status: submitted",
        f"updated: {updated.isoformat()}",
        "origin: imported",
        "references:",
    ]
    for number, reference in enumerate(references, start=1):
        kind = _KINDS.get(reference.label.lower(), "review")
        doubt = "" if kind == reference.label.lower() else f"  # TODO: {_doubt(reference)}"
        lines += [
            f"  - number: {number}",
            f"    kind: {kind}{doubt}",
            f"    title: {json.dumps(reference.title.rstrip('.'), ensure_ascii=False)}",
            f"    source: {json.dumps(reference.source, ensure_ascii=False)}",
            f"    year: {reference.year}",
            "    consulted: none  # TODO: full-text or abstract, once you have opened it",
        ]
        lines += [f"    doi: {json.dumps(reference.doi)}"] if reference.doi else []
    return "\n".join([*lines, "---", ""])


def _doubt(reference: _Reference) -> str:
    if not reference.label:
        return "which kind is it? And split the entry into title and source"
    return f"the page says {reference.label}; is it the guideline itself?"


def _body(lines: list[str], references: int) -> Iterator[str]:
    """The page's text as headings, paragraphs, list items and tables, with `[n]` marks."""
    said = any(_is_marked(line) for line in lines)  # headings, so that none has to be guessed
    bracketed = any(_BRACKETED.search(line) for line in lines)
    lines = _with_text(lines) if said else lines
    texts = [line if bracketed else _marked(line, references) for line in lines]
    level = 2
    for kind, group in groupby(
        zip(lines, texts, [*lines[1:], ""], strict=True), key=lambda t: _kind(t[0], said)
    ):
        entries = list(group)
        if kind == "item":
            yield "\n".join("- " + text.lstrip("• \t") for _, text, _ in entries)
        elif kind == "row":
            yield "\n".join(_table([line for line, _, _ in entries]))
        elif kind == "heading" and said:
            yield from (line for line, _, _ in entries)
        elif kind == "heading":
            for line, _, following in entries:
                yield f"{'#' * level} {line}"
                level = 3 if _kind(following, said) == "heading" else 2
        else:
            yield from (text for _, text, _ in entries)


def _kind(line: str, said: bool) -> str:
    if line.startswith("•"):
        return "item"
    if line.startswith("| "):
        return "row"
    return "heading" if (_is_marked(line) if said else _is_heading(line)) else "paragraph"


def _is_marked(line: str) -> bool:
    return re.match(r"#{2,4} ", line) is not None


def _is_heading(line: str) -> bool:
    return 0 < len(line) <= 90 and line[-1] not in ".:;,?]0123456789"


def _with_text(lines: list[str]) -> list[str]:
    """Without headings that nothing stands under, and with one before the first text."""
    kept = [] if _is_marked(lines[0]) else ["## TODO: name this section"]
    for line, following in zip(lines, [*lines[1:], "## "], strict=True):
        depth, next_depth = (len(x) - len(x.lstrip("#")) for x in (line, following))
        if not (_is_marked(line) and 0 < next_depth <= depth):
            kept.append(line)
    return kept


def _table(rows: list[str]) -> list[str]:
    """A pipe table of rows as wide as the first."""
    cells = [row.strip("| ").split(" | ") for row in rows]
    width = len(cells[0])
    even = [[*r[: width - 1], "; ".join(r[width - 1 :])] if len(r) > width else r for r in cells]
    lines = [f"| {' | '.join(r)} |" for r in even]
    return [lines[0], "|" + "---|" * width, *lines[1:]]


def _marked(line: str, references: int) -> str:
    def mark(found: re.Match[str]) -> str:
        numbers = found.group(1) or found.group(2)
        known = all(1 <= int(n) <= references for n in numbers.split(", "))
        return f" [{numbers}]" if known else found.group()

    return _MARK.sub(mark, line)


def _escaped(line: str) -> str:
    """A line of a page in which nothing but marks and our own prefixes is Markdown."""
    prefix = re.match(r"(?:#{2,4} |• |\| )?", line)
    head, rest = (prefix.group(), line[prefix.end() :]) if prefix else ("", line)
    rest = re.sub(r"[\\`*_]|\[(?!\d{1,3}(?:\s?[,–-]\s?\d{1,3}){0,9}\])", r"\\\g<0>", rest)
    return head + re.sub(r"^([+>#=-]|\d{1,9}(?=[.)]))", r"\\\1", rest) if not head else head + rest
