"""Answers as some system gave them, whether or not they keep the rules that an Answer keeps.

A scorer has to see an answer that lost its disclaimer or cites [99]; the chain cannot build one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from rag.answers.answer import Answer, Citation, Near, Notice, Statement

_PARTS: dict[str, Any] = {
    "statements": tuple[Statement, ...],
    "citations": tuple[Citation, ...],
    "notices": tuple[Notice, ...],
    "nearest": tuple[Near, ...],
    "suggestions": tuple[str, ...],
    "added": tuple[str, ...],
    "findings": tuple[str, ...],
}


def given(answer: Answer, **changes: Any) -> Answer:
    """`answer` with some fields changed, unchecked."""
    return _built({f.name: getattr(answer, f.name) for f in fields(Answer)} | changes)


def read_given(found: Mapping[str, Any]) -> Answer:
    """The answer that `Answer.to_dict` gave, as JSON has it, unchecked.

    Raises ValueError where a field is not of its type.
    """
    known = {f.name: found[f.name] for f in fields(Answer) if f.name in found}
    for name in _PARTS.keys() & known.keys():
        known[name] = _adapter(name).validate_python(known[name])
    for name in ("question", "disclaimer"):
        if not isinstance(known.get(name, ""), str):
            raise ValueError(f"`{name}` is not text")
    return _built(known)


@cache
def _adapter(name: str) -> TypeAdapter[Any]:
    return TypeAdapter(_PARTS[name])


def _built(values: Mapping[str, Any]) -> Answer:
    answer = object.__new__(Answer)
    for one in fields(Answer):
        object.__setattr__(answer, one.name, values.get(one.name, _default(one)))
    return answer


def _default(one: Field[Any]) -> Any:
    if one.default is not MISSING:
        return one.default
    return "" if one.default_factory is MISSING else one.default_factory()
