"""Ingest: the index says what the corpus says, and embeds only what changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rag.articles.article import Rejected
from rag.errors import CorpusError
from rag.search.index import IndexReader, corpus_of
from tests.fakes import COUGH, CROUP, FEVER, FakeEncoder, First, World, counts

BROKEN = COUGH.replace("honey", "treacle").replace("status: submitted\n", "status: approved\n")


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
    (difference,) = world.opened().differences  # so that its missing side can be told
    assert difference.question == "Who sings?"


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
