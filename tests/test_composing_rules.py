"""The rules that every composed answer keeps, on generated articles."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rag.answers.answer import Answer
from rag.answers.composing import MOST, Choice, compose
from rag.articles.article import Article, parse
from rag.articles.positions import Difference
from tests.fakes import FakeIndex, answered, article, side

PHRASES = st.sampled_from(
    [
        "MRI vs. CT is open.",
        "Give 5.5 mg/kg (e.g. once).",
        "See Fig. 2 in 5-18% of cases.",
        "Fever is <38 °C; wait!",
        "Is it so?",
        "Dr. A. Smith saw naïve β-cells.",
        "A sentence that every article holds.",
    ]
)


@st.composite
def sections(draw: st.DrawFn) -> str:
    """A paragraph, a list with or without its lead-in, or a table."""
    some = draw(st.lists(PHRASES, min_size=1, max_size=4))
    kind = draw(st.sampled_from(["paragraph", "list", "led list", "table"]))
    if kind == "paragraph":
        return " ".join(f"{s} [1]" for s in some)
    if kind == "table":
        return "\n".join(["| Scan | Use |", "|---|---|", *(f"| CT | {s} [1] |" for s in some)])
    lead = "First this. These are known: [1]\n\n" if kind == "led list" else ""
    return lead + "\n".join(f"- {s} [1]" for s in some)


@st.composite
def corpora(draw: st.DrawFn) -> list[Article]:
    bodies = draw(st.lists(st.lists(sections(), min_size=1, max_size=3), min_size=1, max_size=3))
    return [
        parse(
            article(f"Question {n}?", **{f"part_{i}": b for i, b in enumerate(body)}).encode(),
            f"a-{n}",
        )
        for n, body in enumerate(bodies)
    ]


@st.composite
def differences(draw: st.DrawFn, sentences: list[Choice], number: int) -> Difference:
    sides = st.lists(
        st.sampled_from(sentences),
        min_size=2,
        max_size=4,
        unique_by=lambda c: (c.passage.article, c.sentence.text),
    )
    first, second, *limits = draw(sides)
    return Difference(
        f"Difference {number}?",
        tuple(side(c.passage.article, c.sentence.text) for c in (first, second)),
        tuple((c.passage.article, c.sentence.text) for c in limits),
        line=1,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[FakeIndex, list[Choice]]:
    articles = draw(corpora())
    plain = FakeIndex(articles)
    every = [
        Choice(p, s)
        for p in plain.passages
        for s in p.sentences
        if s.kind not in ("lead-in", "header")
    ]
    distinct = {(c.passage.article, c.sentence.text) for c in every}
    count = draw(st.integers(0, 3)) if len(distinct) > 1 else 0
    found = [draw(differences(every, n)) for n in range(count)]
    chosen = st.lists(
        st.sampled_from(every), min_size=1, max_size=7, unique_by=lambda c: c.sentence.id
    )
    return FakeIndex(articles, found), draw(chosen)


def shown(answer: Answer) -> set[tuple[str, str]]:
    """The sentences of the statements, each with its article."""
    by_id = {s.id: (c.article, s.text) for c in answer.citations for s in c.sentences}
    return {by_id[i] for s in answer.statements for i in s.sentences}


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_every_composed_answer_keeps_the_rules(case: tuple[FakeIndex, list[Choice]]) -> None:
    of, chosen = case
    found = compose(chosen, of, lambda a: a.status)
    answer = answered(found)  # which itself refuses a quote that is not word for word
    assert 1 <= len(answer.own) <= MOST
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert {n for s in answer.statements for n in s.citations} == {
        c.number for c in answer.citations
    }
    stored = {s.id: s for p in of.passages for s in p.sentences}
    for statement in answer.statements:
        cited, *others = (answer.citations[n - 1] for n in statement.citations)
        texts = {stored[i].text for i in statement.sentences}
        for other in others:  # another article that says one of its sentences
            assert other.article != cited.article
            assert texts & {s.text for s in other.sentences}
        quoted = [s for i in statement.sentences for s in cited.sentences if s.id == i]
        assert statement.text == " ".join(cited.passage[s.start : s.end] for s in quoted)
        assert all(cited.passage[s.start : s.end] == s.text for s in cited.sentences)
        *_, last = said = [stored[i] for i in statement.sentences]
        if last.lead:  # items of one list, after their lead-in, which is said once
            assert said[0].id == last.lead
            assert all(s.lead == last.lead for s in said[1:])
        else:
            assert said == [last]


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_the_best_sentence_is_kept_and_no_difference_is_cut_in_half(
    case: tuple[FakeIndex, list[Choice]],
) -> None:
    of, chosen = case
    answer = answered(compose(chosen, of, lambda a: a.status))
    assert chosen[0].sentence.id in {i for s in answer.own for i in s.sentences}
    for difference in of.differences:
        sides = {(p.article, p.sentence) for p in difference.positions} | {*difference.limits}
        cited = {(c.passage.article, c.sentence.text) for c in chosen[:MOST]}
        if any((p.article, p.sentence) in cited for p in difference.positions):
            assert sides <= shown(answer)


def test_the_same_sentence_of_two_articles_is_said_once_and_cites_both() -> None:
    one = parse(article("Which scan?", signs="CT is the first scan. [1]").encode(), "one")
    two = parse(article("Which test?", hints="CT is the first scan. [1]").encode(), "two")
    index: Any = FakeIndex([one, two])
    choices = [Choice(p, p.sentences[0]) for p in index.passages]
    found = compose(choices, index, lambda _: "submitted")
    (statement,) = found.statements
    assert statement.citations == (1, 2)
    assert [c.article for c in found.citations] == ["one", "two"]
    assert answered(found).statements == found.statements
