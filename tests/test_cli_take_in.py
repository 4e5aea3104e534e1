"""`sequitur import`: drafts of articles from pages saved as text."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from rag.articles.article import parse
from rag.cli.main import main

PAGE = """Which scan comes first for a lump?
Last updated: November 26, 2025
First scan
Ultrasound comes first. 1
References
Review
Lumps in children.
A journal, 2020
"""
SLUG = "which-scan-comes-first-for-a-lump"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, "utf-8")
    return path


def test_a_page_becomes_a_draft_for_a_person_to_finish(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "some" / "drafts"
    assert main(["import", str(page), "--out", str(out)]) == 0
    draft = out / f"{SLUG}.md"
    assert capsys.readouterr().out == f"{draft}: a draft; finish what it marks TODO\n"
    found = parse(draft.read_bytes(), SLUG)
    assert (found.title, found.origin) == ("Which scan comes first for a lump?", "imported")
    assert "TODO" in draft.read_text("utf-8")


def test_a_draft_that_is_there_is_never_overwritten(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft = tmp_path / f"{SLUG}.md"
    draft.write_text("half finished")
    assert main(["import", str(page), "--out", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert draft.read_text() == "half finished"
    assert printed.err == f"{page}:1: {draft} is there already; move it away first\n"
    assert printed.out == ""


def test_a_bad_page_is_named_with_its_line_and_the_others_are_drafted(
    page: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    binary, missing, out = tmp_path / "binary.txt", tmp_path / "missing.txt", tmp_path / "drafts"
    binary.write_bytes(b"A title\n\xff\n")
    given = [str(p) for p in (binary, page, missing, tmp_path)]
    assert main(["import", *given, "--out", str(out), "--json"]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {
        "written": [str(out / f"{SLUG}.md")],
        "rejected": [
            {
                "path": str(binary),
                "line": 2,
                "reason": "neither PDF nor HTML nor UTF-8 text; save the page as one of them",
            },
            {
                "path": str(missing),
                "line": 1,
                "reason": "cannot be read: No such file or directory",
            },
            {"path": str(tmp_path), "line": 1, "reason": "cannot be read: Is a directory"},
        ],
    }
    assert printed.err.count("\n") == 3


def test_a_folder_of_drafts_that_cannot_be_made_is_exit_2(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(page), "--out", str(page)]) == 2
    assert capsys.readouterr().err == f"sequitur: {page}: cannot be made: File exists\n"


def test_the_page_is_kept_beside_its_draft_which_names_it(page: Path, tmp_path: Path) -> None:
    assert main(["import", str(page), "--out", str(tmp_path)]) == 0
    kept = tmp_path / f"{SLUG}.source.txt"
    assert kept.read_bytes() == page.read_bytes()
    digest = hashlib.sha256(page.read_bytes()).hexdigest()
    draft = (tmp_path / f"{SLUG}.md").read_text("utf-8")
    assert draft.startswith(f"---\n# Source: {SLUG}.source.txt, SHA-256 {digest}\n")


def test_the_day_of_a_page_can_be_given(page: Path, tmp_path: Path) -> None:
    page.write_text(PAGE.replace("Last updated: November 26, 2025\n", ""), "utf-8")
    assert main(["import", str(page), "--out", str(tmp_path)]) == 1
    assert main(["import", str(page), "--out", str(tmp_path), "--updated", "2024-05-06"]) == 0
    assert "updated: 2024-05-06" in (tmp_path / f"{SLUG}.md").read_text("utf-8")


def test_a_day_that_is_none_is_an_error_of_use(page: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["import", str(page), "--updated", "yesterday"])
