"""What is kept of a cancelled booking, to the unit: each row worked out by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.booking.bookings import (
    USUAL,
    Cause,
    MoveFee,
    Policy,
    Settled,
    Step,
    free_until,
    move_fee,
    percent_kept,
    policy_faults,
    settled,
)

START = datetime(2027, 3, 28, 9, tzinfo=UTC)
FREE = Policy(steps=())
STRICT = Policy(steps=(Step(7 * 1440, 30), Step(2880, 70), Step(0, 100)), weather=20)
FIRM = Policy(steps=(Step(525_600, 100),))

# policy, cause, seconds before the start (below 0: after it), price, paid: kept, back
TABLE: tuple[tuple[Policy, Cause, int, int, int, int, int], ...] = (
    (USUAL, "client", 86_401, 9000, 9000, 0, 9000),
    (USUAL, "client", 86_400, 9000, 9000, 4500, 4500),
    (USUAL, "client", 86_399, 9000, 9000, 4500, 4500),
    (USUAL, "client", 7_201, 9000, 9000, 4500, 4500),
    (USUAL, "client", 7_200, 9000, 9000, 9000, 0),
    (USUAL, "client", 0, 9000, 9000, 9000, 0),
    (USUAL, "client", -600, 9000, 9000, 9000, 0),
    (USUAL, "client", 3600, 9001, 9001, 9001, 0),
    (USUAL, "client", 20_000, 9001, 9001, 4500, 4501),  # 4500.5: the half is the client's
    (USUAL, "client", 20_000, 9000, 3000, 3000, 0),  # a deposit: no more than that is kept
    (USUAL, "client", 20_000, 9000, 5000, 4500, 500),
    (USUAL, "client", 20_000, 9000, 0, 0, 0),
    (USUAL, "client", 20_000, 0, 0, 0, 0),
    (USUAL, "client", 20_000, 1, 1, 0, 1),
    (USUAL, "weather", 60, 9000, 9000, 0, 9000),
    (USUAL, "studio", 60, 9000, 9000, 0, 9000),
    (FREE, "client", 60, 9000, 9000, 0, 9000),
    (FREE, "client", -60, 9000, 9000, 0, 9000),
    (STRICT, "client", 604_801, 10_000, 10_000, 0, 10_000),
    (STRICT, "client", 604_800, 10_000, 10_000, 3000, 7000),
    (STRICT, "client", 172_801, 10_000, 10_000, 3000, 7000),
    (STRICT, "client", 172_800, 10_000, 10_000, 7000, 3000),
    (STRICT, "client", 1, 10_000, 10_000, 7000, 3000),
    (STRICT, "client", 0, 10_000, 10_000, 10_000, 0),
    (STRICT, "client", 3600, 3333, 3333, 2333, 1000),  # 2333.1
    (STRICT, "client", 3600, 999, 999, 699, 300),  # 699.3
    (STRICT, "weather", 3600, 10_000, 10_000, 2000, 8000),
    (STRICT, "weather", 3600, 10_000, 1500, 1500, 0),
    (STRICT, "weather", 3600, 7, 7, 1, 6),  # 1.4
    (STRICT, "studio", 1, 10_000, 10_000, 0, 10_000),
    (STRICT, "studio", -9000, 10_000, 10_000, 0, 10_000),
    (FIRM, "client", 31_536_001, 500, 500, 0, 500),
    (FIRM, "client", 31_536_000, 500, 500, 500, 0),
    (FIRM, "weather", 60, 500, 500, 0, 500),
)


@pytest.mark.parametrize("row", TABLE, ids=range(len(TABLE)))
def test_what_is_kept(row: tuple[Policy, Cause, int, int, int, int, int]) -> None:
    policy, cause, before, price, paid, kept, back = row
    percent = percent_kept(policy, START, START - timedelta(seconds=before), cause)
    assert settled(percent, price, paid) == Settled(kept, back)


def test_until_when_it_is_free() -> None:
    assert free_until(USUAL, START) == START - timedelta(days=1)
    assert free_until(FREE, START) is None
    assert free_until(Policy(steps=(Step(600, 0), Step(60, 10))), START) == START - timedelta(
        hours=1
    )


def test_what_is_wrong_with_a_policy() -> None:
    assert not policy_faults(USUAL)
    assert not policy_faults(STRICT)
    wrong = (
        Policy(steps=(Step(60, 50), Step(120, 100))),  # the nearer first
        Policy(steps=(Step(60, 50), Step(60, 60))),
        Policy(steps=(Step(120, 100), Step(60, 50))),  # cheaper at the end
        Policy(steps=(Step(60, 101),)),
        Policy(weather=-1),
        Policy(steps=(Step(-1, 10),)),
        Policy(moves=-1),
    )
    assert all(policy_faults(one) for one in wrong)


@given(
    st.integers(0, 100),
    st.integers(0, 10**12),
    st.integers(0, 10**12),
)
def test_nothing_is_lost_between_what_is_kept_and_what_goes_back(
    percent: int, price: int, paid: int
) -> None:
    found = settled(percent, price, paid)
    assert found.penalty + found.refund == paid
    assert found.penalty >= 0
    assert found.refund >= 0
    assert 100 * found.penalty <= percent * price


def test_a_moves_fee_is_an_amount_or_a_percentage_from_its_very_minute_on() -> None:
    start = datetime(2026, 6, 1, 12, tzinfo=UTC)
    for fee, price, owed in (
        (MoveFee(60, percent=15), 9999, 1499),
        (MoveFee(60, amount=700), 9999, 700),
        (MoveFee(60, percent=100), 1, 1),
    ):
        policy = Policy(move_fee=fee)
        assert policy_faults(policy) == []
        assert move_fee(policy, start, start - timedelta(minutes=60, seconds=1), price) == 0
        assert move_fee(policy, start, start - timedelta(minutes=60), price) == owed
    assert move_fee(Policy(), start, start, 9999) == 0
    for wrong in (
        MoveFee(60), MoveFee(60, 5, 5), MoveFee(-1, 5), MoveFee(60, 101), MoveFee(60, -5),
        MoveFee(60, 0, -1),
    ):  # fmt: skip
        assert policy_faults(Policy(move_fee=wrong)) == ["move_fee"]


def test_fees_are_kept_before_the_percentage_and_never_more_than_was_paid() -> None:
    assert settled(50, 10_000, 10_000, 2000) == Settled(6000, 4000)
    assert settled(0, 10_000, 10_000, 2000) == Settled(2000, 8000)
    assert settled(0, 10_000, 1500, 2000) == Settled(1500, 0)
