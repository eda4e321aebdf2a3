"""A client's own bookings: what is to be paid and until when, what moving changes, files and links
for calendars; empty, long and out of reach."""

from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, choose_time, furnish
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.member import Member
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

Studio = tuple[ServerProcess, str]


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        yield running, furnish(running)


def hold(client: httpx.Client, service: str, start: str) -> None:
    asked = {"serviceId": service, "start": start}
    headers = {"Idempotency-Key": uuid4().hex}
    client.post("/api/bookings/hold", json=asked, headers=headers).raise_for_status()


def test_what_is_booked_is_paid_moved_and_found_again(studio: Studio, visitor: Visitor) -> None:
    server, service = studio
    with Member(server) as member:
        page = member.enter(visitor(server.url, width=360, timezone_id="Asia/Seoul"))
        page.goto("/bookings")
        expect(page.get_by_text("You have no bookings")).to_be_visible()
        shot(page, "bookings-none")
        assert_clean_everywhere(page, "no bookings")
        for day in range(3, 14):
            for hour in (10, 15):
                hold(member.http, service, f"{day_ahead(day)}T{hour}:00")
        page.reload()
        cards = page.locator("[data-booking]")
        expect(cards).to_have_count(20)
        expect(page.get_by_test_id("pay-within").first).to_contain_text("€90 to pay within")
        expect(cards.first).to_contain_text("with you")
        expect(cards.first.get_by_test_id("where")).to_have_text("Loft · Torstraße 1")
        shot(page, "bookings-long")
        assert_clean_everywhere(page, "many bookings")
        page.get_by_role("button", name="more").click()
        expect(cards).to_have_count(22)
        expect(cards.first).to_contain_text("10:00")
        cards.first.get_by_role("link", name="Move").click()
        choose_time(page, "12:00")
        expect(page.get_by_test_id("move-price")).to_contain_text("stays the same")
        shot(page, "bookings-move")
        assert_clean_everywhere(page, "moving")
        page.get_by_role("button", name="Move here").click()
        page.wait_for_url("**/bookings")
        expect(cards.first).to_contain_text("12:00")
        page.route("**/api/bookings?*", lambda route: route.abort())
        page.reload()
        expect(page.get_by_role("button", name="Try again")).to_be_visible()


@pytest.mark.long
def test_a_calendar_link_is_made_copied_once_and_ended(studio: Studio, visitor: Visitor) -> None:
    server, service = studio
    guest = visitor(server.url, timezone_id=BERLIN)
    guest.goto("/bookings/calendar")
    expect(guest.get_by_text("Log in to connect your calendar")).to_be_visible()
    with Member(server) as member:
        hold(member.http, service, f"{day_ahead(20)}T10:00")
        page = member.enter(visitor(server.url, width=360, permissions=["clipboard-write"]))
        page.goto("/bookings")
        page.get_by_role("link", name="In my calendar").click()
        page.get_by_label("Where will it be read?").fill("My phone")
        page.get_by_role("button", name="Make an address").click()
        made = page.get_by_test_id("calendar-made")
        address = made.get_by_label("Address").input_value()
        shot(page, "calendar-link")
        assert_clean_everywhere(page, "a calendar link")
        made.get_by_role("button", name="Copy").click()
        expect(toast(page, "Address copied")).to_be_visible()
        read = httpx.get(address).raise_for_status()
        assert read.text.startswith("BEGIN:VCALENDAR")
        page.reload()
        expect(page.get_by_text("My phone")).to_be_visible()
        expect(made).to_have_count(0)
        page.get_by_role("button", name="End My phone").click()
        expect(page.get_by_text("No address is in use.")).to_be_visible()
        assert httpx.get(address).status_code == 404
