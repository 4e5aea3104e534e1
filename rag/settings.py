"""One frozen Settings, read from the SEQUITUR_* variables."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Literal

from rag.errors import SettingsError

PREFIX = "SEQUITUR_"
Way = Literal["select", "write"]
WAYS: tuple[Way, ...] = ("select", "write")


def checkout() -> Path:
    """The folder that holds `corpus/`: the one of this source tree, else the working folder."""
    source_tree = Path(__file__).resolve().parent.parent
    return source_tree if (source_tree / "corpus" / "articles").is_dir() else Path.cwd()


@dataclass(frozen=True)
class Settings:
    """What an operator may choose; every field has a variable of its name in capitals."""

    corpus: Path = field(default_factory=lambda: checkout() / "corpus")
    index: Path = field(default_factory=lambda: checkout() / ".sequitur" / "index")
    models: Path = field(default_factory=lambda: checkout() / ".sequitur" / "models")
    # Runs of suites, and what the Evaluate page writes beside them.
    runs: Path = field(default_factory=lambda: checkout() / ".sequitur" / "runs")
    embedding_model: str = "bundled"  # or a folder, or a model's name on a hub
    model: str = "quote"  # or PROVIDER:NAME of a chat model
    answers: Way = "select"  # what a chat model does
    model_seconds: int = 20  # after which a chat model is not waited for
    threads: int = field(default_factory=lambda: min(4, os.cpu_count() or 1))
    review_months: int = 24  # an article not updated for longer is out of date
    tracing: bool = False  # let LangChain send traces away where its own variables ask for it
    evaluate: bool = False  # the page shows evaluators' pages, complaints of all readers among them
    sign_in: bool = False  # readers of the page sign in, by what secrets.toml says under [auth]
    # `off`, an SQLAlchemy URL (it may hold a password), or "" for SQLite beside the index.
    conversations: str = field(default="", repr=False)
    approved: frozenset[str] = frozenset()  # slug@version, by the operator's own reviewers

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """The settings that the variables name, defaults elsewhere.

        Raises SettingsError for a variable that is unknown or cannot be read.
        """
        known = {f.name for f in fields(cls)}
        chosen: dict[str, object] = {}
        for variable in sorted(v for v in environ if v.startswith(PREFIX)):
            name = variable.removeprefix(PREFIX).lower()
            if name not in known:
                raise SettingsError(
                    f"{variable} is not a setting; known are "
                    + ", ".join(PREFIX + n.upper() for n in sorted(known))
                )
            if not environ[variable] and name != "approved":
                raise SettingsError(f"{variable} is empty; give it a value or unset it")
            chosen[name] = _read(variable, name, environ[variable])
        return cls(**chosen)  # type: ignore[arg-type]


def _read(variable: str, name: str, value: str) -> object:
    if name in ("corpus", "index", "models", "runs"):
        return Path(value).expanduser().absolute()
    if name == "answers" and value not in WAYS:
        raise SettingsError(f"{variable}={value!r} is neither `select` nor `write`")
    if name in ("threads", "review_months", "model_seconds"):
        if not re.fullmatch(r"[1-9]\d{0,3}", value):
            raise SettingsError(f"{variable}={value!r} is not a whole number from 1 to 9999")
        return int(value)
    if name in ("tracing", "sign_in", "evaluate"):
        if value not in ("0", "1"):
            raise SettingsError(f"{variable}={value!r} is neither 0 nor 1")
        return value == "1"
    if name == "conversations":
        return _read_conversations(variable, value)
    if name == "approved":
        return _read_approved(variable, value)
    return value


def _read_approved(variable: str, value: str) -> frozenset[str]:
    entries = frozenset(e.strip() for e in value.split(",") if e.strip())
    for entry in entries:
        if not re.fullmatch(r"[a-z0-9-]+@[0-9a-f]{12}", entry):
            raise SettingsError(f"{variable}: {entry!r} is not slug@version (12 hex digits)")
    return entries


def _read_conversations(variable: str, value: str) -> str:
    if value != "off" and not re.match(r"[a-z0-9]{1,30}(?:\+[a-z0-9_]{1,30})?://", value):
        raise SettingsError(  # without the value, which may hold a password
            f"{variable} is neither `off` nor an SQLAlchemy URL, such as sqlite:////srv/kept.db or "
            "postgresql+psycopg://user:password@host/name"
        )
    return value
