"""Numbers given to one person: by a hospital (records), and by a state (checked by stdnum)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

_MARK = r"(#?[A-Z0-9][A-Z0-9./-]{2,23}[A-Z0-9])(?!\w)"
_NO = r"(?:\s?(?:no|nos|num|number|nr|id|#)\b\.?|\s#)"
_SURE = (
    r"m\.?r\.?n\.?|crn|urn|ur|pid|h/n|hosp(?:ital)?(?:\s?(?:no|number|id)\b)\.?|case notes?"
    r"|policy|(?:bed|patient|pt) id|id band|wristband"
    rf"|(?:patient|pt|(?:medical |health |case )?(?:records?|file|folder|chart|notes?)){_NO}"
)
# These name other numbers too: they need more digits.
_MAYBE = (
    r"unit|accession|encounter|episode|visit|admission|lab|specimen|sample|order|account|acct|fin"
    r"|member|insurance|claim|reference|case"
)
_RECORD = re.compile(
    rf"\b(?:{_SURE}|(?P<maybe>{_MAYBE}){_NO}?)(?:\s?(?:is|no|number)\b\.?)?"
    rf"(?:[\s:#=(]{{1,4}}|(?=\d)){_MARK}",
    re.I,
)
SURE_DIGITS, MAYBE_DIGITS = 4, 5
NATIONAL_MARKS, NATIONAL_DIGITS = 7, 4  # letters and digits; those of them that are digits
_STATES = (
    "nhs|chi|ssn|social security|medicare|medicaid|mbi|ohip|phn|nhi|ihi|sin|ni|nino|aadhaar|aadhar|"
    "abha|national insurance|national id(?:entity)?|pps|ppsn|bsn|pesel|codice fiscale|cpf|cnp|cpr|"
    "personnummer|personal number|fnr|hetu|dni|nie|nif|nir|nss|curp|rfc|rut|tckn|hkid|nric|svnr|"
    "kvnr|ahv|avs|passport|insurance|health card|id card|driving licence|driver'?s licen[sc]e"
)
# Groups of letters and digits, every one but the first with a digit or of one or two letters.
_GROUPS = (
    r"(?=(?:[A-Z]{0,6}[\s./-]?){0,2}\d)[A-Z0-9]{1,16}"
    r"(?:[\s./-][A-Z0-9]{0,3}\d[A-Z0-9]{0,6}|[\s-][A-Z]{1,2}\b){0,6}"
)
_CUED = re.compile(rf"\b(?:{_STATES}){_NO}{{0,2}}(?:\sis)?[\s:#=(]{{1,4}}({_GROUPS})(?!\w)", re.I)
# The form of a number by which one is looked at, and the module of stdnum that checks its digits.
_CHECKED = (
    (r"\d{3}[ -]\d{3}[ -]\d{4}|\d{10}", "gb.nhs"),
    (r"\d{3}-\d{2}-\d{4}", "us.ssn"),
    (r"\d{4} \d{4} \d{4}", "in_.aadhaar"),
    (r"\d{3}[ -]\d{3}[ -]\d{3}", "ca.sin"),
    (r"\d{11}", "pl.pesel"),
    (r"[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]", "it.codicefiscale"),
    (r"(?:19|20)?\d{6}[-+]\d{4}", "se.personnummer"),
    (r"\d{6}-?\d{4}", "dk.cpr"),
    (r"\d{6}[-+A]\d{3}[0-9A-Z]", "fi.hetu"),
    (r"[XYZ]?\d{7,8}[A-Z]", "es.dni"),
    (r"[12] ?\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}", "fr.nir"),
    (r"\d{7}[A-W][A-IW]?", "ie.pps"),
    (r"\d{3}\.\d{3}\.\d{3}-\d{2}", "br.cpf"),
    (r"756\.\d{4}\.\d{4}\.\d{2}", "ch.ssn"),
)
_FORMS = tuple(
    (re.compile(rf"(?<![\w.,/-])(?:{form})(?![\w/%-]|[.,]\d)"), module) for form, module in _CHECKED
)
_NINO = re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")
_MBI = re.compile(
    r"\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}\b"
)
_LITERATURE = re.compile(
    r"(?:\b(?:pmid|pmc|doi|nct|isrctn|isbn|issn|snomed|sctid|icd|loinc|concept)[\s:./#]{0,3}[\d.]{0,8})$",
    re.I,
)


def records(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand that a hospital, laboratory or insurer gave, each with its cue."""
    for found in _RECORD.finditer(text):
        least = MAYBE_DIGITS if found["maybe"] else SURE_DIGITS
        if _digits(found[found.lastindex or 0]) >= least:
            yield found.span()


def _digits(text: str) -> int:
    return sum(c.isdigit() for c in text)


def nationals(text: str) -> Iterator[tuple[int, int]]:
    """Where national numbers stand: behind a cue any, else those whose check digit is right."""
    for found in _CUED.finditer(text):
        marks = sum(c.isalnum() for c in found[1])
        if marks >= NATIONAL_MARKS and _digits(found[1]) >= NATIONAL_DIGITS:
            yield found.span()
    for pattern in (_NINO, _MBI):
        yield from (m.span() for m in pattern.finditer(text))
    for form, module in _FORMS:
        for found in form.finditer(text):
            lead = text[max(0, found.start() - 16) : found.start()]
            if not _LITERATURE.search(lead) and _checks(module, found.group()):
                yield found.span()


def _checks(module: str, number: str) -> bool:
    """Whether the check digit is right; stdnum's module is loaded where such a form stands only."""
    return bool(import_module(f"stdnum.{module}").is_valid(number))
