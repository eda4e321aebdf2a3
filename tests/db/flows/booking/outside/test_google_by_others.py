"""The client of Google's calendars against a Google that somebody else wrote (`emulate`)."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from holdfast.booking.outside.google import (
    PRIMARY,
    GoogleCalendar,
    GoogleTerms,
    consent_address,
    credentials_for,
)
from holdfast.booking.outside.port import CalendarRefused, Credentials, ToWrite
from holdfast.booking.schedule import Span
from tests.support.emulate import CLIENT_ID, CLIENT_SECRET, EVENT, google_by_emulate, says_yes
from tests.support.spring import ahead

BACK = "https://shop.example/api/studio/calendars/google/back"
BERLIN = ZoneInfo("Europe/Berlin")
DENTIST = Span(datetime.fromisoformat(EVENT[0]), datetime.fromisoformat(EVENT[1]))
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def terms() -> Iterator[GoogleTerms]:
    with google_by_emulate(BACK) as url:
        yield GoogleTerms(CLIENT_ID, CLIENT_SECRET, url)


@pytest.fixture
async def signed_in(terms: GoogleTerms) -> Credentials:
    came = says_yes(consent_address(terms, BACK, "of-this-browser"))
    assert str(came).startswith(BACK)
    assert came.params["state"] == "of-this-browser"
    return await credentials_for(terms, came.params["code"], BACK)


@pytest.fixture
async def calendar(terms: GoogleTerms, signed_in: Credentials) -> AsyncIterator[GoogleCalendar]:
    opened = GoogleCalendar(terms, PRIMARY, signed_in, BERLIN)
    yield opened
    await opened.close()


async def times(calendar: GoogleCalendar) -> list[str]:
    changes = await calendar.changes(None)
    assert changes.whole
    return [one.text for one in changes.found]


async def test_a_code_is_good_once_and_only_for_whom_it_was_given(terms: GoogleTerms) -> None:
    code = says_yes(consent_address(terms, BACK, "s")).params["code"]
    with pytest.raises(CalendarRefused):
        await credentials_for(replace(terms, client_secret="another's"), code, BACK)
    kept = await credentials_for(terms, code, BACK)
    assert kept.refresh_token
    with pytest.raises(CalendarRefused):
        await credentials_for(terms, code, BACK)


async def test_a_token_that_has_ended_is_renewed_and_one_taken_back_says_so(
    terms: GoogleTerms, signed_in: Credentials
) -> None:
    ended = GoogleCalendar(terms, PRIMARY, replace(signed_in, expires_at=1), BERLIN)
    assert len(await times(ended)) == 1
    assert ended.renewed is not None
    assert ended.renewed.access_token != signed_in.access_token
    assert ended.renewed.refresh_token == signed_in.refresh_token
    await ended.close()
    gone = replace(signed_in, expires_at=1, refresh_token="google_refresh_of_nobody")
    closed = GoogleCalendar(terms, PRIMARY, gone, BERLIN)
    with pytest.raises(CalendarRefused, match="took the permission back"):
        await closed.changes(None)
    await closed.close()


async def test_appointments_are_read_and_bookings_written_and_taken_away(
    calendar: GoogleCalendar,
) -> None:
    (dentist,) = await times(calendar)
    assert ahead("DTSTART;TZID=Europe/Berlin:20270301T110000") in dentist
    assert await calendar.busy(DENTIST.start - HOUR, DENTIST.end + HOUR, []) == [DENTIST]

    booked = Span(DENTIST.end, DENTIST.end + 2 * HOUR)
    tag = await calendar.write(a_booking(booked))
    assert len(await times(calendar)) == 2
    taken = await calendar.busy(DENTIST.start, booked.end, [])
    assert taken == [DENTIST, booked]
    assert await calendar.busy(DENTIST.start, booked.end, [booked]) == [DENTIST]

    name_there = tag.strip('"')  # it keeps no id of ours, and tags an event by its own
    await calendar.erase(name_there)
    await calendar.erase(name_there)
    assert await times(calendar) == [dentist]


def a_booking(span: Span) -> ToWrite:
    return ToWrite(
        event_id=f"hf{uuid4().hex}", calendar_id=uuid4(), booking_id=uuid4(), span=span,
        title="Portraits", note="Bring a hat.", place="Studio North", address="",
        sequence=0, changed_at=datetime(2027, 2, 1, tzinfo=UTC),
    )  # fmt: skip
