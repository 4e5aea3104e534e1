"""A follow-up is read with what was asked and opened before it, and no further."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.article import parse
from rag.articles.glossary import Glossary, Term
from rag.articles.passage import split
from rag.search.followup import Query, Turn, as_typed, is_change, phrase, resolve
from rag.search.lexicon import Lexicon
from rag.text import content_stems, stem, tokens
from tests.fakes import article

SOURCES = {
    "flank": article(
        "Which imaging follows for a calcified flank mass in a child?",
        "a child with a calcified flank mass",
        short_answer="In a child with a calcified flank mass, CT comes first. [1]"
        " MRI is a safe complement to CT. [1]",
        biopsy="A calcified flank mass is not biopsied before contrast CT. [1]",
    ),
    "neuroblastoma": article(
        "How is suspected neuroblastoma staged?",
        "a child with suspected neuroblastoma",
        short_answer="Neuroblastoma is staged by MRI and by MIBG scintigraphy. [1]",
        age="Stage MS neuroblastoma is seen under 18 months of age. [1]",
    ),
    "croup": article(
        "Which medicine helps in croup?",
        short_answer="A child with croup is given one dose of dexamethasone. [1]"
        " In a newborn, croup is rare.",
    ),
}
ARTICLES = {slug: parse(source.encode(), slug) for slug, source in SOURCES.items()}
PASSAGES = [p for a in ARTICLES.values() for p in split(a)]
GLOSSARY = Glossary(
    [
        Term("magnetic resonance imaging", ("MRI",), ""),
        Term("computed tomography", ("CT",), ""),
        Term("ultrasound", ("US",), ""),
        Term("newborn", ("neonate",), ""),
        Term("metaiodobenzylguanidine", ("MIBG",), ""),
    ]
)
LEXICON = Lexicon(ARTICLES.values(), PASSAGES, GLOSSARY)
NO_MRI = "Why not MRI for a child with a calcified flank mass"
CROUP = "Which dose of dexamethasone in croup?"
STAGED = "How is neuroblastoma staged?"


def ask(
    question: str,
    *before: str | tuple[str, str],
    article: str = "",
    cited: tuple[str, ...] = ("p1",),
) -> Query:
    """The query of a question after the earlier ones, each in the open article or its own."""
    history: tuple[Turn, ...] = ()
    for earlier in before:
        text, slug = (earlier, article) if isinstance(earlier, str) else earlier
        query = resolve(text, history, LEXICON, ARTICLES.get(slug))
        turn = Turn(text, query.resolved, query.base, query.subject, slug, "", cited)
        history = (*history, turn)
    return resolve(question, history, LEXICON, ARTICLES.get(article))


@pytest.mark.parametrize(
    ("before", "slug", "question", "resolved"),
    [
        # The article counts as read: its first question is a follow-up already.
        ([], "flank", "why not mri?", f"{NO_MRI}?"),
        ([], "croup", "which dose?", "Which dose for croup?"),
        (
            [],
            "flank",
            "and in a neonate?",
            "Which imaging follows for a calcified flank mass in a child, and in a neonate?",
        ),
        # A change is put behind the last whole question, also after another change.
        (["why not mri?"], "flank", "and in a neonate?", f"{NO_MRI}, and in a neonate?"),
        (["why not mri?"], "flank", "what about ct", f"{NO_MRI}, what about CT?"),
        (["why not mri?"], "flank", "18 months?", f"{NO_MRI}, and 18 months?"),
        (["why not mri?"], "flank", "<5 years", f"{NO_MRI}, and <5 years?"),
        (["why not mri?"], "flank", "so with mibg?", f"{NO_MRI}, and with MIBG?"),
        (["why not mri?", "and in a neonate?"], "flank", "18 months?", f"{NO_MRI}, and 18 months?"),
        ([STAGED], "", "and in a neonate?", "How is neuroblastoma staged, and in a neonate?"),
        # "No" is kept where it denies something, and left out where it only answers.
        (["why not mri?"], "flank", "no contrast?", f"{NO_MRI}, and no contrast?"),
        (["why not mri?"], "flank", "no, with contrast", f"{NO_MRI}, and with contrast?"),
        # A pronoun, or a subject left out, gets the subject.
        ([CROUP], "", "is it safe?", "Is it safe for dexamethasone in croup?"),
        ([CROUP], "", "ok, how many doses?", "How many doses for dexamethasone in croup?"),
        ([CROUP, "is it safe?"], "", "which dose?", "Which dose for dexamethasone in croup?"),
        # A question that names a subject stands alone, whatever was asked or opened.
        ([CROUP], "", STAGED, STAGED),
        ([], "croup", STAGED, STAGED),
        (["which dose?"], "croup", "How is neuroblastma staged?", STAGED),
        (
            [],
            "croup",
            "Is MRI with contrast and MIBG scintigraphy safe under 18 months?",
            "Is MRI with contrast and MIBG scintigraphy safe under 18 months?",
        ),
        # After a change of topic nothing drags the old one back.
        ([CROUP, STAGED], "", "and under 18 months?", f"{STAGED[:-1]}, and under 18 months?"),
        ([STAGED, CROUP], "", "is it safe?", "Is it safe for dexamethasone in croup?"),
        # Words that the corpus does not know are no follow-up.
        ([], "flank", "which zebra fish?", "Which zebra fish?"),
        ([CROUP], "", "paracetamol?", "Paracetamol?"),
        # With nothing before, nothing is added.
        ([], "", "why?", "Why?"),
        ([], "", "and in a neonate?", "In a neonate?"),
        # Typing errors are mended, abbreviations written as they are written.
        ([], "flank", "why no biospy?", "Why no biopsy for a child with a calcified flank mass?"),
        ([], "", "mri or ct in neuroblastma", "MRI or CT in neuroblastoma"),
    ],
)
def test_a_question_is_read_with_what_came_before(
    before: list[str], slug: str, question: str, resolved: str
) -> None:
    query = ask(question, *before, article=slug)
    assert query.resolved == resolved
    assert (query.typed, query.article) == (question, slug)


def test_a_turn_in_another_article_lends_no_subject_but_its_passages_stay() -> None:
    query = ask("which imaging?", ("How is it staged?", "neuroblastoma"), article="flank")
    assert query.resolved == "Which imaging for a child with a calcified flank mass?"
    assert query.subject == "a child with a calcified flank mass"
    assert query.cited == ("p1",)


def test_a_subject_is_kept_when_the_article_is_closed() -> None:
    query = ask("which imaging?", ("How is it staged?", "neuroblastoma"))
    assert query.resolved == "Which imaging for a child with suspected neuroblastoma?"
    assert query.article == ""


def test_a_change_leaves_the_whole_question_and_the_subject_as_they_were() -> None:
    query = ask("18 months?", "why not mri?", "and in a neonate?", article="flank")
    assert (query.base, query.subject) == (f"{NO_MRI}?", "a child with a calcified flank mass")


def test_a_question_of_its_own_brings_its_own_subject() -> None:
    query = ask("Which dose of dexamethasone in croup?", STAGED)
    assert (query.base, query.subject) == (CROUP, "dexamethasone in croup")


def test_only_the_last_turn_keeps_its_passages() -> None:
    history = tuple(Turn("q", "Q", "Q", "", "", "", cited) for cited in (("a",), ("b", "c")))
    assert resolve("why?", history, LEXICON).cited == ("b", "c")
    assert resolve("why?", (), LEXICON).cited == ()


@pytest.mark.parametrize(
    ("before", "question", "added"),
    [
        ([], "why not mri?", ("child", "calcified", "flank", "mass")),
        (["why not mri?"], "what about ct", ("MRI", "child", "calcified", "flank", "mass")),
        ([], "is the mass calcified?", ()),
        ([], "which zebra fish?", ()),
        ([], "why no biospy?", ("child", "calcified", "flank", "mass")),
    ],
)
def test_added_are_the_content_words_that_were_not_typed(
    before: list[str], question: str, added: tuple[str, ...]
) -> None:
    assert ask(question, *before, article="flank").added == added


WORDS = """why not mri ct biopsy and in a neonate what about is it safe 18 months dose croup
neuroblastoma staged which zebra under no <5 years flank mass calcified the child us sorry meant
actually versus than better yes second one back to first again sure says source ? when""".split()
QUESTIONS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=20)


@given(
    questions=st.lists(QUESTIONS, min_size=1, max_size=4),
    slug=st.sampled_from(["", *ARTICLES]),
)
def test_added_words_and_typed_words_make_up_the_resolved_question(
    questions: Sequence[str], slug: str
) -> None:
    *before, last = questions
    query = ask(last, *before, article=slug)
    resolved, own = set(content_stems(query.resolved)), set(content_stems(query.own))
    typed = {s for q in query.parts or (query,) for s in content_stems(LEXICON.mended(q.typed))}
    assert {stem(w) for w in query.added} >= resolved - typed
    assert {stem(w) for w in query.added} <= resolved
    assert own <= resolved
    assert set(query.added) <= {t.text for t in tokens(query.resolved)}
    assert query.typed == last


def test_as_typed_carries_nothing() -> None:
    query = as_typed("and mri in neuroblastma?", "flank")
    words = "and mri in neuroblastma?"
    assert query == Query(words, words, words, words, "", (), "flank", ())


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("and under 3 months?", True),
        ("what about CT", True),
        ("so what if there is fever", False),  # long enough to ask by itself: "is"
        ("how about in a neonate?", True),
        ("18 months?", True),
        ("≥ 38 °C", True),
        ("with contrast?", True),
        ("no contrast?", True),
        ("and dose in croup?", True),  # "do" is no word of it
        ("and isotope scan?", True),
        ("so in a neonate?", True),
        ("and why no biopsy?", False),
        ("why not MRI?", False),
        ("contrast?", False),
        ("and in a child of six weeks who looks well", False),  # more than seven words
        ("", False),
    ],
)
def test_a_change_is_short_and_asks_nothing_itself(question: str, change: bool) -> None:
    assert is_change(question) is change


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Which dose of dexamethasone in croup?", "dexamethasone in croup"),
        (
            "Is MRI safe in a child with a calcified flank mass?",
            "a child with a calcified flank mass",
        ),
        ("Which age is usual for neuroblastoma?", "neuroblastoma"),
        ("Which dose for a child?", ""),  # fits every article
        ("Is paracetamol of use in gout?", ""),
    ],
)
def test_the_subject_of_a_question_is_its_noun_phrase(question: str, found: str) -> None:
    assert phrase(question, LEXICON) == found


def test_the_subject_of_a_title_needs_no_lexicon() -> None:
    title = ARTICLES["flank"].title
    assert phrase(title, None) == "a calcified flank mass in a child"
