"""From chosen sentences to statements with citations, with the other side where articles differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from rag.answers.answer import (
    Citation,
    CitedReference,
    CitedSentence,
    Near,
    Side,
    Statement,
)
from rag.articles.article import Article, Reference
from rag.articles.passage import NOT_COVERED, Passage, Sentence
from rag.articles.positions import Difference
from rag.search.index import Index
from rag.search.retrieval import Found

MOST = 6  # statements of an answer, the sides of a difference included
LEAST = 2  # of them that are kept for the question itself
NEAREST = 3


class Choice(NamedTuple):
    """A sentence to be quoted: its passage, itself, and the side that it stands for."""

    passage: Passage
    sentence: Sentence
    side: Side | None = None


class Composed(NamedTuple):
    """The statements and citations of an answer, and the questions on which articles differ."""

    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    differences: tuple[str, ...]
    behind: tuple[Reference, ...]  # the references of the sentences that answer the question itself


def compose(choices: Sequence[Choice], index: Index, status: Callable[[Article], str]) -> Composed:
    """The statements that quote `choices` (best first); where one side is cited, every side is."""
    touched = (d for c in choices for d in index.differences if _touches(c, d))
    found = list(dict.fromkeys(touched))
    sides: list[Choice] = []
    for difference in found:  # whole or not at all; what has no room is named in the notice
        more = [
            s for s in _sides(difference, index) if s.sentence not in {c.sentence for c in sides}
        ]
        if len(sides) + len(more) <= MOST - LEAST:
            sides += more
    standing = {c.sentence.id: c for c in sides}
    own = _in_reading_order(_own(choices, standing), index)
    answered = {c.sentence.id for c in own}
    quoted = [*own, *(c for i, c in standing.items() if i not in answered)]
    numbers = {i: n for n, i in enumerate(dict.fromkeys(c.passage.id for c in quoted), start=1)}
    statements = [_statement(group, numbers) for group in _one_list_together(quoted)]
    citations = [_citation(n, i, quoted, index, status) for i, n in numbers.items()]
    questions = tuple(d.question for d in found)
    behind = tuple(r for c in own for r in _references(c, index))
    return Composed(tuple(statements), tuple(citations), questions, behind)


def _one_list_together(choices: Sequence[Choice]) -> list[list[Choice]]:
    """The choices, neighbours from one list as one group, so that its lead-in is said once."""
    groups: list[list[Choice]] = []
    for choice in choices:
        lead = choice.sentence.lead
        if lead and not choice.side and groups and groups[-1][-1].sentence.lead == lead:
            groups[-1].append(choice)
        else:
            groups.append([choice])
    return groups


def _statement(group: Sequence[Choice], numbers: Mapping[str, int]) -> Statement:
    sentences = list(dict.fromkeys(s for c in group for s in _with_lead(c)))
    text = " ".join(s.text for s in sentences)
    ids = tuple(s.id for s in sentences)
    return Statement(text, (numbers[group[0].passage.id],), ids, side=group[0].side)


def _own(choices: Sequence[Choice], sides: Mapping[str, Choice]) -> list[Choice]:
    """What answers the question itself: each choice that is a side, others while there is room."""
    others = [c.sentence.id for c in choices if c.sentence.id not in sides][: MOST - len(sides)]
    kept = {*sides, *others}
    return [_answering(sides.get(c.sentence.id, c)) for c in choices if c.sentence.id in kept]


def _references(choice: Choice, index: Index) -> list[Reference]:
    cited = {n for s in _with_lead(choice) for n in s.references}
    return [r for r in index.articles[choice.passage.article].references if r.number in cited]


def _in_reading_order(choices: Sequence[Choice], index: Index) -> list[Choice]:
    """The sentences passage by passage, the best one's passage first, each in its own order."""
    places = list(dict.fromkeys(index.at[c.passage.id] for c in choices))
    return sorted(choices, key=lambda c: (places.index(index.at[c.passage.id]), c.sentence.start))


def _answering(choice: Choice) -> Choice:
    return choice._replace(side=replace(choice.side, answers=True)) if choice.side else choice


def _with_lead(choice: Choice) -> list[Sentence]:
    leads = [s for s in choice.passage.sentences if s.id == choice.sentence.lead]
    return [*leads, choice.sentence]


def _touches(choice: Choice, difference: Difference) -> bool:
    return any(
        choice.passage.article == p.article
        and (choice.sentence.text == p.sentence or choice.passage.path[-1] in p.sections)
        for p in difference.positions
    )


def _sides(difference: Difference, index: Index) -> list[Choice]:
    question = difference.question
    sides = [
        (p.article, p.sentence, Side(question, p.label, p.body, p.population))
        for p in difference.positions
    ]
    for slug, sentence in difference.limits:
        sides.append((slug, sentence, Side(question, "Limits", "", "")))
    return [Choice(*_find(index, slug, text), side) for slug, text, side in sides]


def _find(index: Index, slug: str, text: str) -> tuple[Passage, Sentence]:
    """The sentence of an article; an Index holds only differences whose sentences are there."""
    return next(
        (index.passages[i], s)
        for i in index.passages_of[slug]
        for s in index.passages[i].sentences
        if s.text == text
    )


def _citation(
    number: int,
    passage_id: str,
    quoted: Sequence[Choice],
    index: Index,
    status: Callable[[Article], str],
) -> Citation:
    passage = index.passages[index.at[passage_id]]
    article = index.articles[passage.article]
    cited = {s.id for c in quoted if c.passage.id == passage_id for s in _with_lead(c)}
    sentences = [s for s in passage.sentences if s.id in cited]
    behind = {n for s in sentences for n in s.references}
    references = [r for r in article.references if r.number in behind]
    return Citation(
        number=number,
        article=article.slug,
        title=article.title,
        section=passage.path,
        passage_id=passage.id,
        passage=passage.text,
        sentences=tuple(CitedSentence(s.id, s.text, s.start, s.end) for s in sentences),
        references=tuple(CitedReference(primary=r.primary, **r._asdict()) for r in references),
        status=status(article),
        updated=article.updated.isoformat(),
        version=article.version,
        label=article.label,
    )


def nearest(found: Found, index: Index) -> tuple[Near, ...]:
    """The passages that come near, for an abstention or a partial answer."""
    near = [s.passage for s in found.passages if s.passage.path[-1] != NOT_COVERED]
    articles = [index.articles[p.article] for p in near[:NEAREST]]
    return tuple(
        Near(a.slug, a.title, p.path, p.id, a.label) for a, p in zip(articles, near, strict=False)
    )
