"""The real encoder, the shipped corpus, and one index of it for the whole run."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from rag.chain import AnswerChain
from rag.search.encoder import OnnxEncoder
from rag.search.export import ensure_export
from rag.search.index import IndexReader
from rag.search.ingest import ingest
from rag.settings import PREFIX, Settings
from tests.browsing import ARGUMENTS, CHROMIUM, context_of, planted_index, serving
from tests.fakes import COUGH, FEVER, FakeEncoder, First, World, write_corpus

TODAY = dt.date(2026, 12, 1)  # soon after the shipped articles were written
FLANK = "flank-mass-with-calcification"
WILMS = "wilms-tumour-workup"


@pytest.fixture(autouse=True)
def no_settings_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in [v for v in os.environ if v.startswith(PREFIX)]:
        monkeypatch.delenv(variable)


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The export of the bundled model, in the default folder of models."""
    settings = Settings()
    return ensure_export(settings.embedding_model, settings.models)


@pytest.fixture(scope="session")
def encoder(model_folder: Path) -> OnnxEncoder:
    """The encoder that serves."""
    return OnnxEncoder(model_folder, threads=2)


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The shipped corpus; copy it before changing anything."""
    return Settings().corpus


@pytest.fixture(scope="session")
def built_index(
    corpus: Path, encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A published index of the shipped corpus; copy it before changing anything."""
    index = tmp_path_factory.mktemp("shipped") / "index"
    ingest(corpus, index, encoder)
    return index


@pytest.fixture(scope="session")
def reader(built_index: Path, encoder: OnnxEncoder) -> IndexReader:
    """The reader of `built_index`."""
    return IndexReader(built_index, encoder)


@pytest.fixture(scope="session")
def chain(reader: IndexReader, encoder: OnnxEncoder) -> AnswerChain:
    """The chain over `built_index`, without a language model, on a fixed day."""
    return AnswerChain(reader, encoder, Settings(), today=lambda: TODAY)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> First:
    """The first ingest of two articles; copied before anything is changed."""
    folder, encoder = tmp_path_factory.mktemp("first"), FakeEncoder()
    world = World(write_corpus(folder / "corpus", {"cough": COUGH, "fever": FEVER}), folder / "i")
    return First(world, world.ingest(encoder), encoder.asked)


@pytest.fixture
def world(tmp_path: Path, first: First) -> World:
    """A copy of the first ingest, free to be changed."""
    corpus = shutil.copytree(first.world.corpus, tmp_path / "corpus")
    return World(corpus, shutil.copytree(first.world.index, tmp_path / "index"))


@pytest.fixture(scope="session")
def address(
    corpus: Path, built_index: Path, encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of one served page for all browser tests."""
    folder = tmp_path_factory.mktemp("served")
    planted_index(folder, corpus, built_index, encoder)
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module, for its event loop must be gone before others; a profile each test."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Browser, address: str) -> Iterator[Page]:
    """A page of a fresh profile, which may use the clipboard."""
    rights = ["clipboard-read", "clipboard-write"]
    with context_of(chromium, address, permissions=rights) as context:
        yield context.new_page()
