"""Fits the model of rag.search.carrying: `python -m evals.train.followup DATA [--check]`.

DATA holds the folders cast2019, canard and medquad-followup, each with turns.jsonl. Trained on the
part "train" of each (evals.split); the figures are out of fold by conversation there, on the
held-out fifth, and for each set by a model that saw none of it (`--others`). `--ablate` instead
gives F1 out of fold with each group of clues (rag.search.clues) left out in turn, by models of a
third of the trees, and writes no weights.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from evals.followup import added, measured, resolved, without_corpus
from evals.followup_folds import FOLDS, FOLDS_FILE, known_as
from evals.retrieval import provenance
from evals.split import fold, part
from evals.train.boosting import Floats, Rows, boosted, record
from evals.turns import Rewritten, load_turns
from rag.search.candidates import Earlier
from rag.search.carrying import WEIGHTS, Carrier, need_row
from rag.search.clues import Clues, Rarity, clues_of
from rag.search.encoder import OnnxEncoder
from rag.search.export import ensure_export
from rag.settings import Settings

# What a word of each set counts, and how many of its words that are not carried are trained on.
SETS = {"cast2019": (3.0, 1.0), "canard": (1.0, 0.7), "medquad-followup": (1.0, 0.5)}
GROUPS = ("q", "h", "said", "topic", "phrase", "form", "fit")
LIBRARIES = ("numpy", "scikit-learn")
SEED = 4
THRESHOLD, DOUBT = 0.2, 4.0
WORDS = {
    "max_iter": 200, "learning_rate": 0.06, "max_leaf_nodes": 20, "min_samples_leaf": 20,
    "l2_regularization": 10.0, "max_features": 0.3,
}  # fmt: skip
FEWER = {"max_iter": 70, "learning_rate": 0.15}  # in an ablation, for time
GATE = {
    "max_iter": 80, "learning_rate": 0.05, "max_leaf_nodes": 6, "min_samples_leaf": 20,
    "l2_regularization": 5.0,
}  # fmt: skip


class Example(NamedTuple):
    """A turn that has a history, as the models see it."""

    turn: Rewritten
    clues: Clues
    rows: Rows  # (candidates, names of words)
    wanted: Floats  # (candidates,), 1 where the manual rewrite adds the word
    needs: bool
    weight: float
    kept: float  # share of its words that are not carried

    @property
    def fold(self) -> int:
        """Of the cross-validation, by conversation."""
        return fold(self.turn.conversation, FOLDS)


Sets = Mapping[str, Sequence[Example]]  # by the set's name


class Names(NamedTuple):
    """The clues of the two models, in order."""

    words: tuple[str, ...]
    gate: tuple[str, ...]


def examples(
    turns: Iterable[Rewritten], rarity: Rarity, names: Names, weight: float, kept: float
) -> list[Example]:
    """Each turn that has a history, made ready."""
    return [_example(t, rarity, names, weight, kept) for t in turns if t.history]


def _example(turn: Rewritten, rarity: Rarity, names: Names, weight: float, kept: float) -> Example:
    history = tuple(Earlier(e.question, e.answer) for e in turn.history)
    clues = clues_of(turn.question, history, rarity)
    rows = np.array(clues.table(names.words), dtype=np.float32).reshape(-1, len(names.words))
    lacking = added(turn.manual, turn.question)
    wanted = np.array([c.stem in lacking for c in clues.candidates], dtype=np.float64)
    return Example(turn, clues, rows, wanted, bool(lacking), weight, kept)


def names_of(rarity: Rarity) -> Names:
    """The names of the clues, read off one question."""
    clues = clues_of("why?", (Earlier("Which scan?", ""),), rarity)
    return Names(tuple(clues.question | clues.words[0]), tuple(need_row([], clues)))


class Trainer:
    """Carriers trained on examples with some folds left out; what is fitted twice is kept.

    The gate learns from probabilities that its examples were given out of fold.
    """

    def __init__(
        self, train: Sequence[Example], names: Names, options: Mapping[str, Any] = WORDS
    ) -> None:
        self.train, self.names = train, names
        self.options = {**options, "random_state": SEED}
        self.words = lru_cache(maxsize=None)(self._words)

    def carrier(self, out: frozenset[int] = frozenset()) -> dict[str, Any]:
        """The record of a carrier that saw no conversation of the folds `out`."""
        rows, needs = [], []
        for k in sorted(set(range(FOLDS)) - out):
            model = self.words(out | {k})
            for example in (e for e in self.train if e.fold == k):
                chances = _chances(model, example.rows)
                row = need_row(chances, example.clues)
                rows.append([row[name] for name in self.names.gate])
                needs.append(float(example.needs))
        gate = boosted(GATE | {"random_state": SEED}, np.array(rows), np.array(needs))
        return {
            "threshold": THRESHOLD,
            "doubt": DOUBT,
            "words": record(self.words(out), self.names.words),
            "gate": record(gate, self.names.gate),
        }

    def _words(self, out: frozenset[int]) -> Any:
        seen = [e for e in self.train if e.fold not in out]
        rows, wanted = np.vstack([e.rows for e in seen]), np.concatenate([e.wanted for e in seen])
        kept = np.concatenate([np.full(len(e.rows), e.kept) for e in seen])
        weights = np.concatenate([np.full(len(e.rows), e.weight) for e in seen])
        drawn = (wanted > 0) | (np.random.default_rng(SEED).random(len(kept)) < kept)
        weights = np.where(wanted > 0, weights, weights / kept)
        return boosted(self.options, rows[drawn], wanted[drawn], weights[drawn])


def _chances(model: Any, rows: Rows) -> list[float]:
    return list(model.predict_proba(rows)[:, 1]) if len(rows) else []


def figures(
    of: Sequence[Example], carrier_of: Callable[[str], Carrier], rarity: Rarity
) -> dict[str, float]:
    """The measures of the questions, each resolved by the carrier of its conversation."""
    turns = [e.turn for e in of]
    queries = resolved(turns, without_corpus(rarity), carrier_of)
    found = measured(turns, [q.resolved for q in queries])
    return {k: round(v, 3) for k, v in vars(found).items()}


def main() -> int:
    """Trains, prints the figures, and writes the weights; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--check", action="store_true", help="figures only, nothing is written")
    parser.add_argument("--others", action="store_true", help="also with each set left out")
    parser.add_argument("--ablate", action="store_true", help="each group of clues left out")
    parser.add_argument("--out", type=Path, help="a file for the figures")
    chosen = parser.parse_args()
    settings = Settings.from_environ()
    encoder = OnnxEncoder(ensure_export(settings.embedding_model, settings.models), 1)
    names = names_of(encoder.rarity)
    every = {
        name: examples(load_turns(chosen.data / name / "turns.jsonl"), encoder.rarity, names, *how)
        for name, how in SETS.items()
    }
    if chosen.ablate:
        report = ablations(every, names, encoder.rarity)
    else:
        report = _trained(every, names, encoder.rarity, write=not chosen.check)
    if chosen.others:
        report["set left out"] = _others(every, names, encoder.rarity)
    report |= provenance(encoder.name, LIBRARIES)
    print(json.dumps(report, indent=1))
    if chosen.out:
        chosen.out.write_text(json.dumps(report, indent=1) + "\n", "utf-8")
    return 0


