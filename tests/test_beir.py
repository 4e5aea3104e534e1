"""A set is read strictly, and its documents are split as articles are."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.beir import DataError, Document, load, pieces, sample
from rag.articles.passage import MAX_CHARS
from tests.beir_sets import QRELS, QUERIES, ROWS, write_set


def refused(folder: Path) -> str:
    """The message of a folder that cannot be read, without the folder's own path."""
    with pytest.raises(DataError) as caught:
        load(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message.removeprefix(str(folder)).removeprefix("/")


@pytest.mark.parametrize("packed", [False, True])
def test_a_set_is_read_plain_or_packed(tmp_path: Path, packed: bool) -> None:
    found = load(write_set(tmp_path / "set", packed=packed))
    assert found.ids == ("d1", "d2", "d3")
    assert found.rows[0] == Document("d1", "Croup", "Steroids help croup.")
    assert found.queries == {"q1": "What helps croup?", "q2": "Which fluids in fever?"}
    assert found.judged == {"q1": {"d1": 1}, "q2": {"d3": 1}}
    assert (found.absent, found.repeated, found.ambiguous) == (0, set(), [])


def test_a_question_without_a_relevant_document_is_left_out(tmp_path: Path) -> None:
    found = load(write_set(tmp_path / "set", qrels=["q1\td1\t1", "q1\td2\t0", "q2\td3\t0"]))
    assert list(found.queries) == ["q1"]
    assert found.judged == {"q1": {"d1": 1, "d2": 0}}


def test_a_relevant_document_that_the_corpus_lacks_is_counted(tmp_path: Path) -> None:
    found = load(write_set(tmp_path / "set", qrels=["q1\td1\t1", "q1\td9\t1", "q2\td8\t0"]))
    assert found.absent == 1


def test_rows_of_one_id_are_one_document_and_its_questions_are_named(tmp_path: Path) -> None:
    again = {"_id": "d1", "title": "Stridor", "text": "Stridor may be croup."}
    found = load(write_set(tmp_path / "set", rows=[*ROWS, again]))
    assert found.ids == ("d1", "d2", "d3")
    assert [row.id for row in found.rows] == ["d1", "d1", "d2", "d3"]
    assert found.repeated == {"d1"}
    assert found.ambiguous == ["q1"]
    assert [p.document for p in pieces(found)] == [0, 0, 1, 2]


def test_a_row_without_title_is_embedded_as_its_text_alone(tmp_path: Path) -> None:
    found = pieces(load(write_set(tmp_path / "set")))
    assert found[0].text == "Croup\nSteroids help croup."
    assert found[2].text == "Fever needs fluids."


def test_a_long_document_is_cut_between_sentences_and_every_passage_has_the_title(
    tmp_path: Path,
) -> None:
    sentence = "A child with croup is kept calm and given steroids."  # 51 characters
    text = " ".join([sentence] * 30)
    rows = [{"_id": "d1", "title": "Croup", "text": text}, *ROWS[1:]]
    found = [p.text for p in pieces(load(write_set(tmp_path / "set", rows=rows)))][:-2]
    # 15 sentences and the 14 spaces between them are 779 characters, 16 would be 831.
    assert found == ["Croup\n" + " ".join([sentence] * 15)] * 2


def test_a_paragraph_opens_a_line(tmp_path: Path) -> None:
    rows = [{"_id": "d1", "title": "", "text": "One. Two.\n\nThree."}, *ROWS[1:]]
    assert pieces(load(write_set(tmp_path / "set", rows=rows)))[0].text == "One. Two.\nThree."


@pytest.mark.parametrize("word", ["abc ", "abcd"])
def test_what_has_no_sentences_is_cut_all_the_same_and_nothing_is_lost(
    tmp_path: Path, word: str
) -> None:
    text = (word * 700).strip()
    rows = [{"_id": "d1", "title": "", "text": text}, *ROWS[1:]]
    found = [p.text for p in pieces(load(write_set(tmp_path / "set", rows=rows)))][:-2]
    assert all(len(p) <= MAX_CHARS for p in found)
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


def test_a_document_without_text_can_be_found_by_its_title(tmp_path: Path) -> None:
    rows = [{"_id": "d1", "title": "Croup", "text": ""}, *ROWS[1:]]
    assert pieces(load(write_set(tmp_path / "set", rows=rows)))[0].text == "Croup\n"


def test_a_sample_is_the_same_every_time_and_keeps_the_order(tmp_path: Path) -> None:
    queries = [{"_id": f"q{n}", "text": "?"} for n in range(20)]
    whole = load(
        write_set(tmp_path / "set", queries=queries, qrels=[f"q{n}\td1\t1" for n in range(20)])
    )
    few, more = sample(whole, 5), sample(whole, 9)
    assert len(few.queries) == 5
    assert set(few.queries) < set(more.queries)
    assert list(few.queries) == [q for q in whole.queries if q in few.queries]
    assert few.judged.keys() == few.queries.keys()
    assert sample(whole, 100) == whole


def test_a_missing_folder_or_file_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "none").startswith(": no such folder")
    (tmp_path / "empty").mkdir()
    assert refused(tmp_path / "empty") == ": has neither corpus.jsonl nor corpus.jsonl.gz"
    folder = write_set(tmp_path / "set")
    (folder / "qrels" / "test.tsv").unlink()
    assert "qrels/test.tsv" in refused(folder)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"_id": "", "text": "x"}, "`_id` is missing or not text"),
        ({"_id": 4, "text": "x"}, "`_id` is missing or not text"),
        ({"_id": "d4"}, "`text` is missing or not text"),
        ({"_id": "d4", "title": 4, "text": "x"}, "`title` is missing or not text"),
    ],
)
def test_a_wrong_row_is_named_by_file_and_line(
    tmp_path: Path, row: dict[str, object], reason: str
) -> None:
    assert refused(write_set(tmp_path / "set", rows=[*ROWS, row])) == f"corpus.jsonl:4: {reason}"


