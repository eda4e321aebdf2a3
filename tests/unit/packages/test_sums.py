"""What prepaid units are worth, and how many come back: to the unit, in whatever parts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from holdfast.packages import price_back, units_back, units_for, worth

amounts = st.integers(1, 100_000)


@given(price=amounts, minutes=st.integers(1, 2000), amount=amounts)
def test_the_fewest_units_that_are_worth_it(price: int, minutes: int, amount: int) -> None:
    amount = min(amount, price)
    found = units_for(price, amount, minutes)
    assert worth(price, found, minutes) >= amount
    assert worth(price, found - 1, minutes) < amount
    assert worth(price, minutes, minutes) == price


@given(units=amounts, amount=amounts, cuts=st.lists(st.integers(0, 100_000), max_size=6))
def test_parts_that_come_back_are_the_whole(units: int, amount: int, cuts: list[int]) -> None:
    places = sorted({min(cut, amount) for cut in cuts} | {0, amount})
    back = [units_back(units, amount, before, after - before) for before, after in pairwise(places)]
    assert sum(back) == units
    assert min(back) >= 0


@given(price=st.integers(0, 100_000), units=amounts, cuts=st.lists(amounts, max_size=6))
def test_what_is_returned_in_parts_is_the_price(price: int, units: int, cuts: list[int]) -> None:
    places = sorted({min(cut, units) for cut in cuts} | {0, units})
    back = [price_back(price, units, before, after - before) for before, after in pairwise(places)]
    assert sum(back) == price
    assert min(back) >= 0


def test_half_a_minute_is_the_clients() -> None:
    assert units_back(75, 9000, 0, 4500) == 38
    assert price_back(1000, 7, 0, 2) == 285
    assert units_for(9000, 4500, 75) == 38
