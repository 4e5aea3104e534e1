"""`python -m evals support`: what support checking withholds, of false statements and of true ones.

True statements are the corpus's own sentences and paraphrases of them written by hand; false ones
are made of both (evals/corruptions.py) or turned by hand. Articles are parted in two by their slug,
as the checks were first developed on one half; suite.yaml says which paraphrases they have seen.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from evals.cases import SUITES, SuiteError
from evals.corruptions import changes
from evals.split import fold
from rag.answers.grounding import unsupported
from rag.articles.article import Article, read_corpus
from rag.articles.glossary import Glossary, read_glossary
from rag.articles.passage import NOT_COVERED, Passage, Sentence, split
from rag.search.encoder import OnnxEncoder
from rag.search.export import ensure_export
from rag.settings import Settings
from rag.text import content_stems

FOLDER = SUITES / "support"
PARAPHRASES = FOLDER / "paraphrases.jsonl"
# Written later, of sentences drawn by lot, and counted apart; then false statements by hand.
LATER = ("held-out", "held-out-2", "held-out-3")
SUBTLE = "subtle"
AGAIN = "another-seed"  # corrupted statements of every kind, of which the checks saw none
SEED = 20261122
MOST = 180  # corrupted statements of a kind
MOST_AGAIN = 100  # of those of another seed
ALIKE = 0.6  # share of a statement's words from which another sentence may well say the same
HALVES = ("developed", "reported")
DRUGS = tuple(
    """adrenaline allopurinol alteplase amoxicillin apixaban aspirin atorvastatin azithromycin
    bisoprolol budesonide carvedilol ceftriaxone ciclosporin clarithromycin codeine colchicine
    dapagliflozin denosumab dexamethasone diazepam digoxin doxycycline empagliflozin enalapril
    erythromycin febuxostat fentanyl finerenone furosemide ibuprofen insulin ivabradine labetalol
    levofloxacin lorazepam magnesium mannitol metformin methadone metronidazole midazolam
    montelukast morphine naloxone nifedipine octreotide omeprazole paracetamol prednisolone
    propofol ramipril rasburicase rivaroxaban rosuvastatin salbutamol semaglutide sertraline
    spironolactone tenecteplase terlipressin tetracycline tiotropium tirzepatide vonoprazan
    warfarin""".split()
)


class Cited(NamedTuple):
    """The sentences that a statement cites, and what stands around them."""

    article: str
    texts: tuple[str, ...]
    about: str


class Case(NamedTuple):
    """A statement, what it cites, and its kind; true ones are "verbatim" or "paraphrase"."""

    kind: str
    statement: str
    cited: Cited

    @property
    def half(self) -> str:
        """The half that its article stands in."""
        return HALVES[fold(self.cited.article, 2)]


def sentences_of(articles: Mapping[str, Article]) -> list[Cited]:
    """Every claim of the articles, an item with its lead-in, in reading order."""
    return [
        Cited(passage.article, _with_lead(sentence, passage), _about(article, passage))
        for article in articles.values()
        for passage in split(article)
        if passage.path[-1] != NOT_COVERED
        for sentence in passage.sentences
        if sentence.kind not in ("lead-in", "header")
    ]


def _with_lead(sentence: Sentence, passage: Passage) -> tuple[str, ...]:
    lead = [s.text for s in passage.sentences if s.id == sentence.lead]
    return (*lead, sentence.text)


def _about(article: Article, passage: Passage) -> str:
    return ". ".join((article.title, article.subject, *passage.path))


def paraphrases(
    sentences: Sequence[Cited], path: Path = PARAPHRASES, kind: str = "paraphrase"
) -> list[Case]:
    """The statements written by hand, of one kind. Raises SuiteError for a strange source."""
    known = {(c.article, c.texts[-1]): c for c in sentences}
    return [
        _paraphrase(json.loads(line), known, f"{path}:{number}")._replace(kind=kind)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
    ]


def _paraphrase(row: dict[str, Any], known: Mapping[tuple[str, str], Cited], place: str) -> Case:
    try:
        cited = [known[row["article"], text] for text in row["cited"]]
        texts = tuple(dict.fromkeys(t for c in cited for t in c.texts))
        about = ". ".join(dict.fromkeys(c.about for c in cited))
        return Case("paraphrase", row["statement"], Cited(row["article"], texts, about))
    except KeyError as error:
        raise SuiteError(f"{place}: {error} is no field, or no sentence of its article") from None


def corrupted(
    true: Sequence[Case], sentences: Sequence[Cited], seed: int = SEED, most: int = MOST
) -> list[Case]:
    """False statements, at most `most` of a kind, the same for the same seed."""
    found: dict[str, list[Case]] = defaultdict(list)
    for kind, change in changes(DRUGS).items():
        rng = random.Random(f"{seed} {kind}")  # noqa: S311
        for case in rng.sample(list(true), len(true)):
            text = change(case.statement, rng) if len(found[kind]) < most else ""
            if text and content(text) != content(case.statement):
                found[kind].append(case._replace(kind=kind, statement=text))
    rng = random.Random(f"{seed} invented")  # noqa: S311
    for case in _invented(true, sentences, rng, most):
        found[case.kind].append(case)
    return [case for cases in found.values() for case in cases]


def content(text: str) -> list[str]:
    """The words of a text without case and outer marks; equal for the same statement."""
    return text.casefold().strip(" .").split()


def _invented(
    true: Sequence[Case], sentences: Sequence[Cited], rng: random.Random, most: int
) -> Iterator[Case]:
    """Statements that cite another sentence, of their own article and of another one."""
    for case in rng.sample(list(true), most):
        own = [c for c in sentences if c.article == case.cited.article and _differs(case, c)]
        yield case._replace(kind="cited-same-article", cited=rng.choice(own))
        other = [c for c in sentences if c.article != case.cited.article and _differs(case, c)]
        yield case._replace(kind="cited-other-article", cited=rng.choice(other))


def _differs(case: Case, cited: Cited) -> bool:
    """Whether the sentence surely says something else than the statement."""
    stems, there = set(content_stems(case.statement)), set(content_stems(" ".join(cited.texts)))
    return cited.texts[-1] not in case.cited.texts and len(stems & there) < ALIKE * len(stems)


def cases_of(corpus: Path) -> list[Case]:
    """All cases: verbatim sentences, paraphrases, and what was made false of both."""
    sentences = sentences_of(read_corpus(corpus).articles)
    verbatim = [Case("verbatim", c.texts[-1], c) for c in sentences]
    true = [*paraphrases(sentences), *verbatim]
    by_hand = (*LATER, SUBTLE)
    apart = [c for n in by_hand for c in paraphrases(sentences, FOLDER / f"{n}.jsonl", n)]
    return [*true, *apart, *corrupted(true, sentences), *_again(true, sentences)]


def _again(true: Sequence[Case], sentences: Sequence[Cited]) -> list[Case]:
    """A sample of what another seed makes false of the same statements."""
    cases = corrupted(true, sentences, SEED + 1, MOST_AGAIN // 10)
    chosen = random.Random(SEED).sample(cases, MOST_AGAIN)  # noqa: S311
    return [case._replace(kind=AGAIN) for case in chosen]


def measure(
    cases: Sequence[Case],
    glossary: Glossary,
    similar: Callable[[str, str], float] | None = None,
) -> dict[str, Any]:
    """By half: of each kind how many, and the share withheld; and the milliseconds of a check."""
    began, counts = time.perf_counter(), defaultdict[tuple[str, str], list[bool]](list)
    for case in cases:
        withheld = bool(unsupported(*_asked(case), similar, glossary))
        counts[case.half, case.kind].append(withheld)
    spent = time.perf_counter() - began
    for (half, kind), found in list(counts.items()):
        counts["all", kind] += found if half in HALVES else []
    halves = {half: _half(half, counts) for half in SHOWN}
    return {"ms_per_check": round(1000 * spent / len(cases), 3), **halves}


def _asked(case: Case) -> tuple[str, Sequence[str], str]:
    return case.statement, case.cited.texts, case.cited.about


def _half(half: str, counts: Mapping[tuple[str, str], list[bool]]) -> dict[str, Any]:
    of = {kind: found for (where, kind), found in counts.items() if where == half}
    false = [w for kind, found in of.items() if kind not in APART for w in found]
    return {
        "kinds": {kind: {"statements": len(f), "withheld": _share(f)} for kind, f in of.items()},
        "corrupted": {"statements": len(false), "withheld": _share(false)},
    }


SHOWN = (*HALVES, "all")
APART = ("verbatim", "paraphrase", *LATER, SUBTLE, AGAIN)  # not of the corrupted ones


def _share(found: Sequence[bool]) -> float:
    return round(sum(found) / len(found), 4) if found else 0.0


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the command's options."""
    parser.add_argument(
        "--similar", action="store_true", help="compare meanings by the encoder too"
    )


