"""Ingest: the index says what the corpus says, and nothing that happens meanwhile is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from rag.articles.article import Rejected
from rag.chain import AnswerChain, FollowUp
from rag.errors import CorpusError, IndexBusyError
from rag.search.encoder import OnnxEncoder
from rag.search.index import Index, IndexReader, corpus_of, published
from rag.search.ingest import Summary, ingest
from rag.settings import Settings
from tests.fakes import FakeEncoder, article, write_corpus

KILLS = int(os.environ.get("KILLS", "5"))
COUGH = article(
    "What helps a child with a cough?",
    "a child with a cough",
    short_answer="A child with a cough is given honey. [1] A child with a cough rests.",
    when_to_refer="A child with a cough is referred after 3 weeks. [1]",
)
FEVER = article(
    "What helps a child with fever?",
    "a child with fever",
    short_answer="A child with fever drinks often. [1] A child with fever rests.",
    when_to_refer="A child with fever is referred after 5 days. [1]",
)
CROUP = article(
    "What helps a child with croup?",
    short_answer="A child with croup is kept calm. [1]",
)
BROKEN = COUGH.replace("honey", "treacle").replace("status: submitted\n", "status: approved\n")


class World(NamedTuple):
    """A corpus and the index that was made of it."""

    corpus: Path
    index: Path

    def ingest(self, encoder: FakeEncoder | None = None) -> Summary:
        return ingest(self.corpus, self.index, encoder or FakeEncoder())

    def write(self, slug: str, source: str) -> None:
        (self.corpus / "articles" / f"{slug}.md").write_text(source, "utf-8")

    def remove(self, slug: str) -> None:
        (self.corpus / "articles" / f"{slug}.md").unlink()

    def opened(self) -> Index:
        return IndexReader(self.index, FakeEncoder())()

    def text(self) -> str:
        """All that is served."""
        return "\n".join(p.text for p in self.opened().passages)

    def builds(self) -> list[str]:
        return sorted(p.name for p in (self.index / "builds").iterdir())

    def serving(self) -> Path:
        folder = published(self.index)
        assert folder is not None
        return folder


class First(NamedTuple):
    world: World
    summary: Summary
    asked: list[str]


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


def counts(summary: Summary) -> tuple[int, int, int, int]:
    return summary.added, summary.updated, summary.removed, summary.unchanged


def test_a_first_ingest_adds_every_article(first: First) -> None:
    summary = first.summary
    assert counts(summary) == (2, 0, 0, 0)
    assert (summary.articles, summary.passages) == (2, 4)
    assert (summary.rejected, summary.kept, summary.problems) == ((), (), ())
    # 4 passages; 2 titles and one "When to refer" as headings; 6 sentences
    assert summary.embedded == len(first.asked) == 13
    assert summary.embedding_model == "fake"
    assert summary.corpus_version == first.world.opened().manifest.corpus_version
    assert first.world.builds() == [first.world.serving().name]


def test_an_unchanged_corpus_embeds_and_builds_nothing(world: World) -> None:
    before, encoder = world.builds(), FakeEncoder()
    summary = world.ingest(encoder)
    assert counts(summary) == (0, 0, 0, 2)
    assert (summary.embedded, encoder.asked) == (0, [])
    assert world.builds() == before
    assert corpus_of(world.index) == world.corpus.resolve()  # the copy's, from now on


def test_of_an_edited_article_only_changed_texts_are_embedded(world: World) -> None:
    world.write("cough", COUGH.replace("3 weeks", "4 weeks"))
    encoder = FakeEncoder()
    summary = world.ingest(encoder)
    assert counts(summary) == (0, 1, 0, 1)
    assert summary.embedded == 2
    assert sorted(encoder.asked) == [
        "What helps a child with a cough?\nWhen to refer\n"
        "A child with a cough is referred after 4 weeks.",
        "When to refer: A child with a cough is referred after 4 weeks.",
    ]
    assert "4 weeks" in world.text() and "3 weeks" not in world.text()


def test_an_edit_of_the_head_alone_embeds_nothing(world: World) -> None:
    world.write("cough", COUGH.replace("year: 2025", "year: 2026"))
    summary = world.ingest()
    assert counts(summary) == (0, 1, 0, 1)
    assert summary.embedded == 0
    assert world.opened().articles["cough"].references[0].year == 2026


def test_a_new_article_is_added(world: World) -> None:
    world.write("croup", CROUP)
    summary = world.ingest()
    assert counts(summary) == (1, 0, 0, 2)
    assert (summary.articles, summary.passages) == (3, 5)
    assert "kept calm" in world.text()


def test_a_removed_article_is_gone(world: World) -> None:
    world.remove("cough")
    summary = world.ingest()
    assert counts(summary) == (0, 0, 1, 1)
    assert (summary.articles, summary.passages, summary.embedded) == (1, 2, 0)
    assert list(world.opened().articles) == ["fever"]
    assert "cough" not in world.text()


def test_a_broken_article_stays_in_its_last_good_version(world: World) -> None:
    world.write("cough", BROKEN)
    world.write("fever", FEVER.replace("5 days", "6 days"))
    summary = world.ingest()
    (rejected,) = summary.rejected
    assert (rejected.path, rejected.line) == ("articles/cough.md", 5)
    assert "approved" in rejected.reason
    assert summary.kept == ("cough",)
    assert counts(summary) == (0, 1, 0, 0)
    assert (summary.articles, summary.passages) == (2, 4)
    assert "honey" in world.text() and "6 days" in world.text()
    assert "treacle" not in world.text()

    world.write("cough", COUGH.replace("honey", "treacle"))
    mended = world.ingest()
    assert (counts(mended), mended.rejected, mended.kept) == ((0, 1, 0, 1), (), ())
    assert "treacle" in world.text()


def test_a_broken_article_that_was_never_good_is_only_rejected(world: World) -> None:
    world.write("croup", "no front matter")
    summary = world.ingest()
    reason = "no front matter: the first line is not `---`"
    assert summary.rejected == (Rejected("articles/croup.md", 1, reason),)
    assert (counts(summary), summary.kept, summary.articles) == ((0, 0, 0, 2), (), 2)


def test_articles_all_broken_now_stay_in_their_last_good_versions(world: World) -> None:
    for slug in ("cough", "fever"):
        world.write(slug, BROKEN)
    before = world.serving()
    summary = world.ingest()
    assert [r.path for r in summary.rejected] == ["articles/cough.md", "articles/fever.md"]
    assert (summary.kept, counts(summary)) == (("cough", "fever"), (0, 0, 0, 0))
    assert world.serving() == before and "honey" in world.text()

    world.remove("cough")
    summary = world.ingest()
    assert (summary.kept, counts(summary)) == (("fever",), (0, 0, 1, 0))
    assert "cough" not in world.text()


def _without_folder(corpus: Path) -> None:
    shutil.rmtree(corpus / "articles")


def _without_articles(corpus: Path) -> None:
    for file in (corpus / "articles").iterdir():
        file.unlink()


def _with_one_broken(corpus: Path) -> None:
    _without_articles(corpus)
    (corpus / "articles" / "croup.md").write_text(BROKEN)


def _with_broken_glossary(corpus: Path) -> None:
    (corpus / "glossary.yaml").write_text("terms: [")


def _with_broken_positions(corpus: Path) -> None:
    (corpus / "positions.yaml").write_text("differences: 1\n")


@pytest.mark.parametrize(
    ("harm", "message"),
    [
        (_without_folder, "articles: no such folder"),
        (_without_articles, "articles: no article to publish"),
        (_with_one_broken, "articles: no article to publish; .*approved"),
        (_with_broken_glossary, "glossary.yaml:1: "),
        (_with_broken_positions, "positions.yaml:1: "),
    ],
)
def test_where_nothing_can_be_published_the_old_index_serves(
    world: World, harm: Callable[[Path], None], message: str
) -> None:
    before = world.serving(), world.text(), world.builds()
    world.write("cough", COUGH.replace("honey", "treacle"))
    harm(world.corpus)
    with pytest.raises(CorpusError, match=message):
        world.ingest()
    assert (world.serving(), world.text(), world.builds()) == before


def test_a_new_glossary_is_published_without_embedding(world: World) -> None:
    (world.corpus / "glossary.yaml").write_text("terms:\n  - term: fever\n    also: [pyrexia]\n")
    summary = world.ingest()
    assert (counts(summary), summary.embedded) == ((0, 0, 0, 2), 0)
    assert [t.term for t in world.opened().glossary.terms] == ["fever"]


def test_a_position_that_no_article_holds_is_a_problem(world: World) -> None:
    (world.corpus / "positions.yaml").write_text(
        "differences:\n  - question: Who sings?\n    positions:\n"
        + "".join(
            f"      - label: {name}\n        body: b\n        population: c\n"
            f"        article: {slug}\n        sentence: {sentence}\n"
            for name, slug, sentence in (
                ("one", "cough", "A child with a cough rests."),
                ("other", "fever", "A child with fever sings."),
            )
        )
    )
    summary = world.ingest()
    (problem,) = summary.problems
    assert problem.startswith("positions.yaml:2: fever does not hold 'A child with fever sings.'")
    assert world.opened().differences == ()


def test_another_model_embeds_everything_again(world: World) -> None:
    other = FakeEncoder("0" * 16)
    summary = world.ingest(other)
    assert (counts(summary), summary.embedded) == ((0, 0, 0, 2), 13)
    assert IndexReader(world.index, other)().manifest.fingerprint == "0" * 16


def test_the_previous_build_is_kept_and_older_ones_are_removed(world: World) -> None:
    names = [world.serving().name]
    for weeks in (4, 5):
        world.write("cough", COUGH.replace("3 weeks", f"{weeks} weeks"))
        world.ingest()
        names.append(world.serving().name)
        assert world.builds() == sorted(names[-2:])
    world.ingest()  # nothing changed: the previous one stays
    assert world.builds() == sorted(names[-2:])


def test_what_a_killed_writer_left_is_removed(world: World) -> None:
    world.write("cough", COUGH.replace("honey", "treacle"))
    child = subprocess.run(
        [sys.executable, "-c", _WRITER.format("os.kill(os.getpid(), 9)"), *map(str, world)],
        cwd=Path(__file__).parent.parent,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    before = world.serving().name
    (left,) = set(world.builds()) - {before}
    assert "treacle" not in world.text()

    summary = world.ingest()

    assert counts(summary) == (0, 1, 0, 1)
    assert world.builds() == sorted([before, world.serving().name])
    assert world.serving().name != left
    assert "treacle" in world.text()


_WRITER = """
import os, sys
from pathlib import Path
from rag.search.ingest import ingest
from tests.fakes import FakeEncoder

