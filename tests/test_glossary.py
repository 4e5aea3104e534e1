"""The glossary: other names of what a text mentions."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.articles.glossary import MAX_BYTES, Glossary, Term, read_glossary
from rag.errors import CorpusError
from rag.text import content_stems

ULTRASOUND = Term("ultrasound", ("US", "USS", "sonography"), "pictures made with sound waves")
SYNDROME = Term("opsoclonus myoclonus ataxia syndrome", ("OMAS",), "")
TUMOUR = Term("Wilms tumour", ("nephroblastoma",), "")


def write(folder: Path, text: str | bytes) -> Path:
    (folder / "glossary.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def names(glossary: Glossary, text: str) -> dict[str, set[tuple[str, ...]]]:
    return glossary.alike(content_stems(text))


def test_each_name_of_a_term_finds_the_others() -> None:
    glossary = Glossary([ULTRASOUND, TUMOUR])
    assert names(glossary, "US first?") == {"us": {("ultrasound",), ("uss",), ("sonographi",)}}
    assert names(glossary, "nephroblastoma") == {"nephroblastoma": {("wilm", "tumor")}}


def test_a_name_of_several_words_counts_where_they_stand_together() -> None:
    glossary = Glossary([TUMOUR, SYNDROME])
    nephroblastoma = {("nephroblastoma",)}
    assert names(glossary, "a Wilms’ tumor") == {"wilm": nephroblastoma, "tumor": nephroblastoma}
    assert names(glossary, "tumour") == {}
    assert names(glossary, "tumour of Wilms") == {}
    assert set(names(glossary, "Opsoclonus-myoclonus-ataxia syndrome in a child")) == {
        "opsoclonus",
        "myoclonus",
        "ataxia",
        "syndrom",
    }


def test_a_name_of_two_terms_finds_both() -> None:
    glossary = Glossary([Term("mass spectrometry", ("MS",), ""), Term("sclerosis", ("MS",), "")])
    assert names(glossary, "MS") == {"ms": {("mass", "spectrometri"), ("sclerosi",)}}


def test_expanding_adds_the_other_names_after_the_words() -> None:
    glossary = Glossary([ULTRASOUND, TUMOUR])
    assert glossary.expand(content_stems("Nephroblastoma by US")) == [
        *("nephroblastoma", "us"),
        *("sonographi", "tumor", "ultrasound", "uss", "wilm"),
    ]


def test_expanding_what_is_not_in_the_glossary_changes_nothing() -> None:
    assert Glossary([TUMOUR]).expand(["fever", "child"]) == ["fever", "child"]
    assert Glossary().expand(["fever"]) == ["fever"]
    assert Glossary([TUMOUR]).expand([]) == []


def test_a_glossary_is_read(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        "# Terms.\nterms:\n  - term: ultrasound\n    also: [US, USS, sonography]\n"
        "    plain: pictures made with sound waves\n  - term: fever\n",
    )
    assert read_glossary(folder).terms == (
        ULTRASOUND._replace(line=3),
        Term("fever", (), "", line=6),
    )


def test_a_corpus_may_have_no_glossary(tmp_path: Path) -> None:
    assert read_glossary(tmp_path).terms == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", ":1: the glossary is not a list of `field: value`"),
        ("words: []", ":1: the glossary: `terms` is missing"),
        ("terms: []", ":1: the glossary: `terms` is not a list of 1 to 5000"),
        ("terms:\n  - term: a\nmore: b", ":3: the glossary: `more` is not a field"),
        ("terms:\n  - a", ":2: term 1: expected `field: value` pairs"),
        ("terms:\n  - term: a\n  - also: [b]", ":3: term 2: `term` is missing"),
        ("terms:\n  - term: a\n    also: b", ":3: term 1: `also` is not a list of 1 to 20"),
        ("terms:\n  - term: a\n    also: [[b]]", ":3: a list of one-line texts holds something"
         " else"),
        ("terms:\n  - term: a\n    gloss: b", ":3: term 1: `gloss` is not a field"),
        ("terms:\n  - term: a\n    term: b", ":3: `term` is given twice"),
        ("terms:\n  - term: !!str a", ":2: the tag tag:yaml.org,2002:str is refused; values are"
         " plain text"),
        ("terms: [", ":1: the glossary is not YAML: expected the node content, but found"
         " '<stream end>'"),
        (b"terms:\n  - term: \xe9", ": not UTF-8"),
        ("#" * (MAX_BYTES + 1), ": larger than 1024 KiB"),
    ],
    ids=lambda value: repr(value)[:40],
)  # fmt: skip
def test_a_bad_glossary_is_an_error_with_its_line(
    tmp_path: Path, text: str | bytes, reason: str
) -> None:
    with pytest.raises(CorpusError) as caught:
        read_glossary(write(tmp_path, text))
    assert str(caught.value) == f"{tmp_path}/glossary.yaml{reason}"


@pytest.mark.parametrize(
    ("short", "long"),
    [("US", "ultrasound"), ("MRI", "magnetic resonance imaging"), ("VMA", "vanillylmandelic acid")],
)
def test_the_shipped_glossary_spells_abbreviations_out(corpus: Path, short: str, long: str) -> None:
    glossary = read_glossary(corpus)
    assert set(content_stems(long)) <= set(glossary.expand(content_stems(short)))
    assert set(content_stems(short)) <= set(glossary.expand(content_stems(long)))


MRI = Term("magnetic resonance imaging", ("MRI",), "pictures made with magnets")
WORKUP = Term("workup", ("work up", "work-up"), "what is done to find the cause")
ARTHRITIS = Term("rheumatoid arthritis", ("RA",), "joints inflamed by the body's own defence")


@pytest.mark.parametrize(
    ("text", "explained"),
    [
        ("MRI follows.", {"MRI": "pictures made with magnets"}),
        ("Its MRI, too", {"MRI": "pictures made with magnets"}),
        ("MRI (magnetic resonance imaging)", {"MRI": "pictures made with magnets"}),
        ("A magnetic field; resonance imaging.", {}),
        ("Magnetic. Resonance imaging", {}),
        ("How to work.", {}),
        ("The workup of RA.", {
            "workup": "what is done to find the cause",
            "RA": "joints inflamed by the body's own defence",
        }),
        ("ra", {}),
        ("OMAS", {}),
        ("", {}),
    ],
)  # fmt: skip
def test_terms_of_a_text_are_explained_as_the_text_writes_them(
    text: str, explained: dict[str, str]
) -> None:
    assert Glossary([MRI, WORKUP, ARTHRITIS, SYNDROME]).plain_words(text, 6) == explained


def test_the_longer_name_is_meant_and_no_more_terms_are_explained_than_wanted() -> None:
    glossary = Glossary([Term("arthritis", (), "a sore joint"), ARTHRITIS, MRI])
    text = "Rheumatoid arthritis, arthritis, MRI"
    assert list(glossary.plain_words(text, 6)) == ["Rheumatoid arthritis", "arthritis", "MRI"]
    assert list(glossary.plain_words(text, 1)) == ["Rheumatoid arthritis"]


def test_a_name_that_means_two_things_is_explained_by_neither() -> None:
    glossary = Glossary([Term("mitral stenosis", ("MS",), "a"), Term("sclerosis", ("MS",), "b")])
    assert glossary.plain_words("MS", 6) == {}


def test_plain_words_that_only_say_the_name_again_explain_nothing() -> None:
    assert Glossary([Term("belly", (), "of the belly")]).plain_words("belly", 6) == {}
