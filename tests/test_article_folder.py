"""Articles: which files of a folder are read, and that a bad one never costs its neighbours."""

from __future__ import annotations

import datetime as dt
import os
import socket
import tempfile
from pathlib import Path

import pytest

from rag.articles.article import Corpus, Rejected, read_corpus
from rag.errors import CorpusError
from tests.fakes import GOOD, with_neighbour, write_corpus


def paths(found: Corpus) -> list[tuple[str, str]]:
    return [(r.path, r.reason) for r in found.rejected]


def test_folders_below_are_read_and_other_files_passed_over(tmp_path: Path) -> None:
    corpus = with_neighbour(tmp_path)
    articles = corpus / "articles"
    (articles / "renal" / "deep").mkdir(parents=True)
    (articles / "renal" / "deep" / "wilms.md").write_text(GOOD)
    (articles / "folder.md").mkdir()
    for other in ("notes.txt", "UPPER.MD", "good.md~", "md"):
        (articles / other).write_text("no article")
    found = read_corpus(corpus)
    assert sorted(found.articles) == ["good", "wilms"]
    assert found.rejected == ()
    assert found.sources["wilms"] == GOOD.encode()


@pytest.mark.parametrize("hidden", [".draft.md", ".md", "sub/.draft.md"])
def test_a_hidden_file_is_rejected_unread(tmp_path: Path, hidden: str) -> None:
    corpus = with_neighbour(tmp_path)
    (corpus / "articles" / "sub").mkdir()
    (corpus / "articles" / hidden).write_text(GOOD)
    found = read_corpus(corpus)
    assert list(found.articles) == ["good"]
    reason = "a hidden file; rename it to publish it, or delete it"
    assert found.rejected == (Rejected(f"articles/{hidden}", 1, reason),)


def test_a_hidden_folder_is_passed_over(tmp_path: Path) -> None:
    corpus = with_neighbour(tmp_path)
    (corpus / "articles" / ".git").mkdir()
    (corpus / "articles" / ".git" / "a.md").write_text("no article")
    assert read_corpus(corpus).rejected == ()


def test_of_two_articles_of_one_slug_the_nearer_stays(tmp_path: Path) -> None:
    corpus = with_neighbour(tmp_path)
    for folder in ("a/deep", "b", "c"):
        (corpus / "articles" / folder).mkdir(parents=True)
    (corpus / "articles" / "b" / "good.md").write_text(GOOD + "\nOther.\n")
    (corpus / "articles" / "a" / "deep" / "twin.md").write_text(GOOD + "\nDeep.\n")
    (corpus / "articles" / "c" / "twin.md").write_text(GOOD + "\nThird.\n")
    (corpus / "articles" / "b" / "twin.md").write_text(GOOD + "\nSecond.\n")
    found = read_corpus(corpus)
    assert found.sources["good"] == GOOD.encode()
    assert found.sources["twin"].endswith(b"Second.\n")
    reason = "a second article of the slug {!r}; rename one"
    assert paths(found) == [
        ("articles/b/good.md", reason.format("good")),
        ("articles/c/twin.md", reason.format("twin")),
        ("articles/a/deep/twin.md", reason.format("twin")),
    ]


def test_links_are_read_only_where_they_lead_to_a_file_of_the_folder(tmp_path: Path) -> None:
    corpus = with_neighbour(tmp_path / "corpus")
    articles = corpus / "articles"
    outside = tmp_path / "outside.md"
    outside.write_text(GOOD)
    (articles / "sub").mkdir()
    (articles / "inside.md").symlink_to("good.md")
    (articles / "outside.md").symlink_to(outside)
    (articles / "up.md").symlink_to("../../outside.md")
    (articles / "broken.md").symlink_to("nothing.md")
    (articles / "round.md").symlink_to("round.md")
    (articles / "folder.md").symlink_to("sub")
    (articles / "folder").symlink_to("sub")
    (articles / "away").symlink_to(tmp_path)
    found = read_corpus(corpus)
    assert sorted(found.articles) == ["good", "inside"]
    out = "a link that leads out of the folder; copy the file instead"
    assert dict(paths(found)) == {
        "articles/outside.md": out,
        "articles/up.md": out,
        "articles/away": out,
        "articles/broken.md": "cannot be read: No such file or directory",
        "articles/round.md": "cannot be read: Too many levels of symbolic links",
        "articles/folder.md": "a folder or a link to one; articles are files",
        "articles/folder": "a folder or a link to one; articles are files",
    }


