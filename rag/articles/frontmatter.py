"""Strict front matter: YAML read as plain text with line numbers, and nothing else.

PyYAML's own loader turns `NO` and dates into other types, lets the last of two equal keys win, and
expands aliases; here the composed nodes are walked instead, so no object is ever built.
"""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Collection
from typing import NamedTuple

import yaml

from rag.errors import ArticleError
from rag.text import hidden_character

MAX_DEPTH = 6


class Entry(NamedTuple):
    """A value of the front matter and the line that it stands on."""

    value: str | list[Entry] | dict[str, Entry]
    line: int


def load(text: str, first_line: int, what: str = "front matter") -> Fields:
    """The mapping that the YAML `text` holds; `first_line` is its line in the file.

    Raises ArticleError for what is not plain YAML: tags, anchors, aliases, repeated keys.
    """
    try:
        _refuse_cleverness(text, first_line)
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise ArticleError(f"{what} is not YAML: {error.problem}", line) from None
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The last two come from PyYAML itself, for an escape such as "\\UFFFFFFFF".
        reason = str(error).splitlines()[0]
        raise ArticleError(f"{what} is not YAML: {reason}", first_line) from None
    if not isinstance(node, yaml.MappingNode):
        raise ArticleError(f"{what} is not a list of `field: value`", first_line)
    return Fields(_entry(node, first_line), what)


def _refuse_cleverness(text: str, first_line: int) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise ArticleError("anchors and aliases are refused; write the value out", line)
        tag: object = getattr(event, "tag", None)
        if tag:
            raise ArticleError(f"the tag {tag} is refused; values are plain text", line)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            raise ArticleError(f"nested deeper than {MAX_DEPTH} levels", line)
        if isinstance(event, yaml.DocumentStartEvent) and event.explicit:
            raise ArticleError("a second YAML document; front matter is one", line)


def _entry(node: yaml.Node, first_line: int) -> Entry:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.ScalarNode):
        return Entry(_visible(str(node.value), line), line)
    if isinstance(node, yaml.SequenceNode):
        return Entry([_entry(item, first_line) for item in node.value], line)
    mapping: dict[str, Entry] = {}
    for key, value in node.value:
        key_line = first_line + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise ArticleError("a field's name is not text", key_line)
        name = _visible(key.value, key_line)
        if name in mapping:
            raise ArticleError(f"`{name}` is given twice", key_line)
        mapping[name] = Entry(_entry(value, first_line).value, key_line)
    return Entry(mapping, line)


def _visible(value: str, line: int) -> str:
    """The value, unless an escape in it stands for a hidden character."""
    hidden = hidden_character(value)
    if hidden:
        raise ArticleError(f"the hidden character U+{ord(hidden.group()):04X}; remove it", line)
    return value


def texts(entries: list[Entry]) -> list[str]:
    """The entries of a list, each one line of text."""
    for entry in entries:
        value = entry.value
        if not isinstance(value, str) or not re.fullmatch(r"[^\n]{1,500}", value.strip()):
            raise ArticleError("a list of one-line texts holds something else", entry.line)
    return [str(entry.value).strip() for entry in entries]


class Fields:
    """Takes typed values out of a mapping, one by one; `finish` refuses what is left."""

    def __init__(self, entry: Entry, where: str) -> None:
        if not isinstance(entry.value, dict):
            raise ArticleError(f"{where}: expected `field: value` pairs", entry.line)
        self._left: dict[str, Entry] = dict(entry.value)
        self._where = where
        self.line = entry.line

    def _take(self, name: str, required: bool) -> Entry | None:
        entry = self._left.pop(name, None)
        if entry is None and required:
            for near in difflib.get_close_matches(name, self._left, n=1, cutoff=0.8):
                line = self._left[near].line
                raise ArticleError(f"{self._where}: `{near}` is not a field; `{name}` is", line)
            raise ArticleError(f"{self._where}: `{name}` is missing", self.line)
        return entry

    def text(self, name: str, pattern: str = r"[^\n]+", what: str = "one line of text") -> str:
        """The required text of a field; it must match `pattern` whole."""
        return self._text(self._take(name, required=True), name, pattern, what)

    def optional_text(
        self, name: str, pattern: str = r"[^\n]+", what: str = "one line of text"
    ) -> str:
        """The text of a field, "" where it is left out."""
        entry = self._take(name, required=False)
        return "" if entry is None else self._text(entry, name, pattern, what)

    def _text(self, entry: Entry | None, name: str, pattern: str, what: str) -> str:
        assert entry is not None
        value = entry.value
        if not isinstance(value, str) or not re.fullmatch(pattern, value.strip()):
            shown = f"{value[:60]!r}" if isinstance(value, str) else "a list or mapping"
            raise ArticleError(f"{self._where}: `{name}` is {shown}, not {what}", entry.line)
        return value.strip()

    def choice(self, name: str, allowed: Collection[str], default: str | None = None) -> str:
        """A field that is one of `allowed`."""
        if default is not None and name not in self._left:
            return default
        pattern = "|".join(re.escape(a) for a in allowed)
        return self.text(name, pattern, "one of " + ", ".join(allowed))

    def integer(self, name: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        line = self._left[name].line if name in self._left else self.line
        value = int(self.text(name, r"0|[1-9][0-9]{0,8}", "a whole number"))
        if not low <= value <= high:
            raise ArticleError(
                f"{self._where}: `{name}` is {value}, not from {low} to {high}", line
            )
        return value

    def date(self, name: str) -> dt.date:
        """A day, written YYYY-MM-DD."""
        line = self._left[name].line if name in self._left else self.line
        value = self.text(name, r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day as YYYY-MM-DD")
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ArticleError(f"{self._where}: `{name}` is {value}, no such day", line) from None

    def items(self, name: str, most: int, required: bool = True) -> list[Entry]:
        """The entries of a list, at least one where it is given."""
        entry = self._take(name, required)
        if entry is None:
            return []
        if not isinstance(entry.value, list) or not 1 <= len(entry.value) <= most:
            raise ArticleError(f"{self._where}: `{name}` is not a list of 1 to {most}", entry.line)
        return entry.value

    def finish(self) -> None:
        """Raises ArticleError for the first field that nobody asked for."""
        for name, entry in self._left.items():
            raise ArticleError(f"{self._where}: `{name}` is not a field", entry.line)
