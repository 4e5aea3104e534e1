"""The evidence that chosen sentences answer a question, as features that the gate weighs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.answers.emergencies import emergency
from rag.answers.quoting import Asked, Pick, asked, covered, share
from rag.articles.passage import NOT_COVERED, Passage
from rag.search.encoder import Vectors
from rag.search.followup import Query
from rag.search.index import Index
from rag.search.lexicon import GENERAL, Lexicon
from rag.search.retrieval import Found
from rag.text import content_stems, content_tokens

FEATURES = ("cover", "article_cover", "missing", "near", "gap_nearer", "gap_cover")
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

        cover, article_cover, gap_cover: the share of what is asked, by weight, that a chosen
        sentence, the first one's article, and that article's list of gaps hold. missing: the weight
        (0 to about 8) of the weightiest word that the chosen passages lack. near: as above.
        gap_nearer: by how much the question is nearer to a listed gap than to a chosen sentence.
        """
        if not self.chosen:
            return dict.fromkeys(FEATURES, 0.0)
        slug, nearest_gap = self.chosen[0].passage.article, [float(c.max()) for _, c in self.gaps]
        return {
            "cover": self.cover,
            "article_cover": share(self.lexicon.stems_of(slug), self.wanted, self.lexicon),
            "missing": max((self.wanted.weights[s] for s in self._lacking()), default=0.0),
            "near": self.near,
            "gap_nearer": max(nearest_gap) - self.cosine if nearest_gap else NO_GAP,
            "gap_cover": share(self.lexicon.gaps_of(slug), self.wanted, self.lexicon),
        }

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
