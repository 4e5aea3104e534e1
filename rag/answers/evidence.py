"""The evidence that chosen sentences answer a question, as features that the gate weighs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answers.asking import asking, lacks_value, last_asking
from rag.answers.emergencies import emergency
from rag.answers.quoting import Asked, Pick, asked, covered, share
from rag.articles.passage import NOT_COVERED, Passage
from rag.search.encoder import Vectors
from rag.search.followup import Query
from rag.search.index import Index
from rag.search.lexicon import GENERAL, Lexicon
from rag.search.retrieval import Found
from rag.text import content_stems, content_tokens

FEATURES = (
    "article_cover",
    "near",
    "gap_nearer",
    "own_cosine",
    "asked_missing",
    "asked_words",
    "valueless",
)
NEAREST = 3  # passages of which the nearest counts
NO_GAP = -0.3  # `gap_nearer` where no list of gaps was found


@dataclass(frozen=True)
class Evidence:
    """A question with what was found for it and the sentences `chosen` of that, best first."""

    query: Query
    chosen: Sequence[Pick]
    found: Found
    index: Index
    lexicon: Lexicon

    @cached_property
    def wanted(self) -> Asked:
        """What the question asks for."""
        return asked(self.query.own, self.lexicon)

    @cached_property
    def asked_for(self) -> Asked:
        """What its clauses that ask something ask for: not what its story tells."""
        return asked(asking(self.query.own), self.lexicon)

    @cached_property
    def unknown(self) -> list[str]:
        """The words of the question that the corpus does not hold."""
        words = content_tokens(self.query.own)
        known = self.lexicon.known
        return [t.text for t in words if t.stem not in known and not t.text[0].isdigit()]

    @cached_property
    def urgent(self) -> bool:
        """Whether the question tells of an emergency that is happening now."""
        return bool(emergency(self.query.typed))

    @cached_property
    def on_subject(self) -> bool:
        """Whether the first chosen sentence's article is open or on a condition that is named."""
        if not self.chosen:
            return False
        slug = self.chosen[0].passage.article
        about = set(content_stems(self.index.articles[slug].subject)) - GENERAL
        held = covered(about, self.wanted.weights, self.lexicon)
        names = self.lexicon.glossary.expand(s for s in self.wanted.weights if s in held)
        return slug == self.query.article or self.lexicon.names_subject(names)

    @cached_property
    def cover(self) -> float:
        """The greatest share of what is asked that a chosen sentence holds with its heading."""
        return max((p.own_cover for p in self.chosen), default=0.0)

    @cached_property
    def cosine(self) -> float:
        """Of the question's own words to the nearest chosen sentence."""
        return max((p.own_cosine for p in self.chosen), default=0.0)

    @cached_property
    def near(self) -> float:
        """Cosine of the resolved question to the nearest passage."""
        first = self.found.passages[:NEAREST]
        cosines = (self.index.vectors[s.position] @ self.found.resolved_vector for s in first)
        return float(max(cosines, default=0.0))

    @cached_property
    def gaps(self) -> list[tuple[Passage, Vectors]]:
        """The lists of gaps among what was found, with the cosines of their sentences."""
        return list(self._gaps())

    def _gaps(self) -> Iterator[tuple[Passage, Vectors]]:
        for scored in self.found.passages:
            if scored.passage.path[-1] == NOT_COVERED:
                vectors = self.index.sentence_vectors_of(scored.position)[1:]
                yield scored.passage, vectors @ self.found.own_vector

    @cached_property
    def features(self) -> dict[str, float]:
        """The FEATURES, all 0 where nothing was chosen.

        article_cover: the share of what is asked, by weight, that the first sentence's article
        holds. near, own_cosine: as above. gap_nearer: by how much the question is nearer to a
        listed gap than to a chosen sentence. asked_missing: the weight (0 to about 8) of the
        weightiest word of the asking clause that no chosen sentence holds with its heading and its
        article's title. asked_words: how many words that clause has. valueless: 1 where a rate, an
        interval, a time or a measure is asked for and no chosen sentence gives one.
        """
        if not self.chosen:
            return dict.fromkeys(FEATURES, 0.0)
        nearest_gap = [float(cosines.max()) for _, cosines in self.gaps]
        said = self.lexicon.stems_of(self.chosen[0].passage.article)
        clause = asked(last_asking(self.query.own), self.lexicon).weights
        lacking = set(clause) - covered(self._said, clause, self.lexicon)
        text = " ".join(p.sentence.text for p in self.chosen)
        return {
            "article_cover": share(said, self.wanted, self.lexicon),
            "near": self.near,
            "gap_nearer": max(nearest_gap) - self.cosine if nearest_gap else NO_GAP,
            "own_cosine": self.cosine,
            "asked_missing": max((clause[s] for s in lacking), default=0.0),
            "asked_words": float(len(clause)),
            "valueless": float(lacks_value(self.query.own, text)),
        }

    @cached_property
    def _said(self) -> frozenset[str]:
        return frozenset().union(*map(self._said_by, self.chosen))

    def _said_by(self, pick: Pick) -> frozenset[str]:
        """The stems of a chosen sentence, its heading and its article's title."""
        heading, sentences, _ = self.index.stems_of(pick.position)
        title = self.lexicon.named_by(pick.passage.article)
        return title.union(heading, sentences[pick.number])

    def speaks_of(self, things: Mapping[str, float], pick: Pick) -> float:
        """The share, by weight, of stems that a chosen sentence and its heading hold."""
        wanted = Asked(dict(things), ())
        return share(self._said_by(pick), wanted, self.lexicon) if things else 1.0

    @cached_property
    def unspoken(self) -> list[str]:
        """The words of the question that nothing chosen speaks of, nor what comes nearest."""
        nearest = [s.position for s in self.found.passages[:NEAREST]]
        lacking = self._lacking(*nearest)
        words = [t for t in content_tokens(self.query.own) if t.stem in lacking]
        return [t.text for t in sorted(words, key=lambda t: -self.wanted.weights[t.stem])]

    def _lacking(self, *nearest: int) -> set[str]:
        """The stems asked for that no chosen passage holds, and none at the places `nearest`."""
        places = {*nearest, *(p.position for p in self.chosen)}
        stems = (self.index.stems_of(place).whole for place in places)
        held = covered(frozenset().union(*stems), self.wanted.weights, self.lexicon)
        return set(self.wanted.weights) - held
