"""`check-corpus`: what a reviewer would object to before reading an article for its medicine.

A finding of the level "error" has to be mended; one of the level "look" is for an author to judge,
such as the same thing with another number in two articles, which may well both be right.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Literal, NamedTuple

from rag.articles.article import Article, Corpus, read_corpus
from rag.articles.glossary import Glossary, read_glossary
from rag.articles.passage import NOT_COVERED, SHORT_ANSWER, Passage, cited_sentences, split
from rag.articles.positions import Difference, check_positions, read_positions
from rag.articles.wording import flaws
from rag.text import content_stems, stems

WORDS = (600, 1100)  # of a written article's body
GRADE = 18.0  # school years; medical prose for professionals lies at 13 to 17
SHINGLE, ALIKE = 5, 0.4  # stems; Jaccard index of two passages' shingles
SAME_SUBJECT = 0.4  # share of two sentences' words, by rarity, that they have in common

_MEASURED = re.compile(
    r"(\d+(?:\.\d+)?)\s?(mg/kg|mL/kg|mg|micrograms?|g|mm Hg|mmHg|mm|cm|mmol/L|micromol/L|mg/dL"
    r"|mSv|%|minutes?|hours?|days?|weeks?|months?|years?|points?)(?![\w/])"
)


class Finding(NamedTuple):
    """A rule that a line of a file breaks; `path` is relative to the corpus."""

    path: str
    line: int
    rule: str
    level: Literal["error", "look"]
    message: str


class Claim(NamedTuple):
    """A sentence, list item or table row that an answer may quote."""

    article: str
    line: int
    section: str
    kind: str
    text: str
    references: tuple[int, ...]


class Counts(NamedTuple):
    """What a corpus holds; `consulted` counts references by (kind, consulted)."""

    articles: int
    passages: int
    sentences: int
    words: int
    marks: int
    claims: int
    marked: int  # of the claims
    references: int
    consulted: Mapping[tuple[str, str], int]
    terms: int
    differences: int


class Report(NamedTuple):
    """What `check` found, and what it read."""

    findings: tuple[Finding, ...]
    counts: Counts


def check(folder: Path, today: dt.date, review_months: int) -> Report:
    """Every finding on a corpus folder. Raises CorpusError where it cannot be read at all."""
    corpus, glossary, differences = (
        read_corpus(folder),
        read_glossary(folder),
        read_positions(folder),
    )
    passages = {slug: split(a) for slug, a in corpus.articles.items()}
    claims = [c for a in corpus.articles.values() for c in claims_of(a)]
    findings = [Finding(r.path, r.line, "grammar", "error", r.reason) for r in corpus.rejected]
    for article in corpus.articles.values():
        findings += _of_article(article, today, review_months)
    findings += _of_positions(differences, passages)
    findings += _of_glossary(glossary)
    findings += _near_duplicates(passages)
    findings += _other_numbers(claims, differences)
    order = sorted(findings, key=lambda f: (f.level, f.path, f.line, f.rule))
    return Report(tuple(order), _counts(corpus, passages, claims, glossary, differences))


def claims_of(article: Article) -> Iterator[Claim]:
    """What of an article may be quoted as an answer; lead-ins and header rows claim nothing."""
    for section in article.sections:
        for block in section.blocks if section.path[-1] != NOT_COVERED else ():
            if block.kind in ("lead-in", "header"):
                continue
            for text, references in cited_sentences(block):
                yield Claim(
                    article.slug, block.line, section.path[-1], block.kind, text, references
                )


def reading_grade(text: str, sentences: int) -> float:
    """The school year that a text asks for, by the Coleman-Liau index (1975)."""
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)
    letters = sum(c.isalpha() for c in text)
    if not words or not sentences:
        return 0.0
    return 5.88 * letters / len(words) - 29.6 * sentences / len(words) - 15.8


def _of_article(article: Article, today: dt.date, review_months: int) -> Iterator[Finding]:
    path = f"articles/{article.slug}.md"
    claims = list(claims_of(article))
    for claim in claims:
        if not claim.references:
            yield Finding(path, claim.line, "mark", "error", f"no mark: {_start(claim.text)}")
        for flaw in flaws(claim.text, in_prose=claim.kind != "row"):
            message = f"{flaw.message}: {_start(claim.text)}"
            yield Finding(path, claim.line, flaw.rule, "error", message)
    prose = [c.text for c in claims if c.kind != "row"]
    grade = reading_grade(" ".join(prose), len(prose))
    if grade > GRADE:
        yield Finding(path, 1, "reading-grade", "look", f"school year {grade:.1f}, over {GRADE}")
    months = (today.year - article.updated.year) * 12 + today.month - article.updated.month
    if months > review_months:
        message = f"last updated on {article.updated}, {months} months ago"
        yield Finding(path, 1, "review-overdue", "look", message)
    if article.updated > today:
        yield Finding(path, 1, "updated", "error", f"updated on {article.updated}, a day to come")
    if article.origin == "written":
        for rule, message in _of_form(article):
            yield Finding(path, 1, rule, "error", message)


def _of_form(article: Article) -> Iterator[tuple[str, str]]:
    """What is asked of an article that was written for the corpus, and not of an imported one."""
    words = article.words
    if not WORDS[0] <= words <= WORDS[1]:
        yield "length", f"{words} words; {WORDS[0]} to {WORDS[1]} are asked for"
    headings = [s.path[-1] for s in article.sections]
    if headings[0] != SHORT_ANSWER:
        yield "sections", f"opens with {headings[0]!r}, not with {SHORT_ANSWER!r}"
    if headings[-1] != NOT_COVERED:
        yield "sections", f"ends with {headings[-1]!r}, not with {NOT_COVERED!r}"
    for field in ("subject", "applies_to", "setting"):
        if not getattr(article, field):
            yield "front-matter", f"has no `{field}`"
    if not 2 <= len(article.asks) <= 5:
        yield "front-matter", f"`asks` has {len(article.asks)} questions; two or three serve"
    kinds = [r.kind for r in article.references]
    if "guideline" in kinds and kinds[0] != "guideline":
        yield "references", "the primary guideline is not the first reference"
    if set(kinds) == {"summary"}:
        yield "references", "rests on summaries alone; only an imported article may"
    if len(kinds) > 7:
        yield "references", f"has {len(kinds)} references; seven are the most"


def _of_positions(
    differences: Iterable[Difference], passages: Mapping[str, Iterable[Passage]]
) -> Iterator[Finding]:
    for problem in check_positions(differences, passages):
        place, _, message = problem.partition(": ")
        yield Finding("positions.yaml", int(place.split(":")[1]), "positions", "error", message)
    for difference in differences:
        if not all(p.edition for p in difference.positions):
            message = f"a side of {difference.question!r} has no `edition`"
            yield Finding("positions.yaml", difference.line, "positions", "error", message)


def _of_glossary(glossary: Glossary) -> Iterator[Finding]:
    named: dict[str, str] = {}
    for term in glossary.terms:
        if not term.plain:
            yield _in_glossary(term.line, f"{term.term!r} has no plain words")
        if not term.also:
            yield _in_glossary(term.line, f"{term.term!r} has no other name")
        for name in dict.fromkeys(
            n if n.isupper() else n.casefold() for n in (term.term, *term.also)
        ):
            if name in named:
                message = f"{name!r} is a name of {named[name]!r} and of {term.term!r}"
                yield _in_glossary(term.line, message)
            named.setdefault(name, term.term)


def _in_glossary(line: int, message: str) -> Finding:
    return Finding("glossary.yaml", line, "glossary", "error", message)


def _near_duplicates(passages: Mapping[str, Iterable[Passage]]) -> Iterator[Finding]:
    """Passages of two articles that say the same in nearly the same words."""
    shingles = {
        (slug, p.path[-1], p.id): _shingles(p.text)
        for slug, found in passages.items()
        for p in found
        if p.path[-1] != NOT_COVERED
    }
    holders: dict[tuple[str, ...], list[tuple[str, str, str]]] = defaultdict(list)
    for key, found in shingles.items():
        for shingle in found:
            holders[shingle].append(key)
    shared: Counter[tuple[tuple[str, str, str], tuple[str, str, str]]] = Counter()
    for keys in holders.values():
        shared.update(combinations(keys[:20], 2))
    for (one, other), count in shared.items():
        union = len(shingles[one]) + len(shingles[other]) - count
        if one[0] != other[0] and count / union >= ALIKE:
            message = f"{one[1]!r} says nearly what {other[0]} says in {other[1]!r}"
            yield Finding(f"articles/{one[0]}.md", 1, "near-duplicate", "error", message)


def _shingles(text: str) -> set[tuple[str, ...]]:
    found = stems(text)
    return {tuple(found[i : i + SHINGLE]) for i in range(len(found) - SHINGLE + 1)}


def _other_numbers(claims: Iterable[Claim], differences: Iterable[Difference]) -> Iterator[Finding]:
    """Sentences of two articles on the same thing that give it other numbers of the same unit."""
    recorded = [{p.sentence for p in d.positions} for d in differences]
    claims = list(claims)
    subjects = [_subject(c.text) for c in claims]
    held = Counter(s for subject in subjects for s in subject)
    rarity = {s: math.log(len(claims) / n) for s, n in held.items()}
    measured = [
        (c, _measures(c.text), about) for c, about in zip(claims, subjects, strict=True) if about
    ]
    measured = [m for m in measured if m[1]]
    for (one, numbers, about), (other, others, of) in combinations(measured, 2):
        units = [u for u in numbers.keys() & others.keys() if not numbers[u] & others[u]]
        if one.article == other.article or not units:
            continue
        common, whole = (sum(rarity[s] for s in words) for words in (about & of, about | of))
        if common < SAME_SUBJECT * whole or any({one.text, other.text} <= r for r in recorded):
            continue
        message = f"{_start(one.text)} but {other.article}:{other.line}: {_start(other.text)}"
        yield Finding(f"articles/{one.article}.md", one.line, "numbers", "look", message)


def _measures(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for number, unit in _MEASURED.findall(text):
        found[unit.rstrip("s")].add(number)
    return found


def _subject(text: str) -> set[str]:
    return {s for s in content_stems(text) if not s[0].isdigit()}


def _counts(
    corpus: Corpus,
    passages: Mapping[str, list[Passage]],
    claims: list[Claim],
    glossary: Glossary,
    differences: tuple[Difference, ...],
) -> Counts:
    articles = corpus.articles.values()
    references = [r for a in articles for r in a.references]
    return Counts(
        articles=len(articles),
        passages=sum(map(len, passages.values())),
        sentences=sum(len(p.sentences) for found in passages.values() for p in found),
        words=sum(a.words for a in articles),
        marks=sum(len(b.marks) for a in articles for s in a.sections for b in s.blocks),
        claims=len(claims),
        marked=sum(bool(c.references) for c in claims),
        references=len(references),
        consulted=Counter((r.kind, r.consulted) for r in references),
        terms=len(glossary.terms),
        differences=len(differences),
    )


def _start(text: str) -> str:
    return f"“{text[:70]}…”" if len(text) > 71 else f"“{text}”"
