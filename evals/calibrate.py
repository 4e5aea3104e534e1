"""Fits the gate's logistic model on the calibration suite, and says how it does out of fold."""

from __future__ import annotations

from typing import Any

import numpy as np

from evals.cases import Case, find_suite, load_cases
from rag.answers.gate import FITTED, evidence
from rag.answers.quoting import REQUIRED, asked, choose, score_sentences
from rag.chain import AnswerChain, FollowUp
from rag.search.followup import Turn, resolve
from rag.search.retrieval import search

FOLDS = 10
STRENGTH = 10.0  # inverse of the L2 penalty


def calibrate(chain: AnswerChain) -> dict[str, Any]:
    """The fitted weights, and the errors of models that did not see the case (10 folds)."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    rows, answered = [], []
    for case in load_cases(find_suite("calibration")):
        features = _features(case, chain)
        if features is not None:
            rows.append([features[name] for name in FITTED])
            answered.append(not case.abstain)
    x, y = np.array(rows), np.array(answered)
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    out_of_fold = cross_val_predict(model, x, y, cv=FOLDS)
    model.fit(x, y)
    return {
        "cases": len(y),
        "intercept": round(float(model.intercept_[0]), 2),
        "weights": dict(zip(FITTED, model.coef_[0].round(2).tolist(), strict=True)),
        "answerable_refused": int((~out_of_fold & y).sum()),
        "gaps_answered": int((out_of_fold & ~y).sum()),
    }


def _features(case: Case, chain: AnswerChain) -> dict[str, float] | None:
    """The gate's features of a case; None where a rule decides and not the model."""
    index = chain.index
    lexicon = chain.lexicon_of(index)
    turns: tuple[Turn, ...] = ()
    for question in case.after:
        turns += (chain.answer(FollowUp(question, turns, case.article)).turn,)
    query = resolve(case.question, turns, lexicon, index.articles.get(case.article))
    if set(REQUIRED) & set(asked(query.own, lexicon).kinds):
        return None
    found = search(query, index, chain.encoder, lexicon)
    chosen = choose(score_sentences(query, found, index, lexicon), index)
    return evidence(query, chosen, lexicon)
