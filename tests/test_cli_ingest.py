"""`sequitur ingest`: exit statuses and the summary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rag.cli.main import main
from tests.fakes import article, write_corpus

SCAN = article("Which scan?", signs="CT is first. [1]")


def ingest(
    corpus: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> tuple[int, str, list[str]]:
    index = corpus.parent / "index"
    status = main(["ingest", "--corpus", str(corpus), "--index", str(index), *options])
    printed = capsys.readouterr()
    return status, printed.out, printed.err.splitlines()


def test_the_summary_of_a_first_and_of_a_second_ingest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], model_folder: Path
) -> None:
    corpus = write_corpus(tmp_path / "corpus", {"scan": SCAN})
    status, out, _ = ingest(corpus, capsys, "--json")
    found: dict[str, Any] = json.loads(out)
    assert status == 0
    assert (
        found.items()
        >= {
            "added": 1,
            "updated": 0,
            "removed": 0,
            "unchanged": 0,
            "rejected": [],
            "articles": 1,
            "passages": 1,
            "embedding_model": "all-MiniLM-L6-v2",
        }.items()
    )
    assert len(found["corpus_version"]) == 16
    assert found["seconds"] > 0
    status, out, messages = ingest(corpus, capsys)
    assert (status, messages) == (0, [])
    assert out.startswith(
        "1 articles, 1 passages: 0 added, 0 updated, 0 removed, 1 unchanged, 0 rejected; "
        "0 texts embedded; "
    )


def test_a_rejected_file_is_exit_1_and_is_named_and_the_good_ones_are_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], model_folder: Path
) -> None:
    bad = SCAN.replace("status: submitted", "status: approved")
    corpus = write_corpus(tmp_path / "corpus", {"scan": SCAN, "worse": bad})
    status, out, messages = ingest(corpus, capsys, "--json")
    found = json.loads(out)
    assert (status, found["articles"]) == (1, 1)
    (rejected,) = found["rejected"]
    assert (rejected["path"], rejected["line"]) == ("articles/worse.md", 5)
    assert f"articles/worse.md:5: {rejected['reason']}" in messages


def test_nothing_to_publish_is_exit_2_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], model_folder: Path
) -> None:
    corpus = write_corpus(tmp_path / "corpus", {})
    status, out, messages = ingest(corpus, capsys, "--json")
    assert (status, out, len(messages)) == (2, "", 1)
    assert messages[0].endswith("no article to publish")


def test_a_missing_corpus_is_exit_2_and_names_the_option(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], model_folder: Path
) -> None:
    status, _, messages = ingest(tmp_path / "corpus", capsys)
    assert status == 2
    assert messages == [
        f"sequitur: {tmp_path / 'corpus' / 'articles'}: no such folder; "
        "--corpus names the folder that holds articles/"
    ]
