"""What an appointment in somebody's calendar takes: whatever its rule says, so much at most."""

from datetime import UTC, datetime, timedelta

import pytest

from holdfast.booking.outside.caldav import path_of
from holdfast.booking.outside.spans import MOST_SPANS, busy_spans
from holdfast.booking.schedule import Span
from holdfast.kit.zones import zone

START = datetime(2027, 3, 1, tzinfo=UTC)
EVERY_MINUTE = f"BYMINUTE={','.join(map(str, range(60)))}"
EVERY_HOUR = f"BYHOUR={','.join(map(str, range(24)))}"
EVERY_SECOND = f"BYSECOND={','.join(map(str, range(60)))}"


def taken(rule: str, begins: str = "20270301T080000Z", days: int = 3) -> list[Span]:
    """Of a minute each."""
    text = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:one\r\n"
        f"DTSTAMP:20260101T000000Z\r\nDTSTART:{begins}\r\nDURATION:PT1M\r\nRRULE:{rule}\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return sorted(busy_spans([text], zone("UTC"), START, START + timedelta(days=days)))


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        f"FREQ=DAILY;{EVERY_HOUR};{EVERY_MINUTE}",
        f"FREQ=DAILY;{EVERY_SECOND}",
        f"FREQ=WEEKLY;BYDAY=MO;{EVERY_HOUR}",
        f"FREQ=YEARLY;{EVERY_HOUR};{EVERY_MINUTE};{EVERY_SECOND}",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYSETPOS=300",
    ],
)
def test_what_is_nobodys_appointment_takes_no_time(rule: str) -> None:
    """More than a handful a day; and what may never be, and would be looked for for long."""
    assert taken(rule) == []


def test_a_handful_a_day_are_taken() -> None:
    rule = "FREQ=DAILY;BYHOUR=8,12,16;BYMINUTE=0,30"
    assert [f"{one.start:%d %H:%M}" for one in taken(rule, days=2)] == [
        f"{day:02} {hour:02}:{minute:02}"
        for day in (1, 2)
        for hour in (8, 12, 16)
        for minute in (0, 30)
    ]


@pytest.mark.parametrize(
    ("rule", "begins", "many"),
    [
        ("FREQ=YEARLY", "16040302T080000Z", 1),  # a birthday without its year, as Apple has it
        ("FREQ=YEARLY;BYMONTH=3,4", "19700302T080000Z", 1),
        ("FREQ=WEEKLY;BYDAY=TU,WE", "19900102T080000Z", 2),
        ("FREQ=DAILY", "00010101T080000Z", 0),
    ],
)
def test_what_began_long_ago_is_taken_if_it_can_be_counted_from_there(
    rule: str, begins: str, many: int
) -> None:
    assert len(taken(rule, begins)) == many


def test_of_one_series_so_many_are_taken() -> None:
    assert len(taken("FREQ=DAILY;BYHOUR=1,2,3,4,5,6,7,8,9", days=400)) == MOST_SPANS


@pytest.mark.parametrize(
    ("href", "path"),
    [
        ("/anna/one.ics", "/anna/one.ics"),
        ("https://host/anna/one.ics", "/anna/one.ics"),
        ("https://host/", "/"),
        ("https://host", "/"),
        ("", ""),
    ],
)
def test_an_address_is_told_without_its_server(href: str, path: str) -> None:
    assert path_of(href) == path
