"""Conversations: kept whole, found again, another user's never."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from rag.answers.answer import Answer, abstain
from rag.conversation import MAX_TURNS, VERDICTS, Conversations, open_conversations
from rag.errors import ConversationError, ConversationMissingError, NotKept, SettingsError
from rag.kept import MAX_COMMENT, MAX_TITLE
from rag.settings import Settings
from tests import postgres
from tests.random_answers import answers
from tests.test_answer import answer

NOBODY = "A" * 22


@pytest.fixture(scope="module")
def postgres_url() -> Iterator[str]:
    with postgres.server() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'kept.db'}"
    return postgres.emptied(request.getfixturevalue("postgres_url"))


Opener = Callable[[], Conversations]


@pytest.fixture
def opener(url: str) -> Iterator[Opener]:
    opened = []

    def open_() -> Conversations:
        found = open_conversations(Settings(conversations=url))
        assert found is not None
        opened.append(found)
        return found

    yield open_
    for one in opened:
        one.close()


@pytest.fixture
def kept(opener: Opener) -> Conversations:
    return opener()


def asked(question: str) -> Answer:
    return answer(question=question, resolved_question=question)


def begun(kept: Conversations, *questions: str, user: str = "") -> str:
    conversation = kept.start(user)
    for question in questions:
        kept.keep(conversation, user, asked(question))
    return conversation


def questions(kept: Conversations, conversation: str, user: str = "") -> list[str]:
    return [t.answer.question for t in kept.read(conversation, user).turns]


def test_what_is_kept_is_read_again_also_by_another_process(
    kept: Conversations, opener: Opener
) -> None:
    conversation = kept.start("")
    whole, none = answer(), abstain("why?", "unclear", "What is meant?")
    turns = [kept.keep(conversation, "", whole), kept.keep(conversation, "", none)]
    found = opener().read(conversation, "")
    assert found == kept.read(conversation, "")
    assert [(t.id, t.answer, t.verdict) for t in found.turns] == [
        (turns[0], whole, ""),
        (turns[1], none, ""),
    ]
    assert found.created <= found.turns[0].asked_at <= found.turns[1].asked_at == found.updated
    assert found.turns[0].answer.turn == whole.turn


def test_before_its_first_turn_a_conversation_is_not_there(kept: Conversations) -> None:
    conversation = kept.start("")
    assert kept.list("") == ()
    with pytest.raises(ConversationMissingError):
        kept.read(conversation, "")


def test_two_conversations_have_two_long_ids(kept: Conversations) -> None:
    ids = {kept.start("") for _ in range(100)}
    assert len(ids) == 100
    assert all(len(i) >= 22 and i[0].isalpha() for i in ids)


def test_the_first_question_is_the_title_on_one_bounded_line(kept: Conversations) -> None:
    long = kept.read(begun(kept, "Why\n\x00 " + "very " * 100 + "long?", "second"), "").title
    assert long.startswith("Why very very")
    assert long.endswith("…")
    assert len(long) <= MAX_TITLE
    assert kept.read(begun(kept, "\x00"), "").title == "Untitled"


@pytest.mark.parametrize("user", ["", "b", "A"])
def test_another_users_conversation_is_not_found(kept: Conversations, user: str) -> None:
    conversation = begun(kept, "why?", user="a")
    (turn,) = kept.read(conversation, "a").turns
    attempts: list[Callable[[], Any]] = [
        lambda: kept.read(conversation, user),
        lambda: kept.keep(conversation, user, answer()),
        lambda: kept.keep(kept.start(user), user, answer(), replaces=turn.id),
        lambda: kept.rename(conversation, user, "mine"),
        lambda: kept.delete(conversation, user),
        lambda: kept.judge(turn.id, user, "helpful"),
    ]
    for attempt in attempts:
        with pytest.raises(ConversationMissingError):
            attempt()
    assert kept.list(user) == ()
    assert kept.delete_all(user) == 0
    assert kept.read(conversation, "a").turns == (turn,)


@pytest.mark.parametrize(
    "key", ["", "short", NOBODY, "A" * 65, "../../../../etc/passwd", "A" * 21 + "\x00", "' OR 1=1"]
)
def test_an_id_that_was_not_given_is_not_found(kept: Conversations, key: str) -> None:
    begun(kept, "why?")
    for attempt in (
        lambda: kept.read(key, ""),
        lambda: kept.delete(key, ""),
        lambda: kept.rename(key, "", "x"),
        lambda: kept.judge(key, "", "helpful"),
    ):
        with pytest.raises(ConversationMissingError):
            attempt()


def test_a_turn_takes_the_place_of_the_one_it_replaces(kept: Conversations) -> None:
    conversation = begun(kept, "one", "two", "three")
    second = kept.read(conversation, "").turns[1].id
    kept.keep(conversation, "", asked("zwei"), replaces=second)
    assert questions(kept, conversation) == ["one", "zwei", "three"]
    assert kept.list("")[0].turns == 3
    assert kept.list("", "two") == ()
    with pytest.raises(ConversationMissingError):
        kept.keep(conversation, "", asked("deux"), replaces=second)
    assert questions(kept, conversation) == ["one", "zwei", "three"]


def test_the_list_has_the_newest_first(url: str) -> None:
    hours = iter(range(100))
    noon = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    kept = open_conversations(
        Settings(conversations=url), now=lambda: noon + dt.timedelta(hours=next(hours))
    )
    assert kept is not None
    first, second = begun(kept, "one"), begun(kept, "two")
    assert [one.id for one in kept.list("")] == [second, first]
    kept.keep(first, "", asked("again"))
    listed = kept.list("")
    assert [(one.id, one.title, one.turns) for one in listed] == [
        (first, "one", 2),
        (second, "two", 1),
    ]
    assert listed[0].created == noon
    assert listed[0].updated == noon + dt.timedelta(hours=2)
    assert [one.id for one in kept.list("", limit=1)] == [first]
    kept.close()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", [1, 2]),
        ("ÖDEM", [1]),
        ("50%", [1]),
        ("lung  why", [1]),
        ("fever", [1, 2]),  # of the answers
        ("%", [1]),
        ("_", []),
        ("\\", []),
        ("lung croup", []),
        ("renamed", [2]),
    ],
)
def test_a_search_finds_all_of_its_words_in_title_question_or_answer(
    kept: Conversations, search: str, found: list[int]
) -> None:
    one = begun(kept, "Why ödem of the Lung in 50%?", "and then?")
    two = begun(kept, "croup?")
    kept.rename(two, "", "RENAMED")
    named = {one: 1, two: 2}
    assert sorted(named[listed.id] for listed in kept.list("", search)) == found


def test_a_name_is_changed_and_an_empty_one_is_none(kept: Conversations) -> None:
    conversation = begun(kept, "why?")
    kept.rename(conversation, "", " Flank\nmass " + "x" * 500)
    title = kept.read(conversation, "").title
    assert title.startswith("Flank mass xx")
    assert len(title) == MAX_TITLE
    kept.rename(conversation, "", " \x00 ")
    assert kept.read(conversation, "").title == title


def test_what_is_deleted_is_gone_and_what_is_not_stays(kept: Conversations) -> None:
    gone, stays, hers = begun(kept, "one"), begun(kept, "two"), begun(kept, "three", user="her")
    turn = kept.read(gone, "").turns[0].id
    kept.judge(turn, "", "wrong-answer")
    kept.delete(gone, "")
    assert [one.id for one in kept.list("")] == [stays]
    assert kept.complaints() == ()
    with pytest.raises(ConversationMissingError):
        kept.delete(gone, "")
    assert kept.delete_all("") == 1
    assert kept.list("") == ()
    assert questions(kept, hers, "her") == ["three"]


def test_a_verdict_can_be_changed_and_its_comment_is_bounded(kept: Conversations) -> None:
    conversation = begun(kept, "why?")
    (turn,) = kept.read(conversation, "").turns
    for verdict in VERDICTS:
        kept.judge(turn.id, "", verdict, f"{verdict}\x00" + "x" * 5000)
        (found,) = kept.read(conversation, "").turns
        assert found.verdict == verdict
        assert found.comment.startswith(f"{verdict}x")
        assert len(found.comment) == MAX_COMMENT
    kept.judge(turn.id, "", "helpful")
    assert kept.read(conversation, "").turns[0].comment == ""


def test_a_verdict_that_is_none_is_refused(kept: Conversations) -> None:
    (turn,) = kept.read(begun(kept, "why?"), "").turns
    with pytest.raises(ConversationError, match="'great' is not one of helpful"):
        kept.judge(turn.id, "", "great")  # type: ignore[arg-type]


def test_a_complaint_holds_what_it_takes_to_ask_again(kept: Conversations) -> None:
    conversation = begun(kept, "one", "two", "three", user="her")
    first, second, third = kept.read(conversation, "her").turns
    kept.judge(first.id, "her", "helpful")
    kept.judge(third.id, "her", "wrong-source", "not that one")
    kept.keep(conversation, "her", asked("drei"), replaces=third.id)
    (found,) = kept.complaints()
    assert (found.turn, found.history, found.question) == (third.id, ("one", "two"), "three")
    assert (found.answer, found.verdict) == (third.answer, "wrong-source")
    assert found.comment == "not that one"
    assert "her" not in str(found._replace(answer=None))  # type: ignore[arg-type]
    kept.judge(second.id, "her", "wrong-answer")
    assert [c.question for c in kept.complaints()] == ["three", "two"]
    assert [c.question for c in kept.complaints(found.judged_at)] == ["three", "two"]
    later = found.judged_at + dt.timedelta(microseconds=1)
    assert [c.question for c in kept.complaints(later)] == ["two"]


def test_a_conversation_is_bounded(kept: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MAX_TURNS >= 50
    monkeypatch.setattr("rag.conversation.MAX_TURNS", 2)
    conversation = begun(kept, "one", "two")
    with pytest.raises(NotKept, match="start a new one"):
        kept.keep(conversation, "", asked("three"))
    last = kept.read(conversation, "").turns[-1].id
    kept.keep(conversation, "", asked("zwei"), replaces=last)
    assert questions(kept, conversation) == ["one", "zwei"]


def test_an_answer_that_could_not_be_read_again_is_not_kept(kept: Conversations) -> None:
    conversation = kept.start("")
    for odd in (
        replace(answer(), question="\ud800"),
        replace(answer(), timings_ms={"total": float("nan")}),
        replace(answer(), gap="x" * 2_000_001),
    ):
        with pytest.raises(NotKept):
            kept.keep(conversation, "", odd)
    assert kept.list("") == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(answers())
def test_any_answer_is_read_as_it_was_kept(kept: Conversations, given: Answer) -> None:
    conversation = kept.start("")
    kept.keep(conversation, "", given)
    (turn,) = kept.read(conversation, "").turns
    assert turn.answer == given


def test_many_threads_keep_at_once_and_none_is_lost(kept: Conversations) -> None:
    conversation = kept.start("")

    def work(name: int) -> None:
        for i in range(5):
            kept.keep(conversation, "", asked(f"{name}-{i}"))

    threads = [Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = questions(kept, conversation)
    assert sorted(found) == sorted(f"{n}-{i}" for n in range(8) for i in range(5))
    for n in range(8):
        assert [q for q in found if q.startswith(f"{n}-")] == [f"{n}-{i}" for i in range(5)]


def test_off_keeps_nothing_and_makes_nothing(tmp_path: Path) -> None:
    assert open_conversations(Settings(index=tmp_path / "index", conversations="off")) is None
    assert list(tmp_path.iterdir()) == []


def test_by_default_they_are_kept_beside_the_index(tmp_path: Path) -> None:
    kept = open_conversations(Settings(index=tmp_path / "new ?#%41" / "index"))
    assert kept is not None
    assert list(tmp_path.glob("**/*.db")) == []
    begun(kept, "why?")
    kept.close()
    assert [p.name for p in (tmp_path / "new ?#%41").iterdir()] == ["conversations.db"]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("sqlite://", "a file in a folder that is there"),
        ("sqlite:///relative.db", "not relative.db"),
        ("sqlite:////no/such/folder/kept.db", "not /no/such/folder/kept.db"),
        ("nosuch://her:hunter2@host/name", "NoSuchModuleError"),
        ("postgresql+nosuch://her:hunter2@host/name", "NoSuchModuleError"),
        ("postgresql+asyncpg://her:hunter2@host/name", "postgresql"),
        ("postgresql+psycopg_async://her:hunter2@host/name", "asynchronous"),
        ("postgresql://her:hunter2@host:port/name", "not an SQLAlchemy URL"),
    ],
)
def test_a_url_that_cannot_be_used_is_an_error_without_its_password(url: str, why: str) -> None:
    with pytest.raises(SettingsError, match="SEQUITUR_CONVERSATIONS") as caught:
        open_conversations(Settings(conversations=url))
    assert why in str(caught.value)
    assert "hunter2" not in str(caught.value) + repr(Settings(conversations=url))


def test_a_server_that_is_away_is_said_without_its_password() -> None:
    url = "postgresql+psycopg://her:hunter2@127.0.0.1:1/name"
    kept = open_conversations(Settings(conversations=url))
    assert kept is not None
    with pytest.raises(NotKept, match="nothing was kept") as caught:
        kept.keep(kept.start(""), "", answer())
    assert "hunter2" not in str(caught.value)
    with pytest.raises(ConversationError, match="cannot be read now"):
        kept.list("")
