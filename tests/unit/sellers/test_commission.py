"""What is kept of a line, and the shop's part of it: differences of wholes, so that parts never
come to more or less than the whole."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.ledger import AccountState, Deposit, Expect, Withdraw
from holdfast.sellers import (
    Commission,
    CommissionRule,
    Holder,
    HolderMoney,
    KeptLine,
    agreed,
    commission_of,
    earned_key,
    kept_of,
    owed_key,
    rule_for,
    rules_at,
    rules_of,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SELLER, OTHER, ROOT, LEAF = (UUID(int=number) for number in range(1, 5))
ORDER = UUID(int=9)


def rule(number: int, rate: int | None, *scope: UUID | None, hours: int = 0) -> CommissionRule:
    seller, category = scope or (None, None)
    begins = NOON + timedelta(hours=hours)
    return CommissionRule(UUID(int=number), seller, category, rate, 9, "EUR", begins, begins)


def test_the_nearest_rule_that_had_begun_holds() -> None:
    rules = [
        rule(11, 1000),
        rule(12, 2000, None, ROOT),
        rule(13, 3000, None, LEAF),
        rule(14, 4000, SELLER, None, hours=1),
        rule(15, 5000, SELLER, ROOT, hours=2),
        rule(16, None, SELLER, ROOT, hours=3),
    ]

    def rate(hours: float, seller: UUID = SELLER, *path: UUID) -> int | None:
        found = rule_for(rules_at(rules, NOON + timedelta(hours=hours)), seller, path)
        return None if found is None else found.rate

    assert rate(-1) is None
    assert [rate(0), rate(0, SELLER, ROOT), rate(0, SELLER, ROOT, LEAF)] == [1000, 2000, 3000]
    assert [rate(hours, SELLER, ROOT, LEAF) for hours in (1, 2, 3)] == [4000, 5000, 4000]
    assert rate(3, OTHER, ROOT, LEAF) == 3000


def test_a_seller_is_told_the_rules_that_some_goods_of_theirs_are_sold_under() -> None:
    paths = {ROOT: (ROOT,), LEAF: (ROOT, LEAF)}
    every, root, leaf = rule(11, 1000), rule(12, 2000, None, ROOT), rule(13, 3000, None, LEAF)
    own, others = rule(14, 4000, SELLER, ROOT), rule(15, 5000, OTHER, None)
    gone = rule(16, 6000, None, UUID(int=8))  # of a category that is no more

    def told(*known: CommissionRule) -> list[CommissionRule]:
        return rules_of(known, SELLER, paths)

    assert told(every, root, leaf, others, gone) == [every, root, leaf]
    # One of their own stands before those of all sellers, also in categories below.
    assert told(every, root, leaf, own) == [every, own]
    assert told(every, root, leaf, rule(17, 7000, SELLER, None)) == [rule(17, 7000, SELLER, None)]
    assert told(others) == []


def test_what_is_fixed_is_charged_in_its_currency() -> None:
    assert agreed(rule(1, 500), "EUR") == Commission(500, 9)
    assert agreed(rule(1, 500), "USD") == Commission(500, 0)
    assert agreed(None, "EUR") == Commission(0, 0)


@pytest.mark.parametrize(
    ("kept", "rate", "fixed", "expected"),
    [(1000, 10_000, 0, 100), (5, 10_000, 0, 1), (4, 10_000, 0, 0), (100, 0, 7, 14),
     (10, 50_000, 9, 10), (0, 10_000, 9, 0)],
)  # fmt: skip
def test_half_a_unit_goes_up_and_never_more_than_there_is(
    kept: int, rate: int, fixed: int, expected: int
) -> None:
    assert commission_of(Commission(rate, fixed), KeptLine(3, 1000, 1), kept) == expected


def test_what_was_sent_in_place_of_a_piece_stands_for_it() -> None:
    three = KeptLine(3, 1000, 0)
    swapped, cheaper = KeptLine(3, 1000, 2, 2, 666), KeptLine(3, 1000, 2, 2, 500)
    assert [one.pieces for one in (three, swapped, cheaper)] == [3, 3, 3]
    assert kept_of([swapped], 0, 1000) == [1000]
    assert kept_of([cheaper], 0, 834) == [834]
    # What staff give back beside it falls on what stays of it as on all else.
    assert kept_of([KeptLine(1, 500, 1, 1, 500), KeptLine(1, 500)], 0, 900) == [450, 450]
    assert commission_of(Commission(10_000, 7), swapped, 1000) == 100 + 21


lines = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 10_000), st.integers(0, 9)).flatmap(
        lambda one: st.builds(
            KeptLine,
            st.just(one[0]),
            st.just(one[1]),
            st.just(min(one[0], one[2])),
            st.integers(0, min(one[0], one[2])),
            st.integers(0, one[1] * min(one[0], one[2]) // one[0]),
        )
    ),
    min_size=1,
    max_size=5,
)


@given(lines, st.integers(0, 999), st.integers(0, 60_000))
def test_what_is_kept_of_the_lines_is_never_more_than_of_the_order(
    some: list[KeptLine], delivery: int, kept: int
) -> None:
    found = kept_of(some, delivery, kept)
    left = [one.paid - one.paid * one.returned // one.quantity + one.carried for one in some]
    gone = all(one.returned == one.quantity for one in some)
    whole = sum(left) + (0 if gone else delivery)
    assert all(0 <= amount <= most for amount, most in zip(found, left, strict=True))
    assert sum(found) <= kept or kept >= whole
    if gone or not delivery:
        assert sum(found) == min(kept, whole)


balances = st.one_of(
    st.tuples(st.integers(0, 5000), st.just(0)), st.tuples(st.just(0), st.integers(0, 5000))
)


@given(balances, st.integers(-5000, 5000), st.integers(-2000, 2000))
def test_an_account_is_earned_or_owed_and_never_below_nothing(
    before: tuple[int, int], gross: int, commission: int
) -> None:
    earned, owed = before
    keys = earned_key(SELLER, "EUR"), owed_key(SELLER, "EUR")
    money = HolderMoney(
        Holder("seller", SELLER),
        "EUR",
        AccountState(keys[0], earned, 0, 4),
        AccountState(keys[1], owed, 0, 2),
    )
    now = dict(zip(keys, before, strict=True))
    sides: dict[str, int] = {}
    for one in money.brought((gross, f"sale/{ORDER}"), (-commission, f"fee/{ORDER}")):
        if isinstance(one, Expect):
            continue
        assert isinstance(one, Deposit | Withdraw)
        change = one.quantity if isinstance(one, Deposit) else -one.quantity
        now[one.key] += change
        assert one.quantity > 0
        assert now[one.key] >= 0
        assert one.counterparty is not None
        if one.key == keys[0]:
            sides[one.counterparty] = sides.get(one.counterparty, 0) + change
    assert now[keys[0]] - now[keys[1]] == earned - owed + gross - commission
    assert not (now[keys[0]] and now[keys[1]])
    assert sides.get(f"sale/{ORDER}", 0) == gross
    assert sides.get(f"fee/{ORDER}", 0) == -commission
