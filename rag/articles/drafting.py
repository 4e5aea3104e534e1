"""Drafts of articles from pages that were saved as text, for a person to finish.

The draft keeps the page's facts, headings, marks and references and drops its furniture. It is in
the page's words: they have to be replaced by our own before it is proposed.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from rag.articles.article import parse
from rag.errors import ArticleError

MAX_BYTES = 512 * 1024
_FURNITURE = re.compile(
    r"Medical Advisory Board|^Educational purpose|^Article Review Status|^Submitted$|^Under Review$"
    r"|^Approved$|^Last updated|^Personalize$|^Help us tailor|^Which best describes you"
)
_UPDATED = re.compile(r"^Last updated: ([A-Z][a-z]+ \d{1,2}, \d{4})", re.M)
_KINDS = {"guideline": "summary", "research": "research", "review": "review", "summary": "summary"}
_NUMBERS = r"(\d{1,2}(?:, \d{1,2}){0,9})"
# "... step. 1", "... in 90% (CT). 4" at a sentence's end; "... masses 2, 3, CT ..." inside one.
_MARK = re.compile(
    rf"(?<=[.;:)])\s{_NUMBERS}(?=\s|$)|(?<=[a-z])\s(\d{{1,2}}(?:, \d{{1,2}}){{1,9}})(?=,\s)"
)
_MONTHS = "January February March April May June July August September October November December"


class _Reference(NamedTuple):
    label: str
    title: str
    source: str
    year: int


def draft(source: bytes) -> tuple[str, str]:
    """The slug and the text of a draft. Raises ArticleError where the page is not of that form."""
    if len(source) > MAX_BYTES:
        raise ArticleError(f"larger than {MAX_BYTES // 1024} KiB")
    try:
        text = source.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise ArticleError("not UTF-8 text; save the page as text", line) from None
    lines = [(n, line.strip()) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
    if not lines:
        raise ArticleError("the page is empty")
    title = lines[0][1][:300]
    at = next((i for i, (_, line) in enumerate(lines) if line == "References"), None)
    if at is None:
        raise ArticleError("no line `References`; a page without references is no article", 1)
    references = list(_references(lines[at + 1 :]))
    if not references:
        raise ArticleError("no reference of the form kind, title, `source, year`", lines[at][0])
    body = "\n\n".join(_body([line for _, line in lines[1:at]], len(references)))
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60].strip("-") or "draft"
    found = _front(title, _updated(text), references) + "\n" + body + "\n"
    _check(slug, found)
    return slug, found


def _check(slug: str, found: str) -> None:
    """Raises ArticleError for a draft that is no article: it would only fail later."""
    try:
        parse(found.encode(), slug)
    except ArticleError as error:
        place = found.split("\n")[error.line - 1].strip()[:60]
        raise ArticleError(f"makes no article: {error.reason}; see {place!r}") from None


def _updated(text: str) -> dt.date:
    found = _UPDATED.search(text)
    if found is None:
        raise ArticleError("no line `Last updated: Month day, year`")
    month, day, year = found.group(1).replace(",", "").split()
    try:
        return dt.date(int(year), _MONTHS.split().index(month) + 1, int(day))
    except ValueError:
        line = text[: found.start()].count("\n") + 1
        raise ArticleError(f"{found.group(1)!r} is no day", line) from None


def _references(lines: list[tuple[int, str]]) -> Iterator[_Reference]:
    while lines and lines[0][1].lower() in _KINDS:
        line, (label, *rest) = lines[0][0], [text for _, text in lines[:3]]
        source, _, year = rest[-1].rpartition(", ") if len(rest) == 2 else ("", "", "")
        if not (source and re.fullmatch(r"[0-9]{4}", year)):
            raise ArticleError("a reference is not of the form kind, title, `source, year`", line)
        yield _Reference(label, rest[0], source, int(year))
        lines = lines[3:]


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
        kind = _KINDS[reference.label.lower()]
        doubt = (
            ""
            if kind == reference.label.lower()
            else (f"  # TODO: the page says {reference.label}; is it the guideline itself?")
        )
        lines += [
            f"  - number: {number}",
            f"    kind: {kind}{doubt}",
            f"    title: {json.dumps(reference.title.rstrip('.'), ensure_ascii=False)}",
            f"    source: {json.dumps(reference.source, ensure_ascii=False)}",
            f"    year: {reference.year}",
            "    consulted: none  # TODO: full-text or abstract, once you have opened it",
        ]
    return "\n".join([*lines, "---", ""])


def _body(lines: list[str], references: int) -> Iterator[str]:
    """The page's text as headings, paragraphs and list items with `[n]` marks."""
    kept = [line for line in lines if not _FURNITURE.search(line)]
    level, bullets = 2, []
    for line, following in zip(kept, [*kept[1:], ""], strict=True):
        if line.startswith("•"):
            bullets.append("- " + _marked(line.lstrip("• \t"), references))
            continue
        if bullets:
            yield "\n".join(bullets)
            bullets = []
        if _is_heading(line):
            yield f"{'#' * level} {line}"
            level = 3 if _is_heading(following) else 2
        else:
            yield _marked(line, references)
    if bullets:
        yield "\n".join(bullets)


def _is_heading(line: str) -> bool:
    return 0 < len(line) <= 90 and line[-1] not in ".:;,?0123456789" and not line.startswith("•")


def _marked(line: str, references: int) -> str:
    def mark(found: re.Match[str]) -> str:
        numbers = found.group(1) or found.group(2)
        known = all(1 <= int(n) <= references for n in numbers.split(", "))
        return f" [{numbers}]" if known else found.group()

    return _MARK.sub(mark, line)
