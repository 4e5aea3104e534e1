"""Positions: the questions on which articles differ, written down and checked, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from rag.articles import frontmatter
from rag.articles.passage import Passage
from rag.errors import ArticleError, CorpusError

MAX_BYTES = 1024 * 1024


class Position(NamedTuple):
    """One side: its short name, who says it, for whom, and the sentence that says so."""

    label: str
    body: str
    population: str
    article: str
    sentence: str
    sections: tuple[str, ...]  # headings whose citation, too, brings up the whole question
    edition: str = ""

    @property
    def said_by(self) -> str:
        """The body, with the edition where one is named."""
        return f"{self.body}, {self.edition}" if self.edition else self.body


class Difference(NamedTuple):
    """A question on which articles differ, its sides, and sentences that limit one of them."""

    question: str
    positions: tuple[Position, ...]
    limits: tuple[tuple[str, str], ...]  # (article, sentence)
    line: int
    words: tuple[str, ...] = ()  # a question with one of them, answered from its articles, too


def read_positions(corpus: Path) -> tuple[Difference, ...]:
    """The differences that a corpus folder records; none without a file. Raises CorpusError."""
    path = corpus / "positions.yaml"
    if not path.is_file():
        return ()
    if path.stat().st_size > MAX_BYTES:
        raise CorpusError(f"{path}: larger than {MAX_BYTES // 1024} KiB")
    try:
        fields = frontmatter.load(path.read_text("utf-8"), first_line=1, what="the file")
        found = tuple(_difference(e) for e in fields.items("differences", most=500))
        fields.finish()
    except ArticleError as error:
        raise CorpusError(f"{path}:{error.line}: {error.reason}") from None
    except UnicodeDecodeError:
        raise CorpusError(f"{path}: not UTF-8") from None
    return found


def _difference(entry: frontmatter.Entry) -> Difference:
    one = frontmatter.Fields(entry, "difference")
    question = one.text("question")
    positions = tuple(_position(e) for e in one.items("positions", most=6))
    limits = []
    for item in one.items("limits", most=6, required=False):
        limit = frontmatter.Fields(item, "limit")
        limits.append((limit.text("article"), limit.text("sentence")))
        limit.finish()
    words = tuple(frontmatter.texts(one.items("words", most=20, required=False)))
    one.finish()
    if len(positions) < 2:
        raise ArticleError(f"{question!r} has one position; a difference has two", entry.line)
    return Difference(question, positions, tuple(limits), entry.line, words)


def _position(entry: frontmatter.Entry) -> Position:
    one = frontmatter.Fields(entry, "position")
    position = Position(
        one.text("label"),
        one.text("body"),
        one.text("population"),
        one.text("article"),
        one.text("sentence"),
        tuple(frontmatter.texts(one.items("sections", most=20, required=False))),
        one.optional_text("edition"),
    )
    one.finish()
    return position


def check_positions(
    differences: Iterable[Difference], passages: Mapping[str, Iterable[Passage]]
) -> list[str]:
    """One line for each sentence or section that the articles (slug to passages) do not hold."""
    problems = []
    for difference in differences:
        named = [(p.article, p.sentence) for p in difference.positions] + list(difference.limits)
        for slug, sentence in named:
            held = (s.text for p in passages.get(slug, ()) for s in p.sentences)
            if sentence not in held:
                problems.append(
                    f"positions.yaml:{difference.line}: {slug} does not hold {sentence[:60]!r}"
                )
        for position in difference.positions:
            headings = {p.path[-1] for p in passages.get(position.article, ())}
            problems += [
                f"positions.yaml:{difference.line}: {position.article} has no section {section!r}"
                for section in position.sections
                if section not in headings
            ]
    return problems
