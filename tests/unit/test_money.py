"""Money: whole minor units of a currency, ISO's or points."""

import re
from pathlib import Path

import msgspec
import pytest

from holdfast.catalog.shopify.cells import BadCell, read_price
from holdfast.kit.money import (
    POINTS,
    Money,
    coded,
    exponent,
    is_currency,
    money_text,
    uneven_exponents,
)
from holdfast.kit.sentences import KeptSentence, in_language, joined, kept, recalled, say

WEB = Path(__file__).parents[2] / "web" / "src"


def test_points_are_a_currency_without_decimals() -> None:
    assert POINTS == "PTS"
    assert is_currency(POINTS)
    assert exponent(POINTS) == 0
    assert Money(2, POINTS) * 3 + Money(1, POINTS) == Money(7, POINTS)


def test_currencies_of_iso_have_the_decimals_iso_gives_them() -> None:
    assert [exponent(code) for code in ("JPY", "EUR", "KWD", "CLF")] == [0, 2, 3, 4]
    assert all(map(is_currency, ("JPY", "EUR", "KWD", "CLF")))


def test_pages_count_decimals_as_the_server_does() -> None:
    text = (WEB / "base" / "i18n" / "decimals.ts").read_text()
    listed = re.findall(r'\[(\d), "([A-Z ]+)"\]', text)
    assert {c: int(n) for n, codes in listed for c in codes.split()} == uneven_exponents()


@pytest.mark.parametrize("code", ["", "eur", "pts", "EURO", "XXX", "PT", "POINTS"])
def test_other_words_are_no_currencies(code: str) -> None:
    assert not is_currency(code)


WRITTEN = {
    "en": "€13.50 -$0.05 KWD~0.007 ¥0 ₽7,992 ₩1,234,567 kr~5 1~point 1,300~points",
    "ru": "13,50~€ -0,05~$ 0,007~KWD 0~¥ 7~992~₽ 1~234~567~₩ 5~kr 1~балл 1~300~баллов",
    "ko": "€13.50 -$0.05 KWD~0.007 ¥0 ₽7,992 ₩1,234,567 kr~5 1~P 1,300~P",
    "fr": "€13.50 -$0.05 KWD~0.007 ¥0 ₽7,992 ₩1,234,567 kr~5 1~point 1,300~points",
}
"""As a browser writes it in each language; a space that does not break is a ``~``."""
MONEY = [
    Money(1350, "EUR"), Money(-5, "USD"), Money(7, "KWD"), Money(0, "JPY"), Money(799_200, "RUB"),
    Money(1_234_567, "KRW"), Money(500, "DKK"), Money(1, "PTS"), Money(1300, "PTS"),
]  # fmt: skip


@pytest.mark.parametrize("language", WRITTEN)
def test_money_reads_as_people_write_it(language: str) -> None:
    told = [one.text(language).replace("\N{NO-BREAK SPACE}", "~") for one in MONEY]
    assert told == WRITTEN[language].split()


def test_points_are_counted_in_russian() -> None:
    words = [Money(number, "PTS").text("ru").split()[1] for number in (21, 22, 25, 11, 112, 104)]
    assert words == ["балл", "балла", "баллов", "баллов", "баллов", "балла"]


def test_money_of_files_and_papers_has_the_code() -> None:
    assert coded(1350, "EUR") == "13.50 EUR"
    assert money_text(799_200, "RUB", "ru", signs=False).split() == ["7", "992,00", "RUB"]


def test_a_sentence_has_its_money_in_the_language_of_who_reads() -> None:
    said = say("{amount} was paid.", amount=Money(799_200, "RUB"))
    assert said == "₽7,992 was paid."
    whole = joined(said, "Choose another way to pay.")
    stored = msgspec.json.decode(msgspec.json.encode(kept(whole)), type=KeptSentence)
    for one in (whole, recalled(stored)):
        assert "7\N{NO-BREAK SPACE}992\N{NO-BREAK SPACE}₽" in in_language(one, "ru")


def test_different_currencies_are_not_added() -> None:
    with pytest.raises(ValueError, match="cannot add EUR to PTS"):
        Money(1, POINTS) + Money(1, "EUR")


def test_a_price_in_points_is_whole() -> None:
    assert read_price("1200", POINTS) == 1200
    assert read_price("1200.00", POINTS) == 1200
    with pytest.raises(BadCell, match="more decimals than PTS has"):
        read_price("12.50", POINTS)
