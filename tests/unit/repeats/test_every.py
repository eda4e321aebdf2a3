"""The days of a repeat order: weeks, months and their ends."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.flows.repeats.calendar import day_of
from holdfast.repeats import next_after, on_turn
from holdfast.shop import EVERY, Dispatch, ShopSettings

DAYS = st.dates(date(2020, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("first", "every", "days"),
    [
        ("2026-01-01", "4w", ["2026-01-29", "2026-02-26", "2026-03-26"]),
        ("2026-01-31", "1m", ["2026-02-28", "2026-03-31", "2026-04-30"]),
        ("2027-12-31", "2m", ["2028-02-29", "2028-04-30", "2028-06-30"]),
        ("2026-08-31", "6m", ["2027-02-28", "2027-08-31", "2028-02-29"]),
    ],
)
def test_a_month_keeps_the_day_of_the_first_or_ends_with_its_own(
    first: str, every: str, days: list[str]
) -> None:
    begun = date.fromisoformat(first)
    assert [str(on_turn(begun, every, turn)) for turn in (1, 2, 3)] == days


@given(first=DAYS, every=st.sampled_from(EVERY), after=DAYS)
def test_the_next_day_is_the_earliest_of_its_days_that_is_later(
    first: date, every: str, after: date
) -> None:
    found = next_after(first, every, after)
    turns = [on_turn(first, every, turn) for turn in range(1, 400)]
    later = [one for one in turns if one > after and one > first]
    assert found > max(first, after)
    assert not later or found == min(later)


@pytest.mark.parametrize("every", ["", "w", "0w", "13w", "4", "4d", "4w4w", "-1m"])
def test_there_is_no_other_interval(every: str) -> None:
    with pytest.raises(ValueError, match="no such interval"):
        on_turn(date(2026, 1, 1), every, 1)


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("UTC", "2026-03-01T23:30", "2026-03-01"),
        ("Asia/Seoul", "2026-03-01T15:00", "2026-03-02"),
        ("Pacific/Honolulu", "2026-03-01T09:59", "2026-02-28"),
        ("Europe/Berlin", "2026-10-25T22:30", "2026-10-25"),
        ("Europe/Berlin", "2026-10-25T23:00", "2026-10-26"),
    ],
)
def test_its_days_are_those_of_the_shop(zone: str, moment: str, day: str) -> None:
    shop = ShopSettings(dispatch=Dispatch(zone=zone))
    assert str(day_of(shop, datetime.fromisoformat(moment).replace(tzinfo=UTC))) == day
