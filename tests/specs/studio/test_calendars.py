"""Calendars: what is booked is read by whatever reads calendars, and Google's takes part."""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import httpx
import icalendar
import pytest

from tests.specs.sentences import sentence
from tests.specs.studio.people import Photographer, photographer_of
from tests.support.google.server import GoogleServer
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.photo_studio import ZONE, PhotoStudio, hold, pay, set_up
from tests.support.studio import day_ahead

Visit = Callable[..., Buyer]
SHOP = "https://shop.example"


@sentence("E", "Для фотографов и студий", "Интеграция с календарями",
          at="POST /api/calendar-links, GET /api/calendars/{token}")  # fmt: skip
async def test_a_calendar_elsewhere_reads_what_is_booked(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    client = visit(market)
    asked = {"name": "Telephone", "resourceId": studio.photographer}
    link = expect(studio.staff.post("/api/calendar-links", json=asked), 201)
    held = expect(await hold(client, studio, 32, 10))
    booking = await pay(client, held)
    address = link["address"].removeprefix(market.url)
    read = await client.http.get(f"{address}.ics")
    assert read.headers["content-type"].startswith("text/calendar")
    found = {
        event.decoded("dtstart").isoformat()
        for event in icalendar.Calendar.from_ical(read.content).walk("VEVENT")
    }
    assert booking["start"].replace(".000Z", "+00:00") in found
    assert studio.staff.delete(f"/api/calendar-links/{link['id']}").status_code == 204
    refusal(await client.http.get(address), 404, "calendar-link-not-found")


@pytest.fixture
def annas(joined: Market) -> Iterator[tuple[PhotoStudio, Photographer]]:
    """A studio, and its photographer."""
    studio = set_up(joined)
    with photographer_of(studio) as anna:
        yield studio, anna


@sentence("E", "Для фотографов и студий", "Интеграция с календарями (Google Calendar)",
          at="POST /api/staff/resources/{id}/calendars/google,"
          " HOLDFAST_GOOGLE_CLIENT_ID")  # fmt: skip
async def test_what_stands_at_google_takes_time_here_and_what_is_booked_stands_there(
    joined: Market,
    google: GoogleServer,
    annas: tuple[PhotoStudio, Photographer],
    visit: Visit,
) -> None:
    """Connected by the photographer themself. Google is a server of ours, by its documentation."""
    (studio, anna), client = annas, visit(joined)
    ten = datetime.combine(day_ahead(8), time(10), ZoneInfo(ZONE))
    listed = f"/api/staff/resources/{studio.photographer}/calendars"
    asks = expect(anna.http.post(f"{listed}/google"), 201)["address"]
    agreed = httpx.get(asks).headers["location"]
    assert anna.http.get(agreed.removeprefix(SHOP)).status_code == 303
    google.add(ten, ten + timedelta(hours=1))
    (calendar,) = expect(anna.http.get(listed))["calendars"]
    expect(anna.http.post(f"{listed}/{calendar['id']}/read"))
    await studio.offers(8, "09:00", "11:00", taken="10:00")
    booking = await pay(client, expect(await hold(client, studio, 8, 12)))

    async def there() -> bool:
        starts = [one["start"]["dateTime"] for one in google.standing().values()]
        return any(booking["start"][:16] == one[:16] for one in starts)

    await eventually(there, PATIENCE, "the booking stands at Google")
