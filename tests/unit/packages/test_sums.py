"""What prepaid units are worth, and how many come back: to the unit, in whatever parts."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from holdfast.packages import least_returned, price_back, units_back, units_for, worth

amounts = st.integers(1, 100_000)


@given(price=amounts, minutes=st.integers(1, 2000), amount=amounts)
def test_the_fewest_units_that_are_worth_it(price: int, minutes: int, amount: int) -> None:
    amount = min(amount, price)
    found = units_for(price, amount, minutes)
    assert worth(price, found, minutes) >= amount
    assert worth(price, found - 1, minutes) < amount
    assert worth(price, minutes, minutes) == price


@given(
    price=amounts, minutes=st.integers(1, 2000), cuts=st.lists(st.integers(0, 100_000), max_size=6)
)
def test_what_is_paid_in_parts_takes_no_unit_more_than_the_whole(
    price: int, minutes: int, cuts: list[int]
) -> None:
    places = sorted({cut for cut in cuts if cut < price} | {0, price})
    taken = []
    for before, after in pairwise(places):
        units = units_for(price, after - before, minutes, before)
        assert worth(price, units, minutes, before) >= after - before
        assert units == 1 or worth(price, units - 1, minutes, before) < after - before
        taken.append(units)
    # A part that is worth less than a unit takes one all the same.
    small = sum((after - before) * minutes < price for before, after in pairwise(places))
    assert minutes <= sum(taken) <= minutes + small


def test_what_has_nothing_left_pays_nothing() -> None:
    assert worth(8999, 0, 60, 1498) == 0


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


@given(price=amounts, units=amounts, before=st.integers(0, 100_000))
def test_the_fewest_that_something_is_given_back_for(price: int, units: int, before: int) -> None:
    before = min(before, units)
    least = least_returned(price, units, before)
    assert price_back(price, units, before, least) >= 1
    assert price_back(price, units, before, least - 1) == 0


def test_half_a_minute_is_the_clients() -> None:
    assert units_back(75, 9000, 0, 4500) == 38
    assert price_back(1000, 7, 0, 2) == 285
    assert units_for(9000, 4500, 75) == 38
