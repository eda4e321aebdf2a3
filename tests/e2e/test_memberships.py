"""Hours each month, by clicks: the merchant marks a package, a client buys it again and again and
keeps that beside other repeat orders."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.test_repeat_orders import desk_of, pay_at_once
from tests.support.prepared import PreparedShops

pytestmark = pytest.mark.long


def test_a_client_buys_hours_each_month(prepared: PreparedShops, visitor: Visitor) -> None:
    name = f"Hours of a member {uuid4().hex[:6]}"
    with prepared.opened(HOLDFAST_LIMITS="off") as shop, Member(shop) as ann:
        desk = desk_of(shop, visitor)
        headers = {"origin": shop.url}
        rules = {"repeats": {"intervals": ["4w", "1m"], "percent": 10}}
        settings = f"{shop.url}/api/staff/settings"
        assert desk.request.patch(settings, data=rules, headers=headers).ok
        desk.goto("/staff/packages/new")
        desk.get_by_label("Name", exact=True).fill(name)
        desk.get_by_label("How many hours").fill("4")
        desk.get_by_label("Price of one").fill("20000")
        desk.get_by_label("Can be bought again and again (a membership)").check()
        desk.get_by_role("button", name="Save", exact=True).click()
        expect(desk.get_by_role("heading", level=1, name=name)).to_be_visible()
        shot(settled(desk), "membership-staff")

        page = ann.enter(visitor(shop.url, width=360))
        page.goto("/packages")
        card = page.get_by_role("listitem").filter(has_text=name)
        card.get_by_label("It is a present").check()
        expect(card.get_by_text("Every month")).to_have_count(0)
        card.get_by_label("It is a present").uncheck()
        card.get_by_text("Every month").click()
        expect(card.get_by_role("radio", name="Every month")).to_be_checked()
        shot(settled(page), "membership-choice")
        assert_clean_everywhere(page, "hours each month")
        card.get_by_role("button", name="Buy").click()
        expect(page).to_have_url(re.compile(r"/checkout/[0-9a-f-]{36}$"))
        order = page.url.rsplit("/", 1)[1]
        pay_at_once(page, shop, page.request.get(f"{shop.url}/api/orders/{order}").json()["order"])

        page.goto("/repeat-orders")
        mine = page.get_by_test_id("repeat-order")
        expect(mine.get_by_role("heading", name="Every month")).to_be_visible()
        expect(mine.get_by_text(name)).to_be_visible()
        mine.get_by_role("button", name=f"Change: {name}").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("How often").select_option(label="Every 4 weeks")
        shot(settled(page), "membership-change")
        dialog.get_by_role("button", name="Save").click()
        expect(mine.get_by_role("heading", name="Every 4 weeks")).to_be_visible()
        shot(settled(page), "membership-own")
        assert_clean_everywhere(page, "one's own hours each month")
        desk.goto("/staff/repeat-orders")
        desk.get_by_role("link", name=name).click()
        expect(desk.get_by_role("heading", level=1, name="Every 4 weeks")).to_be_visible()
        expect(desk.get_by_text(name)).to_be_visible()
        shot(settled(desk), "membership-of-a-client")
