"""Whether a statement is borne by what it cites: what citation recall, precision and support share.

ALCE (Gao et al., "Enabling large language models to generate text with citations", 2023) asks an
entailment model; here the answer's own checker is asked (`rag.answers.grounding`), and a quotation
has to occur.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answers.answer import Answer, Citation, Statement
from rag.answers.grounding import unsupported
from rag.text import sentences


def cited_by(statement: Statement, answer: Answer) -> list[Citation]:
    """The citations that a statement names, as far as the answer holds them."""
    return [c for c in answer.citations if c.number in statement.citations]


def out_of_range(statement: Statement, answer: Answer) -> list[int]:
    """The numbers that a statement cites and the answer does not hold."""
    held = {c.number for c in answer.citations}
    return [n for n in statement.citations if n not in held]


def bears(citations: Sequence[Citation], statement: Statement) -> bool:
    """Whether the passages of the citations, taken together, bear a statement."""
    quoted = {s.id: s.text for c in citations for s in c.sentences if s.text in c.passage}
    if statement.text == " ".join(quoted.get(i, "") for i in statement.sentences):
        return True
    passages = [c.passage[a:b] for c in citations for a, b in sentences(c.passage)]
    about = " ".join(" ".join((c.title, *c.section)) for c in citations)
    return bool(passages) and not unsupported(statement.text, passages, about)
