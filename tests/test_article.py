"""Articles: what a file must be, and that a bad one never costs its neighbours."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import socket
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.articles.article import (
    MAX_BYTES,
    Article,
    Corpus,
    Reference,
    Rejected,
    parse,
    read_corpus,
    version_of,
)
from rag.errors import ArticleError, CorpusError
from tests.fakes import article, write_corpus

GOOD = article("Why ultrasound first?", short_answer="Ultrasound needs no sedation. [1]")


def with_neighbour(folder: Path) -> Path:
    return write_corpus(folder, {"good": GOOD})


def rejected_beside_a_good_one(folder: Path, source: str | bytes) -> Rejected:
    corpus = with_neighbour(folder)
    data = source if isinstance(source, bytes) else source.encode()
    (corpus / "articles" / "bad.md").write_bytes(data)
    found = read_corpus(corpus)
    assert list(found.articles) == ["good"]
    assert list(found.sources) == ["good"]
    (rejected,) = found.rejected
    return rejected


def test_a_good_file_is_read_whole() -> None:
    source = b"""---
title: "Which imaging comes first: ultrasound or CT?"
subject: a child with a palpable mass
specialty: Paediatric oncology
status: under-review
updated: 2026-11-22
applies_to: Children aged 0 to 18 years
setting: Emergency department
origin: imported
asks:
  - Why ultrasound?
  - Why not CT?
references:
  - number: 1
    kind: guideline
    title: ACR Criteria
    source: American College of Radiology
    year: 2020
    consulted: full-text
    edition: revised 2019
    url: https://acr.org/a?b=c
    doi: 10.1016/j.jacr.2023.02.009
    pmid: "36349564"
  - {number: 2, kind: summary, title: S, source: P, year: 1800, consulted: none}
---

## Short answer

