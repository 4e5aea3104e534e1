"""Cohen's kappa: how far two raters agree beyond what their own habits would give by chance.

kappa = (po - pe) / (1 - pe), with po the share of items on which they agree and pe the share
expected where each keeps its frequencies of labels (Cohen, 1960).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import NamedTuple


class Kappa(NamedTuple):
    """The kappa, from -1 to 1, the observed share of agreement, and the number of items.

    The kappa is None where nothing is labelled, or where both give one and the same label to every
    item: then nothing can be told from chance.
    """

    value: float | None
    observed: float
    items: int


def kappa(pairs: Sequence[tuple[Hashable, Hashable]]) -> Kappa:
    """The agreement of two raters, from the labels that they gave to each item."""
    count = len(pairs)
    if not count:
        return Kappa(None, 0.0, 0)
    observed = sum(one == other for one, other in pairs) / count
    ones, others = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(ones[label] * others[label] for label in ones) / count**2
    if expected == 1:
        return Kappa(None, observed, count)
    return Kappa((observed - expected) / (1 - expected), observed, count)


def told(found: Kappa) -> str:
    """The agreement in words."""
    if not found.items:
        return "nothing labelled by both"
    value = "not defined (one label only)" if found.value is None else f"{found.value:.2f}"
    return f"kappa {value}, {found.observed:.0%} equal of {found.items}"
