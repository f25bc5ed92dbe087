"""References: what the check character catches, and what people may type."""

import random

import pytest

from fairapp.registration import reference


def references(count: int) -> list[str]:
    rng = random.Random(20261202)
    return [reference.new_reference(rng) for _ in range(count)]


def test_references_hold_six_characters_that_nobody_misreads() -> None:
    made = references(500)
    assert all(len(code) == 6 and set(code) <= set(reference.ALPHABET) for code in made)
    assert not set("ILOU01") & set(reference.ALPHABET)
    assert all(map(reference.is_valid, made))
    assert len(set(made)) > 495


def test_references_without_a_seed_are_valid_and_differ() -> None:
    made = {reference.new_reference() for _ in range(50)}
    assert len(made) == 50
    assert all(map(reference.is_valid, made))


@pytest.mark.parametrize("code", references(20))
def test_every_single_wrong_character_is_caught(code: str) -> None:
    for place in range(6):
        for other in set(reference.ALPHABET) - {code[place]}:
            assert not reference.is_valid(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize("code", references(20))
def test_every_swap_of_two_characters_is_caught(code: str) -> None:
    for i in range(6):
        for j in range(i + 1, 6):
            swapped = list(code)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            assert reference.is_valid("".join(swapped)) == (code[i] == code[j])


def test_a_reference_is_shown_in_two_halves_and_read_in_any_spacing() -> None:
    code = references(1)[0]
    shown = reference.display(code)
    assert shown == f"{code[:3]}-{code[3:]}"
    for typed in (shown, shown.lower(), f" {code[:2]} {code[2:]} ", shown.replace("-", "–")):
        assert reference.normalise(typed) == code
        assert reference.is_valid(typed)


def test_digits_of_other_scripts_and_a_u_for_a_v_are_read() -> None:
    code = next(c for c in references(500) if "V" in c and "2" in c)
    typed = code.replace("V", "U").replace("2", "٢")
    assert reference.normalise(typed) == code


@pytest.mark.parametrize("text", ["", "K7M", "K7M-4Q", "K7M-4QX2", "I1O0LU", "<script>", "é" * 6])
def test_what_is_no_reference_is_refused(text: str) -> None:
    assert not reference.is_valid(text)