Ultrasound. [1, 2]
"""
    found = parse(source, "palpable-mass-2")
    (section,) = found.sections
    assert (section.path, section.line) == (("Short answer",), 27)
    assert found == Article(
        slug="palpable-mass-2",
        version=hashlib.sha256(source).hexdigest()[:12],
        title="Which imaging comes first: ultrasound or CT?",
        subject="a child with a palpable mass",
        specialty="Paediatric oncology",
        status="under-review",
        updated=dt.date(2026, 11, 22),
        applies_to="Children aged 0 to 18 years",
        setting="Emergency department",
        origin="imported",
        asks=("Why ultrasound?", "Why not CT?"),
        references=(
            Reference(
                1,
                "guideline",
                "ACR Criteria",
                "American College of Radiology",
                2020,
                "full-text",
                "revised 2019",
                "https://acr.org/a?b=c",
                "10.1016/j.jacr.2023.02.009",
                "36349564",
            ),
            Reference(2, "summary", "S", "P", 1800, "none"),
        ),
        sections=(section,),
    )


def test_what_may_be_left_out_has_its_default() -> None:
    found = parse(GOOD.replace("origin: written\n", "").encode(), "x")
    assert (found.subject, found.applies_to, found.setting, found.asks) == ("", "", "", ())
    assert found.origin == "written"
    reference = found.references[0]
    assert (reference.edition, reference.url, reference.doi, reference.pmid) == ("", "", "", "")


@pytest.mark.parametrize(
    ("kind", "primary"),
    [("guideline", True), ("research", True), ("review", False), ("summary", False)],
)
def test_only_a_guideline_or_a_study_is_primary(kind: str, primary: bool) -> None:
    found = parse(GOOD.replace("kind: review", f"kind: {kind}").encode(), "x")
    assert found.references[0].primary is primary


def test_the_label_is_the_subject_or_else_the_title() -> None:
    named = article("Why?", "the limping child", a="Text. [1]")
    assert parse(named.encode(), "x").label == "The limping child"
    assert parse(GOOD.encode(), "x").label == "Why ultrasound first?"


def test_windows_line_ends_are_read_as_any_other() -> None:
    windows = GOOD.replace("\n", "\r\n").encode()
    found, expected = parse(windows, "x"), parse(GOOD.encode(), "x")
    assert (found.sections, found.references) == (expected.sections, expected.references)
    assert found.version == version_of(windows) != expected.version


def test_the_version_is_that_of_the_exact_text() -> None:
    assert version_of(b"abc") == "ba7816bf8f01"  # SHA-256 of "abc", FIPS 180-2 appendix B.1
    assert parse(GOOD.encode(), "x").version != parse(GOOD.encode() + b"\n", "x").version


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        (GOOD.replace("needs", "né").encode("latin-1"), 18,
         "not UTF-8; save the file in that encoding"),
        (GOOD.encode("utf-16"), 1, "not UTF-8; save the file in that encoding"),
        (GOOD.encode("utf-16-le"), 1, "the hidden character U+0000; remove it"),
        (b"\xef\xbb\xbf" + GOOD.encode(), 1,
         "begins with a byte-order mark; save as UTF-8 without it"),
        (GOOD + "x" * MAX_BYTES, 1, "larger than 256 KiB; split the article"),
        ("", 1, "no front matter: the first line is not `---`"),
        ("\n" + GOOD, 1, "no front matter: the first line is not `---`"),
        ("## Short answer\n\nText.", 1, "no front matter: the first line is not `---`"),
        (GOOD.replace("---\n\n##", "\n##"), 1, "the front matter is not closed by a line `---`"),
        (GOOD.replace("---\n\n##", "----\n\n##"), 1,
         "the front matter is not closed by a line `---`"),
        (GOOD[: GOOD.index("##")], 14, "the body is empty"),
        (GOOD[: GOOD.index("Ultrasound needs")], 16, "the section 'Short answer' has no text"),
        (GOOD.replace("## Short answer", "Short answer"), 16, "text before the first heading"),
        (GOOD.replace("[1]", "[1, 2]"), 18, "the mark [2] has no reference"),
        (GOOD.replace("[1]", "[1] Nor CT. [0]"), 18, "the mark [0] has no reference"),
        (GOOD.replace(" [1]", ""), 8, "reference 1 is not cited in the text"),
        (GOOD.replace("sedation", "sed\u202eation"), 18, "the hidden character U+202E; remove it"),
        (GOOD.replace("sedation", "sed\u200bation"), 18, "the hidden character U+200B; remove it"),
        (GOOD.replace("sedation", "\x1b[31mx"), 18, "the hidden character U+001B; remove it"),
        (GOOD.replace("status:", "status:\x00"), 5, "the hidden character U+0000; remove it"),
        (GOOD.replace("needs", "`needs`"), 18, "code is not in the grammar"),
        (GOOD + "\n[1]: https://a.org\n", 20,
         "link definitions are refused; addresses go to the references"),
    ],
    ids=lambda value: repr(value)[:30],
)  # fmt: skip
def test_a_bad_file_is_rejected_with_its_line_and_its_neighbour_is_read(
    tmp_path: Path, source: str | bytes, line: int, reason: str
) -> None:
    rejected = rejected_beside_a_good_one(tmp_path, source)
    assert rejected == Rejected("articles/bad.md", line, reason)


def test_a_file_of_exactly_the_largest_size_is_read() -> None:
    source = GOOD + "a" * (MAX_BYTES - len(GOOD))
    assert parse(source.encode(), "x").version == version_of(source.encode())


REFERENCE = """  - number: 1
    kind: review
    title: A review
    source: A journal
    year: 2025
    consulted: abstract
