"""Which clocks there are, how their times become moments, and which cells a span touches."""

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from itertools import pairwise
from uuid import UUID

import pytest
import tzdata
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.booking import cell_key, cells_between, day_key, schedule_key
from holdfast.booking.schedule import at_local, cells_fit, shifts
from holdfast.kit.zones import (
    UnknownZone,
    clocks_apart,
    read_zone,
    zone,
    zone_data_version,
    zone_names,
)
from tests.support.length import LONG

ROOM = UUID("01890000-0000-7000-8000-000000000001")
NAMES = sorted(zone_names())
days = st.dates(date(2024, 1, 1), date(2034, 12, 31))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_zones_are_those_of_the_package() -> None:
    assert zone_data_version() == tzdata.IANA_VERSION
    assert len(NAMES) > 500
    assert zone("Europe/Berlin") is zone("Europe/Berlin")
    # The law of 2026, which systems of before do not know: Vancouver stays at -7.
    winter = datetime(2027, 1, 10, 12, tzinfo=UTC).astimezone(zone("America/Vancouver"))
    assert winter.utcoffset() == timedelta(hours=-7)
    again = read_zone(files(tzdata) / "zoneinfo", "Europe/Berlin")
    assert utc("2026-07-01T10:00").astimezone(again).hour == 12


@pytest.mark.parametrize(
    "name",
    ["", "Europe/Nowhere", "../../etc/passwd", "europe/berlin", "Europe", "zones", "x" * 999],
)
def test_an_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone(name)


@pytest.mark.parametrize(
    ("name", "day", "minute", "moment"),
    [
        # Berlin skips 02:00 to 03:00 on 29 March 2026 and shows it twice on 25 October.
        ("Europe/Berlin", "2026-03-29", 119, "2026-03-29T00:59"),
        ("Europe/Berlin", "2026-03-29", 120, "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29", 150, "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-03-29", 180, "2026-03-29T01:00"),
        ("Europe/Berlin", "2026-10-25", 150, "2026-10-25T00:30"),
        ("Europe/Berlin", "2026-10-25", 180, "2026-10-25T02:00"),
        # Lord Howe moves by half an hour: 02:00 to 02:30 is skipped, 01:30 to 02:00 comes twice.
        ("Australia/Lord_Howe", "2026-10-04", 135, "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2026-10-04", 150, "2026-10-03T15:30"),
        ("Australia/Lord_Howe", "2026-04-05", 105, "2026-04-04T14:45"),
        ("Australia/Lord_Howe", "2026-04-05", 120, "2026-04-04T15:30"),
        # Santiago skips midnight: the day begins at 01:00. It goes back at midnight too.
        ("America/Santiago", "2026-09-06", 0, "2026-09-06T04:00"),
        ("America/Santiago", "2026-09-06", 60, "2026-09-06T04:00"),
        ("America/Santiago", "2026-04-04", 1410, "2026-04-05T02:30"),
        ("America/Santiago", "2026-04-05", 0, "2026-04-05T04:00"),
        # Past midnight is of the day after, with its own change.
        ("America/New_York", "2026-03-07", 1440 + 150, "2026-03-08T07:00"),
        ("America/New_York", "2026-10-31", 1440 + 90, "2026-11-01T05:30"),
    ],
)
def test_a_skipped_time_is_the_skip_and_one_that_comes_twice_its_first(
    name: str, day: str, minute: int, moment: str
) -> None:
    assert at_local(zone(name), date.fromisoformat(day), minute) == utc(moment)


@settings(max_examples=3000 if LONG else 150)
@given(st.sampled_from(NAMES), days, st.integers(0, 2879), st.integers(0, 90))
def test_a_later_time_is_never_an_earlier_moment(
    name: str, day: date, minute: int, more: int
) -> None:
    clock = zone(name)
    before, after = at_local(clock, day, minute), at_local(clock, day, minute + more)
    assert before <= after
    shown = before.astimezone(clock).replace(tzinfo=None)
    wall = datetime.fromisoformat(f"{day}T00:00") + timedelta(minutes=minute)
    if shown != wall:  # skipped: a moment before, the clock still showed less
        just_before = (before - timedelta(seconds=1)).astimezone(clock).replace(tzinfo=None)
        assert just_before < wall < shown


