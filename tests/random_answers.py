"""Answers of all shapes, in which every text may be hostile."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from rag.answers.answer import (
    DISCLAIMER,
    READERS,
    Answer,
    Citation,
    CitedReference,
    CitedSentence,
    Near,
    Notice,
    Side,
    Statement,
)

HOSTILE = (
    "<script>alert(1)</script>",
    "![x](http://evil.example/x.png)",
    ":green-badge[APPROVED]",
    "<img src=x onerror=alert(1)>",
    "a\n\n# Heading\n- item\n1. one\n> quote\n| a | b |\n|---|---|",
    "ER  - \r\nTY  - JOUR\r\nTI  - Invented",
    "}}, note = {x}}\n@article{invented,",
    "`code` *em* **strong** ~~gone~~ &lt;b&gt; \\* [a]: http://x [^1] $x^2$",
    "{{ 7 * 7 }} {% raw %} http://x.example www.x.example a@x.example",
    "CT > MRI; <5 mg/kg & 50% of 3:1",
)
# Any text that a question may hold, which is Unicode without lone surrogates.
TEXTS = st.one_of(
    st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
)
WORDS = st.one_of(st.sampled_from(HOSTILE), st.text("abc é<>&*_", min_size=1, max_size=30))
COUNTS = st.integers(1, 3)
SIDES = st.none() | st.builds(Side, WORDS, WORDS, TEXTS, WORDS, st.booleans())
REFERENCES = st.builds(
    CitedReference,
    number=st.integers(1, 40),
    kind=st.sampled_from(["guideline", "research", "review", "summary"]),
    title=WORDS,
    source=st.one_of(WORDS, st.just("A Society, in A Journal")),
    year=st.integers(1800, 2100),
    primary=st.booleans(),
    consulted=st.sampled_from(["full-text", "abstract", "none"]),
    edition=TEXTS,
    url=st.sampled_from(["", "http://x.example/a%20_{b}\\c"]),
    doi=st.sampled_from(["", "10.1000/abc", "10.1000/ABC", "10.1000/a{b}"]),
    pmid=st.sampled_from(["", "1", "22"]),
)


@st.composite
def citations(draw: st.DrawFn, number: int) -> Citation:
    texts = draw(st.lists(WORDS, min_size=1, max_size=3))
    sentences, at = [], 0
    for i, text in enumerate(texts):
        sentences.append(CitedSentence(f"p{number}.{i}", text, at, at + len(text)))
        at += len(text) + 1
    return Citation(
        number=number,
        article=draw(st.sampled_from(["fever", "cough"])),
        title=draw(WORDS),
        section=tuple(draw(st.lists(WORDS, max_size=2))),
        passage_id=f"p{number}",
        passage="\n".join(texts),
        sentences=tuple(sentences),
        references=tuple(draw(st.lists(REFERENCES, max_size=3))),
        status=draw(st.sampled_from(["submitted", "approved"])),
        updated="2026-11-22",
        version="0" * 12,
        label=draw(TEXTS),
    )


@st.composite
def statements(draw: st.DrawFn, citation: Citation) -> Statement:
    count = draw(st.integers(1, len(citation.sentences)))
    resting = citation.sentences[:count]
    support: Any = draw(st.sampled_from(["quoted", "supported"]))
    quote = " ".join(s.text for s in resting)
    text = quote if support == "quoted" else draw(WORDS)
    ids = tuple(s.id for s in resting)
    return Statement(text, (citation.number,), ids, support, draw(SIDES))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """An answer, partial answer or abstention that an Answer lets be built."""
    reader = draw(st.sampled_from(READERS))
    said: dict[str, Any] = {}
    if draw(st.booleans()):
        cited = tuple(draw(citations(n)) for n in range(1, draw(COUNTS) + 1))
        stated = tuple(draw(statements(c)) for c in cited)
        said = {"citations": cited, "statements": stated, "gap": draw(st.none() | WORDS)}
    else:
        said = {"reason": draw(st.sampled_from(["unclear", "error"])), "gap": draw(WORDS)}
    return Answer(
        question=draw(TEXTS),
        resolved_question=draw(TEXTS),
        notices=tuple(draw(st.lists(st.builds(Notice, WORDS, WORDS), max_size=2))),
        nearest=tuple(draw(st.lists(st.builds(Near, WORDS, WORDS, st.just(("A",)), WORDS)))[:2]),
        suggestions=tuple(draw(st.lists(TEXTS, max_size=2))),
        withheld=draw(st.integers(0, 9)),
        glosses=draw(st.dictionaries(WORDS, TEXTS, max_size=2)),
        answerer=draw(st.sampled_from(["quote", "openai:x"])),
        corpus_version=draw(st.sampled_from(["", "9f2c"])),
        reader=reader,
        added=tuple(draw(st.lists(TEXTS, max_size=2))),
        context=draw(TEXTS),
        timings_ms=draw(st.dictionaries(TEXTS, st.floats(0, 1e6), max_size=2)),
        disclaimer=DISCLAIMER[reader],
        **said,
    )