"""


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        # A field that is unknown, repeated or missing.
        ("origin:", "author: me\norigin:", 3, "front matter: `author` is not a field"),
        ("origin:", "Title: me\norigin:", 3, "front matter: `Title` is not a field"),
        ("origin:", "title: again\norigin:", 3, "`title` is given twice"),
        ("    year: 2025\n", "    year: 2025\n    year: 2025\n", 13, "`year` is given twice"),
        ("    year:", "    pages: 1-3\n    year:", 12, "reference 1: `pages` is not a field"),
        *(
            (f"{field}\n", "", 2, f"front matter: `{field.split(':')[0]}` is missing")
            for field in (
                "title: Why ultrasound first?",
                "specialty: Paediatrics",
                "status: submitted",
                "updated: 2026-11-22",
                f"references:\n{REFERENCE.rstrip()}",
            )
        ),
        *(
            (f"    {field}\n", "", 8, f"reference 1: `{field.split(':')[0]}` is missing")
            for field in REFERENCE.replace("  - number: 1\n", "").replace("    ", "").splitlines()
        ),
        ("  - number: 1\n    kind", "  - kind", 8, "reference 1: `number` is missing"),
        # Of the wrong type.
        ("title: Why ultrasound first?", "title: [a]", 2,
         "front matter: `title` is a list or mapping, not one line of text"),
        ("title: Why ultrasound first?", "title:", 2,
         "front matter: `title` is '', not one line of text"),
        ("specialty: Paediatrics", "specialty: {a: b}", 4,
         "front matter: `specialty` is a list or mapping, not one line of text"),
        ("specialty: Paediatrics", "specialty: |\n  a\n  b", 4,
         "front matter: `specialty` is 'a\\nb\\n', not one line of text"),
        ("status: submitted", "status: approved", 5,
         "front matter: `status` is 'approved', not one of submitted, under-review"),
        ("status: submitted", "status: Submitted", 5,
         "front matter: `status` is 'Submitted', not one of submitted, under-review"),
        ("updated: 2026-11-22", "updated: 22 November 2026", 6,
         "front matter: `updated` is '22 November 2026', not a day as YYYY-MM-DD"),
        ("updated: 2026-11-22", "updated: 2026-02-29", 6,
         "front matter: `updated` is 2026-02-29, no such day"),
        ("origin: written", "origin: copied", 3,
         "front matter: `origin` is 'copied', not one of written, imported"),
        ("origin: written", "subject: [a]", 3,
         "front matter: `subject` is a list or mapping, not one line of text"),
        ("origin: written", "applies_to:", 3,
         "front matter: `applies_to` is '', not one line of text"),
        ("origin: written", "setting: {}", 3,
         "front matter: `setting` is a list or mapping, not one line of text"),
        ("origin: written", "asks: Why?", 3, "front matter: `asks` is not a list of 1 to 5"),
        ("origin: written", "asks: []", 3, "front matter: `asks` is not a list of 1 to 5"),
        ("origin: written", "asks: [a, b, c, d, e, f]", 3,
         "front matter: `asks` is not a list of 1 to 5"),
        ("origin: written", "asks:\n  - a\n  - [b]", 5,
         "a list of one-line texts holds something else"),
        (f"references:\n{REFERENCE}", "references: none\n", 7,
         "front matter: `references` is not a list of 1 to 40"),
        (f"references:\n{REFERENCE}", "references: []\n", 7,
         "front matter: `references` is not a list of 1 to 40"),
        (REFERENCE, REFERENCE * 41, 7, "front matter: `references` is not a list of 1 to 40"),
        (REFERENCE, "  - A review\n", 8, "reference 1: expected `field: value` pairs"),
        ("number: 1", "number: one", 8, "reference 1: `number` is 'one', not a whole number"),
        ("number: 1", "number: 2", 8, "reference 1 has the number 2"),
        (REFERENCE, REFERENCE * 2, 14, "reference 2 has the number 1"),
        (REFERENCE, REFERENCE + REFERENCE.replace("1", "2"), 14,
         "reference 2 is not cited in the text"),
        ("kind: review", "kind: book", 9,
         "reference 1: `kind` is 'book', not one of guideline, research, review, summary"),
        ("title: A review", "title: [A]", 10,
         "reference 1: `title` is a list or mapping, not one line of text"),
        ("source: A journal", "source:", 11, "reference 1: `source` is '', not one line of text"),
        ("year: 2025", "year: '25'", 12, "reference 1: `year` is 25, not from 1800 to 2100"),
        ("year: 2025", "year: 2025-01", 12, "reference 1: `year` is '2025-01', not a whole number"),
        ("year: 2025", "year: 02025", 12, "reference 1: `year` is '02025', not a whole number"),
        ("consulted: abstract", "consulted: yes", 13,
         "reference 1: `consulted` is 'yes', not one of full-text, abstract, none"),
        ("year: 2025", "edition: []\n    year: 2025", 12,
         "reference 1: `edition` is a list or mapping, not one line of text"),
        ("year: 2025", "url: javascript:alert(1)\n    year: 2025", 12,
         "reference 1: `url` is 'javascript:alert(1)', not an http address"),
        ("year: 2025", "url: https://a b\n    year: 2025", 12,
         "reference 1: `url` is 'https://a b', not an http address"),
        ("year: 2025", "doi: https://doi.org/10.1/x\n    year: 2025", 12,
         "reference 1: `doi` is 'https://doi.org/10.1/x', not a DOI (10.…/…)"),
        ("year: 2025", "pmid: PMC123\n    year: 2025", 12,
         "reference 1: `pmid` is 'PMC123', not a PubMed number"),
        # YAML's cleverness.
        ("specialty: P", "specialty: !!str P", 4,
         "the tag tag:yaml.org,2002:str is refused; values are plain text"),
        ("specialty: P", "specialty: &a P", 4,
         "anchors and aliases are refused; write the value out"),
        ("specialty: Paediatrics", "specialty: *a", 4,
         "anchors and aliases are refused; write the value out"),
        ("specialty: Paediatrics", "specialty: " + "[" * 5000, 4, "nested deeper than 6 levels"),
        ("specialty: P", "--- P", 4, "a second YAML document; front matter is one"),
        ("specialty: Paediatrics", 'specialty: "\\u202ex"', 4,
         "the hidden character U+202E; remove it"),
        ("specialty: Paediatrics", 'specialty: "\\UFFFFFFFF"', 2,
         "front matter is not YAML: Python int too large to convert to C int"),
        ("specialty: Paediatrics", "specialty Paediatrics", 5,
         "front matter is not YAML: could not find expected ':'"),
    ],
    ids=lambda value: str(value)[:40].replace("\n", " "),
)  # fmt: skip
def test_a_bad_field_is_rejected_with_its_line_and_its_neighbour_is_read(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert GOOD.count(old) == 1
    rejected = rejected_beside_a_good_one(tmp_path, GOOD.replace(old, new))
    assert rejected == Rejected("articles/bad.md", line, reason)


@pytest.mark.parametrize(
    "slug", ["A", "a_b", "a--b", "-a", "a-", "a.b", "é", "a b", "", "a" * 101, "a\n", "../a"]
)
def test_a_slug_is_lower_case_letters_digits_and_single_hyphens(slug: str) -> None:
    with pytest.raises(ArticleError) as caught:
        parse(GOOD.encode(), slug)
    assert caught.value.line == 1
    reason = f"{slug!r} is no slug: lower-case letters, digits, single hyphens"
    assert caught.value.reason == reason


@pytest.mark.parametrize("slug", ["a", "0", "flank-mass-2", "a" * 100])
def test_a_slug_is_the_name_of_the_article(slug: str) -> None:
    assert parse(GOOD.encode(), slug).slug == slug


def test_there_may_be_forty_references() -> None:
    forty = "".join(REFERENCE.replace("number: 1", f"number: {n}") for n in range(1, 41))
    source = GOOD.replace(REFERENCE, forty).replace("[1]", "[1-20] And so on. [21-40]")
    assert [r.number for r in parse(source.encode(), "x").references] == list(range(1, 41))


NASTY = st.sampled_from(
    [
        "---",
        "&a",
        "*a",
        "!!",
        "[" * 30,
        "- " * 30,
        "\ud800",
        "\x00",
        "\u202e",
        "[9]",
        "[1-",
        "| a |",
    ]
)


@given(st.integers(0, len(GOOD)), st.one_of(NASTY, st.text(max_size=20)), st.integers(0, 40))
def test_whatever_is_typed_into_a_file_it_is_read_or_rejected(
    at: int, typed: str, dropped: int
) -> None:
    source = (GOOD[:at] + typed + GOOD[at + dropped :]).encode("utf-8", "surrogatepass")
    try:
        assert parse(source, "x").title
    except ArticleError as error:
        assert 1 <= error.line <= source.count(b"\n") + 1
        assert "\n" not in str(error)


@given(st.binary(max_size=200))
def test_whatever_the_bytes_a_file_is_read_or_rejected(source: bytes) -> None:
    with pytest.raises(ArticleError):
        parse(b"---\n" + source, "x")


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
