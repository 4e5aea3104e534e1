"""A judging model: asked three times, read strictly, held against people, never alone."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evals.__main__ import main
from evals.cases import SuiteError
from evals.judge import Judgement, Verdict, agreement, asking, judge, read_verdict, shown
from evals.labels import ANSWERS, SUPPORTED, Item, read_labels
from evals.record import Record, Result, Run, add
from evals.suites import load_suite
from rag.answers.answer import Statement
from rag.answers.replies import ModelFailedError
from tests.fakes import ScriptedModel
from tests.scripted_server import KEY, Request, serving
from tests.test_scorers import ANSWER, CASE, GAP, TEXT

RESULT = Result(CASE, ANSWER, {})
TWO = dataclasses.replace(
    ANSWER, statements=(*ANSWER.statements, Statement("CT is last.", (1,), ("p.0",), "supported"))
)
YES = '{"supported": [true], "answers": true}'
NO = '{"supported": [false], "answers": true}'


def replying(*replies: str | Exception) -> Callable[[str], str]:
    left: Iterator[str | Exception] = iter(replies)

    def ask(_data: str) -> str:
        reply = next(left)
        if isinstance(reply, Exception):
            raise reply
        return reply

    return ask


def test_the_replies_are_averaged() -> None:
    (found,) = judge([RESULT], replying(YES, NO, YES))
    assert found.scores[SUPPORTED].value == pytest.approx(2 / 3)
    assert found.scores[ANSWERS].value == 1.0
    assert found.unread == 0


def test_support_is_a_mean_over_statements_too() -> None:
    reply = '{"supported": [true, false], "answers": false}'
    (found,) = judge([Result(CASE, TWO, {})], replying(reply, reply, reply))
    assert found.scores[SUPPORTED].value == 0.5
    assert found.scores[ANSWERS].value == 0.0


def test_a_reply_that_cannot_be_read_leaves_the_case_unscored_and_is_counted() -> None:
    (found,) = judge([RESULT], replying(YES, "Sure! " + YES, YES))
    assert found.scores[SUPPORTED].value is None
    assert found.scores[SUPPORTED].why == "1 of 3 replies could not be read"
    (enough,) = judge([RESULT], replying(YES, "no", YES, NO), times=4)
    assert enough.scores[SUPPORTED].value == pytest.approx(2 / 3)
    assert enough.unread == 1


@pytest.mark.parametrize(
    "reply",
    [
        "", "yes", "[]", "{}", "null", '{"supported": [true]}',
        '{"supported": [true], "answers": "yes"}',
        '{"supported": [1], "answers": true}',
        '{"supported": [true, true], "answers": true}',
        '{"supported": [], "answers": true}',
        '{"supported": true, "answers": true}',
        '{"supported": [true], "answers": true, "why": "x"}',
        f"```json\n{YES}\n```",
        "[" * 100_000,
    ],
)  # fmt: skip
def test_only_exactly_what_was_asked_for_is_a_verdict(reply: str) -> None:
    assert read_verdict(reply, 1) is None
    assert read_verdict(YES, 1) == Verdict((True,), True)


def test_fewer_than_three_replies_are_refused() -> None:
    with pytest.raises(ValueError, match="3 to 9 times, not 2"):
        list(judge([RESULT], replying(), times=2))


def test_what_states_nothing_is_not_asked_about() -> None:
    rows = [Result(CASE, GAP, {}), Result(CASE, None, {})]
    found = list(judge(rows, replying()))
    assert [j.scores[SUPPORTED].value for j in found] == [None, None]
    assert [j.asked for j in found] == [0, 0]


def test_a_model_that_is_gone_is_not_waited_for_case_after_case() -> None:
    asked: list[str] = []

    def gone(data: str) -> str:
        asked.append(data)
        raise ModelFailedError("late")

    found = list(judge([RESULT] * 50, gone))
    assert len(asked) == 5
    assert all(j.scores[SUPPORTED].value is None for j in found)


def test_the_model_is_shown_the_sentences_and_no_more_of_them_than_a_bound() -> None:
    told = json.loads(shown(RESULT, ANSWER))
    assert told == {
        "earlier": [], "question": "which first?",
        "statements": [{"statement": TEXT, "cited": [TEXT]}],
    }  # fmt: skip
    long = dataclasses.replace(ANSWER.statements[0], text="x" * 9000, support="supported")
    answer = dataclasses.replace(ANSWER, statements=(long,))
    assert len(shown(RESULT, answer)) < 3000


def test_a_reply_longer_than_its_bound_has_failed() -> None:
    model: Any = ScriptedModel("x" * 20_000)
    with pytest.raises(ModelFailedError, match="too long"):
        asking(model, 5)("{}")


def judgements(*votes: bool) -> list[Judgement]:
    """One case a vote, all replies alike."""
    return [
        Judgement(
            Result(dataclasses.replace(CASE, id=str(n)), ANSWER, {}), (Verdict((v,), v),) * 3, 3
        )
        for n, v in enumerate(votes)
    ]


def test_the_model_is_held_against_people_where_they_labelled_the_same_text() -> None:
    # The model says y y n n, people y n n n: po 3/4, pe = 1/2*1/4 + 1/2*3/4 = 1/2, kappa 1/2.
    people = (True, False, False, False)
    labels = {Item(str(n), TEXT, (TEXT,)): v for n, v in enumerate(people)}
    labels[Item("3", "another text", (TEXT,))] = True
    found = agreement(judgements(True, True, False, False), labels)
    assert found[SUPPORTED].value == pytest.approx(0.5)
    assert found[SUPPORTED].items == 4
    assert found[ANSWERS].items == 0


STATEMENT = {"case": "c", "rater": "ann", "statement": TEXT, "cited": [TEXT], "label": True}


def labelled(folder: Path, *rows: object) -> Path:
    (folder / "labels.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return folder


def test_labels_are_what_most_raters_say(tmp_path: Path) -> None:
    answer = {"case": "c", "rater": "ann", "answer": TEXT, "label": True}
    tied = answer | {"rater": "ben", "label": False}
    rows = [STATEMENT, STATEMENT | {"rater": "ben"}, STATEMENT | {"rater": "c", "label": False}]
    assert read_labels(labelled(tmp_path, *rows, answer, tied)) == {Item("c", TEXT, (TEXT,)): True}


@pytest.mark.parametrize(
    "change",
    [{"label": 1}, {"cited": "x"}, {"cited": [1]}, {"rater": ""}, {"case": None}, {"more": 1}],
)
def test_a_line_that_is_no_label_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"labels\.jsonl:2: "):
        read_labels(labelled(tmp_path, STATEMENT, STATEMENT | change))


def suite(folder: Path, gates: str) -> Path:
    folder.mkdir(exist_ok=True)
    row = {"id": "c", "kind": "k", "question": "which first?", "abstain": False}
    (folder / "cases.jsonl").write_text(json.dumps(row), "utf-8")
    (folder / "suite.yaml").write_text(f"gates: {gates}", "utf-8")
    return folder


def test_a_gate_on_a_judge_without_labels_is_an_error_of_the_suite(tmp_path: Path) -> None:
    own = suite(tmp_path / "own", "{judged support: 0.5}")
    with pytest.raises(SuiteError, match="a judging model does not gate alone"):
        load_suite(str(own))
    labelled(own, {"case": "c", "rater": "a", "answer": "x", "label": True})
    with pytest.raises(SuiteError, match="does not gate alone"):  # it is of the other measure
        load_suite(str(own))
    labelled(own, STATEMENT)
    assert load_suite(str(own)).gates[0].measure == SUPPORTED


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    record = Record(tmp_path / "run")
    record.begin(Run("own", 1, "d"))
    with record.writer() as file:
        add(RESULT, file)
    return tmp_path / "run"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """A judging model on loopback that replies as it is told."""
    pytest.importorskip("langchain_openai", reason="langchain-openai is not installed")
    said = [YES]

    def reply(request: Request) -> None:
        assert request.data["statements"][0]["cited"] == [TEXT]
        request.reply(said[0])

    with serving(reply) as one:
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("OPENAI_BASE_URL", one.url)
        yield lambda text: said.__setitem__(0, text)
        assert len(one.requests) % 3 == 0


def test_the_command_prints_the_agreement_with_people_beside_the_score(
    recorded: Path, server: Callable[[str], None], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    command = ["judge", str(recorded), "--model", "openai:judge"]
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "judged support 1.000 (1.000 to 1.000); against people's labels: nothing" in printed
    assert "0 of 3 replies could not be read; 0 cases unscored" in printed
    own = labelled(suite(tmp_path / "own", "{judged support: 0.5}"), STATEMENT)
    server(NO)
    assert main([*command, "--suite", str(own)]) == 1
    printed = capsys.readouterr().out
    assert "judged support 0.000 (0.000 to 0.000); against people's labels: kappa 0.00" in printed
    assert "gate: judged support of all: 0.000, gate 0.5" in printed


def test_labels_of_other_answers_let_no_gate_pass(
    recorded: Path, server: Callable[[str], None], tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    row = STATEMENT | {"statement": "another"}
    own = labelled(suite(tmp_path / "own", "{judged support: 0.5}"), row)
    command = ["judge", str(recorded), "--model", "openai:judge", "--suite", str(own)]
    assert main(command) == 2
    assert "does not gate alone" in capsys.readouterr().err


def test_prose_from_the_model_is_counted_and_nothing_is_scored(
    recorded: Path, server: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    server("I think it is fine.")
    assert main(["judge", str(recorded), "--model", "openai:judge", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["measures"] == {}
    assert printed["replies"] == {"asked": 3, "unread": 3, "unscored": 1}
