"""How tired people type: contractions without their mark, clipped words, clinical shorthand."""

from __future__ import annotations

import re

# Only what has one reading in a question; "pt" (patient, prothrombin time) and "ca" are left alone.
WRITTEN_OUT = {
    "arent": "are not", "cant": "cannot", "cld": "could", "couldnt": "could not",
    "didnt": "did not", "doesnt": "does not", "dont": "do not", "hasnt": "has not",
    "havent": "have not", "isnt": "is not", "shd": "should", "shld": "should",
    "shouldnt": "should not", "thats": "that is", "wasnt": "was not", "wheres": "where is",
    "hes": "he is", "shes": "she is", "whats": "what is", "whens": "when is", "whos": "who is",
    "whys": "why is", "wld": "would",
    "wont": "will not", "wouldnt": "would not", "ur": "your", "pls": "please", "plz": "please",
    "abt": "about", "b4": "before", "bc": "because", "btw": "by the way", "enuf": "enough",
    "w/": "with", "w/o": "without", "1st": "first", "2nd": "second", "3rd": "third",
    "abdo": "abdominal", "abx": "antibiotics", "b/l": "bilateral",
    "bilat": "bilateral", "bx": "biopsy",
    "ddx": "differential diagnosis", "dx": "diagnosis", "f/u": "follow-up", "fhx": "family history",
    "hx": "history", "ix": "investigations", "mgmt": "management", "mo": "months",
    "mos": "months", "mth": "months", "mths": "months", "neg": "negative",
    "nl": "normal", "nxt": "next", "pos": "positive",
    "preop": "preoperative", "postop": "postoperative", "prog": "prognosis", "r/o": "rule out",
    "rads": "radiology", "rx": "treatment",
    "sry": "sorry", "tho": "though", "sx": "symptoms", "surg": "surgery",
    "tx": "treatment", "u/s": "ultrasound", "w/u": "work-up", "wk": "weeks", "wks": "weeks",
    "xray": "x-ray", "cxr": "chest x-ray", "axr": "abdominal x-ray", "y/o": "years old",
    "yo": "years old", "yr": "years", "yrs": "years",
    "outpt": "outpatient", "inpt": "inpatient", "pts": "patients", "weeker": "weeks old",
    "rxn": "reaction", "prn": "as needed", "+ve": "positive", "-ve": "negative",
    "equiv": "equivalent",
    "preg": "pregnant", "resp": "respiratory", "temp": "temperature", "tmrw": "tomorrow",
    "mustnt": "must not", "wasn": "was not", "youre": "you are", "theyre": "they are",
    "eos": "eosinophils", "hypo": "hypoglycaemia", "hypos": "hypoglycaemia",
    "hrs": "hours", "mins": "minutes", "yday": "yesterday",
    "approx": "approximately", "diff": "difference", "kiddo": "child",
    "kiddos": "children", "lil": "little", "info": "information", "incl": "including",
}  # fmt: skip
_AGE = re.compile(r"\b(\d{1,3}(?:\.\d)?) ?(yo|y/o|mo|mos|mths?|wks?|yrs?)\b", re.I)
_MINUTES = re.compile(r"\b(\d{1,3}) ?min\b\.?", re.I)  # alone it is "minimum", too
_GESTATION = re.compile(r"\b([1-4]\d)(\+[0-6])?/40\b")  # "34/40" is said of a pregnancy only
_DAYS = re.compile(r"\b(\d{1,3})do\b", re.I)
_AGAIN = re.compile(r"\bre-?((?:imag|scan|check|biops|x-?ray)\w{0,4})\b", re.I)
_WORD = re.compile(r"(?<![a-z0-9]-)(?<![a-z0-9])[a-z0-9]+(?:/[a-z]*)?", re.I)  # not TI-RADS
# "iv" is a way into a vein, but for a stage or a nerve; "im" one into a muscle beside such words.
_INTRAVENOUS = re.compile(
    r"\b(?<!stage )(?<!grade )(?<!type )(?<!class )(?<!group )(?<!nerve )(?<!phase )iv\b", re.I
)
_INTRAMUSCULAR = re.compile(
    r"\b(?:(given|by|via|or|vs|versus|than|not|why|an?|the|dose) im"
    r"|im(?= (?:or|and not|vs|versus|route|dose|injection|adrenaline|epinephrine)\b))\b",
    re.I,
)
# "us" after an article, a preposition or a part of the body is ultrasound, elsewhere the pronoun.
_ULTRASOUND = re.compile(
    r"\b(the|an?|on|by|after|before|abdominal|renal|repeat|first|or|and|vs|versus) us\b(?! to\b)",
    re.I,
)


def written_out(text: str) -> str:
    """`text` with its shorthand in full words."""
    text = _ULTRASOUND.sub(r"\1 US", text)
    text = _INTRAVENOUS.sub("intravenous", text)
    text = _INTRAMUSCULAR.sub(lambda found: f"{found[1] or ''} intramuscular".strip(), text)
    text = _AGE.sub(lambda found: f"{found[1]} {WRITTEN_OUT[found[2].casefold()]}", text)
    text = _MINUTES.sub(r"\1 minutes", text)
    text = _AGAIN.sub(r"repeat \1", text)
    text = _GESTATION.sub(r"\1\2 weeks pregnant", text)
    text = _DAYS.sub(r"\1 days old", text)
    return _WORD.sub(lambda found: WRITTEN_OUT.get(found.group().casefold(), found.group()), text)
