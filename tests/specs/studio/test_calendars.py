"""Calendars: what is booked is read by whatever reads calendars."""

from collections.abc import Callable

import icalendar

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.photo_studio import PhotoStudio, hold, pay

Visit = Callable[..., Buyer]


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