def _trained(every: Sets, names: Names, rarity: Rarity, write: bool) -> dict[str, Any]:
    """The figures of carriers trained on all sets."""
    trainer = Trainer(_train(every), names)
    folds = [trainer.carrier(frozenset({k})) for k in range(FOLDS)]
    whole = trainer.carrier()
    if write:
        _write(whole, folds, trainer.train)
    of = {"out of fold": _out_of_fold(every, folds, rarity)}
    return of | {"held out": _held_out(every, Carrier.load(whole), rarity)}


def ablations(every: Sets, names: Names, rarity: Rarity) -> dict[str, Any]:
    """F1 out of fold by set, with no group of clues left out and with each."""
    found = {}
    for group in ("none", *GROUPS):
        words = [i for i, n in enumerate(names.words) if n.split()[0] != group]
        kept = Names(
            tuple(names.words[i] for i in words),
            tuple(n for n in names.gate if n.split()[0] != group),
        )
        less = {s: [e._replace(rows=e.rows[:, words]) for e in of] for s, of in every.items()}
        trainer = Trainer(_train(less), kept, WORDS | FEWER)
        folds = [trainer.carrier(frozenset({k})) for k in range(FOLDS)]
        measures = _out_of_fold(less, folds, rarity)
        found[group] = {s: of["f1"] for s, of in measures.items()}
        print(group, found[group], file=sys.stderr)
    return {"F1 out of fold without": found, "trees": FEWER["max_iter"]}


def _train(every: Sets) -> list[Example]:
    return [e for of in every.values() for e in of if part(e.turn.conversation) == "train"]


def _out_of_fold(every: Sets, folds: Sequence[dict[str, Any]], rarity: Rarity) -> dict[str, Any]:
    carriers = [Carrier.load(f) for f in folds]
    return {
        name: figures(_train({name: of}), lambda c: carriers[fold(c, FOLDS)], rarity)
        for name, of in every.items()
    }


def _held_out(every: Sets, carrier: Carrier, rarity: Rarity) -> dict[str, Any]:
    found = {}
    for name, of in every.items():
        rest = [e for e in of if part(e.turn.conversation) != "train"]
        found[name] = figures(rest, lambda _: carrier, rarity)
    return found


def _others(every: Sets, names: Names, rarity: Rarity) -> dict[str, Any]:
    """Of each set the figures by a model that saw nothing of it."""
    found = {}
    for name, of in every.items():
        train = _train({s: o for s, o in every.items() if s != name})
        carrier = Carrier.load(Trainer(train, names).carrier())
        found[name] = figures(of, lambda _, c=carrier: c, rarity)  # type: ignore[misc]
    return found


def _write(
    whole: dict[str, Any], folds: Sequence[dict[str, Any]], train: Sequence[Example]
) -> None:
    WEIGHTS.write_text(json.dumps(whole, separators=(",", ":")) + "\n", "utf-8")
    seen = sorted({known_as(e.turn) for e in train})
    packed = json.dumps({"seen": seen, "folds": folds}, separators=(",", ":")).encode()
    FOLDS_FILE.write_bytes(gzip.compress(packed, mtime=0))
    digest = hashlib.sha256(WEIGHTS.read_bytes()).hexdigest()[:12]
    print(f"{WEIGHTS}: {WEIGHTS.stat().st_size} bytes, {digest}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
