"""A fifth is held out for good, and what was trained on is known by its questions."""

from __future__ import annotations

from evals.split import digest, part, seen


def test_the_part_of_a_name_never_changes() -> None:
    # Their SHA-256 begin with ca978112 and 18ac3e73: 3398926610 and 413941363, of which the first
    # is a multiple of five.
    assert part("a") == "held-out"
    assert part("d") == "train"


def test_about_a_fifth_is_held_out() -> None:
    held_out = sum(part(str(n)) == "held-out" for n in range(2_000))
    assert 350 < held_out < 450


def test_questions_are_the_same_set_in_any_order() -> None:
    assert digest(["a", "b"]) == digest(["b", "a"])
    assert digest(["a", "b"]) != digest(["a", "c"])


def test_only_the_very_questions_that_were_trained_on_are_seen() -> None:
    assert not seen(["a question"])
    trained_on = frozenset({digest(["a question"])})
    assert seen(["a question"], trained_on)
    assert not seen(["a question", "another"], trained_on)
