"""Phone fields as people fill them in. Guinean numbers are of the closed operator 63X.

The foreign numbers, the fixed line and the prefixes that are not given out are examples of form.
"""

import pytest

from fairapp.registration import phones
from fairapp.registration.phones import Phones

ONE = "+224632123456"
TWO = "+224634123456"

CLEAR = {
    "632123456": [ONE],
    "632 12 34 56": [ONE],
    "632-12-34-56": [ONE],
    "632.12.34.56": [ONE],
    "(+224) 632 12 34 56": [ONE],
    "+224632123456": [ONE],
    "00224632123456": [ONE],
    "00 224 632 12 34 56": [ONE],
    "224632123456": [ONE],
    "0632123456": [ONE],
    "+224 (0) 632 12 34 56": [ONE],
    "+224 (O) 632 12 34 56": [ONE],
    "632 12 34 56 / 634 12 34 56": [ONE, TWO],
    "632123456 ou 634123456": [ONE, TWO],
    "632 12 34 56 634 12 34 56": [ONE, TWO],
    "0632123456 / 0634123456": [ONE, TWO],
    "632123456 / 632 12 34 56": [ONE],
    "632 12 34 56 (WhatsApp)": [ONE],
    "WhatsApp : 632123456": [ONE],
    "632123456 (appeler O. Bah, poste 12)": [ONE],
    "O632123456": [ONE],
    "632 12 34 5O": ["+224632123450"],
    "631123456": ["+224631123456"],
    "611123456": ["+224611123456"],
    "722123456": ["+224722123456"],
    "30241234": ["+22430241234"],
    "٦٣٢ ١٢ ٣٤ ٥٦": [ONE],
    "٠٦٣٢١٢٣٤٥٦": [ONE],
    "\u202a+224 632 12 34 56\u202c": [ONE],
    "632123456.0": [ONE],
    "+221771234567": ["+221771234567"],
    "+33612345678": ["+33612345678"],
    "+12025550123": ["+12025550123"],
    "+1 (202) 555-0123": ["+12025550123"],
}
DOUBTFUL = {
    # a digit too few or too many: nobody can tell which
    "63212345": [],
    "6321234567": [],
    "64 12 34 56": [],
    "60 12 34 56": [],
    # nine digits of a range that is not given out, or not yet
    "641123456": ["+224641123456"],
    "671123456": ["+224671123456"],
    # a neighbour's number without its country code
    "77 123 45 67": [],
    "6.32E+08": [],
    "632 12 34 56 / 634 12 34": [ONE],
    "néant": [],
    "1" * 3000: [],
}


@pytest.mark.parametrize(("text", "numbers"), CLEAR.items())
def test_a_clear_number_is_read(text: str, numbers: list[str]) -> None:
    assert phones.read(text) == Phones(text.strip(), tuple(numbers), doubtful=False)


@pytest.mark.parametrize(("text", "numbers"), DOUBTFUL.items())
def test_an_odd_number_is_kept_as_typed_and_marked(text: str, numbers: list[str]) -> None:
    assert phones.read(text) == Phones(text, tuple(numbers), doubtful=True)


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_no_number_is_no_doubt(text: str) -> None:
    assert phones.read(text) == Phones("", (), doubtful=False)


def test_numbers_are_shown_in_groups() -> None:
    assert phones.read("0632123456 ou 634123456").display == "632 12 34 56 / 634 12 34 56"
    assert phones.read("+1 202 555 0123").display == "+1 202-555-0123"
    assert phones.read("64 12 34 56").display == "64 12 34 56"
    assert phones.display("not a number") == "not a number"


def test_first_second_and_tail() -> None:
    both = phones.read("632123456 / 634123456")
    assert (both.first, both.second) == (ONE, TWO)
    assert (phones.read("").first, phones.read("").second) == ("", "")
    assert phones.tail(ONE) == "456"
    assert phones.tail("") == ""
