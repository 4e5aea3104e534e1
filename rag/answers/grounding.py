"""Whether a written statement is borne by the sentences that it cites; what cannot be told is not.

Each check compares one kind of claim: what is named, quantities, polarity, modality, order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rag.answers.clauses import parse
from rag.answers.exchanging import exchanged
from rag.answers.judgements import brief, judges
from rag.answers.marking import marks
from rag.answers.naming import in_common, names
from rag.answers.sequence import orders
from rag.answers.sources import sources_of
from rag.answers.turning import amounts, crossed, options, polarity, restrictions, taken_in
from rag.articles.glossary import Glossary
from rag.search.shorthand import written_out

MOST_CHARS = 4000  # of a statement; no sentence is longer
SIMILAR = 0.45  # least cosine of a statement and what it cites

NO_GLOSSARY = Glossary()
# In this order, so that the plainest reason is the one that is given.
CHECKS = (
    amounts,
    names,
    judges,
    marks,
    polarity,
    options,
    taken_in,
    restrictions,
    orders,
    crossed,
    exchanged,
    brief,
    in_common,
)


def unsupported(
    statement: str,
    cited: Sequence[str],
    about: str = "",
    similar: Callable[[str, str], float] | None = None,
    glossary: Glossary = NO_GLOSSARY,
) -> str:
    """Why a statement is not borne by the sentences that it cites; "" where it is.

    `about` (title, subject, headings) may lend names, but no number, negation, drug or side.
    `similar` gives the nearness of two texts, -1 to 1; a cross-encoder fits here as well.
    """
    if len(statement) > MOST_CHARS or not any(map(str.isalpha, statement)):
        return "is no sentence"
    if not any(text.strip() for text in cited):
        return "cites nothing"
    joined = _spaced(" ".join(cited))
    if _spaced(statement) in (joined, *map(_spaced, cited)):
        return ""
    claim, sources = parse(written_out(statement)), sources_of(cited, about, glossary)
    for check in CHECKS:
        if why := check(claim, sources):
            return why
    if similar is not None and similar(statement, joined) < SIMILAR:
        return "means something else than the sentences that it cites"
    return ""


def _spaced(text: str) -> str:
    return " ".join(text.split())
