"""Emergencies that are happening now: told from questions that only speak of them, and noticed.

A form of words that says an event ("is seizing", "not breathing") fires, and so do signs of
collapse (rag.answers.signs), unless the clause denies it, supposes it, asks of it in general, or
the line puts it in the past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from rag.answers.answer import Answer, Notice, Reader
from rag.answers.signs import collapsing
from rag.text import one_edit_apart

Emergency = Literal["", "event", "self-harm"]

_SELF = r"(?:my|him|her|them|your)sel(?:f|ves)"
_WHOSE = r"(?:my|his|her|their|your)"
_SELF_HARM = re.compile(
    rf"\b(?:kill|killing|killed|hang|hanged|hanging|hung|hurt|hurting|harm|harming|shoot|shot|drown)"
    rf" {_SELF}"
    rf"|\bend(?:ing)? (?:{_WHOSE} (?:own )?li(?:fe|ves)|it (?:all|tonight|now|today))\b"
    rf"|\btak(?:e|ing) {_WHOSE} own life"
    r"|\bwant(?:s|ed|ing)? to (?:die|be dead)\b"
    r"|\b(?:dont|doesnt|not) want to (?:live|be alive|be here|wake up)\b"
    r"|\b(?:going|about|threatening|planning|wants?|wanting) to "
    r"(?:(?:take|swallow) (?:all|too many)(?: of)?(?: (?:my|his|her|their|the))?(?: \w+)? "
    r"(?:tablets|pills|meds|medication|medicines)"
    r"|(?:take an )?overdose)\b"
    r"|\b(?:(?:going|about|threatening) to|(?:he|she|they|i|hes|shes)(?: will|ll)|wants? to) jump\b"
    r"(?! (?:on|up|rope|around|into (?:the )?(?:water|pool)))|\bhas a (?:rope|noose)\b"
    rf"|\b(?:cut|cutting|slit|slashed|slashing) {_WHOSE} wrists?\b"
    r"|\bsuicidal\b(?! (?:thoughts?|ideation|ideas?|behaviou?r|risk))"
)
# Asking for a means: no form of asking makes that a question on a topic.
_MEANS = re.compile(
    r"\b(?:painless|painlessly|easiest|easy|quickest|quick|fastest|best|surest) (?:\w+ )?"
    r"(?:way|method|drug|pill|tablet)s? to (?:die|kill (?:my|your|one)self|end (?:it|my|your))"
    r"|\bhow (?:many|much)\b.{0,60}\bto (?:kill myself|die|end my)\b"
    r"|\bhow (?:many|much)\b.{0,60}\b(?:will|would) kill me\b"
    r"|\bhow (?:do|can|could|should|to)\b.{0,20}\b(?:(?:kill|hang) myself|end my (?:own )?life)\b"
)
_AMOUNT = (
    r"(?:\d{2,3}\s?(?:x )?(?:\w+ )?(?:tablets?|pills?|tabs?|caps(?:ules)?|paracetamol|panadol"
    r"|tylenol|aspirin|ibuprofen|codeine|co-?codamol)\b"
    r"|\b(?:whole|entire|full) (?:\w+ )?(?:bottle|box|pack\w*|strip|blister)"
    r"|\b(?:bottle|handful|box|packet|lots|loads) of\b|\boverdose\b"
    r"|\btoo many (?:of )?(?:\w+ )?(?:pills|tablets|meds)"
    r"|\ball (?:of )?(?:the|my|his|her|their) (?:mum|mom|dad|gran|mother|father|sleeping|pills)"
    r"|\b(?:bleach|batter(?:y|ies)|drain cleaner|oven cleaner|antifreeze|weed ?killer|detergent"
    r"|magnets|poison|petrol|white spirit|caustic soda)\b)"
)
_EVENT = re.compile(
    r"\b(?:seizing|convulsing|fitting(?! (?:of|a|an|the|into|in with|criteria|all)\b))\b"
    r"|\bhaving (?:a|an|another) (?:\w+ ){0,2}(?:seizure|fit|convulsion|heart attack|stroke|arrest"
    r"|asthma attack)\b|\bhaving (?:another|one)(?: one| again)? (?:right |just )?now\b"
    r"|\b(?:currently|still|now|is|remains) in status\b"
    r"|\b(?:fit|seizure|convulsion|fitting|bleed|bleeding)s? (?:hasnt|has not|wont|will not|isnt)"
    r" (?:\w+ )?stop"
    r"|\b(?:not|isnt|stop|stops|stopped|stopping|wont|cant|cannot|barely|hardly) (?:\w+ )?"
    r"breath(?:e|ing)\b"
    r"|\b(?:struggling|fighting|gasping) (?:to breathe|for (?:breath|air))\b"
    r"|\b(?:gone|going|turning|turned|went|is|are|looks|found|lips|face|baby|child|all) (?:\w+ )?"
    r"(?:blue|purple|grey|gray|cyanosed)\b(?! (?:sclera|patch|spot|naev|nev|with cold))"
    r"|\bblue and (?:floppy|limp|not|gasping|cold|apn)|\b(?:floppy|limp|pale) and blue\b"
    r"|\b(?:agonal|gasping)\b(?! at night)|\bno resp(?:iratory)? effort\b"
    r"|\bapno?eic\b(?! (?:episodes?|spells?|attacks?|index))"
    r"|\bchoking (?:on|now|and)\b|\b(?:is|hes|shes) choking\b"
    r"|\barrested\b(?! (?:development|growth|descent|caries|hydro))|\bperi-?arrest\b"
    r"|\barrest call\b|\b(?:is|pt|patient|pe|hes|shes) arresting\b"
    r"|\b(?:vf|vt|pea|cardiac|respiratory) arrest (?:now|in progress|ongoing)\b"
    r"|\b(?:is|now|gone|went|just|currently) in(?:to)? (?:a )?(?:cardiac |respiratory )?arrest\b"
    r"|\bin (?:vf|pulseless vt|asystole|pea)\b|\bno (?:pulse|output|signs of life)\b"
    r"|\bpulseless(?! (?:electrical|vt|ventricular|limb|hand|foot|leg|arm|disease|supra))\b"
    r"|\blost (?:his |her |the )?(?:cardiac )?(?:output|pulse)\b"
    r"|\b(?:doing|giving|started|starting|performing|ongoing) (?:chest )?(?:cpr|compressions)\b"
    r"|\bcpr (?:in progress|ongoing|started)\b"
    r"|\b(?:patient|pt|he|she|hes|shes|is|baby|child) (?:is )?crashing\b"
    r"|\bunresponsive\b(?! to\b)|\bunconscious\b|\bpassed out\b"
    r"|\b(?:wont|cant|not|doesnt) (?:wake|waking|rouse)\b"
    r"|\bcollapsed\b(?! (?:lung|lobe|veins?|vertebra\w*|airway|ivc|disc))"
    r"|\bbleeding (?:out|badly|heavily|to death|everywhere)\b(?! (?:with|during) (?:\w+ )?period)"
    r"|\bexsanguinat(?:ing|es)\b"
    r"|\b(?:wont|not|cant|doesnt) stop bleeding\b"
    r"|\b(?:coughing|vomiting|throwing|spitting)(?: up)? (?:loads|lots|pints|litres|buckets)\b"
    r"|\bbeen (?:stabbed|shot|electrocuted)\b|\b(?:is|nearly|found) drown(?:ing|ed)\b"
    r"|\b(?:throat|tongue|airway) (?:is |was )?(?:closing|swelling|swollen|closed)\b"
    r"|\b(?:lips?|face) (?:is |are )?(?:swelling|swollen)(?: up)?(?: and| with)? "
    r"(?:wheez\w+|stridor|breathless|short of breath)\b"
    r"|\b(?:hr|heart rate|sats|gcs) (?:is |are )?(?:dropping|crashing|plummeting)\b"
    r"|\b(?:anaphylaxis|anaphylactic shock|stroke|heart attack) (?:right now|now|happening)\b"
    r"|\b(?:is|now|gone|hes|shes|pt|patient) in(?:to)? anaphylaxis\b"
    r"|\b(?:face|mouth) (?:has |is |just )*(?:dropped|drooping|drooped)\b"
    r"|\b(?:took|taken|swallowed|swallows|ate|eaten|drank|drunk|ingested|downed) "
    rf"(?:\S+ ){{0,5}}?{_AMOUNT}"
    r"|\boverdosed\b|\b(?:oded|od) on\b"
)
_NEGATED = re.compile(
    r"\b(?:not|no longer|never|isnt|arent|wasnt|hasnt been|no|denies|denied|denying|without|nil"
    r"|stopped|stops)\b(?: \w+){0,2} ?$"
)
_SUPPOSED = re.compile(
    r"\b(?:if|when|whenever|case|should|unless|might|may|could|would|once|before|until|during"
    r"|prevents?|avoid|causes?|worried|worry|fear|risks?)\b"
)
_GENERAL = re.compile(
    r"^(?:(?:and|so|ok|but|then) )*(?:what|which|who|how|when|why|where|is|are|does|do|did|should"
    r"|can|could|would|will)\b"
    r"|\b(?:in|for|of|with) (?:an? |any |all |every )?(?:\w+ )?(?:child|children|patients?|infants?"
    r"|neonates?|adults?|someone|anyone|people|those)\b"
)
_DEFINITE = re.compile(
    r"\b(?:he|she|hes|shes|they|theyre|my|i|im|ive|we|this|our|now|just|currently|still|help|myself"
    r"|the (?:pt|patient|baby|child|kid|lady|man|boy|girl))\b"
)
_PAST = re.compile(
    r"\b(?:yesterday|last (?:week|night|month|year|\w+day)|on \w{3,6}day|this morning|(?:19|20)\d\d"
    r"|previous(?:ly)?|history of|hx|pmh|in the past|once|used to|as a (?:child|baby|teenager)"
    r"|(?:days?|weeks?|months?|years?|yrs?|wks?) (?:ago|back)"
    r"|(?:well|fine|normal|better|alert|awake|ok) now|now (?:well|fine|normal|better|alert|awake)"
    r"|recovered|resolved|self-?terminated|(?:it|seizure|fit|bleeding) (?:has )?stopped)\b"
)
_NOW = re.compile(
    r"\b(?:right now|now(?! (?:well|fine|normal|better|alert|awake|what))|currently|still|again"
    r"|at the moment|as we speak|happening|tonight|help|in front of me)\b"
)
_CLAUSE = re.compile(r"(?:[^.,;:?!–—\n]|(?<=\d)\.(?=\d))+")
_SPELLED = (
    "seizing breathing breathe unconscious unresponsive convulsing arrested swallowed paracetamol "
    "tablets suicidal collapsed choking overdose overdosed pulseless anaphylaxis compressions"
).split()
_OTHER_WORDS = frozenset("sizing breathed breather collapses collapse breaths".split())

_TEXT: dict[tuple[bool, bool], str] = {  # (clinician, self-harm)
    (True, False): "If this is happening now: follow your resuscitation protocol and call your "
    "team. Sequitur is not for time-critical decisions.",
    (True, True): "If this is happening now: do not leave the person alone, call your crisis team "
    "or the emergency services, and follow your local protocol. Sequitur is not for time-critical "
    "decisions.",
    (False, False): "If this is happening now, call the local emergency number now.",
    (False, True): "If you or someone near you may come to harm, call the local emergency number "
    "now, and stay with someone you trust.",
}


def emergency(text: str) -> Emergency:
    """What is happening now by a line of text; "" for nothing that it says so."""
    line = plain(text)
    if seeks_means(text):
        return "self-harm"
    over = bool(_PAST.search(line)) and not _NOW.search(line)
    if over:
        return ""
    if any(_happens(_SELF_HARM, c) for c in _clauses(line)):
        return "self-harm"
    clauses = list(_clauses(line))
    event = any(_happens(_EVENT, c) for c in clauses) or collapsing(clauses, _happens)
    return "event" if event else ""


def seeks_means(text: str) -> bool:
    """Whether a line asks for a means to die by."""
    return bool(_MEANS.search(plain(text)))


def notice(kind: Emergency, reader: Reader) -> Notice:
    """What a reader is told of an emergency before anything else."""
    return Notice("emergency", _TEXT[reader == "clinician", kind == "self-harm"])


def attended(answer: Answer) -> Answer:
    """The answer, with the notice first where its question tells of an emergency.

    The notice never takes an answer's place; where the corpus has none, the emergency is why.
    """
    kind = emergency(answer.question)
    if not kind:
        return answer
    notices = (notice(kind, answer.reader), *answer.notices)
    silent = answer.reason in ("not-in-corpus", "out-of-scope", "unclear")
    return replace(answer, notices=notices, reason="emergency" if silent else answer.reason)


def plain(text: str) -> str:
    """`text` in small letters, without apostrophes, slips in the words that matter mended."""
    line = re.sub(r"\s+", " ", re.sub(r"['’`]", "", text.casefold())).replace(" - ", ", ")
    return re.sub(r"[a-z]{6,14}", lambda m: _mended(m.group()), line)


def _mended(word: str) -> str:
    if word in _SPELLED or word in _OTHER_WORDS:
        return word
    return next((w for w in _SPELLED if w[0] == word[0] and one_edit_apart(word, w)), word)


def _clauses(line: str) -> Iterator[str]:
    for found in _CLAUSE.finditer(line):
        yield found.group().strip()


def _happens(pattern: re.Pattern[str], clause: str) -> bool:
    """Whether a clause states the event, and neither denies, supposes nor generalises it."""
    general = _GENERAL.search(clause) and not _DEFINITE.search(clause)
    return not general and any(
        not _NEGATED.search(clause[: m.start()]) and not _SUPPOSED.search(clause[: m.start()])
        for m in pattern.finditer(clause)
    )
