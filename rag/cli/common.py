"""What several commands share: the options that change settings, and the default index."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from rag.errors import IndexBrokenError, IndexMissingError
from rag.settings import WAYS, Settings

if TYPE_CHECKING:
    from rag.chain import AnswerChain
    from rag.search.ingest import Summary

Commands = Any  # argparse's own type of `add_subparsers` is private


def add_folders(parser: argparse.ArgumentParser, corpus: bool = True) -> None:
    """Adds --corpus and --index."""
    if corpus:
        parser.add_argument("--corpus", type=Path, help="the folder that holds articles/")
    parser.add_argument("--index", type=Path, help="the folder of the index")


def add_model(parser: argparse.ArgumentParser) -> None:
    """Adds --model and --answers."""
    parser.add_argument("--model", help="quote (the default), or PROVIDER:NAME of a chat model")
    parser.add_argument(
        "--answers", choices=WAYS,
        help="what a chat model does: select sentences (the default), or write statements",
    )  # fmt: skip


def settings_of(chosen: argparse.Namespace) -> Settings:
    """The settings of the environment, with the command's options put over them."""
    settings = Settings.from_environ()
    return replace(
        settings,
        corpus=_folder(chosen, "corpus") or settings.corpus,
        index=_folder(chosen, "index") or settings.index,
        model=getattr(chosen, "model", None) or settings.model,
        answers=getattr(chosen, "answers", None) or settings.answers,
    )


def _folder(chosen: argparse.Namespace, option: str) -> Path | None:
    value: Path | None = getattr(chosen, option, None)
    return value.expanduser().absolute() if value is not None else None


def run_ingest(settings: Settings) -> Summary:
    """Ingests with a progress bar on standard error."""
    from tqdm import tqdm

    from rag.asks import AskProver
    from rag.search.encoder import OnnxEncoder
    from rag.search.export import ensure_export
    from rag.search.ingest import ingest

    folder = ensure_export(settings.embedding_model, settings.models)
    encoder = OnnxEncoder(folder, settings.threads)
    with ExitStack() as stack:
        bars: list[tqdm[NoReturn]] = []

        def progress(done: int, total: int) -> None:
            if not bars:  # only where there is something to embed
                bar = tqdm(desc="embedding", unit=" texts", total=total, file=sys.stderr)
                bars.append(stack.enter_context(bar))
            bars[0].update(done - bars[0].n)

        prover = AskProver(encoder)
        return ingest(settings.corpus, settings.index, encoder, progress, prover)


def open_chain(
    chosen: argparse.Namespace, today: Callable[[], dt.date] = dt.date.today
) -> AnswerChain:
    """The chain of a command's settings; a missing default index is built first.

    Raises IndexMissingError for a missing index that was named, and IndexBrokenError for one that
    was built from another corpus than the one named.
    """
    from rag.chain import build_answer_chain
    from rag.search.index import corpus_of

    settings = settings_of(chosen)
    named = chosen.index is not None or "SEQUITUR_INDEX" in os.environ
    try:
        chain = build_answer_chain(settings, today)
    except IndexMissingError:
        if named:
            raise
        print("building the index ...", file=sys.stderr)
        for line in rejections(run_ingest(settings)):
            print(line, file=sys.stderr)
        chain = build_answer_chain(settings, today)
    built_from = corpus_of(settings.index)
    if not named and chosen.corpus is None and built_from != settings.corpus.resolve():
        print(f"note: this index was built from {built_from}", file=sys.stderr)
    if chosen.corpus is not None and built_from != settings.corpus.resolve():
        raise IndexBrokenError(
            f"{settings.index}: built from {built_from}, not from {settings.corpus}; run "
            f"`sequitur ingest --corpus {settings.corpus} --index DIR` and name that index"
        )
    return chain


def show(text: str) -> None:
    """Prints on standard output; a character that its encoding lacks is written as an escape."""
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), flush=True)


def rejections(summary: Summary) -> list[str]:
    """One line for each file that was refused and each problem that was found."""
    lines = [f"{r.path}:{r.line}: {r.reason}" for r in summary.rejected]
    lines += [f"{slug}: its last good version still serves" for slug in summary.kept]
    return [*lines, *summary.problems]
