"""What a question states in passing, where the corpus says otherwise.

A premise is found by its form ("since MRI comes first, ...") and read only where it says an order,
a need or a ban. It differs where a sentence of the article denies that very thing of that very
thing, by its words of order and negation; that two sentences look alike is never enough.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rag.answers.answer import Notice
from rag.answers.composing import Choice
from rag.articles.passage import NOT_COVERED
from rag.search.followup import Query
from rag.search.index import Index
from rag.search.retrieval import Found
from rag.text import content_stems, stem, stems

_UPTO = (
    r"(?=\s*(?:[,;?]|$|\b(?:so|then|why|how|when|what|which|who|should|shall|do|does|can|could"
    r"|is it|are there)\b))"
)
_FORMS = (
    re.compile(
        r"\b(?:since|(?<!count )(?<!counts )as|given(?: that)?|because|seeing(?: as| that)?"
        r"|considering(?: that)?|assuming(?: that)?|now that|if)\s+"
        rf"(?P<said>[^,;?]{{3,100}}?){_UPTO}",
        re.I,
    ),
    re.compile(r"^(?P<said>[^,;?]{3,100}?)(?:,\s*|\s+)(?:so|therefore|hence)\b", re.I),
    re.compile(
        r"^(?:so |but )?(?P<said>[^,;?]{3,100}?),?\s+(?:right|correct|yes|isn'?t it)\s*\?*$", re.I
    ),
)
_BE = r"(?:always |usually |still )?(?:is|are|be|being|comes?|goes|gets?|should be|has to be)"
_BEFORE = re.compile(
    rf"^(?P<what>.{{2,50}}?) (?:{_BE} )?(?:\w+ )?before (?:the |an? )?(?P<than>.{{2,40}}?)"
    r"(?: (?:in|for|of|with)\b.*)?$",
    re.I,
)
_FIRST = re.compile(
    rf"^(?P<what>.{{2,50}}?) (?:{_BE} )(?:\w+ )?(?:the )?(?:first|initial|next)\b(?: ?-?line)?"
    r"|^(?:the )?(?:first|initial|next)(?: ?-?line)? (?:\w+ ){0,3}is (?P<turned>.{2,40})$",
    re.I,
)
_BANNED = re.compile(
    rf"^(?P<what>.{{2,50}}?) (?:{_BE}|isn'?t|aren'?t) (?:contra-?indicated|unnecessary|forbidden"
    r"|useless|harmful|(?:not |never )?(?:recommended|needed|indicated|allowed|safe|necessary|used"
    r"|given|required|advised))\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|never|isn'?t|aren'?t|contra\w*|un\w+|forbidden|useless|harmful)\b", re.I
)
_NAMES_IT = re.compile(r"^(?:it|this|that|these|those|he|she|they|we|i|you|there)\b", re.I)


_OF_A_PATIENT = re.compile(
    r"\b(?:my|our|this|he|she|his|her|pt|patient|mum|dad|parents?|weeks?|months?|years?|days?|hours?"
    r"|yo|y/o|post|since|started?|taking|on)\b|\d",
    re.I,
)
_CONDITION = re.compile(r"^(?:if|assuming)\b", re.I)
_WORDS_OF_A_CLAIM = 3


def _words(*words: str) -> str:
    return f"(?:{'|'.join(sorted({re.escape(stem(w)) for w in words}))})"


_IS = _words("is", "are", "was", "were", "comes", "be")
_DENIED = _words("not", "never")
_FINE = _words("recommended", "indicated", "safe", "preferred", "needed", "advised", "required")
_DONE = _words("given", "used", "done", "offered", "considered", "performed")
_IMAGING = _words(*"ultrasound ultrasonography sonography CT MRI radiograph radiographs".split())
_AGAINST = f"{_words('advises', 'advise', 'recommends', 'recommend')} against"
_WIDER = "cross section imag"  # what CT and MRI are called together
_ILL = _words("contraindicated", "avoided", "unnecessary")
_HEDGED = re.compile(
    " " + _words("if", "unless", "only", "except", "when", "until", "routine", "routinely", "some")
    + " "
)  # fmt: skip


_PASSING = frozenset(stem(w) for w in "done performed test line imaging scan always first".split())


class Premise(NamedTuple):
    """What a question takes for granted of a thing."""

    said: str
    kind: str  # first, before, needed or banned
    what: str  # a pattern of the thing's names, as stems
    than: str = ""


class Differing(NamedTuple):
    """The sentence that a premise meets, and what the reader is told of it."""

    choice: Choice
    notice: Notice


def read_premise(question: str, index: Index) -> Premise | None:
    """The premise of a question; None where its form or its kind is not one that is read."""
    for form in _FORMS:
        found = form.search(question)
        said = found.group("said").strip(" .") if found else ""
        if said and not _NAMES_IT.match(said) and (premise := _read(said, index)):
            return premise
    return None


def unchecked(question: str) -> Notice | None:
    """Word that a claim in a question was taken for granted; None where it makes none.

    What it says of a patient is no claim, and neither is a condition.
    """
    for form in _FORMS:
        found = form.search(question)
        said = found.group("said").strip(" .") if found else ""
        claims = len(content_stems(said)) >= _WORDS_OF_A_CLAIM and not _NAMES_IT.match(said)
        of_all = not _OF_A_PATIENT.search(said)
        if found and claims and of_all and not _CONDITION.match(found.group().strip()):
            text = f"The question takes it as given that “{said}”; compare what is quoted."
            return Notice("premise", text)
    return None


def _read(said: str, index: Index) -> Premise | None:
    if found := _BEFORE.match(said):
        what, than = _names(found.group("what"), index), _names(found.group("than"), index, ())
        return Premise(said, "before", what, than) if what and than else None
    if found := _FIRST.match(said):
        what = _names(found.group("what") or found.group("turned"), index)
        return Premise(said, "first", what) if what else None
    if found := _BANNED.match(said):
        what = _names(found.group("what"), index)
        kind = "banned" if _NOT.search(said[found.end("what") :]) else "needed"
        return Premise(said, kind, what) if what else None
    return None


def _names(thing: str, index: Index, passing: Collection[str] = _PASSING) -> str:
    """A pattern of a thing's names as stems; "" for none, or for more than two words."""
    own = [s for s in content_stems(thing) if s not in passing]
    if not 1 <= len(own) <= 2:
        return ""
    names = [tuple(own), *(n for names in index.glossary.alike(own).values() for n in names)]
    told = {" ".join(map(re.escape, n)) for n in names}
    told |= {_WIDER} if not passing and told & {"ct", "mri"} else set()
    return f"(?:{'|'.join(sorted(told))})"


