"""The least that was charged in the 30 days before a price was lowered."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.catalog import Discount, PastCost, Variant, lowest_before

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def days_ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


def variant(
    price: int,
    *past: PastCost,
    off: Discount | None = None,
    compare_at: int | None = None,
    since: datetime | None = LONG_AGO,
) -> Variant:
    one = Variant(UUID(int=1), "", {}, price, compare_at, None, 0, active=True, discount=off)
    return replace(one, past=past, offered_since=since)


def test_a_price_that_is_not_reduced_has_none_before() -> None:
    assert lowest_before(variant(100, PastCost(days_ago(3), 80)), NOW) is None


def test_of_a_price_struck_through_since_ever_nothing_is_known() -> None:
    assert lowest_before(variant(100, compare_at=150), NOW) is None
    assert lowest_before(variant(100, off=Discount(80)), NOW) is None


def test_before_a_discount_that_began_it_cost_its_price() -> None:
    assert lowest_before(variant(100, off=Discount(80, begins=days_ago(2))), NOW) == 100


def test_a_discount_that_began_before_the_thing_was_offered_says_nothing_of_before() -> None:
    off = Discount(80, begins=days_ago(9))
    assert lowest_before(variant(100, off=off, since=days_ago(2)), NOW) is None


def test_of_what_is_new_by_a_faster_clock_nothing_is_known() -> None:
    assert (
        lowest_before(variant(100, off=Discount(80), since=NOW + timedelta(seconds=1)), NOW) is None
    )


def test_a_price_that_was_raised_shortly_before_the_sale_is_not_the_least() -> None:
    raised = (PastCost(days_ago(10), 90), PastCost(days_ago(1), 120))
    assert lowest_before(variant(120, *raised, off=Discount(95, begins=days_ago(1))), NOW) == 90


def test_what_it_cost_more_than_30_days_before_the_reduction_does_not_count() -> None:
    raised = PastCost(days_ago(40), 50)
    off = Discount(80, begins=days_ago(1))
    assert lowest_before(variant(100, raised, off=off), NOW) == 100
    assert lowest_before(variant(100, replace(raised, until=days_ago(30)), off=off), NOW) == 50


def test_an_offer_of_before_that_ended_counts() -> None:
    offer = PastCost(days_ago(5), 100, Discount(60, days_ago(20), days_ago(15)))
    assert lowest_before(variant(100, offer, off=Discount(80)), NOW) == 60


def test_an_offer_that_never_came_to_hold_does_not_count() -> None:
    planned = PastCost(days_ago(5), 100, Discount(10, begins=days_ago(1)))
    assert lowest_before(variant(100, planned, off=Discount(80)), NOW) == 100


def test_lowered_step_by_step_the_step_before_counts() -> None:
    steps = (PastCost(days_ago(6), 100), PastCost(days_ago(2), 90))
    assert lowest_before(variant(80, *steps, compare_at=100), NOW) == 90


def test_the_reduction_began_when_it_came_to_cost_this_however_often_it_was_saved_since() -> None:
    saved = (
        PastCost(days_ago(50), 100),
        PastCost(days_ago(20), 100, Discount(80)),
        PastCost(days_ago(4), 110, Discount(80)),
    )
    assert lowest_before(variant(120, *saved, off=Discount(80)), NOW) == 100


def test_a_window_that_is_yet_to_begin_changes_nothing() -> None:
    off = Discount(80, begins=NOW + timedelta(hours=1))
    assert lowest_before(variant(100, PastCost(days_ago(3), 70), off=off), NOW) is None
    later = NOW + timedelta(hours=2)
    assert lowest_before(variant(100, PastCost(days_ago(3), 70), off=off), later) == 70


@pytest.mark.parametrize("price", [100, 90, 1])
def test_a_price_by_itself_is_no_reduction(price: int) -> None:
    assert lowest_before(variant(price, PastCost(days_ago(1), 200)), NOW) is None
