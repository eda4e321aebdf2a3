"""Inviting friends by clicks: the merchant says what both get, a customer copies their link, and a
friend comes by it, makes an account and pays less."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.support.market import STAFF
from tests.support.patience import PATIENCE as SECONDS
from tests.support.people import PASSWORD
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until

pytestmark = pytest.mark.long

SHARES = "navigator.share = async said => { window.shared = said }"
"""A phone's own sheet, to which another app is chosen."""


@pytest.fixture(scope="module")
def inviting(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as opened:
        yield opened


def _desk(shop: ServerProcess, visitor: Visitor) -> Page:
    desk = visitor(shop.url)
    assert desk.request.post(f"{shop.url}/api/session/login", data=STAFF).ok
    return desk


def test_a_friend_comes_by_a_link_and_pays_less_and_staff_see_who_invited_whom(
    inviting: ServerProcess, visitor: Visitor
) -> None:
    desk = _desk(inviting, visitor)
    desk.goto("/staff/settings#referrals")
    section = desk.locator("#referrals")
    section.get_by_role("checkbox", name="Customers invite friends").check()
    section.get_by_label("Per cent off").first.fill("15")
    section.get_by_label("Days until the coupon").fill("400")
    section.get_by_role("button", name="Save").click()
    expect(section.get_by_text("Enter a whole number that is possible here.")).to_be_visible()
    section.get_by_label("Days until the coupon").fill("14")
    shot(settled(desk), "referrals-settings")
    assert_clean_everywhere(desk, "settings of invitations")
    section.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Saved", exact=True).first).to_be_visible()

    with Member(inviting) as ann:
        page = ann.enter(visitor(inviting.url, width=360))
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.add_init_script(SHARES)
        page.goto("/account")
        page.get_by_role("link", name="Your link and what came of it").click()
        page.get_by_role("button", name="Get my link").click()
        link = page.get_by_role("textbox", name="Your link").input_value()
        page.get_by_role("button", name="Copy the link").press("Enter")
        expect(page.get_by_text("Link copied", exact=True)).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == link
        page.get_by_role("button", name="Share…").press("Enter")
        assert page.evaluate("window.shared.url") == link
        shot(settled(page), "referrals-own-empty")
        assert_clean_everywhere(page, "one's own link")

        friend = visitor(inviting.url, width=360)
        friend.goto("/i")
        friend.get_by_label("Invitation code").fill("nobodys")
        friend.keyboard.press("Enter")
        expect(friend.get_by_text("This invitation is not valid any more.")).to_be_visible()
        friend.get_by_label("Invitation code").fill(link.rpartition("/")[2].lower())
        shot(settled(friend), "referrals-code")
        assert_clean_everywhere(friend, "typing a code")
        friend.keyboard.press("Enter")
        expect(friend.get_by_role("heading", level=1)).to_have_text(re.compile("invites you to"))
        expect(friend.get_by_text("15% off your first order")).to_be_visible()
        shot(settled(friend), "referrals-invitation")
        assert_clean_everywhere(friend, "what a link leads to")
        # Who looks around first is told before they buy without it.
        friend.get_by_role("main").get_by_role("link", name="Look around first").click()
        listed = friend.request.get(f"{inviting.url}/api/products?limit=1&inStock=true").json()
        friend.goto(f"/product/{listed['products'][0]['handle']}")
        friend.get_by_role("button", name="Add to cart").click()
        expect(friend.get_by_role("link", name=re.compile("^Cart, 1 item"))).to_be_visible()
        friend.goto("/cart")
        told = friend.get_by_role("status").filter(has_text="15% off your first order")
        expect(told).to_be_visible()
        shot(settled(friend), "referrals-cart")
        assert_clean_everywhere(friend, "a guest's cart with an invitation")
        told.get_by_role("link", name="Sign up").focus()
        friend.keyboard.press("Enter")
        address = f"{uuid4().hex}@test.example"
        friend.get_by_label("Name").fill("Ben Friend")
        friend.get_by_label("Email").fill(address)
        friend.get_by_label("Password", exact=True).fill(PASSWORD)
        friend.keyboard.press("Enter")
        expect(friend.get_by_text("You came by an invitation", exact=True)).to_be_visible()
        friend.wait_for_url("**/cart")
        expect(told).to_have_count(0)
        order = _buy(friend, inviting)
        assert order["discount"] * 100 == order["subtotal"] * 15

        def came() -> bool:
            own = page.request.get(f"{inviting.url}/api/referrals").json()
            return bool(own["waiting"])

        until(came, SECONDS, "the coupon waits")
        page.reload()
        expect(page.get_by_text("your coupon comes on")).to_be_visible()
        shot(settled(page), "referrals-own")
        assert_clean_everywhere(page, "who came by one's link")

        desk.goto("/staff/referrals")
        expect(desk.get_by_role("link", name="Ben Friend")).to_be_visible()
        expect(desk.get_by_role("link", name=re.compile(str(order["number"])))).to_be_visible()
        shot(settled(desk), "referrals-staff")
        assert_clean_everywhere(desk, "who invited whom")

        page.get_by_role("button", name="Make a new link").click()
        asked = page.get_by_role("dialog")
        asked.get_by_role("button", name="Make a new link").click()
        expect(page.get_by_role("textbox", name="Your link")).not_to_have_value(link)
        late = visitor(inviting.url)
        late.goto(link)
        expect(
            late.get_by_role("heading", name="This invitation is not valid any more")
        ).to_be_visible()
        shot(settled(late), "referrals-over")

        page.goto(page.url)
        page.goto(page.get_by_role("textbox", name="Your link").input_value())
        expect(page.get_by_text("The invitation does not count", exact=True)).to_be_visible()


def _buy(page: Page, shop: ServerProcess) -> dict[str, int | str]:
    """Something, paid at the demo's provider; the order."""
    listed = page.request.get(f"{shop.url}/api/products?limit=5&inStock=true").json()
    product = listed["products"][0]
    shown = page.request.get(f"{shop.url}/api/products/{product['handle']}").json()["product"]
    variant = next(one for one in shown["variants"])
    line = {"productId": shown["id"], "variantId": variant["id"], "quantity": 1}
    held = page.request.post(f"{shop.url}/api/orders/reserve", data={"items": [line]}).json()
    asked = {"reservationId": held["reservationId"], "provider": "demo"}
    paid = page.request.post(f"{shop.url}/api/payments", data=asked).json()
    made = {"reservationId": held["reservationId"], "paymentId": paid["paymentId"]}
    assert page.request.post(f"{shop.url}/api/orders/create", data=made).ok
    found: dict[str, int | str] = page.request.get(
        f"{shop.url}/api/orders/{held['orderId']}"
    ).json()["order"]
    return found
