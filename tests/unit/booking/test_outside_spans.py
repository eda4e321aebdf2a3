"""What an appointment in somebody's calendar takes: whatever its rule says, so much at most."""

from datetime import UTC, datetime, timedelta
from time import process_time

import pytest

from holdfast.booking.outside import CalendarAway
from holdfast.booking.outside.caldav import path_of
from holdfast.booking.outside.dav import DavAnswer, entries
from holdfast.booking.outside.spans import MOST_SPANS, busy_spans, single_span
from holdfast.booking.schedule import Span
from holdfast.kit.zones import zone

START = datetime(2027, 3, 1, tzinfo=UTC)
EVERY_MINUTE = f"BYMINUTE={','.join(map(str, range(60)))}"
EVERY_HOUR = f"BYHOUR={','.join(map(str, range(24)))}"
BERLIN = (
    "BEGIN:STANDARD\r\nDTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\n"
    "BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n"
    "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\n"
)
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
        "FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
        "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=200",
        "FREQ=YEARLY;BYYEARDAY=400",
        f"FREQ=MONTHLY;BYDAY=MO;BYSETPOS={','.join(['1'] * 9000)}",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=YEARLY;INTERVAL=-1",
        "FREQ=DAILY;INTERVAL=99999999999",
        "FREQ=DAILY;WKST=XX",
        "FREQ=",
    ],
)
def test_what_is_nobodys_appointment_takes_no_time(rule: str) -> None:
    """More than a handful a day; what may never be, and would be looked for for long, or for ever;
    and what says nothing."""
    begun = process_time()
    assert taken(rule) == []
    assert process_time() - begun < 1.0


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


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("FREQ=MONTHLY;BYDAY=2TU", [1, 9]),
        ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1", [1]),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", [1, 28]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270320", [1, 3, 15, 17]),
    ],
)
def test_what_comes_true_takes_its_time(rule: str, days: list[int]) -> None:
    assert [one.start.day for one in taken(rule, days=31)] == days


@pytest.mark.parametrize(
    ("said", "until"),
    [
        ("DTSTART:20270302T080000\r\nDTEND:99991231T235959", None),
        ("DTSTART;VALUE=DATE:20200101\r\nDTEND;VALUE=DATE:99991231", None),
        ("DTSTART:20270302T080000\r\nDURATION:P9999999D", None),
        ("DTSTART:00010101T000000\r\nDTEND:20270303T000000", "03-03"),
        ("DTSTART:foo\r\nDTEND:20270303T000000", ""),
        ("DTSTART:20270302T080000\r\nDTEND:20270302T090000\r\nSEQUENCE:foo", ""),
        ("DTSTART:99991231T235959\r\nDURATION:PT1H", ""),
    ],
)
@pytest.mark.parametrize("clock", ["America/New_York", "Asia/Seoul"])
def test_what_lasts_for_ages_is_cut_and_what_makes_no_sense_is_nothing(
    said: str, until: str | None, clock: str
) -> None:
    """It stops nobody from reading the rest of the calendar. None: until the last day asked for."""
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n{said}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    end = START + timedelta(days=10)
    found = busy_spans([text], zone(clock), START, end)
    if until == "":
        assert not found
    else:
        (one,) = found
        assert one.end > end if until is None else f"{one.end:%m-%d}" in (until, "03-02")
    single_span(text, zone(clock))


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


def by_own_clock(parts: str, day: str = "20270701", also: str = "") -> list[Span]:
    """Of two hours from eight on, by a clock that is described beside it."""
    zone_name = "Customized Time Zone"
    text = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VTIMEZONE\r\nTZID:{zone_name}\r\n{parts}"
        f"END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:one\r\nDTSTART;TZID={zone_name}:{day}T080000\r\n"
        f"DTEND;TZID={zone_name}:{day}T100000\r\n{also}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    return sorted(busy_spans([text], zone("UTC"), START, START + timedelta(days=400)))


def test_a_clock_that_is_described_beside_an_appointment_counts_for_that_alone() -> None:
    shifted = BERLIN.replace("+0200", "+0500").replace("+0100", "+0400")
    for parts, day, hour in (
        (BERLIN, "20270701", 6), (BERLIN, "20271201", 7), (shifted, "20270701", 3),
        (BERLIN, "20270701", 6),
    ):  # fmt: skip
        assert [one.start.hour for one in by_own_clock(parts, day)] == [hour]


@pytest.mark.parametrize(
    ("parts", "also"),
    [
        (BERLIN.replace("YEARLY", "MINUTELY"), ""),
        (BERLIN.replace("YEARLY", "DAILY;BYMONTHDAY=30"), ""),
        (BERLIN * 100, ""),
        (BERLIN, "X-A:1\r\n" * 150_000),
        (BERLIN, f"ATTACH;ENCODING=BASE64:{'YWJj' * 250_000}\r\n"),
        (BERLIN, f"RRULE:FREQ=DAILY;BYHOUR={'1,' * 400_000}1\r\n"),
    ],
)
def test_no_appointment_keeps_the_shop_busy(parts: str, also: str) -> None:
    """Whoever sends an invitation writes it."""
    began = process_time()
    assert len(by_own_clock(parts, also=also)) <= 1
    assert process_time() - began < 2


def test_what_is_said_in_words_is_no_rule() -> None:
    words = "DESCRIPTION:Every day\u2028RRULE:FREQ=DAILY\r\n"
    assert len(by_own_clock(BERLIN, also=words)) == 1


MANY = '<d:multistatus xmlns:d="DAV:">{}</d:multistatus>'
FOUND = "<d:propstat><d:status>HTTP/1.1 200 OK</d:status><d:prop>{}</d:prop></d:propstat>"
ATTRIBUTES = " ".join(f"a{at}='1'" for at in range(500_000))


def answered(listed: str) -> DavAnswer:
    return DavAnswer(207, {}, MANY.format(listed).encode())


@pytest.mark.parametrize("listed", ["<d:response/>" * 1_200_000, f"<a {ATTRIBUTES}/>"])
def test_no_answer_of_a_calendar_server_is_read_for_long(listed: str) -> None:
    began = process_time()
    with pytest.raises(CalendarAway):
        entries(answered(listed))
    assert process_time() - began < 2


def test_a_long_text_is_read_as_servers_write_it() -> None:
    text = "BEGIN:VCALENDAR" + "x" * 50_000
    for written in (text, f"<![CDATA[{text}]]>"):
        found = FOUND.format(f"<data>{written}</data>")
        ((one,), _) = entries(answered(f"<d:response>{found}</d:response>"))
        assert one.text("data") == text


def test_a_status_is_read_however_long_it_is() -> None:
    """More digits than Python makes a number of."""
    ((one,), _) = entries(
        answered(f"<d:response><d:status>HTTP/1.1 {'9' * 9_000}</d:status></d:response>")
    )
    assert one.status != 200