corpus, index = map(Path, sys.argv[1:])
ingest(corpus, index, FakeEncoder(), lambda *_: {})
"""


def test_a_second_writer_is_told_so(world: World) -> None:
    world.write("cough", COUGH.replace("honey", "treacle"))
    waits = "(print('writing', flush=True), sys.stdin.read())"
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER.format(waits), *map(str, world)],
        cwd=Path(__file__).parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        assert child.stdout is not None and child.stdin is not None
        assert child.stdout.readline() == b"writing\n"
        with pytest.raises(IndexBusyError, match="another process is writing this index; try"):
            world.ingest()
        assert "honey" in world.text()  # readers are not held up
        child.stdin.close()
        assert child.wait() == 0
    assert "treacle" in world.text()


def _lose_the_database(build: Path) -> None:
    shutil.rmtree(build / "chroma")


def _cut_the_database(build: Path) -> None:
    file = build / "chroma" / "chroma.sqlite3"
    file.write_bytes(file.read_bytes()[:5000])


def _empty_the_vectors(build: Path) -> None:
    (build / "sentences.npy").write_bytes(b"")


@pytest.mark.parametrize(
    ("damage", "embedded"),
    [
        (_lose_the_database, 0),  # the vectors beside it are sound
        (_cut_the_database, 0),
        (_empty_the_vectors, 13),
    ],
)
def test_a_damaged_build_is_made_again(
    world: World, damage: Callable[[Path], None], embedded: int
) -> None:
    before = world.serving()
    damage(before)
    summary = world.ingest()
    assert summary.embedded == embedded
    assert world.serving() != before
    assert "honey" in world.text()


def test_a_pointer_that_names_nothing_is_written_again(world: World) -> None:
    (world.index / "current").write_text('{"build": "gone-1", "corpus": "c"}')
    assert counts(world.ingest()) == (2, 0, 0, 0)
    assert "honey" in world.text()


class _Writer:
    """`sequitur ingest` as a process group of its own."""

    def __init__(self, world: World) -> None:
        command = [sys.executable, "-m", "rag.cli.main", "ingest"]
        folders = ["--corpus", str(world.corpus), "--index", str(world.index)]
        self._child = subprocess.Popen(
            [*command, *folders],
            cwd=Path(__file__).parent.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def finish(self) -> int:
        return self._child.wait()

    def kill(self) -> None:
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait()


def test_a_kill_at_any_moment_leaves_the_old_answer_or_the_new(
    tmp_path: Path, encoder: OnnxEncoder
) -> None:
    articles = {"cough": COUGH, "fever": FEVER, "croup": CROUP}
    world = World(write_corpus(tmp_path / "corpus", articles), tmp_path / "index")
    chain = AnswerChain(IndexReader(world.index, encoder), encoder, Settings())
    started = time.monotonic()
    assert _Writer(world).finish() == 0
    longest = time.monotonic() - started
    draw = random.Random(20261122)

    def answer() -> Sequence[str]:
        question = "When is a child with a cough referred?"
        return [s.text for s in chain.answer(FollowUp(question)).statements]

    for kill in range(KILLS):
        before = answer()
        rule = f"A child with a cough is referred after {kill + 4} weeks."
        world.write("cough", COUGH.replace("A child with a cough is referred after 3 weeks.", rule))
        writer = _Writer(world)
        time.sleep(draw.uniform(0, longest))
        writer.kill()
        after_the_kill = answer()
        ingest(world.corpus, world.index, encoder)
        after = answer()
        assert rule in after and rule not in before
        assert after_the_kill in (before, after)
