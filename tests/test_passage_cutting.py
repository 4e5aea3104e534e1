"""Passages: where a section is cut, what a cut repeats, and ids that stay."""

from __future__ import annotations

from rag.articles.article import parse
from rag.articles.passage import MAX_CHARS, Passage, Sentence, split
from tests.fakes import FRONT, LAST, passages


def long(word: str) -> str:
    """A sentence of 400 characters."""
    return f"{word.capitalize()} {'x' * (398 - len(word))}."


def test_a_long_section_is_cut_between_sentences() -> None:
    one, two = passages(f"## A\n\n{long('a')} {long('b')} Short.\n\nNew.")
    assert (one.text, two.text) == (long("a"), f"{long('b')} Short.\nNew.")
    assert one.path == two.path == ("A",)
    assert len(long("a")) == 400


def test_a_passage_may_be_as_long_as_the_limit() -> None:
    assert MAX_CHARS == 800
    (passage,) = passages(f"## A\n\n{long('a')} {long('b').replace('x', '', 1)}")
    assert len(passage.text) == 800


def test_a_sentence_longer_than_the_limit_is_kept_whole() -> None:
    whole = f"A {'x' * 900}."
    assert [p.text for p in passages(f"## A\n\nShort. {whole} End.")] == ["Short.", whole, "End."]


def kinds(passage: Passage) -> list[tuple[str, str]]:
    return [(s.kind, s.text[:6]) for s in passage.sentences]


def test_a_cut_list_repeats_its_lead_in() -> None:
    one, two, three = passages(f"## A\n\nLead:\n\n- {long('a')}\n- {long('b')}\n- {long('c')}")
    for passage, letter in zip((one, two, three), "ABC", strict=True):
        assert kinds(passage) == [("lead-in", "Lead:"), ("item", f"{letter} xxxx")]
        assert passage.sentences[1].lead == passage.sentences[0].id


def test_an_item_that_is_cut_inside_repeats_the_lead_in_for_what_follows() -> None:
    _, two = passages(f"## A\n\nLead:\n\n- {long('a')} {long('b')}\n- Next.")
    assert two.text == f"Lead:\n{long('b')}\nNext."
    assert [s.kind for s in two.sentences] == ["lead-in", "sentence", "item"]
    assert two.sentences[2].lead == two.sentences[0].id


def test_a_cut_table_repeats_its_header_row_with_its_marks() -> None:
    rows = "".join(f"| {long(c)} |\n" for c in "abc")
    for passage in passages(f"## A\n\n| Head [2] |\n|---|\n{rows}"):
        assert kinds(passage)[0] == ("header", "Head")
        assert passage.sentences[0].references == (2,)
        assert [s.kind for s in passage.sentences] == ["header", "row"]


def test_a_section_has_passages_of_its_own_and_its_path() -> None:
    found = passages("## A\n\nOne.\n\n### B\n\nTwo.\n\n## C\n\n### D\n\nThree.")
    assert [(p.path, p.text) for p in found] == [
        (("A",), "One."),
        (("A", "B"), "Two."),
        (("C", "D"), "Three."),
    ]


def test_the_encoder_sees_title_and_headings_before_the_text() -> None:
    (passage,) = passages("## A\n\n### B\n\nTwo. [1]")
    assert passage.embedded_text("Which?") == "Which?\nA › B\nTwo."


def test_ids_stay_when_other_sections_or_the_front_matter_change() -> None:
    kept = f"## Kept\n\nOne. [1] Two. [2]\n\n- {long('a')}\n- {long('b')}\n- {long('c')}\n"
    before = passages(f"## Other\n\nOld.\n\n{kept}")[1:]
    after = passages(f"## New\n\nNew text.\n\nMore.\n\n## Newer\n\nx\n\n{kept}")[2:]
    assert before == after
    assert len(before) == 3
    edited = FRONT.replace("submitted", "under-review").replace("Which", "What")
    changed = split(parse(f"{edited}\n{kept}\n{LAST}".encode(), "imaging"))[:-1]
    assert changed == before


def test_ids_change_with_the_text_the_heading_and_the_article() -> None:
    def ids(body: str, slug: str = "imaging") -> str:
        return split(parse(f"{FRONT}\n{body}\n{LAST}".encode(), slug))[0].id

    found = {
        ids("## A\n\nOne."),
        ids("## A\n\nOne!"),
        ids("## B\n\nOne."),
        ids("## A\n\n### B\n\nOne."),
        ids("## A\n\nOne.", "other"),
    }
    assert len(found) == 5


def test_equal_passages_of_equal_sections_have_ids_of_their_own() -> None:
    one, two = passages("## A\n\nSame.\n\n## A\n\nSame.")
    assert two.id == f"{one.id}-2"
    assert two.sentences == (Sentence(f"{two.id}.0", "Same.", 0, 5, "sentence", (), ""),)
