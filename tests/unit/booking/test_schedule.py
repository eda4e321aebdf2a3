"""What a schedule comes to: its spans, on which days it is closed and why."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.booking.schedule import (
    Break,
    Closed,
    Exceptional,
    Hours,
    Schedule,
    Span,
    WeeklyRule,
    expand,
    less,
    schedule_faults,
    why_closed,
)
from holdfast.kit.zones import zone, zone_names
from tests.support.length import LONG

A, B = UUID(int=1), UUID(int=2)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def schedule(*rules: WeeklyRule, zone_name: str = "Europe/Berlin", **more: object) -> Schedule:
    return Schedule(zone_name, rules, **more)  # type: ignore[arg-type]


def local(spans: list[Span], name: str = "Europe/Berlin") -> list[str]:
    clock = zone(name)
    return [
        f"{one.start.astimezone(clock):%d %H:%M}-{one.end.astimezone(clock):%H:%M}" for one in spans
    ]


def test_a_week_of_rules_with_breaks_and_places() -> None:
    week = schedule(
        WeeklyRule((1, 3), 9 * 60, 18 * 60, studio=A, breaks=(Break(13 * 60, 14 * 60),)),
        WeeklyRule((2,), 10 * 60, 12 * 60, studio=B),
        WeeklyRule((5,), 22 * 60, 26 * 60, valid_from=date(2026, 11, 1)),
        WeeklyRule((7,), 8 * 60, 9 * 60, valid_until=date(2026, 11, 21)),
    )
    spans = expand(week, date(2026, 11, 23), date(2026, 11, 30))
    assert local(spans) == [
        "23 09:00-13:00", "23 14:00-18:00", "24 10:00-12:00",
        "25 09:00-13:00", "25 14:00-18:00", "27 22:00-02:00",
    ]  # fmt: skip
    assert [one.studio for one in spans] == [A, A, B, A, A, None]
    saturday = expand(week, date(2026, 11, 28), date(2026, 11, 29))
    assert local(saturday) == ["28 00:00-02:00"]  # what opened on Friday


def test_nine_o_clock_stays_nine_and_a_night_has_its_true_length() -> None:
    night = schedule(WeeklyRule(EVERY_DAY, 22 * 60, 30 * 60))
    lengths = {}
    for day in (date(2026, 3, 28), date(2026, 6, 1), date(2026, 10, 24)):
        (span,) = [one for one in expand(night, day, day + 2 * DAY) if one.start.date() == day]
        assert span.start.astimezone(zone("Europe/Berlin")).hour == 22
        lengths[day.month] = (span.end - span.start) / HOUR
    assert lengths == {3: 7, 6: 8, 10: 9}


@pytest.mark.parametrize(
    ("name", "forwards", "back", "shift"),
    [
        ("Europe/Berlin", "2026-03-29", "2026-10-25", 1.0),
        ("America/New_York", "2026-03-08", "2026-11-01", 1.0),
        ("Australia/Lord_Howe", "2026-10-04", "2026-04-05", 0.5),
        ("America/Santiago", "2026-09-06", "2026-04-04", 1.0),
    ],
)
def test_the_days_of_the_change_are_shorter_and_longer(
    name: str, forwards: str, back: str, shift: float
) -> None:
    whole = schedule(WeeklyRule(EVERY_DAY, 0, 1440), zone_name=name)
    nine = schedule(WeeklyRule(EVERY_DAY, 540, 600), zone_name=name)
    for day, hours in ((forwards, 24 - shift), (back, 24 + shift)):
        at = date.fromisoformat(day)
        (span,) = expand(whole, at, at + DAY)
        assert (span.end - span.start) / HOUR == hours, day
        for near in (at - DAY, at, at + DAY):
            (one,) = expand(nine, near, near + DAY)
            assert local([one], name) == [f"{near:%d} 09:00-10:00"]
            assert one.end - one.start == HOUR


def test_hours_that_are_skipped_are_no_hours() -> None:
    early = schedule(WeeklyRule((7,), 120, 180))
    assert expand(early, date(2026, 3, 29), date(2026, 3, 30)) == []
    assert why_closed(early, date(2026, 3, 29)) == Closed("clocks")
    assert why_closed(early, date(2026, 4, 5)) is None
    (twice,) = expand(early, date(2026, 10, 25), date(2026, 10, 26))
    assert twice.end - twice.start == 2 * HOUR  # from the first 02:00 until 03:00


def test_a_holiday_is_called_the_same_on_a_machine_of_any_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    year = schedule(WeeklyRule((5,), 540, 1080, date(2031, 1, 1), None), holidays="DE")
    monkeypatch.setenv("LANGUAGE", "de_DE")
    assert why_closed(year, date(2031, 5, 1)) == Closed("holiday", "Labor Day")


def test_why_it_is_closed() -> None:
    rule = WeeklyRule((1, 2, 3, 4, 5), 540, 1080, date(2026, 1, 1), date(2026, 12, 31))
    year = schedule(
        rule,
        exceptions=(
            Exceptional(date(2026, 11, 24), (), "Repairs"),
            Exceptional(date(2026, 12, 25), (Hours(600, 720, A),)),
        ),
        holidays="DE",
    )
    given_day = {
        "2026-11-23": None,
        "2026-11-24": Closed("exception", "Repairs"),
        "2026-11-28": Closed("weekday"),
        "2026-05-01": Closed("holiday", "Labor Day"),
        "2026-12-25": None,  # a holiday on which they said they open
        "2025-12-29": Closed("not-yet"),
        "2027-01-04": Closed("over"),
    }
    assert {day: why_closed(year, date.fromisoformat(day)) for day in given_day} == given_day
    assert why_closed(Schedule("Europe/Berlin"), date(2026, 1, 5)) == Closed("no-rules")
    whole = [Span(utc("2026-11-23T00:00"), utc("2026-11-24T00:00"))]
    assert why_closed(year, date(2026, 11, 23), blocks=whole) == Closed("blocked")
    half = [Span(utc("2026-11-23T00:00"), utc("2026-11-23T12:00"))]
    assert why_closed(year, date(2026, 11, 23), blocks=half) is None


def test_blocks_are_cut_out() -> None:
    day = schedule(WeeklyRule(EVERY_DAY, 9 * 60, 18 * 60, studio=A))
    blocks = [
        Span(utc("2026-11-23T11:00"), utc("2026-11-23T12:00"), B),
        Span(utc("2026-11-23T11:30"), utc("2026-11-23T12:30")),
        Span(utc("2026-11-23T16:00"), utc("2026-11-24T09:00")),
    ]
    spans = expand(day, date(2026, 11, 23), date(2026, 11, 25), blocks=blocks)
    assert local(spans) == ["23 09:00-12:00", "23 13:30-17:00", "24 10:00-18:00"]
    assert {one.studio for one in spans} == {A}


minutes = st.integers(0, 1439)
rules = st.builds(
    lambda days, start, length, studio: WeeklyRule(
        tuple(sorted(days)), start, start + length, studio=studio
    ),
    st.sets(st.integers(1, 7), min_size=1),
    minutes,
    st.integers(1, 1440),
    st.sampled_from([None, A, B]),
)
schedules = st.builds(
    lambda name, some, closed: Schedule(
        name, tuple(some), tuple(Exceptional(day) for day in sorted(closed)), None
    ),
    st.sampled_from(sorted(zone_names())),
    st.lists(rules, max_size=4),
    st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=3),
)


@settings(max_examples=2000 if LONG else 60)
@given(
    schedules,
    st.dates(date(2025, 1, 1), date(2034, 12, 1)),
    st.integers(0, 12),
    st.integers(0, 12),
)
def test_days_asked_for_apart_or_together_are_the_same(
    any_schedule: Schedule, start: date, first: int, second: int
) -> None:
    middle, end = start + first * DAY, start + (first + second) * DAY
    whole = expand(any_schedule, start, end)
    apart = expand(any_schedule, start, middle) + expand(any_schedule, middle, end)

    def seconds(spans: list[Span]) -> float:
        return sum((one.end - one.start).total_seconds() for one in spans)

    assert seconds(whole) == seconds(apart)
    for one, after in pairwise(whole):
        assert one.start < one.end <= after.start < after.end
    assert less(apart, whole) == [] == less(whole, apart)


def test_a_schedule_without_sense_is_refused_field_by_field() -> None:
    nonsense = Schedule(
        "Mars/Olympus",
        (
            WeeklyRule((), 0, 60),
            WeeklyRule((1, 1), 0, 60),
            WeeklyRule((8,), 600, 600),
            WeeklyRule((2,), -5, 60),
            WeeklyRule((3,), 600, 2041),
            WeeklyRule((4,), 600, 660, date(2026, 2, 1), date(2026, 1, 1)),
            WeeklyRule((5,), 600, 660, date(9999, 1, 1)),
            WeeklyRule((6,), 600, 900, breaks=(Break(700, 720), Break(710, 730))),
        ),
        (
            Exceptional(date(2026, 1, 1), (Hours(60, 120), Hours(100, 180))),
            Exceptional(date(2026, 1, 1), note="x" * 201),
            Exceptional(date(1, 1, 1)),
        ),
        "XX",
    )
    assert {(one.field, one.code) for one in schedule_faults(nonsense)} == {
        ("zone", "unknown"),
        ("holidays", "unknown"),
        ("rules[0].weekdays", "invalid"),
        ("rules[1].weekdays", "invalid"),
        ("rules[2].weekdays", "invalid"),
        ("rules[2].end", "invalid"),
        ("rules[3].start", "invalid"),
        ("rules[4].end", "invalid"),
        ("rules[5].validUntil", "invalid"),
        ("rules[6].validFrom", "invalid"),
        ("rules[7].breaks[1]", "invalid"),
        ("exceptions[0].hours[1].start", "overlap"),
        ("exceptions[1].day", "taken"),
        ("exceptions[1].note", "too-long"),
        ("exceptions[2].day", "invalid"),
    }


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (WeeklyRule((1,), 540, 720), WeeklyRule((1,), 660, 780), True),
        (WeeklyRule((1,), 540, 720), WeeklyRule((1,), 720, 780), False),
        (WeeklyRule((7,), 1380, 1500), WeeklyRule((1,), 0, 120), True),  # past Sunday's midnight
        (WeeklyRule((7,), 1380, 1440), WeeklyRule((1,), 0, 120), False),
        (
            WeeklyRule((1,), 540, 720, valid_until=date(2026, 5, 31)),
            WeeklyRule((1,), 540, 720, valid_from=date(2026, 6, 1)),
            False,
        ),
    ],
)
def test_rules_that_are_open_at_once(one: WeeklyRule, other: WeeklyRule, overlap: bool) -> None:
    found = [fault.field for fault in schedule_faults(schedule(one, other))]
    assert found == (["rules[1]"] if overlap else [])
    assert bool(schedule_faults(schedule(other, one))) == overlap
