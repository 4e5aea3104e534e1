"""The evaluators' pages in parts: runs, cases, comparisons, complaints."""

from __future__ import annotations

from pathlib import Path

CSS = Path(__file__).parent.parent / "static" / "bench.css"
