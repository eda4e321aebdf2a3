"""A booking on request in the browser: a client asks on a phone, staff offer another time, the
client takes it and pays; what is declined and who is not taken is told."""

import re
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, choose_time, furnish
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.member import Member
from tests.support.market import STAFF
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead

pytestmark = pytest.mark.long

Studio = tuple[ServerProcess, str]


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        service = furnish(running)
        with httpx.Client(base_url=running.url, timeout=PATIENCE) as staff:
            staff.post("/api/session/login", json=STAFF).raise_for_status()
            path = f"/api/staff/services/{service}"
            found = staff.get(path).raise_for_status()
            body = found.json()
            revision = body.pop("revision")
            body.pop("id")
            headers = {"If-Match": f'"{revision}"'}
            staff.put(path, json=body | {"requestHours": 24}, headers=headers).raise_for_status()
        yield running, service


def log_in(page: Page, url: str) -> None:
    answer = page.request.post(f"{url}/api/session/login", data=STAFF)
    assert answer.ok, answer.text()


def test_a_client_asks_staff_offer_another_time_and_it_is_taken(
    studio: Studio, visitor: Visitor
) -> None:
    server, service = studio
    with Member(server) as member:
        page = member.enter(visitor(server.url, width=360, timezone_id=BERLIN))
        page.goto(f"/book?service={service}&day={day_ahead(5)}")
        choose_time(page, "10:00")
        expect(page.get_by_test_id("on-request")).to_contain_text("within 24 hours")
        page.get_by_label("What should the photographer know?").fill("With a shy dog")
        shot(page, "request-ask")
        assert_clean_everywhere(page, "asking")
        page.get_by_role("button", name="Ask for this time").click()
        page.wait_for_url("**/bookings")
        card = page.locator("[data-booking]").first
        expect(card).to_contain_text("Requested")
        expect(card.get_by_test_id("answer-within")).to_contain_text("nothing is paid before")
        expect(card.get_by_role("link", name="Pay")).to_have_count(0)
        shot(page, "request-waits")
        assert_clean_everywhere(page, "a request that waits")

        desk = visitor(server.url, timezone_id=BERLIN)
        log_in(desk, server.url)
        desk.goto("/staff/booking-requests")
        asked = desk.locator("[data-request]").first
        expect(asked).to_contain_text("With a shy dog")
        expect(asked.get_by_test_id("answer-within")).to_contain_text("Answer within")
        shot(desk, "requests-staff")
        assert_clean_everywhere(desk, "requests")
        asked.get_by_role("button", name="Another time").click()
        dialog = desk.get_by_role("dialog")
        dialog.get_by_label("New start").fill(f"{day_ahead(5)}T23:00")
        dialog.get_by_role("button", name="Offer").click()
        expect(dialog.get_by_role("alert")).to_be_visible()  # closed then
        dialog.get_by_label("New start").fill(f"{day_ahead(5)}T11:00")
        dialog.get_by_label("A word for the client").fill("Better light")
        shot(desk, "requests-counter")
        dialog.get_by_role("button", name="Offer").click()
        expect(dialog).to_have_count(0)
        expect(asked).to_contain_text("Another time offered")

        page.reload()
        offer = card.get_by_test_id("counter-offer")
        expect(offer).to_contain_text("10:00")
        expect(card).to_contain_text("Better light")
        expect(card).to_contain_text("11:00")
        shot(page, "request-countered")
        assert_clean_everywhere(page, "another time offered")
        offer.get_by_role("button", name="Take this time").click()
        expect(card).to_contain_text("to pay within")
        card.get_by_role("link", name="Pay").click()
        page.wait_for_url("**/checkout/**")


def test_a_guest_says_who_asks_and_reads_whose_turn_it_is(studio: Studio, visitor: Visitor) -> None:
    server, service = studio
    page = visitor(server.url, width=360, timezone_id=BERLIN)
    page.goto(f"/book?service={service}&day={day_ahead(8)}")
    choose_time(page, "10:00")
    page.get_by_label("What should the photographer know?").fill("With a shy dog")
    page.get_by_role("button", name="Ask for this time").click()
    expect(page.get_by_label("Your name")).to_be_focused()
    page.get_by_label("Your name").fill("Mia")
    page.get_by_label("Your phone").fill("+49 30 901820")
    page.reload()  # what was typed for the time is still there; who comes, nobody else finds
    expect(page.get_by_label("What should the photographer know?")).to_have_value("With a shy dog")
    page.get_by_label("Your name").fill("Mia")
    page.get_by_label("Your phone").fill("+49 30 901820")
    assert_clean_everywhere(page, "a guest asks")
    page.get_by_role("button", name="Ask for this time").click()
    page.wait_for_url("**/orders/**")
    outcome = page.get_by_test_id("outcome")
    expect(outcome).to_contain_text("nothing is charged")
    expect(page.get_by_role("link", name="Continue to payment")).to_have_count(0)
    expect(page.get_by_test_id("contact")).to_contain_text("Mia")
    assert_clean_everywhere(page, "an order that waits for an answer")
    order = page.url.rsplit("/", 1)[1]
    page.goto(f"/checkout/{order}")
    page.wait_for_url("**/orders/**")


def test_what_is_declined_is_told_and_who_is_not_taken_stands_on_a_list(
    studio: Studio, visitor: Visitor
) -> None:
    server, service = studio
    with Member(server) as member:
        asked = {"serviceId": service, "start": f"{day_ahead(6)}T10:00"}
        headers = {"Idempotency-Key": uuid4().hex}
        held = member.http.post("/api/bookings/hold", json=asked, headers=headers)
        number = held.raise_for_status().json()["number"]
        desk = visitor(server.url, width=360, timezone_id=BERLIN)
        log_in(desk, server.url)
        desk.goto("/staff/booking-requests")
        row = desk.locator(f"[data-request='{number}']")
        row.get_by_role("button", name="Do not take this client").click()
        desk.get_by_label("Reason").fill("Never came")
        desk.get_by_role("button", name="Do not take", exact=True).click()
        expect(desk.get_by_text("Never came")).to_be_visible()
        row.get_by_role("button", name="Decline").click()
        desk.get_by_role("dialog").get_by_role("button", name="Decline").click()
        expect(row).to_have_count(0)
        shot(desk, "requests-not-taken")
        assert_clean_everywhere(desk, "not taken")
        page = member.enter(visitor(server.url, width=360, timezone_id=BERLIN))
        page.goto("/bookings")
        expect(page.get_by_text(re.compile("could not take it"))).to_be_visible()
        page.goto(f"/book?service={service}&day={day_ahead(6)}")
        choose_time(page, "12:00")
        page.get_by_role("button", name="Ask for this time").click()
        expect(page.get_by_role("alert")).to_contain_text("Call the studio")
        desk.get_by_role("button", name="Take again").click()
        expect(desk.get_by_text("Never came")).to_have_count(0)
