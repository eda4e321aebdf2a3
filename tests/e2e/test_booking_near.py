"""A session near where one is, with goods of the shop beside it; staff who book over a lunch."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, TAKE, choose_time
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.studios import Studio
from tests.e2e.till import enter_as_staff, pay
from tests.support.prepared import PreparedShops
from tests.support.site import Asked, Site, Told
from tests.support.studio import Someone, day_ahead

pytestmark = pytest.mark.long

ALEX = {"display_name": "Alexanderplatz, Berlin", "lat": "52.5219", "lon": "13.4132"}
HERE = {"latitude": 52.52, "longitude": 13.40}


def at(latitude: float, longitude: float) -> dict[str, float]:
    return {"latitude": latitude, "longitude": longitude}


def knows_places(asked: Asked) -> Told:
    found = [ALEX] if "Alex" in asked.parameters.get("q", "") else []
    return Told(200, json.dumps(found).encode(), {"Content-Type": "application/json"})


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with Site(knows_places) as geocoder:
        settings = {"HOLDFAST_GEOCODER": "nominatim", "HOLDFAST_GEOCODER_URL": geocoder.url}
        with prepared.opened(HOLDFAST_LIMITS="off", **settings) as running:
            made = Studio(running)
            made.move_in(
                Someone(kind="studio", name="Mitte", zone=BERLIN, more=at(52.52, 13.41)),
                Someone(kind="studio", name="Potsdam", zone=BERLIN, more=at(52.40, 13.06)),
                Someone(kind="photographer", name="Anna", zone=BERLIN),
            )
            yield made


def test_a_session_near_the_client_with_goods_beside_it(studio: Studio, visitor: Visitor) -> None:
    goods = studio.staff.get("/api/products?limit=1&inStock=true").json()["products"][0]
    need = {"role": "studio", "kind": "studio", "withinKm": 5, "choice": "nearest"}
    service = studio.service("Portrait", needs=[need], currency=goods["currency"])
    desk = visitor(studio.server.url)
    enter_as_staff(desk)
    desk.goto(f"/staff/services/{service}")
    panel = desk.locator("section", has=desk.get_by_role("heading", name="Goods of the shop"))
    panel.get_by_role("searchbox").fill(goods["name"])
    panel.get_by_role("button", name=goods["name"], exact=True).click()
    shot(desk, "service-goods")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved", exact=True).first).to_be_visible()

    page = visitor(
        studio.server.url, width=360, timezone_id=BERLIN, geolocation=HERE,
        permissions=["geolocation"],
    )  # fmt: skip
    page.goto("/studios")
    page.get_by_role("link", name="Book a session: Mitte").click()
    expect(page).to_have_url(re.compile("/book.*studio="))
    page.get_by_role("link", name="Choose Portrait").click()
    expect(page.get_by_role("radio", name="Mitte")).to_be_checked()
    # Nothing is offered before it is known from where; then by address, or by the browser.
    expect(page.get_by_text("within 5 km of you")).to_be_visible()
    expect(page.locator("input[name=day]")).to_have_count(0)
    shot(page, "book-near")
    assert_clean_everywhere(page, "where the client is")
    page.set_viewport_size({"width": 360, "height": 900})
    page.get_by_label("Address or place").fill("Nowhere")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_text("No such place was found.")).to_be_visible()
    page.get_by_label("Address or place").fill("Alexanderplatz")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("button", name=ALEX["display_name"]).click()
    expect(page.get_by_test_id("near")).to_contain_text("Alexanderplatz")
    page.get_by_role("button", name="Change").click()
    page.get_by_role("button", name="Use my position").click()
    expect(page.get_by_text("Your position is known")).to_be_visible()
    choose(page.locator(f"input[name=day][value='{day_ahead(4)}']"))
    choose_time(page, "10:00")
    row = page.locator(f"[data-goods='{goods['handle']}']")
    row.get_by_role("button", name=f"Add {goods['name']}").click()
    expect(page.get_by_test_id("goods-price")).to_be_visible()
    shot(page, "book-goods")
    assert_clean_everywhere(page, "goods beside a session")
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_text(goods["name"]).first).to_be_visible()
    shot(page, "book-goods-pay")


def test_staff_say_of_which_place_a_studio_is_to_be_near(studio: Studio, visitor: Visitor) -> None:
    service = studio.service("Cyclorama", needs=[{"role": "studio", "kind": "studio"}])
    desk = visitor(studio.server.url)
    enter_as_staff(desk)
    desk.goto(f"/staff/services/{service}")
    desk.get_by_label("Within (km)").first.fill("5")
    where = desk.get_by_label("Of which place").first
    where.fill("Nowhere")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Nobody knows where that is.").first).to_be_visible()
    where.fill("Alexanderplatz")
    shot(desk, "service-near-place")
    assert_clean_everywhere(desk, "what a service needs near a place")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved", exact=True).first).to_be_visible()
    expect(where).to_have_value("Alexanderplatz")

    page = visitor(studio.server.url, width=360, timezone_id=BERLIN)
    page.goto(f"/book?service={service}&day={day_ahead(6)}")
    choose_time(page, "10:00")
    expect(page.get_by_test_id("near")).to_have_count(0)
    expect(page.get_by_role("radio", name="Mitte")).to_be_attached()
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")


def test_a_session_at_ones_own_place_is_told_where(studio: Studio, visitor: Visitor) -> None:
    service = studio.service("At home", "photographer")
    page = visitor(
        studio.server.url, width=360, timezone_id=BERLIN, geolocation=HERE,
        permissions=["geolocation"],
    )  # fmt: skip
    page.goto(f"/book?service={service}&day={day_ahead(7)}")
    near = page.get_by_test_id("near")
    expect(near).to_contain_text("If it is to be at your place, say where")
    shot(page, "book-visit")
    assert_clean_everywhere(page, "where a visit is")
    page.set_viewport_size({"width": 360, "height": 900})
    near.get_by_role("button", name="Use my position").click()
    expect(near).to_contain_text("Your position is known")
    choose_time(page, "10:00")
    with page.expect_response("**/api/bookings/hold") as held:
        page.get_by_role("button", name=TAKE).click()
    assert held.value.json()["booking"]["near"] == "52.52,13.4"


def test_staff_book_over_a_lunch_with_a_reason(studio: Studio, visitor: Visitor) -> None:
    service = studio.service("Passport", "photographer")
    anna = next(
        one
        for one in studio.staff.get("/api/staff/resources").json()["resources"]
        if one["name"] == "Anna"
    )
    day = day_ahead(5)
    lunch = {"start": f"{day}T12:00", "end": f"{day}T13:00", "note": "Lunch", "soft": True}
    studio.staff.post(f"/api/staff/resources/{anna['id']}/blocks", json=lunch).raise_for_status()
    page = visitor(studio.server.url, timezone_id=BERLIN)
    enter_as_staff(page)
    page.goto(f"/book?service={service}&day={day}")
    expect(page.get_by_role("radio", name=re.compile("^13:00"))).to_be_attached()
    expect(page.get_by_role("radio", name=re.compile("^12:00"))).to_have_count(0)
    page.get_by_text("Another start, also over a soft block").click()
    page.get_by_label("Start", exact=True).last.fill("12:00")
    page.get_by_role("button", name="Book", exact=True).click()
    over = page.get_by_test_id("over-block")
    over.get_by_label("Why may it lie over the block?").fill("She agreed")
    shot(page, "book-over")
    assert_clean_everywhere(page, "booking over a soft block")
    over.get_by_role("button", name="Book over it").click()
    page.wait_for_url("**/checkout/*")


def test_a_booking_under_a_block_is_moved_where_it_is_listed(
    studio: Studio, visitor: Visitor
) -> None:
    service = studio.service("Family", "photographer")
    some = studio.staff.get("/api/staff/resources").json()["resources"]
    anna = next(one["id"] for one in some if one["name"] == "Anna")
    day = day_ahead(8)
    studio.booked(service, 8, "10:00", who=(anna,))
    ill = {"start": f"{day}T09:00", "end": f"{day}T12:00", "note": "Ill"}
    studio.staff.post(f"/api/staff/resources/{anna}/blocks", json=ill).raise_for_status()
    page = visitor(studio.server.url, timezone_id=BERLIN)
    enter_as_staff(page)
    page.goto("/staff")
    page.get_by_role("link", name=re.compile("Bookings in conflict")).click()
    page.wait_for_url("**/staff/resources")
    row = page.locator("[data-conflict]")
    expect(row).to_contain_text("under a block. Ill")
    assert_clean_everywhere(page, "bookings in conflict")
    shot(page, "conflicts")
    row.get_by_role("button", name=re.compile("^Move")).click()
    dialog = page.get_by_role("dialog")
    choose(dialog.get_by_role("radio").last)
    shot(page, "conflict-move", whole=False)
    dialog.get_by_role("button", name="Move", exact=True).click()
    expect(row).to_have_count(0)


def test_what_a_move_costs_is_set_by_staff_and_shown_before_the_button(
    studio: Studio, visitor: Visitor
) -> None:
    service = studio.service("Business", "photographer")
    desk = visitor(studio.server.url)
    enter_as_staff(desk)
    desk.goto(f"/staff/services/{service}")
    desk.get_by_role("group", name="Terms").get_by_text("Its own", exact=True).click()
    desk.get_by_text("An amount", exact=True).click()
    desk.get_by_label("Fee", exact=True).fill("15")
    desk.get_by_label("From (hours before the start)").fill("2000")
    shot(desk, "move-fee-set")
    assert_clean_everywhere(desk, "what a move costs")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved", exact=True).first).to_be_visible()

    page = visitor(studio.server.url, width=360, timezone_id=BERLIN)
    page.goto(f"/book?service={service}&day={day_ahead(12)}")
    choose_time(page, "10:00")
    page.get_by_role("button", name=TAKE).click()
    page.wait_for_url("**/checkout/*")
    pay(page)
    page.wait_for_url("**/orders/*")
    page.goto("/bookings")
    page.locator("[data-booking]").first.get_by_role("link", name="Move").click()
    choose_time(page, "14:00")
    expect(page.get_by_test_id("move-fee")).to_contain_text("€15")
    shot(page, "move-fee")
    page.get_by_role("button", name="Pay €15 and move").click()
    page.wait_for_url("**/checkout/*")
    expect(page.get_by_role("timer")).to_be_visible()
