"""Who finds a session with an extra and goods taken waits for exactly that; what comes free says
what of the goods is not with it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.loft import BERLIN, choose_time, hold_elsewhere
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.member import Member
from tests.e2e.studios import Studio
from tests.support.prepared import PreparedShops
from tests.support.studio import Someone, day_ahead

pytestmark = pytest.mark.long

DAYS = 5


@pytest.fixture(scope="module")
def studio(prepared: PreparedShops) -> Iterator[Studio]:
    with prepared.opened(HOLDFAST_LIMITS="off") as running:
        made = Studio(running)
        made.move_in(Someone(kind="photographer", name="Anna", zone=BERLIN))
        yield made


def test_a_session_with_an_extra_and_goods_is_waited_for(studio: Studio, visitor: Visitor) -> None:
    goods = studio.staff.get("/api/products?limit=1&inStock=true").json()["products"][0]
    service = studio.service(
        "Portrait",
        "photographer",
        lengths={"minutes": [60]},
        currency=goods["currency"],
        goods=[goods["id"]],
        extras=[{"id": "retouched", "name": "Retouched", "price": 2_000, "minutes": 30}],
    )
    page = visitor(studio.server.url, width=390, timezone_id=BERLIN)
    page.goto(f"/book?service={service}&day={day_ahead(DAYS)}")
    page.get_by_label("Retouched").check()
    choose_time(page, "10:00")
    row = page.locator(f"[data-goods='{goods['handle']}']")
    row.get_by_role("button", name=f"Add {goods['name']}").click()
    let_go = hold_elsewhere(studio.server.url, service, f"{day_ahead(DAYS)}T10:00")
    lost = page.get_by_test_id("time-lost")
    lost.get_by_role("button", name="Tell me first if it comes free").click()
    expect(lost.get_by_role("status")).to_contain_text("1")
    shot(page, "visit-in-line", whole=False)

    page.goto("/bookings")
    place = page.locator("section", has=page.get_by_role("heading", name="Waiting"))
    expect(place).to_contain_text("Portrait + Retouched")
    expect(place).to_contain_text(", 10:00")
    expect(place).not_to_contain_text("10:00:00")
    expect(place).to_contain_text(f"With it: {goods['name']}")
    shot(page, "visit-waiting")
    assert_clean_everywhere(page, "waiting for a visit with goods")
    with Member(studio.server, "manager") as manager:
        desk = manager.enter(visitor(studio.server.url, width=360, timezone_id=BERLIN))
        desk.goto("/staff/waiting")
        line = desk.get_by_role("row").filter(has_text="Portrait + Retouched")
        expect(line).to_contain_text("No. 1 in line")
        line.get_by_role("button", name="Take off").click()
        expect(desk.get_by_role("dialog")).to_contain_text("Take them off the line?")
        desk.keyboard.press("Escape")
        shot(desk, "staff-times-waited-for")
        assert_clean_everywhere(desk, "who waits for a time")
    for variant in goods["variants"]:
        studio.staff.post(
            f"/api/staff/variants/{variant['id']}/stock", json={"set": 0, "reason": "test"}
        ).raise_for_status()
    let_go()
    page.reload()
    expect(page.get_by_test_id("missing")).to_contain_text(goods["name"])
    expect(place).not_to_contain_text("With it:")
    shot(page, "visit-offered")
    assert_clean_everywhere(page, "a visit that is offered without its goods")
    with Member(studio.server, "manager") as manager:
        desk = manager.enter(visitor(studio.server.url, width=360, timezone_id=BERLIN))
        desk.goto("/staff/waiting")
        expect(desk.get_by_role("row").filter(has_text="Portrait")).to_contain_text("until")
        desk.goto("/staff/reservations")
        held = desk.get_by_role("row").filter(has_text="Portrait")
        left = held.get_by_text(re.compile(r"^\d\d:\d\d$"))
        expect(left).to_be_visible()
        shown, act = left.bounding_box(), held.get_by_role("button").bounding_box()
        assert shown is not None and act is not None
        assert shown["x"] + shown["width"] <= act["x"], "the whole countdown is seen"
        shot(desk, "reservations-360")
    place.get_by_role("link", name="Take it").click()
    page.wait_for_url("**/checkout/*")
    expect(page.get_by_role("timer")).to_be_visible()
