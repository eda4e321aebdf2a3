"""An order's timeline is told with causes before effects."""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import get_args

import pytest

from holdfast.views.timelines import Moment, What, told_in_order

START = datetime(2026, 1, 1, tzinfo=UTC)


def moments(*words: What, after: int = 0, request: str = "r") -> list[Moment]:
    """What one command wrote, a microsecond apart, this many seconds after the start."""
    begun = START + timedelta(seconds=after)
    return [
        Moment(begun + timedelta(microseconds=at), word, "guest:1", request)
        for at, word in enumerate(words)
    ]


def words_of(told: list[Moment]) -> list[What]:
    return [moment.what for moment in told]


def test_paid_comes_before_captured_though_it_was_written_after() -> None:
    told = told_in_order(moments("held", "captured", "paid"))
    assert [moment.what for moment in told] == ["held", "paid", "captured"]
    assert sorted(told, key=lambda moment: moment.at) == told


def test_an_order_that_is_refunded_is_cancelled_before_its_units_return() -> None:
    told = told_in_order(
        moments("held", "paid", "captured", "returned", "cancelled", "refundBegun")
    )
    assert [moment.what for moment in told][-3:] == ["cancelled", "returned", "refundBegun"]


@pytest.mark.parametrize("written", list(permutations(("held", "captured", "paid"))))
def test_a_late_payment_reads_held_again_paid_and_taken(written: tuple[What, ...]) -> None:
    told = told_in_order(
        [
            *moments("held"),
            *moments("expired", "cancelled", after=60, request=""),
            *moments(*written, after=75, request="late"),
        ]
    )
    assert words_of(told) == ["held", "expired", "cancelled", "held", "paid", "captured"]
    assert len({moment.at for moment in told[3:]}) == 1


def test_a_payment_that_comes_before_the_sweep_ends_the_old_hold_first() -> None:
    late = moments("captured", "held", "expired", "paid", after=60, request="late")
    assert words_of(told_in_order([*moments("held"), *late])) == [
        "held", "expired", "held", "paid", "captured",
    ]  # fmt: skip


def test_what_different_requests_did_keeps_its_order_however_near() -> None:
    told = told_in_order([*moments("cancelled"), *moments("held", request="late")])
    assert words_of(told) == ["cancelled", "held"]


def test_each_moment_has_its_place_within_an_instant() -> None:
    assert sorted(words_of(told_in_order(moments(*get_args(What))))) == sorted(get_args(What))