def differing(query: Query, found: Found, index: Index) -> Differing | None:
    """Where a premise of the question meets a sentence that denies it or a recorded difference."""
    premise = read_premise(query.own, index)
    if premise is None or not found.passages:
        return None
    slug = query.article or found.passages[0].passage.article
    for difference in index.differences:
        for side in difference.positions:
            if side.article == slug and supports(premise, f"{side.label}. {side.sentence}"):
                choice = _sentence(slug, side.sentence, index)
                if choice:
                    return Differing(choice, _notice(premise, "articles differ on it"))
    told = [c for c in _sentences(slug, found, index) if c.sentence.kind == "sentence"]
    if any(supports(premise, c.sentence.text) for c in told):
        return None  # it holds for some of the article's patients
    against = (c for c in told if contradicts(premise, c.sentence.text))
    choice = next(against, None)
    return Differing(choice, _notice(premise, "the corpus differs")) if choice else None


def _sentences(slug: str, found: Found, index: Index) -> Iterator[Choice]:
    """The sentences of an article, those of the passages that were found first."""
    ranked = [s.position for s in found.passages if s.passage.article == slug]
    for position in dict.fromkeys((*ranked, *index.passages_of[slug])):
        passage = index.passages[position]
        if passage.path[-1] != NOT_COVERED:
            yield from (Choice(passage, s) for s in passage.sentences)


def _sentence(slug: str, text: str, index: Index) -> Choice | None:
    places: Iterator[Choice] = (
        Choice(index.passages[i], s)
        for i in index.passages_of.get(slug, ())
        for s in index.passages[i].sentences
        if s.text == text
    )
    return next(places, None)


