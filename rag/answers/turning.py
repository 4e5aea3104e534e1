"""How a statement may turn what its sentences say: amounts, polarity, duty and limits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from rag.answers.clauses import LOCAL, ONLY, Clause, Parsed, Word
from rag.answers.quantities import Quantity
from rag.answers.sources import Sources, alike, expanded
from rag.answers.vocabulary import ALIKE, MARKS
from rag.text import stem

NEAR = 4  # words on each side that tell what a number belongs to

LIMITS = ONLY | LOCAL | frozenset("limit limits just confine confined keep kept".split())
PAIRED = 16  # characters between a number and the one in parentheses that goes with it
UNDOING = ("un", "in", "non", "im", "a")  # "uncontrolled" is not controlled
LOST = frozenset(map(stem, "loss lost lose free exclude excluded prevent stop".split()))
SUSPECTED = frozenset("suspected suspicion suspect possible possibly probable unclear".split())
_JOINS = re.compile(r"[,;] |\b(?:and|but|versus|against|whereas)\b").finditer


def amounts(claim: Parsed, sources: Sources) -> str:
    """A quantity of the statement that no sentence gives; "" for none."""
    given = [q for parsed in sources.parsed for q in parsed.quantities]
    for at, quantity in enumerate(claim.quantities):
        readings = [quantity, *_led(quantity, claim.quantities[:at])]
        if not any(q.equals(other) for q in readings for other in given) and not _either(
            quantity, given
        ):
            return f"gives {_said(quantity)}, which the sentences that it cites do not"
    return ""


def _led(quantity: Quantity, before: Sequence[Quantity]) -> list[Quantity]:
    """The quantity under the comparator of the one before it: "at most 3 cm if solid or 5 cm"."""
    comparator = before[-1].comparator if before and before[-1].unit == quantity.unit else ""
    bare = quantity.unit and not quantity.comparator
    return [quantity._replace(comparator=comparator)] if bare and comparator else []


def _either(quantity: Quantity, given: Sequence[Quantity]) -> bool:
    """Whether a range is of two whole numbers in a row that are given one by one ("0 or 1")."""
    first, last = quantity.written[0], quantity.written[-1]
    ends = [quantity._replace(values=(v,), written=(v,)) for v in (first, last)]
    return last - first == 1 and all(any(e.equals(q) for q in given) for e in ends)


def _said(quantity: Quantity) -> str:
    values = " to ".join(f"{v:g}" for v in quantity.values)
    return " ".join(filter(None, (quantity.comparator, values, quantity.unit)))


def crossed(claim: Parsed, sources: Sources) -> str:
    """A quantity that stands with the words of another one; "" for none."""
    given = [(q, _around(q, p)) for p in sources.parsed for q in p.quantities]
    said = [(q, alike(_around(q, claim))) for q in claim.quantities]
    for quantity, near in ((q, n) for q, n in said if not _year(q)):
        if not any(quantity.equals(q) for q, _ in given):
            continue
        own = _most(near, given, quantity.equals)
        for other, words in ((q, w) for q, w in given if _rivals(q, quantity)):
            rival = len(near & words)
            back = [
                _most(n, given, quantity.equals) - _most(n, given, q.equals)
                for q, n in said
                if q.equals(other)
            ]
            if rival - own + max(back, default=-1) >= (0 if rival - own > 1 else 1):
                return f"gives {_said(quantity)} for something else than its sentences do"
    return ""


def _most(
    near: frozenset[str],
    given: Iterable[tuple[Quantity, frozenset[str]]],
    fits: Callable[[Quantity], bool],
) -> int:
    return max((len(near & words) for quantity, words in given if fits(quantity)), default=0)


def _rivals(quantity: Quantity, other: Quantity) -> bool:
    alike = quantity.unit == other.unit and quantity.values != other.values
    return alike and not _year(quantity)


def _year(quantity: Quantity) -> bool:
    return not quantity.unit and 1900 <= quantity.values[0] <= 2100


def _around(quantity: Quantity, parsed: Parsed) -> frozenset[str]:
    """The words beside a quantity, no further than the next one or the "and" that leads to it."""
    opening = max((q.end for q in parsed.quantities if q.end <= quantity.start), default=0)
    closing = min((q.start for q in parsed.quantities if q.start >= quantity.end), default=10**9)
    if opening:
        joins = _JOINS(parsed.text, opening, quantity.start)
        opening = max((m.start() for m in joins), default=opening)
    if closing < len(parsed.text):
        joins = _JOINS(parsed.text, quantity.end, closing)
        closing = max((m.start() for m in joins), default=closing)
    before = [w.stem for w in parsed.words if opening <= w.at < quantity.start][-NEAR:]
    after = [w.stem for w in parsed.words if quantity.end <= w.at < closing][:NEAR]
    return frozenset((*before, *after, *_paired(quantity, parsed)))


def _paired(quantity: Quantity, parsed: Parsed) -> Iterator[str]:
    """The quantities in parentheses with one, or before them: "41% (11 of 27)"."""
    for other in parsed.quantities:
        gap = parsed.text[quantity.end : other.start] or parsed.text[other.end : quantity.start]
        if "(" in gap and len(gap) <= PAIRED:
            yield str(other.written)


def polarity(claim: Parsed, sources: Sources) -> str:
    """That a clause says no where its sentences say yes, or the reverse; "" for neither."""
    every = [c for parsed in sources.parsed for c in parsed.clauses]
    denied = {w.stem for c in claim.clauses if c.negative for w in c.denied}
    if denied and not any(c.negative or c.only for c in every) and not _undone(denied, sources):
        return "denies what the sentences that it cites do not"
    for word in claim.words:
        if f"non{word.stem}" in sources.own and word.stem not in sources.own:
            return "affirms what the sentences that it cites do not"
    return _turned(claim, sources, lambda clause: clause.negative, "denies", "affirms", _denied)


def _undone(stems: Iterable[str], sources: Sources) -> bool:
    """Whether the sentences say the contrary of one without a "not": "uncontrolled", "loss of"."""
    own = sources.own
    without = not LOST.isdisjoint(own)
    return without or any(_contrary(one, own) for one in stems)


def _contrary(one: str, own: frozenset[str]) -> bool:
    said = MARKS.get(one, frozenset())
    rivals = (MARKS.get(other, frozenset()) for other in own)
    families = {family for family, _ in said}
    opposed = any(r and r.isdisjoint(said) and families & {f for f, _ in r} for r in rivals)
    return opposed or any(f"{prefix}{one}" in own for prefix in UNDOING)


def _denied(clause: Clause) -> tuple[Word, ...]:
    return clause.denied if clause.negative else clause.words


def options(claim: Parsed, sources: Sources) -> str:
    """That a clause makes a duty of an option, or the reverse; "" for neither.

    "Must", "should" and the plain indicative of guidelines ("is given") count as one duty.
    """
    tokens = {token for parsed in sources.parsed for token in parsed.tokens}
    guessed = not SUSPECTED.isdisjoint(tokens)
    open_ended = any(c.option for c in claim.clauses)
    said = (
        c
        for c in claim.clauses
        if _commits(c)
        and not ((c.topic or not c.verb) and open_ended)
        and not (c.guess and guessed)
    )
    main = claim._replace(clauses=tuple(said))
    return _turned(
        main, sources, lambda clause: clause.option, "leaves open", "settles", both=_lenient
    )


def _lenient(clause: Clause) -> bool:
    return clause.lenient


def _commits(clause: Clause) -> bool:
    """Whether a clause says what to do; "it can raise the risk" and "if it is given" do not."""
    return not clause.lenient and not (clause.possible if clause.option else clause.condition)


def _turned(
    claim: Parsed,
    sources: Sources,
    flag: Callable[[Clause], bool],
    yes: str,
    no: str,
    borne: Callable[[Clause], tuple[Word, ...]] = lambda clause: clause.words,
    both: Callable[[Clause], bool] = lambda _: False,
) -> str:
    """By vote of a clause's words, of those that stand on one side only in the sentences."""
    sides: dict[str, set[bool]] = {}
    for clause in (c for parsed in sources.parsed for c in parsed.clauses):
        flags = {True, False} if clause.topic or both(clause) else {flag(clause)}
        for name in expanded([w.stem for w in clause.words], sources.glossary):
            sides.setdefault(name, set()).update(flags)
        aside = [w.stem for w in clause.words if w not in borne(clause)]
        for name in expanded(aside, sources.glossary) if aside else ():
            sides.setdefault(name, set()).update((True, False))
    for before, clause in (pair for p in sources.parsed for pair in pairwise(p.clauses)):
        for word in before.words if clause.refers and flag(clause) else ():
            sides[word.stem].add(True)  # "so their absence does not exclude it"
    if not any(map(flag, claim.clauses)) and not any(True in s for s in sides.values()):
        return ""
    turned = any(map(flag, claim.clauses))
    for clause, following in zip(claim.clauses, (*claim.clauses[1:], None), strict=False):
        pronoun = following is not None and flag(following) and not following.words
        if not flag(clause) and (pronoun or (turned and (clause.topic or clause.relative))):
            continue  # "In a child: no CT", "CT is harmful, so avoid it"
        told = [_sides(word, sides) for word in borne(clause)]
        agree = sum(flag(clause) in side for side in told if len(side) == 1)
        against = sum(flag(clause) not in side for side in told if len(side) == 1)
        if against > agree:
            return f"{yes if flag(clause) else no} what the sentences that it cites do not"
    return ""


