"""The glossary: terms that mean the same, so that "US" finds "ultrasound"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from rag.articles import frontmatter
from rag.errors import ArticleError, CorpusError
from rag.text import Token, content_stems, content_tokens, stems

MAX_BYTES = 1024 * 1024
MAX_ENTRIES = 5000
_ONE_NAME = re.compile(r"[\w\s'’/-]{2,80}")  # no full stop or comma within


class Term(NamedTuple):
    """A term, its other names, what it means in plain words ("" if not written), and its line."""

    term: str
    also: tuple[str, ...]
    plain: str
    line: int = 0


class Glossary:
    """Looks up the other names of what a text mentions."""

    def __init__(self, terms: Iterable[Term] = ()) -> None:
        self.terms = tuple(terms)
        self._alike: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
        for term in self.terms:
            names = {tuple(content_stems(name)) for name in (term.term, *term.also)} - {()}
            for name in names:
                self._alike[name] |= names - {name}
        self._plain: dict[tuple[str, ...], str] = {}
        self._short: set[tuple[str, ...]] = set()  # abbreviations
        self._spelled: set[tuple[str, ...]] = set()  # the names with their small words
        for term in (t for t in self.terms if t.plain):
            for spelled in (term.term, *term.also):
                self._explain(spelled, term.plain)
        self._sizes = sorted({len(name) for name in self._alike})

    def _explain(self, name: str, plain: str) -> None:
        """Notes what a name means; one that means two things is explained by neither."""
        key = _stems(content_tokens(name))
        self._plain[key] = plain if self._plain.get(key, plain) == plain else ""
        self._spelled.add(tuple(stems(name)))
        if name.isupper():
            self._short.add(key)

    def alike(self, stems: Iterable[str]) -> dict[str, set[tuple[str, ...]]]:
        """For each stem of `stems` that is a name or part of one, the other names, as stems.

        A name of several words counts where they stand together among the stems.
        """
        present = list(stems)
        found: dict[str, set[tuple[str, ...]]] = {}
        for size in self._sizes:
            for at in range(len(present) - size + 1):
                name = tuple(present[at : at + size])
                for stem in name if name in self._alike else ():
                    found.setdefault(stem, set()).update(self._alike[name])
        return found

    def expand(self, stems: Iterable[str]) -> list[str]:
        """The stems, followed by those of the other names."""
        present = list(stems)
        more = (s for names in self.alike(present).values() for name in names for s in name)
        return list(dict.fromkeys([*present, *sorted(more)]))

    def plain_words(self, text: str, most: int) -> dict[str, str]:
        """What the first `most` terms of a text mean in plain words, each as the text writes it.

        Where one name stands in another, the longer one is meant; what has two names in a text is
        explained once.
        """
        words, at = content_tokens(text), 0
        found: dict[str, str] = {}
        while at < len(words) and len(found) < most:
            named = (w for n in self._sizes[::-1] if self._explains(w := words[at : at + n], text))
            name = next(named, [])
            if name and self._plain[_stems(name)] not in found.values():
                found.setdefault(_surface(name, text), self._plain[_stems(name)])
            at += len(name) or 1
        return found

    def _explains(self, name: Sequence[Token], text: str) -> bool:
        """Whether words are a name whose plain words say more than the name does."""
        key, surface = _stems(name), _surface(name, text)
        if not self._plain.get(key) or not _ONE_NAME.fullmatch(surface):
            return False
        spelled = tuple(stems(surface)) in self._spelled  # "work" is no "work-up"
        short = key in self._short and not surface[:2].isupper()  # "ra" is no "RA"
        return spelled and not short and not set(key) <= set(content_stems(self._plain[key]))


def _stems(name: Sequence[Token]) -> tuple[str, ...]:
    return tuple(t.stem for t in name)


def _surface(name: Sequence[Token], text: str) -> str:
    return text[name[0].start : name[-1].end]


def read_glossary(corpus: Path) -> Glossary:
    """The glossary of a corpus folder, empty where it has none. Raises CorpusError."""
    path = corpus / "glossary.yaml"
    if not path.is_file():
        return Glossary()
    if path.stat().st_size > MAX_BYTES:
        raise CorpusError(f"{path}: larger than {MAX_BYTES // 1024} KiB")
    try:
        fields = frontmatter.load(path.read_text("utf-8"), first_line=1, what="the glossary")
        terms = [_term(e, n) for n, e in enumerate(fields.items("terms", MAX_ENTRIES), start=1)]
        fields.finish()
    except ArticleError as error:
        raise CorpusError(f"{path}:{error.line}: {error.reason}") from None
    except UnicodeDecodeError:
        raise CorpusError(f"{path}: not UTF-8") from None
    return Glossary(terms)


def _term(entry: frontmatter.Entry, number: int) -> Term:
    one = frontmatter.Fields(entry, f"term {number}")
    term = Term(
        one.text("term"),
        tuple(frontmatter.texts(one.items("also", most=20, required=False))),
        one.optional_text("plain"),
        entry.line,
    )
    one.finish()
    return term
