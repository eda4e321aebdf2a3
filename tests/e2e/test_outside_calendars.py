"""Staff connect a calendar elsewhere on a resource's page, see how it is, answer what it asks."""

import asyncio
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from holdfast.kit import new_id
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot, toast
from tests.e2e.studios import BERLIN
from tests.e2e.till import enter_as_staff
from tests.support.calendar_server import PASSWORD, USER, CalendarServer, opened_calendar_server
from tests.support.postgres import fetch
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

pytestmark = pytest.mark.long

STAMP = "%Y%m%dT%H%M%SZ"


@pytest.fixture(scope="module")
def dav() -> Iterator[CalendarServer]:
    with tempfile.TemporaryDirectory() as folder, opened_calendar_server(Path(folder)) as server:
        yield server


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", HOLDFAST_CALENDARS_PRIVATE="on") as running:
        yield running


def test_a_calendar_is_connected_read_asks_and_is_disconnected(
    studio: ServerProcess, visitor: Visitor, dav: CalendarServer
) -> None:
    work, _ = dav.make("work"), dav.make("private")
    begins = datetime.combine(day_ahead(90), time(10), UTC)
    ends = begins + timedelta(hours=1)
    dav.put(work, "dentist", f"DTSTART:{begins:{STAMP}}", f"DTEND:{ends:{STAMP}}")
    staff = visitor(studio.url)
    enter_as_staff(staff)
    made = staff.request.post(
        f"{studio.url}/api/staff/resources",
        data={"kind": "photographer", "name": f"Anna {uuid4().hex[:6]}", "zone": BERLIN},
        headers={"origin": studio.url},
    )
    anna = made.json()["resource"]["id"]
    page = f"/staff/resources/{anna}"
    staff.goto(page)
    panel = staff.get_by_role("heading", name="Calendars elsewhere").locator(
        "xpath=ancestor::section"
    )
    expect(panel.get_by_text("No calendar is connected.")).to_be_visible()
    panel.get_by_role("button", name="Connect by CalDAV").click()
    panel.get_by_role("button", name="Connect", exact=True).click()
    expect(panel.get_by_label("Address of the calendar or its server")).to_be_focused()
    panel.get_by_label("Address of the calendar or its server").fill(dav.url)
    panel.get_by_label("User name").fill(USER)
    panel.get_by_label("Password", exact=True).fill("wrong")
    panel.get_by_role("button", name="Connect", exact=True).click()
    expect(panel.get_by_text("It does not take the user name and the password.")).to_be_visible()
    panel.get_by_label("Password", exact=True).fill(PASSWORD)
    panel.get_by_role("button", name="Connect", exact=True).click()
    panel.get_by_label("Which calendar").select_option(label="Work")
    panel.get_by_role("button", name="Connect", exact=True).press("Enter")
    expect(toast(staff, "Calendar connected")).to_be_visible()
    expect(panel.get_by_text("Connected", exact=True)).to_be_visible()
    expect(panel.get_by_text("Last read")).to_be_visible()
    blocked = f"{begins.astimezone(ZoneInfo(BERLIN)):%Y-%m-%d %H:%M}"
    expect(staff.get_by_text(blocked)).to_be_visible()  # the appointment
    panel.get_by_label("While it is silent").select_option(label="Nobody books")
    expect(panel.get_by_label("While it is silent")).to_have_value("blocks")

    with ThreadPoolExecutor(1) as aside:  # here the browser's loop runs
        aside.submit(asyncio.run, _asked(studio, anna)).result()
    staff.goto(page)
    expect(panel.get_by_text("moved over there from")).to_be_visible()
    assert_clean_everywhere(staff, page)
    shot(settled(staff), "outside-calendars")
    staff.set_viewport_size({"width": 360, "height": 780})
    panel.scroll_into_view_if_needed()
    shot(settled(staff), "outside-calendars-phone")
    staff.set_viewport_size({"width": 1280, "height": 800})
    panel.get_by_role("button", name="Keep it as it is").click()
    expect(panel.get_by_text("moved over there from")).to_have_count(0)
    staff.goto(f"{page}?locale=ru")
    expect(staff.get_by_text("Внешние календари")).to_be_visible()
    staff.goto(f"{page}?locale=en")
    panel.get_by_role("button", name="Disconnect Work").click()
    expect(panel.get_by_text("No calendar is connected.")).to_be_visible()


async def _asked(studio: ServerProcess, anna: str) -> None:
    """A question about a booking, as if it had been dragged in Anna's."""
    booking, start = new_id(), datetime.combine(day_ahead(91), time(8), UTC)
    await fetch(
        studio.database_url,
        "INSERT INTO bookings (id, number, user_id, order_id, service_id, service_name, starts_at,"
        " ends_at, zone, wall_start, zone_data, status, price, prepaid, policy, currency, made_by)"
        " VALUES ($1, 'SZC4C75F', 'guest:nobody', $1, $1, 'Portrait', $2, $3, 'UTC',"
        " $4, '2026f', 'confirmed', 0, 0, '{}', 'EUR', 'test')",
        booking, start, start + timedelta(hours=1), f"{start:%Y-%m-%dT%H:%M}",
    )  # fmt: skip
    await fetch(
        studio.database_url,
        "INSERT INTO booking_resources (booking_id, move, resource_id, role, name, starts_at,"
        " ends_at, cell_minutes, seats, capacity, schedule_version, zone)"
        " VALUES ($1, 0, $2::text::uuid, 'photographer', 'Anna', $3, $4, 15, 1, 1, 1, 'UTC')",
        booking, anna, start, start + timedelta(hours=1),
    )  # fmt: skip
    ((calendar,),) = await fetch(
        studio.database_url,
        "SELECT id FROM outside_calendars WHERE resource_id = $1::text::uuid", anna,
    )  # fmt: skip
    await fetch(
        studio.database_url,
        "INSERT INTO outside_questions (id, calendar_id, resource_id, booking_id, kind, starts_at,"
        " ends_at, why) VALUES ($1, $2, $3::text::uuid, $4, 'moved', $5, $6, 'price-changes')",
        new_id(), calendar, anna, booking,
        start + timedelta(hours=2), start + timedelta(hours=3),
    )  # fmt: skip
