"""What several commands share: options over settings, and the default index."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from rag.articles.article import Rejected
from rag.cli.common import open_chain, rejections, settings_of, show
from rag.errors import IndexBrokenError
from rag.search.ingest import Summary
from rag.settings import Settings

FLANK = "flank-mass-with-calcification"


def test_options_stand_over_variables_and_variables_over_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEQUITUR_CORPUS", "/from/environment")
    monkeypatch.setenv("SEQUITUR_MODEL", "fake:environment")
    monkeypatch.chdir(tmp_path)
    found = settings_of(Namespace(corpus=None, index=Path("here"), model="fake:option"))
    assert found.corpus == Path("/from/environment")
    assert found.index == tmp_path / "here"
    assert found.model == "fake:option"
    assert settings_of(Namespace()).index == Settings().index
    assert settings_of(Namespace()).model == "fake:environment"
    assert settings_of(Namespace()).answers == "select"
    assert settings_of(Namespace(answers="write")).answers == "write"


def test_an_index_of_another_corpus_than_the_one_named_is_refused(
    built_index: Path, corpus: Path, tmp_path: Path
) -> None:
    with pytest.raises(IndexBrokenError) as refused:
        open_chain(Namespace(corpus=tmp_path, index=built_index, model=None))
    assert str(refused.value) == (
        f"{built_index}: built from {corpus}, not from {tmp_path}; run "
        f"`sequitur ingest --corpus {tmp_path} --index DIR` and name that index"
    )


def test_the_corpus_that_the_index_is_of_may_be_named(built_index: Path, corpus: Path) -> None:
    chain = open_chain(Namespace(corpus=corpus, index=built_index, model=None))
    assert FLANK in chain.index.articles


def test_rejections_name_the_place_and_what_still_serves() -> None:
    summary = Summary(
        added=0,
        updated=0,
        removed=0,
        unchanged=1,
        rejected=(Rejected("articles/x.md", 4, "no title"),),
        kept=("x",),
        problems=("positions.yaml:3: x does not hold 'A.'",),
        articles=1,
        passages=1,
        embedded=0,
        corpus_version="",
        embedding_model="",
        seconds=0.1,
        asks=0,
        refused_asks=(),
    )
    assert rejections(summary) == [
        "articles/x.md:4: no title",
        "x: its last good version still serves",
        "positions.yaml:3: x does not hold 'A.'",
    ]


@pytest.mark.parametrize(
    ("encoding", "printed"),
    [("utf-8", "“β” \\udcff\n"), ("latin-1", "\\u201c\\u03b2\\u201d \\udcff\n")],
)
def test_what_an_encoding_lacks_is_printed_as_an_escape(
    encoding: str, printed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding))
    show("“β” \udcff")
    assert raw.getvalue().decode(encoding) == printed


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory, corpus: Path) -> Path:
    """A checkout of the source and one article, without an index."""
    folder = tmp_path_factory.mktemp("clone")
    source = Path(__file__).resolve().parent.parent / "rag"
    shutil.copytree(source, folder / "rag", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "corpus" / "articles").mkdir(parents=True)
    shutil.copy(corpus / "articles" / f"{FLANK}.md", folder / "corpus" / "articles")
    return folder


def ask(clone: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "rag.cli.main", "ask", "why not mri?", "--json"]
    environment = os.environ | {"SEQUITUR_MODELS": str(Settings().models)}
    return subprocess.run(
        command, cwd=clone, env=environment, capture_output=True, text=True, check=False
    )


def test_a_missing_default_index_is_built_once(clone: Path, model_folder: Path) -> None:
    first, second = ask(clone), ask(clone)
    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stderr.startswith("building the index ...\n")
    assert second.stderr == ""
    for done in (first, second):
        assert json.loads(done.stdout)["citations"][0]["article"] == FLANK
    assert len([*(clone / ".sequitur" / "index" / "builds").iterdir()]) == 1
