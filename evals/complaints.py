"""`python -m evals complaints`: what readers found wrong, and draft cases made of it.

A draft asks again what was asked, after the same questions; what a good answer holds is for its
evaluator to fill in. Patient identifiers are taken out, for a suite is passed around.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from evals.cases import SUITES, Case, SuiteError, case_of, load_cases
from rag.answers.privacy import without_identifiers
from rag.conversation import Complaint, open_conversations
from rag.settings import Settings

KIND = "complaint"
HEAD = (
    "name: {name}\n"
    "measures: answers that readers found wrong\n"
    "judged_by: nobody yet; fill in `facts` and `sources`, or `abstain`, of each case\n"
)


def id_of(complaint: Complaint) -> str:
    """The id of the case that a complaint becomes; one complaint, one id."""
    return f"{KIND}-{complaint.turn[:12]}"


def draft(complaint: Complaint) -> Case:
    """The case that a complaint becomes, with nothing required of its answer as yet."""
    said = f"{complaint.verdict}: {complaint.comment}" if complaint.comment else complaint.verdict
    return Case(
        id=id_of(complaint),
        kind=KIND,
        question=without_identifiers(complaint.question),
        after=tuple(map(without_identifiers, complaint.history)),
        article=complaint.answer.context,
        reader=complaint.answer.reader,
        facts=(),
        forbidden=(),
        sources=(),
        abstain=False,
        notices=(),
        comment=without_identifiers(said),
    )


def line_of(case: Case) -> str:
    """A case as a line of cases.jsonl, with the fields that its evaluator fills in."""
    row: dict[str, Any] = {"id": case.id, "kind": case.kind, "question": case.question}
    row |= {"after": case.after, "article": case.article, "reader": case.reader}
    row |= {"facts": [], "sources": [], "abstain": case.abstain, "comment": case.comment}
    line = json.dumps(row, ensure_ascii=False)
    case_of(json.loads(line))  # a line that could not be read again is never written
    return line


def add_cases(folder: Path, complaints: Iterable[Complaint]) -> list[str]:
    """The ids of the drafts that were added to a suite's folder, which is made if need be.

    A complaint whose case is there already adds nothing. Raises SuiteError for a shipped suite,
    and for a folder whose cases cannot be read.
    """
    if folder.resolve().is_relative_to(SUITES.resolve()):
        raise SuiteError(f"{folder}: a shipped suite; name a folder of your own")
    held = made(folder)
    drafts = {d.id: d for d in map(draft, complaints) if d.id not in held}
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "suite.yaml").exists():
        name = json.dumps(folder.name)  # which YAML reads as JSON does
        (folder / "suite.yaml").write_text(HEAD.format(name=name), "utf-8")
    path = folder / "cases.jsonl"
    torn = path.exists() and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" if torn else "")  # somebody's editor leaves out the last line break
        file.writelines(f"{line_of(d)}\n" for d in drafts.values())
    return list(drafts)


def made(folder: Path) -> frozenset[str]:
    """The ids of the cases of a folder; none where there is no suite."""
    if not (folder / "cases.jsonl").is_file():
        return frozenset()
    return frozenset(c.id for c in load_cases(folder))


def complaints_of(settings: Settings) -> Sequence[Complaint]:
    """Every complaint that is kept, newest first. Raises ConversationError."""
    store = open_conversations(settings)
    if store is None:
        return ()
    try:
        return store.complaints()[::-1]
    finally:
        store.close()


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options of `evals complaints`."""
    parser.add_argument("--out", type=Path, help="a suite's folder that draft cases are added to")
    parser.add_argument("--index", type=Path, help="beside which conversations are kept")


def run(chosen: argparse.Namespace) -> int:
    """Prints the complaints, or adds a draft case for each to a suite."""
    settings = Settings.from_environ()
    if chosen.index:
        settings = replace(settings, index=chosen.index.expanduser().absolute())
    found = complaints_of(settings)
    if chosen.out:
        added = add_cases(chosen.out, reversed(found))
        told = {"added": added, "complaints": len(found)}
        print(json.dumps(told) if chosen.json else f"{len(added)} of {len(found)} complaints added")
        return 0
    drafts = [line_of(draft(c)) for c in found]
    print(f"[{', '.join(drafts)}]" if chosen.json else "\n".join(map(_told, found)))
    return 0


def _told(complaint: Complaint) -> str:
    case = draft(complaint)
    return f"{complaint.judged_at:%Y-%m-%d} {case.id} {case.comment} ({case.question!r})"
