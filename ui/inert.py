"""Text from articles, users and models made inert, for the places that read it as Markdown."""

from __future__ import annotations

# Streamlit reads labels as Markdown with directives (`:red[..]`, `:material/..:`) and links.
_SPECIAL = frozenset(r"\`*_{}[]()#+-.!:|~<>$&^=/@")


def inert(text: str) -> str:
    """`text` for a label of a widget: on one line, and nothing in it does anything."""
    return "".join(f"\\{c}" if c in _SPECIAL else c for c in " ".join(text.split()))
