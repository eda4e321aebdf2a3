"""Money: whole minor units of a currency, ISO's or points."""

import pytest

from holdfast.catalog.shopify.cells import BadCell, read_price
from holdfast.kit.money import POINTS, Money, exponent, is_currency


def test_points_are_a_currency_without_decimals() -> None:
    assert POINTS == "PTS"
    assert is_currency(POINTS)
    assert exponent(POINTS) == 0
    assert Money(2, POINTS) * 3 + Money(1, POINTS) == Money(7, POINTS)


def test_currencies_of_iso_have_the_decimals_iso_gives_them() -> None:
    assert [exponent(code) for code in ("JPY", "EUR", "KWD", "CLF")] == [0, 2, 3, 4]
    assert all(map(is_currency, ("JPY", "EUR", "KWD", "CLF")))


@pytest.mark.parametrize("code", ["", "eur", "pts", "EURO", "XXX", "PT", "POINTS"])
def test_other_words_are_no_currencies(code: str) -> None:
    assert not is_currency(code)


def test_money_reads_as_a_sentence_has_it() -> None:
    told = [str(Money(*one)) for one in ((1350, "EUR"), (5, "EUR"), (-5, "USD"), (7, "KWD"))]
    assert told == ["13.50 EUR", "0.05 EUR", "-0.05 USD", "0.007 KWD"]
    assert [str(Money(13, "PTS")), str(Money(0, "JPY"))] == ["13 PTS", "0 JPY"]


def test_different_currencies_are_not_added() -> None:
    with pytest.raises(ValueError, match="cannot add EUR to PTS"):
        Money(1, POINTS) + Money(1, "EUR")


def test_a_price_in_points_is_whole() -> None:
    assert read_price("1200", POINTS) == 1200
    assert read_price("1200.00", POINTS) == 1200
    with pytest.raises(BadCell, match="more decimals than PTS has"):
        read_price("12.50", POINTS)
