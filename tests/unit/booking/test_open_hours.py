"""A room is open while its studio is, and says why it is not."""

from datetime import UTC, date, datetime, timedelta

from holdfast.booking import Block, OpenHours
from holdfast.booking.schedule import (
    Break,
    Closed,
    Exceptional,
    Hours,
    Schedule,
    WeeklyRule,
)
from holdfast.kit import new_id

EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
MONDAY = date(2027, 3, 1)
TUESDAY = MONDAY + timedelta(days=1)
LONG = Schedule("UTC", (WeeklyRule(EVERY_DAY, 8 * 60, 22 * 60),))
SHORT = Schedule("UTC", (WeeklyRule(EVERY_DAY, 10 * 60, 18 * 60),))


def hours_on(hours: OpenHours, day: date = MONDAY) -> list[tuple[float, float]]:
    begin = datetime(day.year, day.month, day.day, tzinfo=UTC)
    hour = timedelta(hours=1)
    spans = hours.spans(day, day + timedelta(days=1))
    return [((one.start - begin) / hour, (one.end - begin) / hour) for one in spans]


def a_block(start: int, end: int, *, soft: bool = False) -> Block:
    begin = datetime(2027, 3, 1, tzinfo=UTC)
    hour = timedelta(hours=1)
    return Block(
        new_id(), new_id(), begin + start * hour, begin + end * hour, soft, "", "staff", "x", begin
    )


def test_a_room_is_open_while_it_and_its_studio_are() -> None:
    late = Schedule("UTC", (WeeklyRule(EVERY_DAY, 12 * 60, 23 * 60),))
    assert hours_on(OpenHours(late, LONG)) == [(12, 22)]
    pause = Schedule("UTC", (WeeklyRule(EVERY_DAY, 480, 1320, breaks=(Break(780, 840),)),))
    assert hours_on(OpenHours(late, pause)) == [(12, 13), (14, 22)]


def test_a_room_without_hours_of_its_own_has_its_studios() -> None:
    assert hours_on(OpenHours(None, SHORT)) == [(10, 18)]
    assert hours_on(OpenHours(Schedule("UTC"), SHORT)) == [(10, 18)]
    away = Schedule("UTC", exceptions=(Exceptional(MONDAY), Exceptional(TUESDAY, (Hours(0, 720),))))
    assert hours_on(OpenHours(away, SHORT)) == []
    assert hours_on(OpenHours(away, SHORT), TUESDAY) == [(10, 12)]


def test_a_studio_without_weekly_rules_binds_by_single_days_alone() -> None:
    assert hours_on(OpenHours(SHORT, None)) == [(10, 18)]
    assert hours_on(OpenHours(SHORT, Schedule("UTC"))) == [(10, 18)]
    once = Schedule("UTC", exceptions=(Exceptional(MONDAY, note="Repairs"),))
    assert hours_on(OpenHours(SHORT, once)) == []
    assert hours_on(OpenHours(SHORT, once), TUESDAY) == [(10, 18)]
    assert hours_on(OpenHours(None, Schedule("UTC"))) == []


def test_a_block_over_the_studio_lies_over_its_rooms() -> None:
    hours = OpenHours(SHORT, None, (a_block(10, 11),), (a_block(12, 14, soft=True),))
    assert hours_on(hours) == [(11, 12), (14, 18)]
    over = hours.spans(MONDAY, TUESDAY, over=True)
    assert [(one.start.hour, one.end.hour) for one in over] == [(11, 18)]


def test_a_room_on_another_clock_is_open_while_its_studio_is() -> None:
    tokyo = Schedule("Asia/Tokyo", (WeeklyRule((1,), 0, 1440),))
    berlin = Schedule("Europe/Berlin", (WeeklyRule((1,), 9 * 60, 18 * 60),))
    (span,) = OpenHours(tokyo, berlin).spans(MONDAY, TUESDAY)
    assert (span.start.hour, span.end.hour) == (8, 15)  # midnight in Tokyo


def test_why_a_room_is_closed_names_whose_rule_it_is() -> None:
    holiday = Schedule("UTC", SHORT.rules, holidays="DE")
    new_year = date(2027, 1, 1)
    found = OpenHours(LONG, holiday).why_closed(new_year)
    assert found is not None
    assert (found.why, found.by_studio) == ("holiday", True)
    found = OpenHours(holiday, LONG).why_closed(new_year)
    assert found is not None
    assert (found.why, found.by_studio) == ("holiday", False)
    under = OpenHours(LONG, SHORT, (), (a_block(0, 24),))
    assert under.why_closed(MONDAY) == Closed("blocked", by_studio=True)
    assert OpenHours(LONG, SHORT).why_closed(MONDAY, 60) is None
    evening = Schedule("UTC", (WeeklyRule(EVERY_DAY, 17 * 60, 23 * 60),))
    assert OpenHours(evening, SHORT).why_closed(MONDAY, 60) is None
    assert OpenHours(evening, SHORT).why_closed(MONDAY, 120) == Closed(
        "studio-hours", by_studio=True
    )
    assert OpenHours().why_closed(MONDAY) == Closed("no-rules")
