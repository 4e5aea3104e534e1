"""Front matter: YAML as plain text with lines, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest

from rag.articles.frontmatter import Fields, load, texts
from rag.errors import ArticleError


def refused(text: str, first_line: int = 2) -> tuple[int, str]:
    with pytest.raises(ArticleError) as caught:
        load(text, first_line)
    return caught.value.line, caught.value.reason


def one(value: str) -> Fields:
    return load(f"a: 1\nfield: {value}\n", first_line=2)


@pytest.mark.parametrize(
    "value", ["NO", "true", "null", "~", "1.50", "0x1F", "2026-11-22", "=", "1e3"]
)
def test_values_stay_the_text_that_was_typed(value: str) -> None:
    assert one(value).text("field") == value


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("a: &x 1\nb: 2", 2, "anchors and aliases are refused; write the value out"),
        ("a: 1\nb: *x", 3, "anchors and aliases are refused; write the value out"),
        ("a: 1\nb: &x [1]", 3, "anchors and aliases are refused; write the value out"),
        ("a: !!int 1", 2, "the tag tag:yaml.org,2002:int is refused; values are plain text"),
        (
            "a: 1\nb: !!python/object/apply:os.system [x]",
            3,
            "the tag tag:yaml.org,2002:python/object/apply:os.system is refused; "
            "values are plain text",
        ),
        ("a: !x {b: 1}", 2, "the tag !x is refused; values are plain text"),
        ("a: 1\n--- b", 3, "a second YAML document; front matter is one"),
        ("a: 1\n\nb: 2\na: 3", 5, "`a` is given twice"),
        ('"a": 1\na: 3', 3, "`a` is given twice"),
        ("a:\n  - b: 1\n    b: 2", 4, "`b` is given twice"),
        ("? [a]\n: b", 2, "a field's name is not text"),
        ("? {a: b}\n: c", 2, "a field's name is not text"),
        ("- a", 2, "front matter is not a list of `field: value`"),
        ("just text", 2, "front matter is not a list of `field: value`"),
        ("", 2, "front matter is not a list of `field: value`"),
        ("# a: 1", 2, "front matter is not a list of `field: value`"),
        ("a: 1\nb: [1", 3, "front matter is not YAML: expected ',' or ']', but got '<stream end>'"),
        ("a: 1\nb: c: d", 3, "front matter is not YAML: mapping values are not allowed here"),
        ("a: 1\n\tb: 2", 3, "front matter is not YAML: found character '\\t' that cannot start any"
         " token"),
        ("a: 'open", 2, "front matter is not YAML: found unexpected end of stream"),
        ("a: 1\n...\nb: 2", 4, "front matter is not YAML: expected '<document start>', but found"
         " '<block mapping start>'"),
        ("a: 1\nb: [[[[[[c]]]]]]", 3, "nested deeper than 6 levels"),
        ("a: " + "[" * 5000, 2, "nested deeper than 6 levels"),
        ("a: " + "{a: " * 5000, 2, "nested deeper than 6 levels"),
        ("- " * 5000 + "a", 2, "nested deeper than 6 levels"),
        ("? " * 5000 + "a", 2, "nested deeper than 6 levels"),
        ('a: 1\nb: "x\\u202ey"', 3, "the hidden character U+202E; remove it"),
        ('a: 1\n"x\\e": y', 3, "the hidden character U+001B; remove it"),
        ('a: ["b", "\\ud800"]', 2, "the hidden character U+D800; remove it"),
    ],
)  # fmt: skip
def test_what_is_not_plain_yaml_is_refused_with_its_line(text: str, line: int, reason: str) -> None:
    assert refused(text) == (line, reason)


@pytest.mark.parametrize(
    "text",
    ['a: "\\UFFFFFFFF"', 'a: "\\U00110000"', "%YAML 1." + "1" * 5000 + "\n--- {}", "a: \ufffe"],
)
def test_what_the_yaml_library_chokes_on_is_refused_as_well(text: str) -> None:
    line, reason = refused(text)
    assert line == 2
    assert reason.startswith("front matter is not YAML: ")
    assert "\n" not in reason


def test_six_levels_are_read() -> None:
    assert load("a: [[[[[deep]]]]]", 1).items("a", most=1)[0].line == 1


def test_a_merge_key_is_a_field_like_any_other() -> None:
    fields = load("a: 1\n<<: {b: 2}", 2)
    assert fields.text("a") == "1"
    with pytest.raises(ArticleError, match="front matter: `<<` is not a field") as caught:
        fields.finish()
    assert caught.value.line == 3


def test_a_missing_field_is_named() -> None:
    with pytest.raises(ArticleError, match="front matter: `title` is missing") as caught:
        load("a: 1", 2).text("title")
    assert caught.value.line == 2


def test_an_optional_text_that_is_missing_is_empty() -> None:
    assert load("a: 1", 2).optional_text("b") == ""


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("", "''"),
        ('"  "', "'  '"),
        ("[x]", "a list or mapping"),
        ("{x: y}", "a list or mapping"),
        ("|\n  one\n  two", "'one\\ntwo\\n'"),
        ('"one\\ntwo"', "'one\\ntwo'"),
    ],
)
def test_a_text_is_one_line(value: str, shown: str) -> None:
    for read in (Fields.text, Fields.optional_text):
        with pytest.raises(ArticleError) as caught:
            read(one(value), "field")
        assert caught.value.reason == f"front matter: `field` is {shown}, not one line of text"
        assert caught.value.line == 3


def test_a_folded_text_of_one_line_is_trimmed() -> None:
    assert one(">\n  one\n  two\n").text("field") == "one two"


@pytest.mark.parametrize("value", ["third", "First", "first, second", "[first]", ""])
def test_a_choice_is_one_of_the_list(value: str) -> None:
    with pytest.raises(ArticleError, match=r"`field` is .*, not one of first, se\.cond$") as caught:
        one(value).choice("field", ("first", "se.cond"))
    assert caught.value.line == 3


def test_a_choice_has_its_default_only_where_it_is_missing() -> None:
    assert load("a: 1", 2).choice("field", ("x", "y"), default="x") == "x"
    assert one("y").choice("field", ("x", "y"), default="x") == "y"
    with pytest.raises(ArticleError, match="`field` is missing"):
        load("a: 1", 2).choice("field", ("x", "y"))


@pytest.mark.parametrize(
    "value", ["1.5", "-1", "one", "01", "0x10", "1_000", "１", "1" * 10, "[1]"]
)
def test_a_whole_number_is_written_in_digits(value: str) -> None:
    with pytest.raises(ArticleError, match=r"`field` is .*, not a whole number$") as caught:
        one(value).integer("field", 1, 999)
    assert caught.value.line == 3


@pytest.mark.parametrize("value", [0, 1000])
def test_a_whole_number_is_in_its_range(value: int) -> None:
    with pytest.raises(ArticleError) as caught:
        one(str(value)).integer("field", 1, 999)
    assert caught.value.reason == f"front matter: `field` is {value}, not from 1 to 999"
    assert caught.value.line == 3


def test_the_ends_of_the_range_are_in_it() -> None:
    assert (one("1").integer("field", 1, 999), one("999").integer("field", 1, 999)) == (1, 999)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ("22-11-2026", "is '22-11-2026', not a day as YYYY-MM-DD"),
        ("20261122", "is '20261122', not a day as YYYY-MM-DD"),
        ("2026-11-22T00:00", "is '2026-11-22T00:00', not a day as YYYY-MM-DD"),
        ("２０２６-11-22", "is '２０２６-11-22', not a day as YYYY-MM-DD"),
        ("2026-02-30", "is 2026-02-30, no such day"),
        ("2026-13-01", "is 2026-13-01, no such day"),
        ("0000-01-01", "is 0000-01-01, no such day"),
    ],
)
def test_a_day_is_a_day(value: str, why: str) -> None:
    with pytest.raises(ArticleError) as caught:
        one(value).date("field")
    assert (caught.value.line, caught.value.reason) == (3, f"front matter: `field` {why}")


def test_a_leap_day_is_read() -> None:
    assert one("2024-02-29").date("field") == dt.date(2024, 2, 29)


@pytest.mark.parametrize("value", ["x", "[]", "{a: b}", "[1, 2, 3]", ""])
def test_a_list_has_one_entry_to_the_most(value: str) -> None:
    for required in (True, False):
        with pytest.raises(ArticleError) as caught:
            one(value).items("field", most=2, required=required)
        assert caught.value.reason == "front matter: `field` is not a list of 1 to 2"
        assert caught.value.line == 3


def test_an_optional_list_that_is_missing_is_empty() -> None:
    assert load("a: 1", 2).items("field", most=2, required=False) == []


@pytest.mark.parametrize("entry", ["[x]", "{x: y}", '""', '" "', '"a\\nb"', "x" * 501])
def test_a_list_of_texts_holds_lines_of_text(entry: str) -> None:
    entries = load(f"field:\n  - good\n  - {entry}\n", 2).items("field", most=9)
    with pytest.raises(ArticleError) as caught:
        texts(entries)
    assert caught.value.reason == "a list of one-line texts holds something else"
    assert caught.value.line == 4


def test_a_list_of_texts_is_trimmed() -> None:
    entries = load(f'field: [" a ", {"x" * 500}]', 2).items("field", most=9)
    assert texts(entries) == ["a", "x" * 500]


def test_a_field_that_nobody_asked_for_is_refused_with_its_line() -> None:
    fields = load("a: 1\nb:\n  - 2\nc: 3", 2)
    fields.text("a")
    with pytest.raises(ArticleError) as caught:
        fields.finish()
    assert (caught.value.line, caught.value.reason) == (3, "front matter: `b` is not a field")


def test_an_entry_that_is_no_mapping_is_refused_with_its_line() -> None:
    entry = load("list:\n  - a: 1\n  - text", 2).items("list", most=9)[1]
    with pytest.raises(ArticleError) as caught:
        Fields(entry, "reference 2")
    assert caught.value.line == 4
    assert caught.value.reason == "reference 2: expected `field: value` pairs"


def test_a_misspelt_field_is_named_with_its_own_line() -> None:
    fields = load("title: t\nstatuss: submitted\n", first_line=2)
    with pytest.raises(ArticleError) as refused:
        fields.text("status")
    assert (refused.value.line, refused.value.reason) == (
        3,
        "front matter: `statuss` is not a field; `status` is",
    )