def test_a_folder_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    corpus = with_neighbour(tmp_path / "corpus")
    (tmp_path / "linked").symlink_to(corpus)
    assert list(read_corpus(tmp_path / "linked").articles) == ["good"]


def test_what_is_no_regular_file_is_rejected_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = with_neighbour(tmp_path)
    os.mkfifo(corpus / "articles" / "pipe.md")
    monkeypatch.chdir(corpus / "articles")  # a socket's path is short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.md")
        found = read_corpus(corpus)
    assert list(found.articles) == ["good"]
    assert paths(found) == [
        ("articles/pipe.md", "not a regular file"),
        ("articles/socket.md", "cannot be read: No such device or address"),
    ]


def test_a_rejected_file_is_closed_again(tmp_path: Path) -> None:
    corpus = with_neighbour(tmp_path)
    (corpus / "articles" / "sub").mkdir()
    (corpus / "articles" / "folder.md").symlink_to("sub")
    os.mkfifo(corpus / "articles" / "pipe.md")
    before = len(list(Path("/proc/self/fd").iterdir()))
    read_corpus(corpus)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_large_file_is_rejected_and_not_read_whole(tmp_path: Path) -> None:
    corpus = with_neighbour(tmp_path)
    with (corpus / "articles" / "large.md").open("wb") as file:
        file.truncate(1 << 40)  # a sparse file of one tebibyte: reading it would not end
    found = read_corpus(corpus)
    assert list(found.articles) == ["good"]
    assert paths(found) == [("articles/large.md", "larger than 256 KiB; split the article")]


def test_a_name_that_would_garble_a_message_is_written_out(tmp_path: Path) -> None:
    corpus = with_neighbour(tmp_path)
    for name in (b"\xff.md", b"a\n\x1b[31m.md", "b\u202e.md".encode()):
        Path(os.fsdecode(bytes(corpus / "articles") + b"/" + name)).write_text(GOOD)
    found = read_corpus(corpus)
    assert list(found.articles) == ["good"]
    reason = "{} is no slug: lower-case letters, digits, single hyphens"
    assert sorted(paths(found)) == [
        (r"articles/\udcff.md", reason.format(r"'\udcff'")),
        (r"articles/a\n\x1b[31m.md", reason.format(r"'a\n\x1b[31m'")),
        (r"articles/b\u202e.md", reason.format(r"'b\u202e'")),
    ]


@pytest.mark.parametrize("made", ["", "articles"])
def test_a_corpus_without_a_folder_of_articles_is_an_error(tmp_path: Path, made: str) -> None:
    if made:
        (tmp_path / made).write_text("a file")
    with pytest.raises(CorpusError) as caught:
        read_corpus(tmp_path)
    reason = "no such folder; --corpus names the folder that holds articles/"
    assert str(caught.value) == f"{tmp_path}/articles: {reason}"


def test_a_folder_that_cannot_be_listed_is_an_error_and_no_empty_one() -> None:
    with tempfile.TemporaryDirectory() as name:  # the folders above `tmp_path` are closed to others
        folder = Path(name)
        folder.chmod(0o755)
        (with_neighbour(folder) / "articles" / "closed").mkdir(mode=0)
        user = os.geteuid()
        try:
            os.seteuid(user or 65534)  # nothing is closed to root
            with pytest.raises(CorpusError) as caught:
                read_corpus(folder)
        finally:
            os.seteuid(user)
    assert str(caught.value) == f"{folder}/articles/closed: cannot be read: Permission denied"


def test_a_corpus_may_be_empty(tmp_path: Path) -> None:
    assert read_corpus(write_corpus(tmp_path, {})) == Corpus({}, {}, ())


def test_the_shipped_articles_are_all_read(corpus: Path) -> None:
    found = read_corpus(corpus)
    assert found.rejected == ()
    files = (corpus / "articles").rglob("*.md")
    assert sorted(found.articles) == sorted(f.stem for f in files)
    assert "flank-mass-with-calcification" in found.articles


def test_no_shipped_article_calls_itself_approved(corpus: Path) -> None:
    found = read_corpus(corpus)
    assert {a.status for a in found.articles.values()} <= {"submitted", "under-review"}


def test_the_flank_mass_article_is_imported_and_rests_on_summaries(corpus: Path) -> None:
    found = read_corpus(corpus).articles["flank-mass-with-calcification"]
    assert found.origin == "imported"
    assert [r.kind for r in found.references[:4]] == ["summary", "summary", "summary", "research"]
    assert (found.references[3].year, found.references[3].primary) == (1985, True)
    assert found.updated == dt.date(2025, 11, 26)