def test_every_zone_over_ten_years_shows_what_was_said() -> None:
    """Each day at 09:00 and at 00:00 of each zone; a few of them in the short form."""
    for name in NAMES if LONG else NAMES[::60]:
        clock, day = zone(name), date(2025, 1, 1)
        starts = []
        while day < date(2035, 1, 1):
            nine = at_local(clock, day, 540).astimezone(clock)
            assert (nine.date(), nine.hour, nine.minute) == (day, 9, 0), (name, day)
            starts.append(at_local(clock, day, 0))
            day += timedelta(days=1 if LONG else 5)
        assert all(one < other for one, other in pairwise(starts)), name


@pytest.mark.parametrize(
    "name", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago"]
)
def test_a_clock_is_told_by_when_it_changes(name: str) -> None:
    where, start = zone(name), datetime(2027, 1, 1, tzinfo=UTC)
    turns = shifts(where, start, start + timedelta(days=365))
    assert len(turns) == 3  # as it is, and twice another
    for hour in range(365 * 24):
        moment = start + timedelta(hours=hour)
        ahead = [ahead for since, ahead in turns if since <= moment][-1]
        assert moment.astimezone(where).utcoffset() == timedelta(minutes=ahead)


def test_cells_are_all_that_a_span_touches() -> None:
    start, end = utc("2026-11-22T10:07"), utc("2026-11-22T10:30")
    assert cells_between(ROOM, 15, start, end) == (
        f"cell/{ROOM}/20261122T1000",
        f"cell/{ROOM}/20261122T1015",
    )
    assert cells_between(ROOM, 15, end, end) == ()
    assert cell_key(ROOM, start.astimezone(zone("Asia/Seoul"))).endswith("/20261122T1007")
    assert schedule_key(ROOM) == f"schedule/{ROOM}"


def test_days_are_those_of_the_resource_s_own_clock() -> None:
    berlin = zone("Europe/Berlin")
    begin, end = utc("2026-03-28T23:00"), utc("2026-03-30T22:00")  # the night of the change within
    assert cells_between(ROOM, 1440, begin, end, berlin) == (
        day_key(ROOM, date(2026, 3, 29)),
        day_key(ROOM, date(2026, 3, 30)),
    )
    assert cells_between(ROOM, 1440, end, end, berlin) == ()
    with pytest.raises(ValueError, match="zone"):
        cells_between(ROOM, 1440, begin, end)


@given(
    st.sampled_from([5, 10, 15, 30, 60]),
    st.integers(0, 5_000_000).map(lambda minutes: utc("2025-01-01") + timedelta(minutes=minutes)),
    st.integers(1, 3000),
    st.integers(0, 3000),
    st.integers(1, 3000),
)
def test_two_spans_share_a_cell_if_and_only_if_they_touch_one(
    cell: int, start: datetime, length: int, later: int, other_length: int
) -> None:
    minute = timedelta(minutes=1)
    one = set(cells_between(ROOM, cell, start, start + length * minute))
    begin = start + later * minute
    other = set(cells_between(ROOM, cell, begin, begin + other_length * minute))
    if later < length:  # they overlap
        assert one & other
    if later >= length + cell:
        assert not one & other


def test_an_hour_of_cells_needs_a_clock_of_whole_hours() -> None:
    fits = {
        name: [cell for cell in (5, 10, 15, 30, 60, 1440) if cells_fit(zone(name), cell)]
        for name in ("Europe/Berlin", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe")
    }
    assert fits == {
        "Europe/Berlin": [5, 10, 15, 30, 60, 1440],
        "Asia/Kolkata": [5, 10, 15, 30, 1440],
        "Asia/Kathmandu": [5, 15, 1440],
        "Australia/Lord_Howe": [5, 10, 15, 30, 1440],
    }


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        ("Europe/Moscow", "Europe/Moscow", 0),
        ("Europe/Moscow", "Asia/Seoul", 6),
        ("Asia/Calcutta", "Asia/Kolkata", 0),
        # Nineteen hours ahead is five behind; and 26 ahead, a day and two hours.
        ("Pacific/Honolulu", "Asia/Seoul", 5),
        ("Pacific/Kiritimati", "Etc/GMT+12", 2),
    ],
)
def test_clocks_are_apart_around_the_day(one: str, other: str, hours: int) -> None:
    at = utc("2026-11-28T12:00")
    assert clocks_apart(one, other, at) == clocks_apart(other, one, at) == timedelta(hours=hours)
