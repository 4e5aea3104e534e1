"""A conversation leaves whole, with its disclaimer, and all that anybody wrote stays text."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.answers.answer import DISCLAIMER, Answer, abstain
from rag.errors import ConversationMissingError
from rag.exports.formats import FORMATS, copy_text, escape_markdown, export
from rag.kept import Conversation, Kept, one_line
from tests.random_answers import HOSTILE, TEXTS, answers
from tests.test_answer import answer

NOON = dt.datetime(2026, 11, 22, 12, 30, tzinfo=dt.UTC)
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
TAGS = set("html head meta title style body h1 h2 p b i section div blockquote".split())
SHAPE = set("heading paragraph inline bullet_list list_item blockquote".split())
INLINE = set("text text_special softbreak em strong".split())


def conversation(*said: Answer, title: str = "Fever?") -> Conversation:
    turns = tuple(Kept(f"turn-{i}", NOON, a) for i, a in enumerate(said))
    return Conversation("c" * 22, title, NOON, NOON, turns)


def text_of(name: str, of: Conversation) -> str:
    return export(of, name).text


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def read_markdown(source: str) -> str:
    """The words that Markdown shows, when nothing in it is more than words."""
    shown = []
    for token in flat(MARKDOWN.parse(source)):
        kind = re.sub("_(open|close)$", "", token.type)
        assert kind in SHAPE | INLINE, token
        shown.append(token.content if kind.startswith("text") else "\n" * token.block)
        shown.append(" " if kind == "softbreak" else "")
    return "".join(shown)


def read_html(source: str) -> str:
    """The words that a page shows, when nothing in it runs or is fetched."""
    page = BeautifulSoup(source, "html.parser")
    for tag in page.find_all(True):
        assert tag.name in TAGS, tag
        assert set(tag.attrs) <= {"lang", "class", "charset", "name", "content", "http-equiv"}, tag
    assert "default-src 'none'" in source
    return page.get_text()


READ = {"md": read_markdown, "html": read_html}


def holding(given: Answer) -> Iterator[str]:
    """All that an export has to hold of an answer."""
    yield from (given.question, given.resolved_question, given.answerer, given.corpus_version)
    yield from (given.reader, given.disclaimer, given.gap or "", given.reason or "")
    for statement in given.statements:
        yield statement.text
        yield from map("[{}]".format, statement.citations)
        if statement.side:
            yield from (statement.side.question, statement.side.said)
    for citation in given.citations:
        yield from (citation.article, citation.version, citation.status, citation.updated)
        yield from (citation.title, *citation.section, *(s.text for s in citation.sentences))
        for one in citation.references:
            yield from (one.kind, one.title, one.source, str(one.year), one.doi, one.pmid, one.url)
            yield "not consulted" if one.consulted == "none" else f"{one.consulted} read"
    yield from (text for notice in given.notices for text in (notice.kind, notice.text))
    yield from (near.title if not near.label else near.label for near in given.nearest)
    yield from (text for pair in given.glosses.items() for text in pair)


def together(text: str) -> str:
    """The text without its spaces, which formats set as they need."""
    return re.sub(r"\s", "", one_line(text))


@pytest.mark.parametrize("name", sorted(READ))
@settings(deadline=None)
@given(given=answers())
def test_nothing_is_lost_and_nothing_is_more_than_text(name: str, given: Answer) -> None:
    shown = together(READ[name](text_of(name, conversation(given, title=given.question))))
    missing = [text for text in holding(given) if together(text) not in shown]
    assert missing == []
    assert together("2026-11-22 12:30 UTC") in shown


@pytest.mark.parametrize("name", sorted(FORMATS))
@settings(deadline=None)
@given(said=st.lists(answers(), max_size=2))
def test_no_export_can_lose_the_disclaimer(name: str, said: list[Answer]) -> None:
    written = text_of(name, conversation(*said))
    assert DISCLAIMER[said[-1].reader if said else "clinician"] in written
    if name in ("md", "html", "json"):
        assert all(a.disclaimer in written for a in said)
        assert sum(written.count(d) for d in {a.disclaimer for a in said}) == (
            len(said) + bool(said)
        )


@settings(deadline=None)
@given(given=answers())
def test_json_gives_the_answers_back(given: Answer) -> None:
    found = json.loads(text_of("json", conversation(given)))
    assert (found["schema"], found["version"]) == ("sequitur.conversation", 1)
    assert (found["id"], found["created"]) == ("c" * 22, "2026-11-22T12:30:00+00:00")
    (turn,) = found["turns"]
    assert turn["asked_at"] == "2026-11-22T12:30:00+00:00"
    assert Answer.from_dict(turn["answer"]) == given


@settings(deadline=None)
@given(TEXTS)
@example("- x")
@example("+ x")
@example("=====")
@example("-----")
@example("1. x")
@example("12) x")
@example("    code")
@example("www.x.example https://x.example me@x.example :smile: :100:")
@example("[^1]: note")
@example("~~~")
def test_escaped_text_is_shown_as_it_was(text: str) -> None:
    line = one_line(text)
    for before in ("", "> ", "- ", "## ", "Some text "):
        shown = read_markdown(f"Above\n\n{before}{escape_markdown(text)}\n\nBelow")
        assert together(shown) == together(f"Above{before.strip('>-# ')}{line}Below")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_streamlit_and_github_make_of_text_is_escaped_too(text: str) -> None:
    written = escape_markdown(text)
    assert not re.search(r"(?<!\\)(?:[<\[`*_$@|~]|:(?=[\w/]))", written)
    assert "www." not in written


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_title_stays_a_title(text: str) -> None:
    for name, read in READ.items():
        assert together(text) in together(read(text_of(name, conversation(title=text))))


def test_what_hides_or_reorders_text_does_not_leave() -> None:
    hidden = answer(question="a\u202eb\u200bc\x1b[31m")
    for name in READ:
        assert not re.search("[\u202e\u200b\x1b]", text_of(name, conversation(hidden)))
    assert not re.search("[\u202e\u200b\x1b]", copy_text(hidden))


def test_a_file_is_named_after_the_day_and_the_title() -> None:
    found = export(conversation(answer(), title="../Why MRI? <b> & then some more words"), "md")
    assert found.name == "sequitur-2026-11-22-why-mri-b-then-some-more.md"
    assert found.media_type == "text/markdown"
    assert export(conversation(answer(), title="肺炎"), "ris").name == "sequitur-2026-11-22.ris"


def test_one_turn_can_leave_alone() -> None:
    whole = conversation(answer(), abstain("why?", "unclear", "What is meant?"))
    one = json.loads(export(whole, "json", "turn-1").text)
    assert [t["id"] for t in one["turns"]] == ["turn-1"]
    with pytest.raises(ConversationMissingError):
        export(whole, "json", "turn-9")


def test_the_copied_text_is_the_answer_with_numbered_sources() -> None:
    lines = copy_text(answer(corpus_version="9f2c")).splitlines()
    assert lines == [
        "signs?",
        "Searched for: Signs of fever?",
        "",
        "Signs are: Fever of 38.5 °C. [1]",
        "",
        "[1] What is fever? › Signs",
        "    fever@000000000000; submitted; updated 2026-11-22",
        "",
        "[2] What is fever? › Signs",
        "    fever@000000000000; submitted; updated 2026-11-22",
        "",
        DISCLAIMER["clinician"],
        "(Sequitur, corpus 9f2c, quote (sentences of the articles, word for word))",
    ]


@settings(deadline=None)
@given(given=answers())
def test_copied_text_holds_its_statements_and_its_disclaimer(given: Answer) -> None:
    copied = copy_text(given)
    assert given.disclaimer in copied
    shown = together(copied)
    said = [s.text for s in given.statements] + [n.text for n in given.notices]
    assert [text for text in said if together(text) not in shown] == []
