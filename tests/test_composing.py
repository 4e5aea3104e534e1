"""From chosen sentences to statements: word for word, with every side where articles differ."""

from __future__ import annotations

import numpy as np
import pytest

from rag.answers.answer import Near, Statement
from rag.answers.composing import Choice, Composed, compose, nearest
from rag.articles.article import Article, parse
from rag.articles.positions import Difference
from rag.search.retrieval import Found, ScoredPassage
from tests.fakes import FakeIndex, answered, article, side

CT = "CT is next in a calcified mass."
SMALL = article(
    "Which scan for a lump?",
    "a child with a lump",
    short_answer=f"{CT} [1] It is quick. [1] It needs no sleep. [1] It is near. [1]",
    signs="These are signs: [1]\n\n- Fever is one. [1]\n- Pain is one.",
    table="| Age | Scan |\n|---|---|\n| Under 1 | Ultrasound [1] |",
    limits_of_this_article="Few were asked. [1] None was opened. [1]",
    not_covered_here="- Prices.",
)
OTHER = article(
    "What is felt?", short_answer="Ultrasound is first. [1]", costs="Scans are not free. [1]"
)


def read(source: str, slug: str) -> Article:
    return parse(source.encode(), slug)


DIFFER = Difference(
    "CT or ultrasound?",
    (side("small", CT, "Signs"), side("other", "Ultrasound is first.")),
    (("small", "Few were asked."), ("small", "None was opened.")),
    line=1,
)


def index(*differences: Difference) -> FakeIndex:
    return FakeIndex([read(SMALL, "small"), read(OTHER, "other")], differences)


def choices(of: FakeIndex, *texts: str) -> list[Choice]:
    every = {s.text: Choice(p, s) for p in of.passages for s in p.sentences}
    return [every[t] for t in texts]


def composed(of: FakeIndex, *texts: str) -> Composed:
    return compose(choices(of, *texts), of, lambda a: a.status)


def texts(statements: tuple[Statement, ...]) -> list[str]:
    return [s.text for s in statements]


def test_a_list_item_is_quoted_with_its_lead_in() -> None:
    (statement,) = composed(index(), "Pain is one.").statements
    assert statement.text == "These are signs: Pain is one."
    assert [i.rpartition(".")[2] for i in statement.sentences] == ["0", "2"]


def test_a_table_row_is_quoted_alone_for_it_names_its_columns() -> None:
    (statement,) = composed(index(), "Age: Under 1; Scan: Ultrasound").statements
    assert statement.text == "Age: Under 1; Scan: Ultrasound"


def test_a_citation_holds_the_quoted_sentences_and_the_references_behind_them() -> None:
    found = composed(index(), "Fever is one.")
    (cited,) = found.citations
    assert (cited.number, cited.article, cited.section) == (1, "small", ("Signs",))
    assert (cited.status, cited.updated) == ("submitted", "2026-11-22")
    assert [(s.text, s.start, s.end) for s in cited.sentences] == [
        ("These are signs:", 0, 16),
        ("Fever is one.", 17, 30),
    ]
    assert [(r.number, r.kind, r.primary) for r in cited.references] == [(1, "review", False)]
    assert [r.title for r in found.behind] == ["A review"]


def test_a_sentence_without_a_mark_has_no_reference_behind_it() -> None:
    small = SMALL.replace("These are signs: [1]", "These are signs:")
    alone = FakeIndex([read(small, "small")])
    found = composed(alone, "Pain is one.")
    assert (found.behind, found.citations[0].references) == ((), ())


def test_the_best_sentence_comes_first_then_each_passage_reads_in_order() -> None:
    found = composed(index(), "It needs no sleep.", "Scans are not free.", "It is quick.", CT)
    assert texts(found.statements) == [
        "It needs no sleep.",
        CT,
        "It is quick.",
        "Scans are not free.",
    ]
    assert [s.citations for s in found.statements] == [(1,), (1,), (1,), (2,)]


def test_the_status_of_a_citation_is_the_operator_s() -> None:
    of = index()
    found = compose(choices(of, "It is quick."), of, lambda a: f"approved {a.slug}")
    assert found.citations[0].status == "approved small"


def test_where_articles_do_not_differ_no_side_is_shown() -> None:
    found = answered(composed(index(), CT, "It is quick."))
    assert (found.differences, texts(found.own)) == ({}, [CT, "It is quick."])


