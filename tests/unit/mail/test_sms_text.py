"""What fits into an SMS, and numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.kit.phones import can_be_texted, country_of, international
from holdfast.mail import as_sms
from holdfast.mail.sms_text import MOST_SEGMENTS, segments

LINK = "https://shop.example/bookings"


@pytest.mark.parametrize(
    ("text", "paid_as"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("€" * 153, 3),  # of each 153 one is lost: no letter is parted
        ("я" * 70, 1),
        ("я" * 71, 2),
        ("я" * 134, 2),
        ("я" * 135, 3),
        ("가" * 70, 1),
        ("😀" * 35, 1),
        ("😀" * 66, 2),
        ("😀" * 67, 3),
    ],
)
def test_an_sms_is_paid_by_segments_of_its_alphabet(text: str, paid_as: int) -> None:
    assert segments(text) == paid_as


def test_a_title_and_its_link_are_all_that_is_said() -> None:
    assert as_sms("In an hour: Portrait", LINK) == f"In an hour: Portrait\n{LINK}"
    assert as_sms("In an hour:\n Portrait") == "In an hour: Portrait"


def test_typographic_signs_do_not_make_it_cost_twice() -> None:
    made = as_sms("“Portrait” – 12 June", LINK)
    assert made == f'"Portrait" - 12 June\n{LINK}'
    assert as_sms("«Портрет» — 12 июня") == "«Портрет» — 12 июня"


def test_what_is_too_long_is_cut_between_words_and_keeps_its_link() -> None:
    made = as_sms("Портрет на закате " * 20, LINK)
    assert made.endswith(f"…\n{LINK}")
    assert segments(made) == MOST_SEGMENTS
    title = made.removesuffix(f"…\n{LINK}")
    assert ("Портрет на закате " * 20).startswith(title + " ")


@given(st.text(max_size=600), st.sampled_from(["", LINK, "https://shop.example/" + "x" * 400]))
def test_no_sms_is_longer_than_three_segments(title: str, link: str) -> None:
    made = as_sms(title, link)
    assert segments(made) <= MOST_SEGMENTS
    assert not link or made.endswith(link) or len(link) > 300


@pytest.mark.parametrize(
    ("typed", "country", "number"),
    [
        ("8 (901) 555-01-02", "RU", "+79015550102"),
        ("+7 901 555 01 02", "DE", "+79015550102"),
        ("07400 123456", "GB", "+447400123456"),
        ("010-1234-5678", "KR", "+821012345678"),
        ("07400 123456", "", None),
        ("12345", "DE", None),
        ("call me", "DE", None),
    ],
)
def test_a_number_is_international_by_itself_or_by_where_it_is_dialled(
    typed: str, country: str, number: str | None
) -> None:
    assert international(typed, country) == number


def test_only_a_mobile_gets_an_sms() -> None:
    assert can_be_texted("+79015550102")
    assert not can_be_texted("+4930901820"), "a landline"
    assert not can_be_texted("+449098790000"), "costs whoever writes there"
    assert (country_of("+79015550102"), country_of("+77012345678")) == ("RU", "KZ")
