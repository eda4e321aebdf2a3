"""What other programs read of a calendar, read back by a program that reads calendars."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar

from holdfast.booking.calendars import CalendarEvent, calendar_text

BEGIN = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # Berlin's clocks go forward half an hour later
LONG = "사진 촬영 " * 40 + "Съёмка; портрет, вдвоём\nи ещё строка"


def an_event(sequence: int = 0, **more: Any) -> CalendarEvent:
    return CalendarEvent(
        "0190@holdfast", sequence, BEGIN, BEGIN + timedelta(hours=2), "Portrait", BEGIN, **more
    )


def test_an_event_says_when_what_and_where_to_the_second() -> None:
    text = calendar_text("Анна", [an_event(3, note=LONG, place="Studio A", address="http://a/b")])
    assert max(map(len, text.split(b"\r\n"))) <= 75  # octets: RFC 5545, 3.1
    read = icalendar.Calendar.from_ical(text)
    assert str(read["X-WR-CALNAME"]) == "Анна"
    (event,) = read.walk("VEVENT")
    when = (event.decoded("DTSTART"), event.decoded("DTEND"))
    assert when == (BEGIN, BEGIN + timedelta(hours=2))
    assert (str(event["UID"]), event["SEQUENCE"]) == ("0190@holdfast", 3)
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Portrait", "Studio A")
    assert str(event["DESCRIPTION"]) == LONG
    assert (str(event["STATUS"]), str(event["TRANSP"])) == ("CONFIRMED", "OPAQUE")


def test_what_is_off_or_only_a_note_takes_no_time() -> None:
    events = [an_event(status="CANCELLED"), an_event(busy=False)]
    read = icalendar.Calendar.from_ical(calendar_text("x", events)).walk("VEVENT")
    assert [str(one["TRANSP"]) for one in read] == ["TRANSPARENT", "TRANSPARENT"]
    assert [str(one["STATUS"]) for one in read] == ["CANCELLED", "CONFIRMED"]


def test_an_empty_calendar_is_one() -> None:
    assert icalendar.Calendar.from_ical(calendar_text("x", [])).walk("VEVENT") == []