def _sides(word: Word, sides: dict[str, set[bool]]) -> set[bool]:
    found = sides.get(word.stem)
    if found is not None:
        return found
    if any(f"{prefix}{word.stem}" in sides for prefix in UNDOING):
        return {True}
    return {side for other in ALIKE.get(word.stem, ()) for side in sides.get(other, ())}


def taken_in(claim: Parsed, sources: Sources) -> str:
    """What the sentences take out ("without contrast") and the statement does not; "" for none."""
    every = [c for parsed in sources.parsed for c in parsed.clauses]
    there = {w.stem for c in every if not c.negative and not c.topic for w in c.words}
    denied = {o for c in claim.clauses if c.negative for w in c.words for o in _names(w)}
    said = {o for c in claim.clauses for w in c.words for o in _names(w)}
    for clause in every:
        out = {w.stem for w in clause.words} - there
        if clause.local and out and out <= said and not out & denied:
            return "takes in what the sentences take out"
    return ""


def _names(word: Word) -> frozenset[str]:
    return ALIKE.get(word.stem, frozenset()) | {word.stem}


def restrictions(claim: Parsed, sources: Sources) -> str:
    """That an "only" or "unless" of the sentences is gone; "" where none is."""
    tokens = [t for parsed in sources.parsed for t in parsed.tokens]
    alone = "alone" in claim.tokens and "alone" not in tokens
    limited = alone or any(token in LIMITS for token in claim.tokens)
    if limited or _denials(claim.tokens) > _denials(tokens):
        return ""
    said = {o for w in claim.words for o in _names(w)}
    for parsed in sources.parsed:
        for before, clause in zip([None, *parsed.clauses], parsed.clauses, strict=False):
            excepts = clause.local or clause.condition
            limited_to = (before if excepts else clause) if clause.only else None
            guarded = limited_to.words if limited_to else ()
            if guarded and sum(w.stem in said for w in guarded) > len(guarded) / 2:
                return "leaves out the limit that the sentences set"
    return ""


def _denials(tokens: Iterable[str]) -> int:
    return sum(token in ("not", "no", "never") for token in tokens)
