"""Fits the gate's logistic model, and says how it does on articles that it has not seen."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from evals.cases import Case, find_suite, load_cases
from evals.split import fold, half
from rag.answers.emergencies import emergency
from rag.answers.evidence import FEATURES, Evidence
from rag.answers.kinds import REQUIRED
from rag.answers.quoting import choose, score_sentences
from rag.chain import AnswerChain, FollowUp
from rag.cli.common import open_chain
from rag.search.followup import Turn, resolve
from rag.search.retrieval import search

FOLDS = 10
STRENGTH = 10.0  # inverse of the L2 penalty
SUITES = ("calibration", "corpus", "answers")
THRESHOLDS = (0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.7, 0.8)
Numbers = npt.NDArray[np.float64]


class Row(NamedTuple):
    """A case that the model decides: its features, and whether it is to be answered."""

    article: str
    features: tuple[float, ...]
    answered: bool


def calibrate(chain: AnswerChain) -> dict[str, Any]:
    """The fitted weights, and the errors at each threshold.

    The calibration suite and the half "calibrate" of the other suites are fitted on; their errors
    are those of models that did not see the article (10 folds). The half "report" is no part of
    the fit.
    """
    from sklearn.linear_model import LogisticRegression

    own, *shared = (_rows(name, chain) for name in SUITES)
    fitted = own + [r for rows in shared for r in rows if half(r.article) == "calibrate"]
    rest = [r for rows in shared for r in rows if half(r.article) == "report"]
    x, y = _table(fitted)
    folds = np.array([fold(r.article, FOLDS) for r in fitted])
    unseen = np.zeros(len(y))
    for number in range(FOLDS):
        out = folds == number
        model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(x[~out], y[~out])
        unseen[out] = model.predict_proba(x[out])[:, 1]
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(x, y)
    others, answered = _table(rest)
    return {
        "cases": len(y),
        "intercept": round(float(model.intercept_[0]), 2),
        "weights": dict(zip(FEATURES, model.coef_[0].round(2).tolist(), strict=True)),
        "curve": _curve(unseen, y),
        "curve_of_the_other_half": _curve(model.predict_proba(others)[:, 1], answered),
    }


def _table(rows: Sequence[Row]) -> tuple[Numbers, npt.NDArray[np.bool_]]:
    return np.array([r.features for r in rows]), np.array([r.answered for r in rows])


def _curve(chances: Numbers, answered: npt.NDArray[np.bool_]) -> list[dict[str, float]]:
    """At each threshold the share of answerable cases refused, and of gaps answered."""
    return [
        {
            "threshold": threshold,
            "answerable_refused": round(float((chances[answered] < threshold).mean()), 3),
            "gaps_answered": round(float((chances[~answered] >= threshold).mean()), 3),
        }
        for threshold in THRESHOLDS
    ]


def _rows(suite: str, chain: AnswerChain) -> list[Row]:
    cases = load_cases(find_suite(suite))
    found = [(case, _features(case, chain)) for case in cases]
    return [
        Row(_article(case), tuple(features[name] for name in FEATURES), not case.abstain)
        for case, features in found
        if features is not None
    ]


def _article(case: Case) -> str:
    """The article that a case was written for: its topic, or the slug that its id begins with."""
    slug = case.id.removeprefix("cal-").rpartition("-")[0]
    return slug if case.topic == case.id else case.topic


def _features(case: Case, chain: AnswerChain) -> dict[str, float] | None:
    """The gate's features of a case; None where a rule decides and not the model."""
    index = chain.index
    lexicon = chain.lexicon_of(index)
    turns: tuple[Turn, ...] = ()
    for question in case.after:
        turns += (chain.answer(FollowUp(question, turns, case.article)).turn,)
    if emergency(case.question):
        return None
    query = resolve(case.question, turns, lexicon, index.articles.get(case.article))
    found = search(query, index, chain.encoder, lexicon)
    chosen = choose(score_sentences(query, found, index, lexicon), index)
    evidence = Evidence(query, chosen, found, index, lexicon)
    ruled = set(REQUIRED) & set(evidence.asked_for.kinds) or not evidence.wanted.weights
    return None if query.parts or query.unclear or ruled or not chosen else evidence.features


def add_options(_parser: argparse.ArgumentParser) -> None:
    """Adds nothing: `evals calibrate` has the options of every command that answers."""


def run(chosen: argparse.Namespace) -> int:
    """Prints the weights and the errors at each threshold; 0."""
    found = calibrate(open_chain(chosen))
    print(json.dumps(found) if chosen.json else "\n".join(f"{k}: {v}" for k, v in found.items()))
    return 0