def run(chosen: argparse.Namespace) -> int:
    """Measures and prints; 0."""
    settings = Settings.from_environ()
    similar = _similar(settings) if chosen.similar else None
    report = measure(cases_of(settings.corpus), read_glossary(settings.corpus), similar)
    print(json.dumps(report) if chosen.json else table(report))
    return 0


def _similar(settings: Settings) -> Callable[[str, str], float]:
    folder = ensure_export(settings.embedding_model, settings.models)
    encoder = OnnxEncoder(folder, settings.threads)

    def similar(text: str, other: str) -> float:
        first, second = encoder.encode([text, other])
        return float(first @ second)

    return similar


def table(report: Mapping[str, Any]) -> str:
    """The report for a terminal: a kind a line, the share withheld in each half."""
    lines = [f"{'withheld':22}" + "".join(f"{half:>20}" for half in SHOWN)]
    kinds = dict.fromkeys(k for half in SHOWN for k in report[half]["kinds"])
    rows = {k: [report[half]["kinds"].get(k) for half in SHOWN] for k in kinds}
    rows["all corrupted"] = [report[half]["corrupted"] for half in SHOWN]
    for kind, cells in rows.items():
        shown = (f"{c['withheld']:>12.3f} of {c['statements']:<5}" if c else "-" for c in cells)
        lines.append(f"{kind:22}" + "".join(shown))
    return "\n".join([*lines, f"{report['ms_per_check']} ms a check"])
