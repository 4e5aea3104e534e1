"""Numbers given to one person: by a hospital (records), and by a state (checked by stdnum)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

_TOKEN = r"#?(?=[\w./-]{0,12}\d[\w./-]{0,12}\d)(?:[A-Z0-9][A-Z0-9./-]{2,23}[A-Z0-9])(?![\w])"
_NO = r"(?:\s?(?:no|nos|num|number|nr|id|#)\b\.?)"
_RECORD = re.compile(
    r"\b(?:m\.?r\.?n\b\.?|crn|urn|ur|fin|pid|hosp(?:ital)?(?:\s?no|\s?number|\s?id)\.?|h/n"
    rf"|(?:patient|pt){_NO}|(?:medical |health |case )?(?:records?|file|folder|chart|notes?){_NO}"
    rf"|(?:unit|accession|encounter|episode|visit|admission|lab|specimen|sample|order|account|acct"
    rf"|policy|member|insurance|claim|reference|case(?: notes?)?|bed id|id band|wristband){_NO}?)"
    rf"(?:\s?(?:is|no|number)\b\.?)?[\s:#=(]{{1,4}}({_TOKEN})|\b(?:pt|patient)\s#\s?({_TOKEN})",
    re.I,
)
_CUED = re.compile(
    r"\b(?:nhs|chi|ssn|social security|medicare|medicaid|mbi|ohip|phn|nhi|ihi|sin|ni|nino|national"
    r" insurance|national id(?:entity)?|aadhaar|aadhar|abha|pps|ppsn|bsn|pesel|codice fiscale|cpf|cnp"
    r"|personnummer|personal number|cpr|fnr|hetu|dni|nie|nif|nir|nss|curp|rfc|rut|tckn|hkid|nric"
    r"|passport|insurance|health card|id card|driving licence|driver'?s licen[sc]e|svnr|kvnr|ahv|avs)"
    rf"{_NO}{{0,2}}(?:\sis)?[\s:#=(]{{1,4}}"
    r"((?=(?:[A-Z]{0,6}[\s./-]?){0,2}\d)[A-Z0-9]{1,16}(?:[\s./-][A-Z0-9]{0,3}\d[A-Z0-9]{0,6}|[\s-][A-Z]{1,2}\b){0,6})"
    r"(?!\w)",
    re.I,
)
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
_MBI = re.compile(r"\b[1-9][AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y][AC-HJKMNP-RT-Y0-9]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}\b")
_LITERATURE = re.compile(r"(?:\b(?:pmid|pmc|doi|nct|isrctn|isbn|issn|snomed|sctid|icd|loinc|concept)[\s:./#]{0,3}[\d.]{0,8})$", re.I)


def records(text: str) -> Iterator[tuple[int, int]]:
    """Where numbers stand that a hospital, laboratory or insurer gave, each with its cue."""
    return (m.span() for m in _RECORD.finditer(text))


def nationals(text: str) -> Iterator[tuple[int, int]]:
    """Where national numbers stand: behind a cue any, else those whose check digit is right."""
    yield from (m.span() for m in _CUED.finditer(text))
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
