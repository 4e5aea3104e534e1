"""Measures of rankings by ir_measures, and whether two systems differ by more than chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

import numpy as np

from evals.beir import DataError

MEASURES = ("nDCG@10", "R@5", "R@10", "R@100", "RR@10", "Success@1", "Success@3")
DEPTH = 100  # documents of a ranking that are measured
PERMUTATIONS = 10_000
_BLOCK = 500  # permutations drawn at once, for memory
_SEED = 4
_ROUNDING = 1e-12  # of sums that differ only by the order of their terms

PerQuery = dict[str, dict[str, float]]  # measure, query: value from 0 to 1


def per_query(
    judged: Mapping[str, Mapping[str, int]], ranked: Mapping[str, Sequence[str]]
) -> PerQuery:
    """Each measure for each judged query, 0 where nothing was found; documents come best first.

    nDCG is Järvelin and Kekäläinen's (2002), with the grade itself as gain, as trec_eval has it.
    """
    try:
        import ir_measures
    except ModuleNotFoundError:
        raise DataError("ir_measures is not installed; run pip install -e '.[evals]'") from None
    measures = {name: ir_measures.parse_measure(name) for name in MEASURES}
    # trec_eval orders equal scores by name, so a place becomes a score of its own.
    run = {q: {d: float(DEPTH - n) for n, d in enumerate(found)} for q, found in ranked.items()}
    values: PerQuery = {name: dict.fromkeys(judged, 0.0) for name in MEASURES}
    names = {measure: name for name, measure in measures.items()}
    grades = {q: dict(of) for q, of in judged.items()}
    for metric in ir_measures.iter_calc(list(names), grades, run):
        values[names[metric.measure]][metric.query_id] = float(metric.value)
    return values


def means(values: PerQuery) -> dict[str, float]:
    """The mean of each measure over the queries."""
    return {name: fmean(of.values()) for name, of in values.items()}


def p_value(a: Sequence[float], b: Sequence[float]) -> float:
    """Two-sided p of the paired randomisation test: how often chance makes so large a difference.

    Fisher's test as Smucker, Allan and Carterette give it for retrieval (CIKM 2007): the sign of
    each query's difference is drawn anew. One is added to count and number, for what was seen is
    one of the draws (Phipson and Smyth 2010), so that p is never 0.
    """
    differences = np.asarray(a, dtype=np.float64) - np.asarray(b, dtype=np.float64)
    seen = abs(differences.sum()) - _ROUNDING
    draw = np.random.default_rng(_SEED)
    as_large = 0
    for _ in range(PERMUTATIONS // _BLOCK):
        signs = draw.integers(0, 2, size=(_BLOCK, len(differences)), dtype=np.int8) * 2 - 1
        as_large += int((np.abs(signs @ differences) >= seen).sum())
    return (as_large + 1) / (PERMUTATIONS + 1)
