"""Addresses outside: those of an article's references, checked before anyone can follow them."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from rag.articles.article import Reference
from ui import words

_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}", re.I)
_DOI = re.compile(r"10\.[0-9]{4,9}/\S{1,200}")
_PMID = re.compile(r"[0-9]{1,9}")


class Link(NamedTuple):
    """What a link is called, and where it leads."""

    label: str
    href: str


def links_of(reference: Reference) -> list[Link]:
    """Where a reference can be read: by its DOI, its PubMed number, and its own address."""
    found = []
    if _DOI.fullmatch(reference.doi):
        href = f"https://doi.org/{quote(reference.doi, safe='/().:;-_')}"
        found.append(Link(f"doi {reference.doi}", href))
    if _PMID.fullmatch(reference.pmid):
        href = f"https://pubmed.ncbi.nlm.nih.gov/{reference.pmid}/"
        found.append(Link(f"PubMed {reference.pmid}", href))
    if safe(reference.url):
        found.append(
            Link(words.PUBLISHER.format(host=urlsplit(reference.url).hostname), reference.url)
        )
    return found


def safe(url: str) -> bool:
    """Whether an address is an https one of a named host, without a user, a port or white space."""
    if not url.isprintable() or re.search(r"[\s\\<>\"'@]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(_HOST.fullmatch(parts.netloc))
    except ValueError:
        return False
