"""Series come again by the clock of their place: which days, in every zone, over every change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from holdfast.booking.bookings import USUAL, NewBooking, Taking, When
from holdfast.booking.schedule import at_local
from holdfast.booking.series import (
    MOST_SESSIONS,
    Recurrence,
    Shift,
    occurrences,
    recurrence_faults,
    shifted,
)
from holdfast.flows.booking.series.parts import commands_of, first_that_fit, lines_needed
from holdfast.kit import new_id
from holdfast.kit.zones import zone, zone_names
from holdfast.ledger import MAX_LINES, Expect
from tests.support.length import LONG

BERLIN = zone("Europe/Berlin")
NAMES = sorted(zone_names())
TUESDAY = date(2026, 10, 6)
days = st.dates(date(2024, 1, 1), date(2034, 12, 31))
rules = st.builds(
    Recurrence,
    unit=st.sampled_from(["day", "week", "month"]),
    every=st.integers(1, 6),
    count=st.integers(2, MOST_SESSIONS),
)


def local(rule: Recurrence, first: date = TUESDAY, minute: int = 600) -> list[str]:
    found = occurrences(rule, BERLIN, first, minute)
    return [f"{one.astimezone(BERLIN):%m-%d %a %H:%M}" for one in found]


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        # Every second Tuesday, over the end of summer time: ten o'clock stays ten o'clock.
        (Recurrence(every=2, count=3), ["10-06 Tue", "10-20 Tue", "11-03 Tue"]),
        (Recurrence(every=1, until=date(2026, 10, 20)), ["10-06 Tue", "10-13 Tue", "10-20 Tue"]),
        # Weekdays before the first day are of the week after.
        (
            Recurrence(weekdays=(4, 1), every=2, count=4),
            ["10-08 Thu", "10-19 Mon", "10-22 Thu", "11-02 Mon"],
        ),
        # The first Tuesday of each second month.
        (Recurrence(unit="month", every=2, count=3), ["10-06 Tue", "12-01 Tue", "02-02 Tue"]),
        (Recurrence(unit="day", every=10, count=3), ["10-06 Tue", "10-16 Fri", "10-26 Mon"]),
    ],
)
def test_it_comes_again_on_these_days(rule: Recurrence, shown: list[str]) -> None:
    assert local(rule) == [f"{one} 10:00" for one in shown]


def test_a_fifth_weekday_is_left_out_of_months_that_have_none() -> None:
    fifth = local(Recurrence(unit="month", count=3), date(2026, 9, 29))
    assert fifth == ["09-29 Tue 10:00", "12-29 Tue 10:00", "03-30 Tue 10:00"]


def test_a_time_that_the_clock_skips_is_the_moment_of_the_skip() -> None:
    found = occurrences(Recurrence(count=3), BERLIN, date(2027, 3, 21), 150)
    assert [f"{one.astimezone(BERLIN):%H:%M}" for one in found] == ["02:30", "03:00", "02:30"]


def test_rules_that_cannot_be_name_the_field() -> None:
    def fields(**rule: object) -> list[str]:
        made = Recurrence(**rule)  # type: ignore[arg-type]  # drawn as words
        return [one.field for one in recurrence_faults(made, TUESDAY)]

    assert fields(count=2) == []
    assert fields(until=TUESDAY) == []
    assert fields() == ["count"]
    assert fields(count=3, until=TUESDAY) == ["count"]
    assert fields(count=1) == fields(count=MOST_SESSIONS + 1) == ["count"]
    assert fields(until=TUESDAY - timedelta(days=1)) == ["until"]
    assert fields(until=TUESDAY + timedelta(days=2000)) == ["until"]
    assert fields(count=2, every=0) == fields(count=2, every=53) == ["every"]
    assert fields(count=2, weekdays=(0,)) == fields(count=2, weekdays=(1, 1)) == ["weekdays"]
    assert fields(count=2, unit="day", weekdays=(1,)) == ["weekdays"]


@settings(max_examples=400 if LONG else 60, deadline=None)
@given(st.sampled_from(NAMES), days, st.integers(0, 1439), rules)
def test_each_is_what_its_clock_shows_in_order_and_of_its_weekday(
    name: str, first: date, minute: int, rule: Recurrence
) -> None:
    clock = zone(name)
    found = occurrences(rule, clock, first, minute)
    assert len(found) <= MOST_SESSIONS
    assert all(one < other for one, other in pairwise(found))
    assert found[0] == at_local(clock, first, minute)
    for one in found:
        shown = one.astimezone(clock)
        day = shown.date()
        # What the clock shows, unless it is skipped: then the next that it does show.
        assert one == at_local(clock, day, minute) or shown.hour * 60 + shown.minute >= minute
        if rule.unit != "day":
            assert day.isoweekday() == first.isoweekday()
        if rule.unit == "month":
            assert (day.day - 1) // 7 == (first.day - 1) // 7


@settings(max_examples=400 if LONG else 60, deadline=None)
@given(st.sampled_from(NAMES), days, st.integers(0, 1439), st.integers(-20, 20))
def test_a_shift_goes_by_days_and_minutes_of_the_local_clock(
    name: str, day: date, minute: int, later: int
) -> None:
    clock = zone(name)
    moment = at_local(clock, day, 720)
    assert shifted(moment, clock, Shift(days=later)) == at_local(
        clock, day + timedelta(days=later), 720
    )
    assert shifted(moment, clock, Shift(minute=minute)) == at_local(clock, day, minute)


def a_session(at: int, minutes: int, *guards: str) -> NewBooking:
    start = datetime(2027, 1, 4, 9, tzinfo=UTC) + timedelta(days=at)
    end = start + timedelta(minutes=minutes)
    room = UUID("01890000-0000-7000-8000-000000000001")
    taking = Taking(room, "room", "Room", start, end, 15, 1, 1, 0, "UTC")
    when = When(start, end, "UTC", "", "")
    ways = tuple(Expect(one, 0) for one in guards)
    return NewBooking(new_id(), new_id(), "Class", when, (taking,), 1, "EUR", 1, USUAL, ways=ways)


@settings(max_examples=100 if LONG else 30, deadline=None)
@given(st.lists(st.integers(1, 96), min_size=1, max_size=60))
def test_commands_hold_all_in_order_and_none_is_too_long(lengths: list[int]) -> None:
    some = [a_session(at, 15 * cells) for at, cells in enumerate(lengths)]
    found = commands_of(some)
    assert [one for command in found for one in command] == some
    assert all(sum(map(lines_needed, one)) <= MAX_LINES for one in found)
    assert len(found) == 1 or sum(map(lines_needed, some)) > MAX_LINES


def test_no_command_raises_the_ways_of_one_day_twice() -> None:
    near = [a_session(0, 60, "stay/a/1", "stay/a/2"), a_session(1, 60, "stay/a/2", "stay/a/3")]
    assert [len(one) for one in commands_of([*near, a_session(5, 60, "stay/a/6")])] == [1, 2]


class Part(Struct, frozen=True):
    """Of a command: so many lines, and rows that it locks."""

    lines: int
    rows: int


@settings(max_examples=100 if LONG else 30, deadline=None)
@given(st.lists(st.builds(Part, st.integers(1, 9), st.integers(1, 90)), min_size=1, max_size=60))
def test_as_many_are_paid_by_a_command_as_it_has_room_for(parts: list[Part]) -> None:
    left, commands = parts, 0
    while left:
        some = first_that_fit(left, 20, 100)
        lines, rows = sum(one.lines for one in some), sum(one.rows for one in some)
        assert len(some) == 1 or (lines <= 20 and rows <= 100)
        if len(some) < len(left):  # the next has no room
            following = left[len(some)]
            assert lines + following.lines > 20 or rows + following.rows > 100
        left, commands = left[len(some) :], commands + 1
    assert commands <= len(parts)
