"""The report as one page that fetches nothing, for which everything from a run is text.

Jinja's autoescape makes text of what stands in the page. The cases are JSON in which no `<` is left
(`tojson`), and the script puts them into the page as text. The policy in its head lets no other
script or style run, and nothing be loaded.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evals.report.chart import Chart, chart
from evals.report.shown import Shown
from evals.report.told import Texts, told_cases
from evals.summary import LESS_IS_BETTER, Table

FOLDER = Path(__file__).parent
_templates = Environment(
    loader=FileSystemLoader(FOLDER),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(runs: Sequence[Shown]) -> bytes:
    """The page, as UTF-8; what UTF-8 cannot say is written as a question mark."""
    texts = Texts()
    cases = told_cases([one.results for one in runs], texts)
    script, style = (Markup((FOLDER / n).read_text("utf-8")) for n in ("page.js", "page.css"))  # noqa: S704 - our own files
    told: dict[str, Any] = {
        "runs": [one.run.suite for one in runs],
        "cases": cases,
        "texts": texts.all,
    }
    html = _templates.get_template("page.html").render(
        runs=[(one, chart(one.table), head(one)) for one in runs],
        overview=_overview(runs),
        data=told,
        script=script,
        style=style,
        policy=f"default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"script-src '{_hash(script)}'; style-src '{_hash(style)}'",
        less=LESS_IS_BETTER,
    )
    return html.encode("utf-8", "replace")


def head(one: Shown) -> str:
    """What was run, in a line."""
    run, known = one.run, one.run.configuration
    unfinished = "" if len(one.results) == run.cases else f" of {run.cases}: not finished"
    parts = [f"{len(one.results)} cases{unfinished}", _day(run.started)]
    parts += [f"{name} {known[name]}" for name in ("answerer", "corpus", "code") if name in known]
    return " · ".join(filter(None, parts))


def _day(started: str) -> str:
    try:
        return f"{dt.datetime.fromisoformat(started):%-d %B %Y, %H:%M}"
    except ValueError:
        return started


def _overview(runs: Sequence[Shown]) -> Chart | None:
    """Each run's whole as a row, where there are several."""
    whole: Table = {}
    for number, one in enumerate(runs):
        row = one.table.get("all") or next(iter(one.table.values()))
        name = one.run.suite if one.run.suite not in whole else f"{one.run.suite} ({number + 1})"
        whole[name] = row
    return chart(whole) if len(runs) > 1 else None


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