@pytest.mark.parametrize("chosen", [CT, "Ultrasound is first."])
def test_whichever_side_is_cited_the_other_sides_and_their_limits_follow(chosen: str) -> None:
    found = composed(index(DIFFER), chosen)
    answer = answered(found)
    sides = [CT, "Ultrasound is first.", "Few were asked.", "None was opened."]
    assert found.differences == ("CT or ultrasound?",)
    assert texts(answer.own) == [chosen]
    assert texts(answer.statements) == [chosen, *(t for t in sides if t != chosen)]
    labels = [s.label for s, _ in answer.differences["CT or ultrasound?"]]
    assert sorted(labels) == ["Limits", "Limits", f"says {CT}", "says Ultrasound is first."]


def test_a_neighbour_of_a_side_does_not_bring_up_the_sides() -> None:
    assert composed(index(DIFFER), "Fever is one.").differences == ()


def test_a_limit_alone_does_not_bring_up_the_sides() -> None:
    assert composed(index(DIFFER), "Few were asked.").differences == ()


def test_the_last_choice_keeps_its_side_when_others_give_way() -> None:
    found = answered(
        composed(index(DIFFER), "It is quick.", "It needs no sleep.", "Scans are not free.", CT)
    )
    assert texts(found.own) == ["It is quick.", CT, "It needs no sleep."]
    assert texts(found.statements)[3:] == [
        "Ultrasound is first.",
        "Few were asked.",
        "None was opened.",
    ]


def test_two_differences_are_both_shown_whole() -> None:
    second = Difference(
        "Is it free?",
        (side("other", "Scans are not free."), side("small", "It is near.")),
        (),
        line=9,
    )
    found = answered(composed(index(DIFFER, second), "It is quick.", "Scans are not free.", CT))
    assert list(found.differences) == ["CT or ultrasound?", "Is it free?"]
    assert len(found.differences["Is it free?"]) == 2
    assert len(found.differences["CT or ultrasound?"]) == len(DIFFER.positions) + len(DIFFER.limits)


def test_a_word_of_the_question_brings_up_a_difference_and_puts_it_first() -> None:
    second = Difference(
        "Is it free?",
        (side("other", "Scans are not free."), side("small", "It is near.")),
        (),
        line=9,
        words=("price",),
    )
    of = index(DIFFER, second)
    plain = compose(choices(of, CT), of, lambda a: a.status)
    asked = compose(choices(of, CT), of, lambda a: a.status, {"price"})
    assert plain.differences == ("CT or ultrasound?",)
    assert asked.differences == ("Is it free?", "CT or ultrasound?")


def test_a_side_whose_sentence_is_gone_is_missed_aloud_and_the_others_are_shown() -> None:
    gone = DIFFER._replace(positions=(*DIFFER.positions, side("other", "It was edited.")))
    found = composed(index(gone), CT)
    assert found.lapsed == found.differences == ("CT or ultrasound?",)
    assert composed(index(DIFFER), CT).lapsed == ()
    (group,) = answered(found).differences.values()
    assert len(group) == len(DIFFER.positions) + len(DIFFER.limits)


def test_the_references_behind_an_answer_are_those_of_its_own_sentences_only() -> None:
    apart = OTHER.replace("A review", "Another review")
    of = FakeIndex([read(SMALL, "small"), read(apart, "other")], [DIFFER])
    found = compose(choices(of, CT), of, lambda a: a.status)
    assert {r.title for r in found.behind} == {"A review"}


def test_what_comes_near_leaves_out_lists_of_gaps_and_is_three_at_most() -> None:
    of = index()
    ranked = tuple(
        ScoredPassage(p, 1.0, i)
        for i, p in sorted(enumerate(of.passages), key=lambda x: x[1].path != ("Not covered here",))
    )
    assert ranked[0].passage.path == ("Not covered here",)
    found = nearest(Found(ranked, np.zeros(1), np.zeros(1), {}), of)
    assert [n.section for n in found] == [("Short answer",), ("Signs",), ("Table",)]
    assert found[0] == Near(
        "small",
        "Which scan for a lump?",
        ("Short answer",),
        of.passages[0].id,
        "A child with a lump",
    )


# Sentences that tempt a splitter, and one that two articles share.
