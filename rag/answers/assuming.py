"""What an answer takes for granted of the patient: the population of the article it comes from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rag.answers.answer import Notice
from rag.articles.article import Article
from rag.search.index import Index
from rag.search.lexicon import GENERAL
from rag.search.population import POPULATIONS
from rag.text import content_stems

# Whom an article is for, by its `applies_to`; one that names two of them assumes neither.
_FOR = {
    "children": re.compile(r"\b(?:child|infant|newborn|neonat|adolescent|boys?\b|young)", re.I),
    "adults": re.compile(r"\b(?:adults?|(?:wo)?men)\b", re.I),
    "pregnancy": re.compile(r"\bpregnant women\b", re.I),
}
_BESIDE = re.compile(r",? (?:with (?:a section|notes) on|including|who are not pregnant)\b.*", re.I)
# Short ways to say an age or a kind of patient, beside those that the gate knows.
_SAID = re.compile(
    r"\b(?:kid(?:s|do)?|teens?|toddlers?|neo|p(?:a)?eds?|sons?|daughters?|lad|elderly|postpartum"
    r"|mum|mother|grown[ -]?ups?|gravida|trimester|gestation|postmenopausal|wk?s? pregnant)\b"
    r"|\b\d{1,3} ?(?:yo|y/o|yrs?|years?)\b"
    r"|\b\d{1,2}[ -]?(?:m|mo|mths?|months?|w|wks?|weeks?|d|days?)"
    r"[ -]old\b|\b\d{1,2} ?(?:do|wo|mo|mth|wk)\b|\b\d{1,2}/(?:12|40|52)\b"
    r"|\b(?:aged?|age of|at) \d{1,2}\b"
    r"|\b\d{2} ?[MF]\b|\b[MF] ?\d{2}\b",
    re.I,
)


def population(article: Article) -> str:
    """The one population that an article is for; "" where it is for several or does not say."""
    to_whom = _BESIDE.sub("", article.applies_to)
    found = [name for name, pattern in _FOR.items() if pattern.search(to_whom)]
    return "pregnancy" if "pregnancy" in found else found[0] if len(found) == 1 else ""


def assumption(
    slug: str, index: Index, said: Sequence[str], searched: str, opened: str = ""
) -> Notice | None:
    """The notice that an article's population was taken for granted; None where it was given.

    `said` are the question and those before it, `searched` is the question as searched, `opened`
    the slug of the open article. A word that only articles for that population hold gives it too:
    croup is a child's.
    """
    whom = population(index.articles[slug])
    given = opened == slug or any(_names_one(text) for text in said)
    if not whom or given or _goes_with(whom, slug, index, searched):
        return None
    return Notice("assumption", f"For {whom}; you did not give an age or say who the patient is.")


def _goes_with(whom: str, slug: str, index: Index, searched: str) -> bool:
    """Whether a word of the article's subject, as searched, is of one population only."""
    article = index.articles[slug]
    subject = set(content_stems(article.subject or article.title)) - GENERAL
    words = index.glossary.expand(content_stems(searched))
    return any(
        {population(index.articles[holder]) for holder in index.holders.get(stem, ())} == {whom}
        for stem in subject.intersection(words)
    )


def _names_one(text: str) -> bool:
    return bool(_SAID.search(text)) or any(p.search(text) for p in POPULATIONS.values())
