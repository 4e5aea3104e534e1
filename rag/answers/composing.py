"""From chosen sentences to statements with citations, with the other side where articles differ."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
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
from rag.articles.wording import bodies_in
from rag.search.index import Index
from rag.search.retrieval import Found
from rag.text import content_stems, stems

MOST = 6  # statements of an answer, but for the sides that a difference needs beyond them
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
    lapsed: tuple[str, ...]  # those of them of which a side can no longer be shown
    behind: tuple[Reference, ...]  # the references of the sentences that answer the question itself
    reported: tuple[tuple[str, Reference], ...] = ()  # a body, and who tells of it at second hand


def compose(
    choices: Sequence[Choice],
    index: Index,
    status: Callable[[Article], str],
    asked: Collection[str] = (),
    most: int | None = MOST,
) -> Composed:
    """The statements that quote `choices` (best first); where articles differ, every side is said.

    `asked` are the stems of the question, for differences that its words bring up; `most` is how
    many statements there may be, but for sides; with None every choice is kept.
    """
    choices = choices[:most]
    said = {d: _sides(d, index) for d in _differences(choices, index, asked)}
    standing: dict[str, Choice] = {}
    for side in (s for sides in said.values() for s in sides):
        standing.setdefault(side.sentence.id, side)
    own = _best_first(_own(choices, standing, most), index)
    answered = {c.sentence.id for c in own}
    quoted = [*own, *(c for i, c in standing.items() if i not in answered)]
    quoted, copies = _said_once(quoted)
    cited = [*quoted, *(c for others in copies.values() for c in others)]
    numbers = {i: n for n, i in enumerate(dict.fromkeys(c.passage.id for c in cited), start=1)}
    statements = [_statement(group, numbers, copies) for group in _one_list_together(quoted)]
    citations = [_citation(n, i, cited, index, status) for i, n in numbers.items()]
    return Composed(
        tuple(statements),
        tuple(citations),
        differences=tuple(d.question for d in said),
        lapsed=tuple(d.question for d, sides in said.items() if len(sides) < _whole(d)),
        behind=tuple(r for c in own for r in _references(c, index)),
        reported=tuple(r for c in own for r in _reported(c, index)),
    )


def _said_once(choices: Sequence[Choice]) -> tuple[list[Choice], dict[str, list[Choice]]]:
    """The choices without those that say another article's sentence again, and these by its id."""
    first: dict[tuple[str, ...], Choice] = {}
    copies: dict[str, list[Choice]] = {}
    kept = []
    for choice in choices:
        one = first.setdefault(tuple(stems(choice.sentence.text)), choice)
        if one.passage.article != choice.passage.article and not choice.side and not one.side:
            copies.setdefault(one.sentence.id, []).append(choice)
        else:
            kept.append(choice)
    return kept, copies


def _reported(choice: Choice, index: Index) -> list[tuple[str, Reference]]:
    """The body that a sentence speaks for, with each reference, where none of them is its own."""
    behind = _references(choice, index)
    if any(r.primary for r in behind):
        return []
    return [(body, r) for body in bodies_in(choice.sentence.text) for r in behind]


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


def _statement(
    group: Sequence[Choice], numbers: Mapping[str, int], copies: Mapping[str, Sequence[Choice]]
) -> Statement:
    sentences = list(dict.fromkeys(s for c in group for s in _with_lead(c)))
    text = " ".join(s.text for s in sentences)
    ids = tuple(s.id for s in sentences)
    passages = [group[0].passage.id, *(c.passage.id for i in ids for c in copies.get(i, ()))]
    cited = dict.fromkeys(numbers[p] for p in passages)
    return Statement(text, tuple(cited), ids, side=group[0].side)


def _own(choices: Sequence[Choice], sides: Mapping[str, Choice], most: int | None) -> list[Choice]:
    """What answers the question itself: each choice that is a side, others while there is room."""
    room = None if most is None else max(LEAST, most - len(sides))
    others = [c.sentence.id for c in choices if c.sentence.id not in sides][:room]
    kept = {*sides, *others}
    return [_answering(sides.get(c.sentence.id, c)) for c in choices if c.sentence.id in kept]


def _references(choice: Choice, index: Index) -> list[Reference]:
    cited = {n for s in _with_lead(choice) for n in s.references}
    return [r for r in index.articles[choice.passage.article].references if r.number in cited]


def _best_first(choices: Sequence[Choice], index: Index) -> list[Choice]:
    """The best sentence, then the others passage by passage, each passage in its own order.

    One item of a list does not leave the others: "1. ..., 2. ..." is read from its beginning.
    """
    places = list(dict.fromkeys(index.at[c.passage.id] for c in choices))
    leading = {c.sentence.lead or c.sentence.id for c in choices[:1]}

    def place(choice: Choice) -> tuple[int, bool, int]:
        follows = (choice.sentence.lead or choice.sentence.id) not in leading
        return places.index(index.at[choice.passage.id]), follows, choice.sentence.start

    return sorted(choices, key=place)


def _answering(choice: Choice) -> Choice:
    return choice._replace(side=replace(choice.side, answers=True)) if choice.side else choice


def _with_lead(choice: Choice) -> list[Sentence]:
    leads = [s for s in choice.passage.sentences if s.id == choice.sentence.lead]
    return [*leads, choice.sentence]


def _differences(
    choices: Sequence[Choice], index: Index, asked: Collection[str]
) -> list[Difference]:
    """The differences that an answer brings up, those that the question names first.

    A choice brings one up that is a side of it, or is of a side's article while the question holds
    one of its words.
    """
    here = {c.passage.article for c in choices}
    possible = [d for d in index.differences if here & {p.article for p in d.positions}]
    named = {d: any(set(content_stems(w)) <= set(asked) for w in d.words) for d in possible}
    touched = [d for d in named if any(_touches(c, d, named[d]) for c in choices)]
    return sorted(touched, key=lambda d: not named[d])


def _touches(choice: Choice, difference: Difference, named: bool) -> bool:
    return any(
        choice.passage.article == p.article and (named or choice.sentence.text == p.sentence)
        for p in difference.positions
    )


def _whole(difference: Difference) -> int:
    """How many sentences a difference has where its articles hold them all."""
    return len(difference.positions) + len(difference.limits)


def _sides(difference: Difference, index: Index) -> list[Choice]:
    """The sides and limits of a difference, as far as the articles still hold their sentences."""
    question = difference.question
    sides = [
        (p.article, p.sentence, Side(question, p.label, p.said_by, p.population))
        for p in difference.positions
    ]
    for slug, sentence in difference.limits:
        sides.append((slug, sentence, Side(question, "Limits", "", "")))
    places = [(_find(index, slug, text), side) for slug, text, side in sides]
    return [Choice(*place, side) for place, side in places if place]


def _find(index: Index, slug: str, text: str) -> tuple[Passage, Sentence] | None:
    """The sentence of an article, None where it no longer holds it."""
    for i in index.passages_of.get(slug, ()):
        for sentence in index.passages[i].sentences:
            if sentence.text == text:
                return index.passages[i], sentence
    return None


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


def nearest(found: Found, index: Index, article: str = "") -> tuple[Near, ...]:
    """The passages that come near, those of the open article first."""
    near = [s.passage for s in found.passages if s.passage.path[-1] != NOT_COVERED]
    near.sort(key=lambda p: p.article != article)
    articles = [index.articles[p.article] for p in near[:NEAREST]]
    return tuple(
        Near(a.slug, a.title, p.path, p.id, a.label) for a, p in zip(articles, near, strict=False)
    )
