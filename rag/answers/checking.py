"""Whether a drafted statement may be shown: its numbers, its form, its quotations, its support."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rag.answers.offering import Offer, whole
from rag.answers.replies import Draft
from rag.articles.glossary import Glossary
from rag.text import hidden_character, unique

# Why a statement is not borne by the texts that it cites, "" where it is; the third argument is
# what these stand under, whose words may be named, and the last says which names are alike.
Unsupported = Callable[[str, Sequence[str], str, Glossary], str]

MAX_TEXT = 400  # characters of a statement
QUOTED_WORDS = 4  # from so many on, words in quotation marks must be exact

# What a page could take for a link, an image, a tag, a badge or a citation.
_MARKUP = re.compile(
    r"https?:|www\.|\]\(|!\[|\]\[|</?[A-Za-z!]|`|\*\*|__|:[a-z-]{1,40}\[|:material/|&#?\w{1,20};"
    r"|\[\d|^\s*(?:[#>|*-]|\d{1,3}\.)\s",
    re.I,
)
_QUOTATION = re.compile(
    r"“([^“”\"]{1,400})”|\"([^“”\"]{1,400})\"|«([^«»]{1,400})»"
    r"|(?<!\w)[‘']([^‘’'\"“”]{1,400})[’'](?!\w)"
)
_QUOTE_MARK = re.compile(r"[“”\"«»]")


def why_not(draft: Draft, offer: Offer, unsupported: Unsupported) -> str:
    """Why a draft may not be shown; "" where it may."""
    if not draft.numbers:
        return "rests on nothing"
    if not all(1 <= n <= len(offer.picks) for n in draft.numbers):
        return "rests on a sentence that was not given"
    if not draft.text:  # its sentences are printed by code
        return ""
    picks = offer.picked(draft.numbers)
    cited = [" ".join(s.text for s in whole(p)) for p in picks]
    about = "\n".join(unique(offer.about(p) for p in picks))
    return not_plain(draft.text) or misquoted(draft.text, cited) or unsupported(
        draft.text, cited, about, offer.glossary
    )  # fmt: skip


def not_plain(text: str) -> str:
    """Why a text is not plain; "" where it is."""
    if len(text) > MAX_TEXT:
        return "is too long for a statement"
    if hidden_character(text):
        return "holds hidden characters"
    return "holds markup" if _MARKUP.search(text) else ""


def misquoted(text: str, cited: Sequence[str]) -> str:
    """Why a quotation in a text is not exact; "" where each is, or is too short to be one."""
    for match in _QUOTATION.finditer(text):
        quotation = next(g for g in match.groups() if g is not None).strip(" .,;:")
        if len(quotation.split()) >= QUOTED_WORDS and not any(quotation in c for c in cited):
            return "misquotes"
    return "holds an open quotation" if _QUOTE_MARK.search(_QUOTATION.sub("", text)) else ""
