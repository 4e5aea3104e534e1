"""The references that answers rest on, as RIS and BibTeX, each reference once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from rag.answers.answer import Answer, CitedReference
from rag.text import visible

# What reference managers call a kind, where no journal is named (RIS 2011 specification; BibTeX).
_RIS = {"guideline": "RPRT", "research": "JOUR", "review": "JOUR", "summary": "ELEC"}
_BIBTEX = {"JOUR": "article", "RPRT": "techreport", "ELEC": "misc"}
_CONTAINER = {"article": "journal", "techreport": "institution", "misc": "howpublished"}
_SPECIAL = re.compile(r"[\\{}$&#%_^~]")
_COMMANDS = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_UNSAFE = {ord(c): f"%{ord(c):02X}" for c in "\\{}"}


@dataclass(frozen=True)
class Listed:
    """A reference, and the articles (with their reference numbers) that cite it."""

    reference: CitedReference
    cited_by: tuple[str, ...]

    @property
    def body(self) -> str:
        """Who issued it, of a source written `Body, in Journal`; "" elsewhere."""
        return self.reference.source.rpartition(", in ")[0]

    @property
    def container(self) -> str:
        """The journal, publisher or site."""
        return self.reference.source.rpartition(", in ")[2]

    @property
    def ris_type(self) -> str:
        """JOUR for what stands in a journal, RPRT for another guideline, ELEC for a summary."""
        summary = self.reference.kind == "summary"
        return "JOUR" if self.body and not summary else _RIS.get(self.reference.kind, "GEN")

    @property
    def note(self) -> str:
        """What the file formats have no field for."""
        read = self.reference.consulted
        how = "not consulted" if read == "none" else f"{read} read"
        return f"{self.reference.kind}; {how} by the article's author; {', '.join(self.cited_by)}"


def listed(answers: Iterable[Answer]) -> tuple[Listed, ...]:
    """Each reference once, in the order of its first citation; two articles may cite the same.

    Two are the same that share DOI or PubMed number, or title, source, year and edition.
    """
    found: list[Listed] = []
    at: dict[tuple[str, ...], int] = {}
    for citation in (c for answer in answers for c in answer.citations):
        for reference in citation.references:
            by = f"cited as ({reference.number}) in {citation.article}@{citation.version}"
            keys = list(_keys(reference))
            place = next((at[k] for k in keys if k in at), len(found))
            if place == len(found):
                found.append(Listed(reference, (by,)))
            else:
                found[place] = _merged(found[place], reference, by)
            at |= {key: place for key in keys if key not in at}
    return tuple(found)


def _keys(reference: CitedReference) -> Iterator[tuple[str, ...]]:
    if reference.doi:
        yield "doi", reference.doi.casefold()
    if reference.pmid:
        yield "pmid", reference.pmid
    texts = (reference.title, reference.source, str(reference.year), reference.edition)
    yield "text", *(" ".join(re.findall(r"\w+", text.casefold())) or text for text in texts)


def _merged(known: Listed, other: CitedReference, by: str) -> Listed:
    """The known reference, with what only the other entry says."""
    named = {f.name: getattr(known.reference, f.name) for f in fields(other)}
    gaps = {name: getattr(other, name) for name, value in named.items() if value == ""}
    cited_by = known.cited_by if by in known.cited_by else (*known.cited_by, by)
    return Listed(replace(known.reference, **gaps), cited_by)


def ris(found: Iterable[Listed], remarks: Iterable[str] = ()) -> str:
    """The references in RIS; the remarks go into each, for the format has no comments.

    Without a reference they stand alone: a reference manager reads nothing before a first TY.
    """
    remarks = tuple(remarks)
    entries = "".join(_ris_entry(one, remarks) for one in found)
    return entries or "".join(f"{_line(text)}\r\n" for text in remarks)


def _ris_entry(one: Listed, remarks: tuple[str, ...]) -> str:
    r = one.reference
    lines = [
        ("TY", one.ris_type),
        ("AU", f"{one.body}," if one.body else ""),  # the comma: a body, no person
        ("TI", r.title),
        ("PB" if one.ris_type == "RPRT" else "T2", one.container),
        ("PY", str(r.year)),
        ("ET", r.edition),
        ("DO", r.doi),
        ("AN", r.pmid),
        ("DB", "PubMed" if r.pmid else ""),
        ("UR", r.url),
        *(("N1", text) for text in (one.note, *remarks)),
    ]
    written = [f"{tag}  - {_line(text)}\r\n" for tag, text in lines if text]
    return "".join(written) + "ER  - \r\n\r\n"


def bibtex(found: Iterable[Listed], remarks: Iterable[str] = ()) -> str:
    """The references in BibTeX (UTF-8), after the remarks."""
    # A comment in BibTeX is what stands outside entries, and an entry begins at an @.
    head = "".join(f"% {_line(text).replace('@', '(at)')}\n" for text in remarks)
    taken: set[str] = set()
    return head + "".join("\n" + _bibtex_entry(one, taken) for one in found)


def _bibtex_entry(one: Listed, taken: set[str]) -> str:
    r = one.reference
    entry = _BIBTEX.get(one.ris_type, "misc")
    values = {
        "author": f"{{{_tex(one.body)}}}" if one.body else "",
        "title": f"{{{_tex(r.title)}}}",  # twice braced: its capitals stay
        _CONTAINER[entry]: _tex(one.container),
        "year": str(r.year),
        "edition": _tex(r.edition),
        "doi": _verbatim(r.doi),
        "pmid": _tex(r.pmid),
        "url": _verbatim(r.url),
        "note": _tex(one.note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in values.items() if value)
    return f"@{entry}{{{_key(r, taken)},\n{lines}}}\n"


def _key(reference: CitedReference, taken: set[str]) -> str:
    words = re.findall("[a-z]{4,30}", reference.title.casefold())
    base = f"{reference.kind}{reference.year}{words[0] if words else ''}"
    base = re.sub("[^a-z0-9]", "", base)
    key = next(k for n in range(1, len(taken) + 2) if (k := f"{base}{n}") not in taken)
    taken.add(key)
    return key


def _line(text: str) -> str:
    return " ".join(visible(text).split())


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda m: _COMMANDS.get(m.group(), "\\" + m.group()), _line(text))


def _verbatim(address: str) -> str:
    """An address, which is not escaped in BibTeX, without what could end its field."""
    return _line(address).translate(_UNSAFE)
