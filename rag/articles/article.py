"""Articles: the record, and the strict reader that makes it of a file.

The grammar is written down in corpus/README.md.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple, Protocol

from rag.articles import frontmatter
from rag.articles.body import Section, read_body
from rag.errors import ArticleError, CorpusError
from rag.text import hidden_character

MAX_BYTES = 256 * 1024
ReviewStatus = Literal["submitted", "under-review", "approved"]
KINDS = ("guideline", "research", "review", "summary")
CONSULTED = ("full-text", "abstract", "none")
PRIMARY = frozenset({"guideline", "research"})

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Dated(Protocol):
    """What has a year and an edition ("" for none)."""

    @property
    def year(self) -> int:
        """The year of publication."""

    @property
    def edition(self) -> str:
        """The edition as its publisher names it."""


class Reference(NamedTuple):
    """What an article cites, and what of it was open when the article was written."""

    number: int
    kind: str
    title: str
    source: str
    year: int
    consulted: str
    edition: str = ""
    url: str = ""
    doi: str = ""
    pmid: str = ""

    @property
    def primary(self) -> bool:
        """Whether it is itself a guideline or a study, rather than somebody's account of one."""
        return self.kind in PRIMARY


def dated(reference: Dated) -> str:
    """The year of a reference, with its edition where that says more."""
    year, edition = str(reference.year), reference.edition
    return edition if year in edition else ", ".join(filter(None, (year, edition)))


@dataclass(frozen=True)
class Article:
    """A guideline article; `version` is the first 12 hex digits of its file's SHA-256."""

    slug: str
    version: str
    title: str
    subject: str
    specialty: str
    status: ReviewStatus
    updated: dt.date
    applies_to: str
    setting: str
    origin: str
    asks: tuple[str, ...]
    references: tuple[Reference, ...]
    sections: tuple[Section, ...]

    @property
    def words(self) -> int:
        """How many words the body has, headings and marks left out."""
        return sum(len(b.text.split()) for s in self.sections for b in s.blocks)

    @property
    def label(self) -> str:
        """A short name: the subject, or the title where there is none."""
        name = self.subject or self.title
        return name[:1].upper() + name[1:]


class Rejected(NamedTuple):
    """A file that is not an article: where in the corpus, which line, why."""

    path: str
    line: int
    reason: str


class Corpus(NamedTuple):
    """The articles of a folder by slug, their files' bytes, and the files that were refused."""

    articles: dict[str, Article]
    sources: dict[str, bytes]
    rejected: tuple[Rejected, ...]


def parse(source: bytes, slug: str) -> Article:
    """The article that the bytes of `<slug>.md` hold. Raises ArticleError with the line."""
    if not _SLUG.fullmatch(slug) or len(slug) > 100:
        raise ArticleError(f"{slug!r} is no slug: lower-case letters, digits, single hyphens")
    front, body, body_line = _split(_decode(source))
    fields = frontmatter.load(front, first_line=2)
    title = fields.text("title")
    entries = fields.items("references", most=40)
    article = Article(
        slug=slug,
        version=version_of(source),
        title=title,
        subject=fields.optional_text("subject"),
        specialty=fields.text("specialty"),
        status=_status(fields),
        updated=fields.date("updated"),
        applies_to=fields.optional_text("applies_to"),
        setting=fields.optional_text("setting"),
        origin=fields.choice("origin", ("written", "imported"), default="written"),
        asks=tuple(frontmatter.texts(fields.items("asks", most=5, required=False))),
        references=tuple(map(_reference, entries, range(1, 41))),
        sections=read_body(body, body_line),
    )
    fields.finish()
    _check_marks(article, [e.line for e in entries])
    return article


def version_of(source: bytes) -> str:
    """The version of an article's exact text."""
    return hashlib.sha256(source).hexdigest()[:12]


def _decode(source: bytes) -> str:
    if len(source) > MAX_BYTES:
        raise ArticleError(f"larger than {MAX_BYTES // 1024} KiB; split the article")
    if source.startswith(b"\xef\xbb\xbf"):
        raise ArticleError("begins with a byte-order mark; save as UTF-8 without it")
    try:
        text = source.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = source[: error.start].count(b"\n") + 1
        raise ArticleError("not UTF-8; save the file in that encoding", line) from None
    hidden = hidden_character(text)
    if hidden:
        line = text[: hidden.start()].count("\n") + 1
        raise ArticleError(f"the hidden character U+{ord(hidden.group()):04X}; remove it", line)
    return text


