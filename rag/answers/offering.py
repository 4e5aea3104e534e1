"""What a language model is shown: numbered sentences with what they stand under, as data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from rag.answers.answer import Reader
from rag.answers.quoting import Pick
from rag.articles.article import Article
from rag.articles.glossary import Glossary
from rag.articles.passage import Sentence

OFFERED = 24  # sentences: some 4,000 characters
PLAIN_WORDS = 20  # terms whose plain words are given


class Offer(NamedTuple):
    """A question and the sentences that may answer it; a sentence's number is its place from 1."""

    question: str
    reader: Reader
    picks: tuple[Pick, ...]
    articles: Mapping[str, Article]
    glossary: Glossary

    def picked(self, numbers: Sequence[int]) -> list[Pick]:
        """The sentences of those numbers; the numbers must have been given."""
        return [self.picks[n - 1] for n in numbers]

    def about(self, pick: Pick) -> str:
        """What a sentence stands under: title and subject of its article, and its headings."""
        article = self.articles[pick.passage.article]
        return "\n".join((article.title, article.subject, *pick.passage.path))


def offer(
    question: str,
    reader: Reader,
    picks: Sequence[Pick],
    articles: Mapping[str, Article],
    glossary: Glossary,
) -> Offer:
    """The best sentences, those of one passage together and in reading order."""
    best = picks[:OFFERED]
    order = list(dict.fromkeys(p.position for p in best))
    ordered = sorted(best, key=lambda p: (order.index(p.position), p.number))
    return Offer(question, reader, tuple(ordered), articles, glossary)


def lead_of(pick: Pick) -> Sentence | None:
    """The lead-in of a list that an item cannot be read without."""
    return next((s for s in pick.passage.sentences if s.id == pick.sentence.lead), None)


def whole(pick: Pick) -> tuple[Sentence, ...]:
    """A sentence, after its lead-in where it has one."""
    lead = lead_of(pick)
    return (lead, pick.sentence) if lead else (pick.sentence,)


def as_data(offer: Offer, reply: Mapping[str, Any], none: Mapping[str, Any]) -> str:
    """The offer as one JSON object."""
    numbered = list(enumerate(offer.picks, start=1))
    passages = [
        _passage(list(group), offer) for _, group in groupby(numbered, key=lambda n: n[1].position)
    ]
    data: dict[str, Any] = {
        "question": offer.question,
        "passages": passages,
        "reply": reply,
        "none": none,
    }
    if offer.reader != "clinician":
        text = "\n".join(p.sentence.text for p in offer.picks)
        data["plain_words"] = offer.glossary.plain_words(text, PLAIN_WORDS)
    return json.dumps(data, ensure_ascii=False)


def _passage(numbered: Sequence[tuple[int, Pick]], offer: Offer) -> dict[str, Any]:
    passage = numbered[0][1].passage
    article = offer.articles[passage.article]
    return {
        "title": article.title,
        "subject": article.subject,
        "heading": " › ".join(passage.path),
        "sentences": [_sentence(n, pick) for n, pick in numbered],
    }


def _sentence(number: int, pick: Pick) -> dict[str, Any]:
    lead = lead_of(pick)
    after = {"after": lead.text} if lead else {}
    return {"number": number, **after, "text": pick.sentence.text}
