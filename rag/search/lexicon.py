"""The words of a corpus: which there are, how rare, and which of them name a subject."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from rag.articles.article import Article
from rag.articles.glossary import Glossary
from rag.articles.passage import NOT_COVERED, Passage
from rag.search.shorthand import written_out
from rag.text import Token, content_stems, content_tokens, one_edit_apart, stem, tokens

# Words of a subject that fit many subjects: they cannot say which article a question is about.
GENERAL = frozenset(
    stem(w)
    for w in """child children infant infants newborn newborns neonate neonates baby adult adults
    woman women man men girl boy age aged young old suspected acute chronic mass masses tumour
    tumours lesion disease syndrome disorder severe well appearing first new year years month
    months day days week weeks raised large hard firm abdominal abdomen simple minor average pre
    proven deep soft wall upper stable non without another risk low high""".split()
)

# Those of them that name one together with another word of it: "palpable mass".
HEADS = frozenset(stem(w) for w in "mass tumour lesion abdominal abdomen".split())
SHORTEST = 4  # letters of a word that may be a slip
BEGINNING = 5  # and of one that may be the beginning of another: "gran" may be many things
TELLING = 3.0  # weight of its words from which a text says what it is about
RARE = 0.5  # rarity in the language above which a word is rare
FEW = 6  # articles that may hold a word that names a subject, or a ninth of them all


class Lexicon:
    """The words of a corpus: which there are, and which of them name a subject."""

    def __init__(
        self,
        articles: Iterable[Article],
        passages: Iterable[Passage],
        glossary: Glossary,
        rarity: Callable[[str], float] = lambda _: 1.0,
    ) -> None:
        self._articles = tuple(articles)
        self.passages = tuple(passages)
        self.glossary = glossary
        self.rarity = rarity  # 0 for the commonest words of the language, 1 for rare ones

    @cached_property
    def frequency(self) -> Mapping[str, int]:
        """How many sentences, headings counted in, hold each stem."""
        found: Counter[str] = Counter()
        for passage in self.passages:
            heading = set(content_stems(" ".join(passage.path)))
            for sentence in passage.sentences:
                found.update(heading | set(content_stems(sentence.text)))
        for article in self._articles:
            found.update(set(content_stems(article.title)) - found.keys())
        return found

    def weight(self, token: Token) -> float:
        """How much it matters that a text holds a word: its rarity here and in the language."""
        here = math.log(1 + self._sentences / (1 + self.frequency.get(token.stem, 0)))
        return here * (0.35 + 0.65 * self.rarity(token.text))

    def telling(self, text: str) -> bool:
        """Whether a follow-up's own words say enough for it to be judged by them alone."""
        return sum(self.weight(t) for t in content_tokens(text)) >= TELLING

    def may_hold(self, text: str) -> bool:
        """Whether some article holds two rare words of a text together."""
        rare = {t.stem for t in content_tokens(text) if self.rarity(t.text) > RARE}
        return any(len(rare & self.stems_of(a.slug)) > 1 for a in self._articles)

    @cached_property
    def _sentences(self) -> int:
        """How many sentences there are, two at least."""
        return max(2, sum(len(p.sentences) for p in self.passages))

    @cached_property
    def known(self) -> frozenset[str]:
        """The stems that the corpus or the glossary holds."""
        names = (n for t in self.glossary.terms for n in (t.term, *t.also))
        return frozenset(self.frequency).union(*(content_stems(n) for n in names))

    @cached_property
    def subjects(self) -> frozenset[str]:
        """The stems that name what some article is about.

        Not those that many articles hold: "contrast" is a subject of its own and, far more often,
        a word of a follow-up on another one.
        """
        found: set[str] = set()
        for article in self._articles:
            found.update(content_stems(article.subject or article.title))
        most = max(FEW, len(self._articles) // 9)
        telling = {s for s in found - GENERAL if self._holders[s] <= most}
        # Of other names only whole words: "blood poisoning" makes no subject of "blood".
        others = (
            name for s in telling for names in self.glossary.alike([s]).values() for name in names
        )
        return frozenset(telling).union(name[0] for name in others if len(name) == 1) - GENERAL

    def names_subject(self, stems: Iterable[str]) -> bool:
        """Whether stems name what an article is about: by a telling one, or by two together."""
        present = set(stems)
        together = any(len(present & s) > 1 and present & s - GENERAL for s in self._named)
        return together or bool(present & self.subjects)

    @cached_property
    def _named(self) -> tuple[frozenset[str], ...]:
        """Of each article, the stems of its subject: "heart" and "failure" name one together."""
        subjects = (content_stems(a.subject or a.title) for a in self._articles)
        return tuple(frozenset(s) - (GENERAL - HEADS) for s in subjects)

    def said_with(self, stems: Iterable[str]) -> frozenset[str]:
        """The stems of the articles whose subject is named by `stems`; all, where none is."""
        telling = set(stems) & self.subjects
        fitting = {a.slug for a in self._articles if telling & self._about[a.slug]}
        if not fitting:
            return self.known
        return frozenset().union(*(self.stems_of(slug) for slug in fitting))

    def stems_of(self, slug: str) -> frozenset[str]:
        """The stems of what an article says, its list of gaps left out."""
        return self._said[slug, False]

    def named_by(self, slug: str) -> frozenset[str]:
        """The stems of an article's title and subject."""
        return self._heads[slug]

    def gaps_of(self, slug: str) -> frozenset[str]:
        """The stems of an article's list of what it does not cover."""
        return self._said.get((slug, True), frozenset())

    @cached_property
    def _about(self) -> Mapping[str, frozenset[str]]:
        """Of each article the stems of its subject, with their other names."""
        found = {}
        for article in self._articles:
            own = content_stems(article.subject or article.title)
            names = (n for alike in self.glossary.alike(own).values() for n in alike)
            found[article.slug] = frozenset(own).union(n[0] for n in names if len(n) == 1)
        return found

    @cached_property
    def _heads(self) -> Mapping[str, frozenset[str]]:
        heads = {a.slug: f"{a.title} {a.subject}" for a in self._articles}
        return {slug: frozenset(content_stems(head)) for slug, head in heads.items()}

    @cached_property
    def _said(self) -> Mapping[tuple[str, bool], frozenset[str]]:
        """Of each article, and whether it is the list of its gaps, the stems."""
        found: dict[tuple[str, bool], set[str]] = {}
        for article in self._articles:
            head = f"{article.title} {article.subject} {article.applies_to}"
            found[article.slug, False] = set(content_stems(head))
        for passage in self.passages:
            gap = passage.path[-1] == NOT_COVERED
            text = f"{' '.join(passage.path)} {passage.text}"
            found.setdefault((passage.article, gap), set()).update(content_stems(text))
        return {key: frozenset(stems) for key, stems in found.items()}

    @cached_property
    def _holders(self) -> Mapping[str, int]:
        """How many articles hold each stem."""
        held = {(p.article, s) for p in self.passages for s in content_stems(p.text)}
        return Counter(s for _, s in held)

    @cached_property
    def _abbreviations(self) -> frozenset[str]:
        names = (n for t in self.glossary.terms for n in t.also)
        return frozenset(n for n in names if n.isupper() and n.isalpha() and len(n) > 1)

    @cached_property
    def _written(self) -> Mapping[str, str]:
        """How abbreviations are written: "mri" is MRI."""
        return {n.casefold(): n for n in self._abbreviations}

    def mended(self, text: str) -> str:
        """`text` in full words, abbreviations as they are written, words of one slip mended."""
        text = written_out(text)
        for token in reversed(tokens(text)):
            word = self._written.get(token.text.casefold()) or self._mend(token)
            if word and not (word == "US" and token.text == "us"):
                text = text[: token.start] + word + text[token.end :]
        return text

    def spelled_out(self, text: str) -> str:
        """`text` with the full term behind each abbreviation, for an encoder that knows no MIBG."""
        for token in reversed(tokens(text)):
            term = self._terms.get(token.text)
            if term and term.casefold() not in text.casefold():
                text = f"{text[: token.end]} ({term}){text[token.end :]}"
        return text

    @cached_property
    def _terms(self) -> Mapping[str, str]:
        """The full term of each abbreviation."""
        return {n: t.term for t in self.glossary.terms for n in t.also if n in self._abbreviations}

    def _mend(self, token: Token) -> str:
        """The word of the corpus that a word was meant to be, "" where it may be right."""
        word = token.text.casefold()
        compared = word.endswith("er") and bool({stem(word[:-1]), stem(word[:-2])} & self.known)
        right = token.stem in self.known or self.rarity(token.text) < 1.0 or compared  # "safer"
        if right or len(word) < SHORTEST or not word.isalpha():
            return ""
        near = [w for w in self._spelled if is_slip(word, w) and not w.startswith(word)]
        return max(near, key=lambda w: self._spelled[w], default="") or self._completed(word)

    def _completed(self, beginning: str) -> str:
        """The word that begins so, where two in three that do are that word: "atorva"."""
        found: Counter[str] = Counter()
        for word, times in self._spelled.items():
            if word.startswith(beginning):
                found[stem(word)] += times
        if len(beginning) < BEGINNING or not found or 3 * max(found.values()) <= 2 * found.total():
            return ""
        best = found.most_common(1)[0][0]
        words = (w for w in self._spelled if w.startswith(beginning) and stem(w) == best)
        return max(words, key=lambda w: self._spelled[w])

    @cached_property
    def _spelled(self) -> Mapping[str, int]:
        found: Counter[str] = Counter()
        for passage in self.passages:
            words = content_tokens(f"{' '.join(passage.path)} {passage.text}")
            found.update(t.text.casefold() for t in words if len(t.text) > 3)
        return found


def is_slip(word: str, other: str) -> bool:
    """Whether `word` is `other` with one slip of the hand, and not another word.

    Croup is no slip for group, and dysphagia none for dysphasia: the first letter stays, and a
    consonant in another's place is a word of its own; so is any of a short word (sulf, self).
    """
    if word[0] != other[0] or not one_edit_apart(word, other):
        return False
    differ = [(a, b) for a, b in zip(word, other, strict=False) if a != b]
    replaced = len(word) == len(other) and len(differ) == 1
    return not replaced or (len(word) > SHORTEST and all(a in "aeiouy" for a in differ[0]))
