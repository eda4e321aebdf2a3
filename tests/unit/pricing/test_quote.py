"""Prices and discounts: sums match to the last unit, whatever the cart."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.pricing import (
    Discount,
    Fixed,
    NotApplicable,
    NthFree,
    Percent,
    PricedLine,
    Quote,
    Scope,
    SetOff,
    quote,
)

PRODUCTS = [UUID(int=number) for number in range(1, 5)]
PHONE, CASE, CABLE, _ = PRODUCTS

lines = st.lists(
    st.builds(
        PricedLine, st.sampled_from(PRODUCTS), st.integers(0, 10**12), st.integers(1, 1_000_000)
    ),
    min_size=1,
    max_size=100,
)
rules = st.one_of(
    st.builds(Percent, st.integers(1, 100), st.none() | st.integers(0, 10**15)),
    st.builds(Fixed, st.integers(0, 10**15)),
)
scopes = st.builds(Scope, st.frozensets(st.sampled_from(PRODUCTS)))


@given(lines, rules, scopes)
def test_lines_add_up_and_none_goes_below_zero(
    cart: list[PricedLine], rule: Percent | Fixed, scope: Scope
) -> None:
    discount = Discount(rule, "PTS", scope=scope)
    found, coded = quote(cart, "PTS", automatic=[discount]), quote(cart, "PTS", discount)
    assert isinstance(found, Quote)
    in_scope = [scope.has(line) for line in cart]
    if not any(in_scope):
        assert coded == NotApplicable("scope")
    else:
        assert coded == (found if found.discount else NotApplicable("nothing"))
    assert [line.amount for line in found.lines] == [line.price * line.quantity for line in cart]
    assert found.subtotal == sum(line.amount for line in found.lines)
    assert found.discount == sum(line.discount for line in found.lines)
    assert found.total == found.subtotal - found.discount >= 0
    whole = sum(line.amount for line, mine in zip(found.lines, in_scope, strict=True) if mine)
    for line, mine in zip(found.lines, in_scope, strict=True):
        assert 0 <= line.discount <= line.amount
        assert mine or line.discount == 0
        if mine and whole:  # within one unit of its exact share
            assert abs(line.discount * whole - found.discount * line.amount) < whole


@given(lines, st.integers(1, 100))
def test_a_percentage_is_rounded_down_once_not_on_each_line(
    cart: list[PricedLine], percent: int
) -> None:
    found = quote(cart, "RUB", automatic=[Discount(Percent(percent), "RUB")])
    assert isinstance(found, Quote)
    assert found.discount == found.subtotal * percent // 100


@pytest.mark.parametrize(
    ("cart", "discount", "shares"),
    [
        ([(PHONE, 100, 1), (CASE, 100, 1), (CABLE, 100, 1)], Fixed(100), [34, 33, 33]),
        ([(PHONE, 999, 1), (CASE, 1, 1)], Fixed(999), [998, 1]),
        ([(PHONE, 100, 1), (CASE, 50, 2)], Percent(10, cap=15), [8, 7]),
        ([(PHONE, 3, 1)], Fixed(10**9), [3]),
        ([(PHONE, 0, 5), (CASE, 0, 1)], Percent(50), [0, 0]),
        ([(PHONE, 10**12, 1_000_000), (CASE, 1, 1)], Percent(100), [10**18, 1]),
    ],
)
def test_shares(
    cart: list[tuple[UUID, int, int]], discount: Percent | Fixed, shares: list[int]
) -> None:
    taken = [Discount(discount, "PTS")]
    found = quote([PricedLine(*line) for line in cart], "PTS", automatic=taken)
    assert isinstance(found, Quote)
    assert [line.discount for line in found.lines] == shares


@given(lines, st.integers(2, 100), scopes)
def test_of_so_many_units_the_cheapest_are_free(
    cart: list[PricedLine], units: int, scope: Scope
) -> None:
    discount = Discount(NthFree(units), "PTS", scope=scope)
    found = quote(cart, "PTS", automatic=[discount])
    assert isinstance(found, Quote)
    mine = [line for line in cart if scope.has(line)]
    given_away = sum(line.quantity for line in mine) // units
    left, off = given_away, 0
    for line in sorted(mine, key=lambda one: one.price):
        taken = min(left, line.quantity)
        left, off = left - taken, off + taken * line.price
    assert found.discount == off == sum(line.discount for line in found.lines)
    for line, quoted in zip(cart, found.lines, strict=True):
        assert 0 <= quoted.discount <= quoted.amount
        assert scope.has(line) or quoted.discount == 0
    coded = quote(cart, "PTS", discount)
    if mine and not given_away:
        assert isinstance(coded, NotApplicable)
        assert coded.reason == "units"
        assert coded.missing == units - sum(line.quantity for line in mine)


@given(lines, st.integers(1, 100), st.integers(0, 10**15))
def test_of_each_whole_set_so_much_comes_off_its_cheapest_units(
    cart: list[PricedLine], percent: int, amount: int
) -> None:
    rule = SetOff(amount=amount) if amount else SetOff(percent)
    discount = Discount(rule, "PTS", scope=Scope(frozenset({PHONE, CASE})))
    found, coded = quote(cart, "PTS", automatic=[discount]), quote(cart, "PTS", discount)
    assert isinstance(found, Quote)
    units = {one: sorted((line.price, line.quantity) for line in cart if line.product_id == one)
             for one in (PHONE, CASE)}  # fmt: skip
    sets = min(sum(many for _, many in each) for each in units.values())
    cost = 0
    for each in units.values():
        left = sets
        for price, many in each:
            cost, left = cost + price * min(left, many), left - min(left, many)
    assert found.discount == (min(amount * sets, cost) if amount else cost * percent // 100)
    assert found.discount == sum(line.discount for line in found.lines)
    for line, quoted in zip(cart, found.lines, strict=True):
        assert 0 <= quoted.discount <= quoted.amount
        assert line.product_id in units or quoted.discount == 0
    if not sets and any(units.values()):
        assert coded == NotApplicable("units", 1)


def test_what_is_no_part_of_a_whole_set_costs_what_it_costs() -> None:
    cart = [PricedLine(PHONE, 900, 1), PricedLine(PHONE, 1000, 2), PricedLine(CASE, 100, 2),
            PricedLine(CABLE, 50, 5)]  # fmt: skip
    together = Discount(SetOff(10), "EUR", scope=Scope(frozenset({PHONE, CASE})))
    found = quote(cart, "EUR", automatic=[together])
    assert isinstance(found, Quote)
    # Two sets: phones of 900 and 1000 with two cases.
    assert (found.discount, [line.discount for line in found.lines]) == (210, [90, 100, 20, 0])


def test_a_percentage_is_of_what_free_units_left() -> None:
    cart = [PricedLine(PHONE, 1000, 2), PricedLine(CASE, 100, 1)]
    three, half = Discount(NthFree(3), "EUR"), Discount(Percent(50), "EUR")
    found = quote(cart, "EUR", automatic=[half, three])
    assert isinstance(found, Quote)
    assert [line.discount for line in found.lines] == [1000, 100]
    assert [one.amount for one in found.taken] == [100, 1000]


def test_a_discount_of_another_currency_is_not_for_this_cart() -> None:
    cart = [PricedLine(PHONE, 100, 1)]
    assert quote(cart, "PTS", Discount(Fixed(5), "RUB")) == NotApplicable("currency")


def test_the_minimum_counts_what_is_in_scope_and_says_what_is_missing() -> None:
    cart = [PricedLine(PHONE, 100, 1), PricedLine(CASE, 900, 1)]
    discount = Discount(Fixed(5), "PTS", minimum=150, scope=Scope(frozenset({PHONE})))
    assert quote(cart, "PTS", discount) == NotApplicable("minimum", 50)


def test_without_a_discount_the_total_is_the_sum() -> None:
    found = quote([PricedLine(PHONE, 100, 3), PricedLine(CASE, 7, 1)], "PTS")
    assert isinstance(found, Quote)
    assert (found.subtotal, found.discount, found.total) == (307, 0, 307)
