"""A suite from a table: strict, with the line, and what a spreadsheet writes is text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evals import __main__ as evals
from evals import from_csv
from evals.cases import Case, SuiteError
from evals.from_csv import MAX_BYTES, MAX_CELL, doubts, pattern, read_csv, write_suite
from evals.suites import load_suite


def rows_of(folder: Path, text: str | bytes) -> list[from_csv.Row]:
    path = folder / "own.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_csv(path)


def cases_of(folder: Path, text: str | bytes) -> list[Case]:
    return write_suite(folder / "suite", rows_of(folder, text))


def test_a_question_is_enough(tmp_path: Path) -> None:
    (case,) = cases_of(tmp_path, "question\nwhich first?\n")
    assert (case.id, case.kind, case.question, case.abstain) == (
        "own-1", "question", "which first?", False,
    )  # fmt: skip


def test_every_column_is_read(tmp_path: Path) -> None:
    names = "id,kind,question,after,article,reader,facts,must_have,forbidden,sources,abstain"
    cells = "a,k,q?,one|two,slug,student,US | ultrasound; 5 mg,S one.|S two.,CT,x|y,no,n,g"
    (case,) = cases_of(tmp_path, f"{names},notices,group\n{cells}\n")
    assert case.after == ("one", "two")
    assert (case.article, case.reader, case.group) == ("slug", "student", "g")
    assert [len(group) for group in case.facts] == [2, 1]
    assert case.must_have == ("S one.", "S two.")
    assert case.sources == ("x", "y")
    assert case.notices == ("n",)
    assert re.search(case.forbidden[0], "a CT first")


def test_kinds_follow_from_the_row(tmp_path: Path) -> None:
    text = "question,after,abstain\na,,\nb,before,\nc,,yes\n"
    assert [c.kind for c in cases_of(tmp_path, text)] == ["question", "follow-up", "gap"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_what_excel_writes_is_read(tmp_path: Path, mark: str) -> None:
    lines = [mark.join(("Question", "Facts", "")), mark.join(('"a; b, c?"', '"x; y"', ""))]
    (case,) = cases_of(tmp_path, "\ufeff" + "\r\n".join([*lines, mark * 2, ""]))
    assert case.question == "a; b, c?"
    assert len(case.facts) == 2


@pytest.mark.parametrize("cell", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "-2"])
def test_a_formula_is_text(tmp_path: Path, cell: str) -> None:
    (case,) = cases_of(tmp_path, f"question\n{cell}\n")
    assert case.question == cell


def test_a_question_of_two_lines_counts_both(tmp_path: Path) -> None:
    assert cases_of(tmp_path, 'question\n"a\nb"\n')[0].question == "a\nb"
    with pytest.raises(SuiteError, match=r"own\.csv:4: `abstain` is 'perhaps'"):
        rows_of(tmp_path, 'question,abstain\n"a\nb",no\nc,perhaps\n')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "no question below"),
        ("question\n", "no question below"),
        ("facts\nx\n", ":1: the first line names no column `question`"),
        ("question,sorces\na,b\n", ":1: no column 'sorces'; is it sources?"),
        ("question,zzz\na,b\n", ":1: no column 'zzz'; known are"),
        ("question,question\na,b\n", ":1: two columns 'question'"),
        ("question,facts\na\n", ":2: 1 cells below 2 columns"),
        ("question,facts\na,b,c\n", ":2: 3 cells below 2 columns"),
        ("question,facts\n,b\n", ":2: `question` is missing"),
        ("question,reader\na,nurse\n", ":2: `reader` is not one of"),
        ("id,question\na,b\na,c\n", ":3: the id 'a' is that of line 2"),
        ('question\n"a\n', ":2: unexpected end of data"),
        (f"question\n{'a' * (MAX_CELL + 1)}\n", ":2: `question` is longer than"),
        (b"question\na\nf\xfcr\n", ":3: not UTF-8; save it as"),
        ("question\na\0b\n", ":2: a NUL character"),
        (b"a" * (MAX_BYTES + 1), "larger than 4 MiB"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str | bytes, told: str) -> None:
    with pytest.raises(SuiteError) as error:
        rows_of(tmp_path, text)
    assert told in str(error.value)


def test_there_are_not_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(from_csv, "MAX_CASES", 2)
    with pytest.raises(SuiteError, match=r"own\.csv:4: more than 2 questions"):
        rows_of(tmp_path, "question\na\nb\nc\n")


@pytest.mark.parametrize(
    ("words", "text", "held"),
    [
        ("5 mg", "give 5\u00a0mg now", True),
        ("5 mg", "give 15 mg", False),
        ("5 mg", "give 0.5 mg", False),
        ("6-12 months", "aged 6–12 months", True),
        ("6 hours", "within 6\nhours", True),
        ("hour", "6 hours", False),
        ("US", "discuss it", False),
        ("(a+b)", "x (a+b) y", True),
        ("≥38°C", "fever ≥38°C", True),
    ],
)
def test_words_are_matched_as_they_are_written(words: str, text: str, held: bool) -> None:
    assert bool(re.search(pattern(words), text, re.I)) is held


def test_what_is_there_is_not_overwritten(tmp_path: Path) -> None:
    cases_of(tmp_path, "question\na\n")
    head = tmp_path / "suite" / "suite.yaml"
    head.write_text("name: mine\n")
    with pytest.raises(SuiteError, match="--replace replaces it"):
        cases_of(tmp_path, "question\nb\n")
    write_suite(tmp_path / "suite", rows_of(tmp_path, "question\nb\n"), replace=True)
    suite = load_suite(str(tmp_path / "suite"))
    assert (suite.name, suite.cases[0].question) == ("mine", "b")


def test_a_suite_does_not_take_the_name_of_a_shipped_one(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="the name of a shipped suite"):
        write_suite(tmp_path / "answers", rows_of(tmp_path, "question\na\n"))


def test_the_stub_is_a_suite_whatever_the_folder_is_called(tmp_path: Path) -> None:
    folder = tmp_path / 'a: "b" # c'
    write_suite(folder, rows_of(tmp_path, "question\na\n"))
    assert load_suite(str(folder)).name == 'a: "b" # c'


def test_an_article_that_is_not_there_is_noted(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "croup.md").touch()
    rows = rows_of(tmp_path, "question,sources\na,croop\nb,\n")
    assert list(doubts(rows, tmp_path)) == [
        f"line 2: {tmp_path} has no article 'croop'; is it croup?",
        "1 questions say nothing of the answer: only whether there is one counts",
    ]


def test_the_command_makes_the_suite_and_says_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "own.csv").write_text("question,facts\na,b\n")
    assert evals.main(["import", str(tmp_path / "own.csv"), "--suite", str(tmp_path / "s")]) == 0
    assert "1 cases\nnext: python -m evals run" in capsys.readouterr().out
    assert evals.main(["import", str(tmp_path / "none.csv"), "--suite", str(tmp_path / "t")]) == 2


def test_a_rare_line_separator_is_text_too(tmp_path: Path) -> None:
    (case,) = cases_of(tmp_path, "question,facts\na\u2028b,c\n")
    assert case.question == "a\u2028b"
