"""Ways to reach a person: e-mail, telephone (libphonenumber's rules), postal address."""

from __future__ import annotations

import re
from collections.abc import Iterator

# libphonenumber knows of each region which numbers are given out.
REGIONS = ("GB", "US", "AU", "IN", "IE", "ZA")
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}\b",
    re.I,
)
_DIGITS = r"\+?\(?\d(?:[\s().-]{0,3}\d){6,14}"
_CUED = re.compile(
    r"\b(?:tel(?:ephone)?|phone|mobile|mob|cell|fax|pager|bleep|whats\s?app|sms|text|ring|call|dial|"
    r"contact|reach(?:able|ed)?|number)(?: me| him| her| them| us| mum| mom| dad)?"
    rf"(?: no| number)?(?: is| on| at)?[\s.:#]{{0,4}}({_DIGITS})(?![\da-z])",
    re.I,
)
# So long a run of digits may be a number to call: anything shorter is not looked at.
_LONG = re.compile(r"(?<![\w.,/])\+?\(?\d(?:[\s().-]{0,3}\d){8,14}(?![\d/%]|[.,]\d)")
_SHORT = re.compile(r"(?<![\w.-])555-\d{4}(?!\d)")
_WAY = r"(?:street|road|avenue|lane|crescent|terrace|gardens|boulevard|highway|parkway)"
# These are other words too: the whole of the street is written with capitals.
_CAPITAL_WAY = (
    r"(?:St|Rd|Ave|Ln|Drive|Close|Court|Ct|Cres|Way|Place|Pl|Gdns|Square|Sq|Blvd|Hwy|Row|Mews"
    r"|Grove|Hill|View|Park|Circle|Green|Rise|Parade|Villas|Quay)"
)
_STREET = (
    r"(?:(?:flat|apt|apartment|unit|suite)\s\w{1,5},?\s)?\d{1,5}[a-z]?,?\s"
    rf"(?:(?:[^\W\d_][\w'’.-]{{0,30}}\s){{1,4}}{_WAY}\b"
    rf"|(?-i:(?:[A-Z][\w'’.-]{{0,30}}\s){{1,4}}{_CAPITAL_WAY})\b)\.?"
)
_POSTCODE = r"(?:GIR ?0AA|[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2})"
_REST = (
    rf"(?:,?\s(?:apt|apartment|flat|unit|suite|#)\s?\w{{1,5}}\b|,?\s(?-i:{_POSTCODE})\b"
    r"|,?\s(?-i:[A-Z]{2})\s\d{5}(?:-\d{4})?\b|,\s(?-i:[A-Z])[\w'’-]{1,30}(?:\s(?-i:[A-Z])[\w'’-]{1,30}){0,2}"
    r"|\s(?-i:[A-Z])[a-z]{2,20}(?=\s(?-i:[A-Z]{1,2}\d)))"
)
_ADDRESS = re.compile(rf"(?<![\w.]){_STREET}(?:{_REST}){{0,5}}", re.I)
_LIVES = re.compile(
    r"\b(?:lives?|living|resid\w{2,6}|address(?: is)?|staying|home)(?: at| of| in)?[\s:]{1,3}"
    r"(\d{1,5}[a-z]?,?\s[^\W\d_][\w'’-]{1,30}(?:,?\s(?:(?-i:[A-Z])[\w'’-]{0,30}|\d{4,6}|de|des|du|la|le|der)){1,6})",
    re.I,
)
_CODE = re.compile(rf"\b{_POSTCODE}\b")
_ZIP = re.compile(r"\b(?:post\s?code|zip(?: code)?|eircode|pin code)[\s:]{1,3}([A-Z0-9][A-Z0-9 -]{2,8}[A-Z0-9])\b", re.I)


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses stand."""
    return (m.span() for m in _EMAIL.finditer(text))


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where postal addresses and postcodes stand."""
    for pattern in (_ADDRESS, _CODE):
        yield from (m.span() for m in pattern.finditer(text))
    for pattern in (_LIVES, _ZIP):
        yield from (m.span(1) for m in pattern.finditer(text))


def phones(text: str) -> Iterator[tuple[int, int]]:
    """Where telephone numbers stand: behind a cue any, else those that a region gives out."""
    yield from (m.span(1) for m in _CUED.finditer(text))
    yield from (m.span() for m in _SHORT.finditer(text))
    for found in _LONG.finditer(text):
        ranges = "." in found.group() and re.search(r"[\s()-]", found.group())
        if not ranges and _given_out(found.group()):
            yield found.span()


def _given_out(number: str) -> bool:
    """Whether a region gives such a number out; the library is loaded where one may stand only."""
    import phonenumbers

    for region in REGIONS:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(number, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
