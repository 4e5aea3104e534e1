"""Whether a question stands alone: names what it is about, or nothing that the corpus knows."""

from __future__ import annotations

import re

from rag.search.lexicon import Lexicon
from rag.search.phrasing import is_change
from rag.text import content_stems, tokens

_FULL_WORDS = 6  # so many content words make a question of their own
_PRONOUNS = frozenset("it its this these those they them their he she him her same such".split())
# "That" points back at the end of a question and before what it names; elsewhere it joins clauses.
_THAT = re.compile(r"\bthat\W*$|\bthat (?:is|was|one|child|infant|mass|scan|tumou?r|case)\b", re.I)


def stands_alone(question: str, lexicon: Lexicon) -> bool:
    """Whether a question names its subject, or one that the corpus does not know."""
    words = {t.text.casefold() for t in tokens(question)}
    content = content_stems(question)
    if words & _PRONOUNS or _THAT.search(question) or not content or is_change(question):
        return False
    if lexicon.names_subject(content) or len(content) >= _FULL_WORDS:
        return True
    return not set(content) & lexicon.known
