"""A fifth is held out for good, and what was trained on is known by its questions."""

from __future__ import annotations

from evals.split import digest, half, part, seen


def test_the_part_of_a_name_never_changes() -> None:
    # Their SHA-256 begin with ca978112 and 18ac3e73: 3398926610 and 413941363, of which the first
    # is a multiple of five.
    assert part("a") == "held-out"
    assert part("d") == "train"


def test_about_a_fifth_is_held_out() -> None:
    held_out = sum(part(str(n)) == "held-out" for n in range(2_000))
    assert 350 < held_out < 450


def test_the_half_of_a_name_never_changes() -> None:
    # Digits 17 to 24 of their SHA-256 are fac231b3, an odd number, and 40ebbc52, an even one.
    assert half("a") == "report"
    assert half("h") == "calibrate"


def test_the_halves_are_about_even_and_cut_across_the_parts() -> None:
    reported = [n for n in range(2_000) if half(str(n)) == "report"]
    assert 900 < len(reported) < 1_100
    assert 140 < sum(part(str(n)) == "held-out" for n in reported) < 260


def test_questions_are_the_same_set_in_any_order() -> None:
    assert digest(["a", "b"]) == digest(["b", "a"])
    assert digest(["a", "b"]) != digest(["a", "c"])


def test_only_the_very_questions_that_were_trained_on_are_seen() -> None:
    assert not seen(["a question"])
    trained_on = frozenset({digest(["a question"])})
    assert seen(["a question"], trained_on)
    assert not seen(["a question", "another"], trained_on)