def _notice(premise: Premise, how: str) -> Notice:
    text = f"The question takes it as given that “{premise.said}”; {how}, as quoted here."
    return Notice("premise", text)


def contradicts(premise: Premise, sentence: str) -> bool:
    """Whether a sentence denies a premise, by its own words of order or negation."""
    line = f" {' '.join(stems(sentence))} "
    return any(p.search(line) for p in _against(premise)) and not (
        premise.kind in ("needed", "banned") and _HEDGED.search(line)
    )


def _against(premise: Premise) -> Sequence[re.Pattern[str]]:
    what, than = premise.what, premise.than
    image = re.search(rf"\b{_IMAGING}\b", what)
    order = _words("first", "initial", "next")
    patterns = {
        "first": (
            rf"^(?:(?! {what} ).)* {order} (?:(?! {what} ).)*"
            rf" (?:befor|rather than|instead of) (?:\w+ (?:or|and) )?(?:the )?{what} ",
            rf" {what} (?:\w+ ){{0,3}}{_IS} {_DENIED} (?:\w+ ){{0,2}}{order} ",
            rf" {_DENIED} {what} (?:\w+ ){{0,2}}{order} ",
            rf"^(?:(?! {what} | {_DENIED} ).)* {_IS} befor (?:\w+ ){{0,2}}{what} ",
            rf" {what} {_IS} (?:{_DONE} )?after (?!\d)",
            rf" {what} (?:\w+ ){{0,2}}{_IS} (?:\w+ ){{0,24}}(?:second|third) line ",
        ),
        "another": (
            rf"^(?:(?! {what} ).)*(?! {what} ) {_IMAGING} (?:\w+ ){{0,4}}{_IS} (?:the )?{order} ",
            rf"^(?:(?! {what} ).)* {order} (?:\w+ ){{1,5}}{_IS} (?:an? )?(?!{what} ){_IMAGING} ",
        ),
        "before": (
            rf"^(?:(?! {what} | {_DENIED} ).)* {than} (?:(?! {_DENIED} | {what} ).)* befor"
            rf" (?:\w+ ){{0,4}}{what} ",
            rf" {what} (?:\w+ ){{0,8}}{_DENIED} (?:\w+ ){{0,6}}befor (?:\w+ ){{0,8}}{than} ",
            rf" {_DENIED} (?:\w+ ){{0,2}}{what} (?:\w+ ){{0,3}}befor (?:\w+ ){{0,8}}{than} ",
            rf" {what} (?:(?! {_DENIED} )\w+ ){{0,4}}after (?:\w+ ){{0,12}}{than} ",
        ),
        "needed": (
            rf" {what} (?:\w+ ){{0,2}}{_IS} (?:{_DENIED} (?:\w+ )?(?:{_FINE}|{_DONE})|{_ILL}) ",
            rf" {_AGAINST} (?:\w+ ){{0,2}}{what} ",
        ),
        "banned": (
            rf" {what} (?:\w+ ){{0,2}}{_IS} (?:{_FINE}|{_words('first')}) ",
            rf" {what} (?:\w+ ){{0,2}}{_IS} {_DENIED} {_words('contraindicated')} ",
        ),
    }  # fmt: skip
    chosen = patterns[premise.kind]
    if premise.kind == "first" and image:  # there is one first image
        chosen = (*chosen, *patterns["another"])
    return [re.compile(p) for p in chosen]


def supports(premise: Premise, side: str) -> bool:
    """Whether a side of a difference says what a premise says."""
    line = f" {' '.join(stems(side))} "
    what, order = premise.what, _words("first", "next", "preferred", "prefers")
    if premise.kind == "first":
        return bool(
            re.search(rf"^ {what} (?:\w+ ){{0,4}}{order} | {order} (?:\w+ ){{0,4}}is {what} ", line)
        ) and not contradicts(premise, side)
    if premise.kind == "before":
        return bool(
            re.search(rf" {what} (?:\w+ ){{0,6}}befor (?:\w+ ){{0,3}}{premise.than} ", line)
        )
    return False
