"""A retrieval set in the BEIR layout, read strictly, and its documents as passages."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from itertools import islice, pairwise
from pathlib import Path
from typing import Any, NamedTuple

from rag.articles.passage import MAX_CHARS
from rag.errors import SequiturError
from rag.text import sentences

HEADER = ("query-id", "corpus-id", "score")
_WHOLE_NUMBER = re.compile(r"-?\d{1,9}")


class DataError(SequiturError):
    """A data set that cannot be read: file, line, reason."""


class Document(NamedTuple):
    """A document of the corpus; `title` may be empty."""

    id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """The title on its own line where there is one, then the text."""
        return f"{self.title}\n{self.text}" if self.title else self.text


class Piece(NamedTuple):
    """A passage of a document, which is given by its place in the corpus."""

    document: int
    text: str  # as the encoder sees it, the document's title first


class Dataset(NamedTuple):
    """Documents, the questions that have a relevant document, and the judgements.

    Collections in use hold several rows of one `_id`: they count as one document, found by any of
    its rows, and the questions whose relevant document is such a one are counted as ambiguous.
    """

    rows: tuple[Document, ...]  # in file order, but those of one `_id` together
    ids: tuple[str, ...]  # of the documents, each once
    queries: dict[str, str]
    judged: dict[str, dict[str, int]]  # query, document: grade; 0 and below is not relevant
    absent: int  # relevant documents that the corpus lacks; none of them can be found

    @property
    def repeated(self) -> set[str]:
        """The ids that more than one row has."""
        return {a.id for a, b in pairwise(self.rows) if a.id == b.id}

    @property
    def ambiguous(self) -> list[str]:
        """The questions with a relevant document that stands in more than one row."""
        found, repeated = self.judged.items(), self.repeated
        return [q for q, grades in found if any(grades[d] > 0 for d in repeated & grades.keys())]


def load(folder: Path) -> Dataset:
    """The set in `folder`. Raises DataError with file and line."""
    if not folder.is_dir():
        raise DataError(
            f"{folder}: no such folder; name one with corpus.jsonl, queries.jsonl, qrels/"
        )
    rows = list(_rows(_file(folder, "corpus.jsonl")))
    place = {id_: n for n, id_ in enumerate(dict.fromkeys(row.id for row in rows))}
    texts = {row.id: row.text for row in _rows(_file(folder, "queries.jsonl"), once=True)}
    judged = _judgements(folder / "qrels" / "test.tsv", texts)
    relevant = [d for grades in judged.values() for d, grade in grades.items() if grade > 0]
    queries = {q: texts[q] for q, grades in judged.items() if max(grades.values()) > 0}
    if not rows or not queries:
        raise DataError(f"{folder}: has no documents, or no question with a relevant one")
    absent = sum(d not in place for d in relevant)
    together = tuple(sorted(rows, key=lambda row: place[row.id]))
    return Dataset(together, tuple(place), queries, {q: judged[q] for q in queries}, absent)


def sample(dataset: Dataset, count: int) -> Dataset:
    """The set with at most `count` of its questions, always the same ones, in file order."""

    def place(query: str) -> str:
        return hashlib.sha256(query.encode()).hexdigest()

    kept = set(islice(sorted(dataset.queries, key=place), count))
    queries = {q: text for q, text in dataset.queries.items() if q in kept}
    return dataset._replace(queries=queries, judged={q: dataset.judged[q] for q in queries})


def pieces(dataset: Dataset) -> list[Piece]:
    """The passages of all documents, in order, at least one each, every one with the title."""
    place = {id_: n for n, id_ in enumerate(dataset.ids)}
    return [
        Piece(place[row.id], row._replace(text=text).whole)
        for row in dataset.rows
        for text in list(_passages(row.text)) or [""]
    ]


def _passages(text: str) -> Iterator[str]:
    """Runs of sentences of at most MAX_CHARS characters; a new paragraph opens a line."""
    run = ""
    for sentence, opens_line in _sentences(text):
        longer = f"{run}{chr(10) if opens_line else ' '}{sentence}" if run else sentence
        if run and len(longer) > MAX_CHARS:
            yield run
            longer = sentence
        run = longer
    if run:
        yield run


def _sentences(text: str) -> Iterator[tuple[str, bool]]:
    """The sentences, and whether each opens a paragraph; what is too long is cut between words."""
    for paragraph in text.splitlines():
        for n, (start, end) in enumerate(sentences(paragraph)):
            rest, opens_line = paragraph[start:end], n == 0
            while len(rest) > MAX_CHARS:
                cut = rest.rfind(" ", 1, MAX_CHARS + 1)
                cut = cut if cut > 0 else MAX_CHARS
                yield rest[:cut], opens_line
                rest, opens_line = rest[cut:].lstrip(), False
            if rest:
                yield rest, opens_line


def _file(folder: Path, name: str) -> Path:
    for path in (folder / name, folder / f"{name}.gz"):
        if path.is_file():
            return path
    raise DataError(f"{folder}: has neither {name} nor {name}.gz")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8") as file
        ):
            yield from ((n, line.rstrip("\r\n")) for n, line in enumerate(file, 1) if line.strip())
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from None


def _rows(path: Path, once: bool = False) -> Iterator[Document]:
    ids: set[str] = set()
    for number, line in _lines(path):
        try:
            row = _row(json.loads(line))
            if once and row.id in ids:
                raise ValueError(f"a second row has the _id {row.id!r}")
        except (ValueError, RecursionError) as error:
            raise DataError(f"{path}:{number}: {error}") from None
        ids.add(row.id)
        yield row


def _row(row: object) -> Document:
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    fields: dict[str, Any] = {"_id": row.get("_id") or None, "title": row.get("title") or ""}
    fields["text"] = row.get("text")
    for field, value in fields.items():
        if not isinstance(value, str):
            raise ValueError(f"`{field}` is missing or not text")
    return Document(*fields.values())


def _judgements(path: Path, queries: dict[str, str]) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    lines = [(n, tuple(line.split("\t"))) for n, line in _lines(path)]
    if not lines or lines[0][1] != HEADER:
        raise DataError(f"{path}:1: the header is not {' '.join(HEADER)}, parted by tabs")
    for number, row in lines[1:]:
        if len(row) != len(HEADER) or not _WHOLE_NUMBER.fullmatch(row[2]):
            raise DataError(
                f"{path}:{number}: not query, document and whole number, parted by tabs"
            )
        query, document, grade = row
        if query not in queries:
            raise DataError(f"{path}:{number}: no question has the _id {query!r}")
        if document in judged.setdefault(query, {}):
            raise DataError(f"{path}:{number}: {query!r} and {document!r} are judged twice")
        judged[query][document] = int(grade)
    return judged
