"""What holds of every name and every phone number, however they are typed."""

from __future__ import annotations

import unicodedata
from datetime import date

import phonenumbers
from hypothesis import example, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumberFormat

from fairapp.registration import honorifics, phones, places
from fairapp.registration.births import read as read_birth
from fairapp.registration.names import clean_line, clean_name, clean_text, has_letter
from fairapp.registration.search import fold

# Letters and marks of the scripts that people write here, beside everything else there is.
SCRIPTS = st.one_of(
    st.text(max_size=40),
    st.text(
        st.one_of(
            st.characters(min_codepoint=0x20, max_codepoint=0x24F),
            st.characters(min_codepoint=0x300, max_codepoint=0x36F),
            st.characters(min_codepoint=0x600, max_codepoint=0x6FF),
            st.characters(min_codepoint=0x7C0, max_codepoint=0x7FF),
            st.characters(min_codepoint=0x1E900, max_codepoint=0x1E95F),
            st.sampled_from("ɓɗŋƴɲɛɔƁƊŊ'’ \u200d\u200c\u202e"),
        ),
        max_size=40,
    ),
)
MARKS = "\u0300\u0301\u0308\u0327\u0323\u064e\u0651\u07ec\u07ed\U0001e944"


@given(SCRIPTS)
@example("A\u05ee\u0323")
def test_cleaning_a_name_twice_changes_nothing_more(text: str) -> None:
    for clean in (clean_name, clean_line, clean_text):
        once = clean(text)
        assert clean(once) == once


@given(SCRIPTS)
def test_no_letter_of_a_name_is_re_cased_or_lost(text: str) -> None:
    before = [c for c in unicodedata.normalize("NFC", text) if c.isalpha()]
    assert [c for c in clean_name(text) if c.isalpha()] == before
    assert has_letter(clean_name(text)) == has_letter(unicodedata.normalize("NFC", text))


@given(SCRIPTS)
def test_a_clean_name_is_one_line_that_prints(text: str) -> None:
    clean = clean_name(text)
    assert clean == clean.strip() and "  " not in clean
    odd = {"Cc", "Zl", "Zp", "Cs", "Co", "Cn", "So"}
    assert not [c for c in clean if unicodedata.category(c) in odd]


@given(SCRIPTS)
@example("ß'ŋ")
@example("İ")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text)
    assert fold(once) == once


@given(SCRIPTS, st.text(MARKS, min_size=2, max_size=4).flatmap(st.permutations))
def test_folding_does_not_see_in_which_order_marks_were_typed(text: str, marks: list[str]) -> None:
    assert fold(f"{text}o{''.join(marks)}a") == fold(f"{text}o{''.join(sorted(marks))}a")


@given(SCRIPTS)
def test_folding_sees_no_difference_of_case_or_composition(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert fold(unicodedata.normalize(form, text)) == fold(text)


@given(SCRIPTS)
def test_a_title_is_cut_from_the_front_and_nothing_is_lost(text: str) -> None:
    clean = clean_name(text)
    title, name = honorifics.split(clean)
    assert f"{title} {name}".strip() == clean
    assert bool(name) == bool(clean)
    assert honorifics.split(name).name == name or title


# -- phones ---------------------------------------------------------------------------------------

GUINEAN = st.from_regex(r"63[0-9]{7}", fullmatch=True)
FOREIGN = st.sampled_from(["+221771234567", "+33612345678", "+12025550123", "+22376123456"])
SEPARATORS = st.sampled_from(["", " ", "-", ".", "\u00a0"])
DIGITS = st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "߀߁߂߃߄߅߆߇߈߉", "𞥐𞥑𞥒𞥓𞥔𞥕𞥖𞥗𞥘𞥙"])
AROUND = st.sampled_from(["{}", "{} (WhatsApp)", "Tél : {}", "  {}  ", "\u202a{}\u202c", "{}."])


@given(
    GUINEAN,
    st.sampled_from(["", "+224", "00224", "224", "+224 ", "(+224) ", "00 224 ", "0"]),
    SEPARATORS,
    DIGITS,
    AROUND,
)
def test_a_number_is_read_however_it_is_written(
    number: str, prefix: str, separator: str, digits: str, around: str
) -> None:
    groups = separator.join([number[:3], number[3:5], number[5:7], number[7:]])
    typed = (prefix + groups).translate({ord(str(n)): digits[n] for n in range(10)})
    read = phones.read(around.format(typed))
    assert (read.numbers, read.doubtful) == ((f"+224{number}",), False)


@given(
    st.lists(GUINEAN, min_size=2, max_size=2, unique=True),
    st.sampled_from([" / ", ", ", " ou ", " et ", "\n", ";"]),
)
def test_two_numbers_in_one_field_are_both_read(numbers: list[str], between: str) -> None:
    read = phones.read(between.join(numbers))
    assert (read.numbers, read.doubtful) == (tuple(f"+224{n}" for n in numbers), False)


@given(FOREIGN, st.sampled_from([PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.E164]))
def test_a_foreign_number_is_as_good(number: str, form: int) -> None:
    typed = phonenumbers.format_number(phonenumbers.parse(number), form)
    assert (phones.read(typed).numbers, phones.read(typed).doubtful) == ((number,), False)


TYPED = st.one_of(
    st.text(max_size=80),
    st.text("0123456789 +-./()Oo٠١٢٣٤٥٦٧٨٩ouet\u202a", max_size=80),
)


@given(TYPED)
@settings(max_examples=300)
def test_whatever_is_typed_is_kept_and_reads_the_same_again(text: str) -> None:
    read = phones.read(text)
    assert read.raw == text.strip()
    assert phones.read(read.raw) == read
    assert bool(read.raw) or (read.numbers, read.doubtful) == ((), False)
    # What was read once is clear from then on, unless it is of no range that is given out.
    for number in read.numbers:
        assert phones.read(number).numbers == (number,)
        assert phones.read(phones.display(number)).first == number


@given(TYPED)
def test_a_number_is_in_the_form_that_can_be_called(text: str) -> None:
    for number in phones.read(text).numbers:
        assert number.startswith("+") and number[1:].isdecimal() and number.isascii()
        assert len(number) <= 20


# -- places and births ----------------------------------------------------------------------------


@given(SCRIPTS)
def test_whatever_place_is_typed_is_read_without_an_error(text: str) -> None:
    region, _locality, country = places.read(text)
    assert region in {"", places.ABROAD_REGION, *places.REGIONS}
    assert len(country) == 2


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2020, 12, 31)))
def test_a_date_of_birth_is_read_in_every_form(born: date) -> None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%-d-%-m-%Y", "né le %d/%m/%Y"):
        assert read_birth(born.strftime(form), first_day=date(2026, 12, 2)).on == born