def test_what_is_not_json_is_named_by_file_and_line(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set")
    with (folder / "queries.jsonl").open("a") as file:
        file.write("[1]\n")
    assert refused(folder) == "queries.jsonl:3: not a JSON object"
    (folder / "queries.jsonl").write_text("{")
    assert refused(folder).startswith("queries.jsonl:1: ")


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "set", packed=True)
    path = folder / "corpus.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-12])
    assert refused(folder).startswith("corpus.jsonl.gz: ")


def test_two_questions_of_one_id_are_refused(tmp_path: Path) -> None:
    found = refused(write_set(tmp_path / "set", queries=[*QUERIES, QUERIES[0]]))
    assert found == "queries.jsonl:3: a second row has the _id 'q1'"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("q1\td2", "not query, document and whole number, parted by tabs"),
        ("q1\td2\t1.5", "not query, document and whole number, parted by tabs"),
        ("q9\td2\t1", "no question has the _id 'q9'"),
        ("q1\td1\t2", "'q1' and 'd1' are judged twice"),
    ],
)
def test_a_wrong_judgement_is_named_by_file_and_line(
    tmp_path: Path, line: str, reason: str
) -> None:
    assert (
        refused(write_set(tmp_path / "set", qrels=[*QRELS, line])) == f"qrels/test.tsv:4: {reason}"
    )


def test_judgements_without_their_header_are_refused(tmp_path: Path) -> None:
    assert refused(write_set(tmp_path / "set", header="q1\td2\t1")).startswith("qrels/test.tsv:1: ")


def test_a_set_without_a_relevant_document_is_refused(tmp_path: Path) -> None:
    found = refused(write_set(tmp_path / "set", qrels=["q1\td1\t0"]))
    assert found == ": has no documents, or no question with a relevant one"