def _split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the body's first line."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise ArticleError("no front matter: the first line is not `---`")
    for i, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            body = "\n".join(lines[i + 1 :])
            if not body.strip():
                raise ArticleError("the body is empty", i + 1)
            return "\n".join(lines[1:i]), body, i + 2
    raise ArticleError("the front matter is not closed by a line `---`")


def _status(fields: frontmatter.Fields) -> ReviewStatus:
    return (
        "submitted"
        if fields.choice("status", ("submitted", "under-review")) == "submitted"
        else "under-review"
    )


def _reference(entry: frontmatter.Entry, expected: int) -> Reference:
    one = frontmatter.Fields(entry, f"reference {expected}")
    number = one.integer("number", 1, 999)
    if number != expected:
        raise ArticleError(f"reference {expected} has the number {number}", entry.line)
    reference = Reference(
        number=number,
        kind=one.choice("kind", KINDS),
        title=one.text("title"),
        source=one.text("source"),
        year=one.integer("year", 1800, 2100),
        consulted=one.choice("consulted", CONSULTED),
        edition=one.optional_text("edition"),
        url=one.optional_text("url", r"https?://[^\s<>\"']{1,500}", "an http address"),
        doi=one.optional_text("doi", r"10\.[0-9]{4,9}/[^\s<>\"']{1,200}", "a DOI (10.…/…)"),
        pmid=one.optional_text("pmid", r"[0-9]{1,9}", "a PubMed number"),
    )
    one.finish()
    return reference


def _check_marks(article: Article, lines: list[int]) -> None:
    known = {r.number for r in article.references}
    used: set[int] = set()
    for section in article.sections:
        for block in section.blocks:
            used |= {m.number for m in block.marks}
            for number in sorted({m.number for m in block.marks} - known):
                raise ArticleError(f"the mark [{number}] has no reference", block.line)
    for number in sorted(known - used):
        raise ArticleError(f"reference {number} is not cited in the text", lines[number - 1])


def read_corpus(folder: Path) -> Corpus:
    """Every article below `folder`/articles; a bad file is rejected and its neighbours are read.

    Raises CorpusError where there is no such folder.
    """
    root = folder / "articles"
    if not root.is_dir():
        raise CorpusError(f"{root}: no such folder; --corpus names the folder that holds articles/")
    articles: dict[str, Article] = {}
    sources: dict[str, bytes] = {}
    rejected: list[Rejected] = []
    for path in _files(root):
        name = path.relative_to(folder).as_posix()
        try:
            source = _read(path, root)
            article = parse(source, path.stem)
            if article.slug in articles:
                raise ArticleError(f"a second article of the slug {article.slug!r}; rename one")
        except ArticleError as error:
            rejected.append(Rejected(_printable(name), error.line, error.reason))
            continue
        articles[article.slug], sources[article.slug] = article, source
    return Corpus(articles, sources, tuple(rejected))


def _printable(name: str) -> str:
    return "".join(c if c.isprintable() else repr(c)[1:-1] for c in name)


def _files(root: Path) -> list[Path]:
    """The `.md` files below `root`, those nearer to it first, then by name."""
    found: list[Path] = []
    try:
        for folder, folders, names in os.walk(root, onerror=_raise, followlinks=False):
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            linked = [f for f in folders if (Path(folder) / f).is_symlink()]
            found += [Path(folder) / n for n in linked + [n for n in names if n.endswith(".md")]]
    except OSError as error:
        # Passed over in silence, the articles of that folder would look deleted.
        raise CorpusError(f"{error.filename}: cannot be read: {error.strerror}") from None
    return sorted(found, key=lambda p: (len(p.parts), p.as_posix()))


def _raise(error: OSError) -> None:
    raise error


def _read(path: Path, root: Path) -> bytes:
    if path.name.startswith("."):
        raise ArticleError("a hidden file; rename it to publish it, or delete it")
    # Not Path.resolve, which raises RuntimeError for a link that leads to itself.
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise ArticleError("a link that leads out of the folder; copy the file instead")
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ArticleError("not a regular file")
            return file.read(MAX_BYTES + 1)
    except IsADirectoryError:
        raise ArticleError("a folder or a link to one; articles are files") from None
    except OSError as error:
        raise ArticleError(f"cannot be read: {error.strerror}") from None


def _without_waiting(path: str, flags: int) -> int:
    """A descriptor at once, so that a named pipe is refused instead of waited for."""
    return os.open(path, flags | os.O_NONBLOCK)
