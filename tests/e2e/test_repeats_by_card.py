"""A kept card pays repeat orders, by clicks and keys: agreed to at the till, seen and changed on
one's own page, taken off on the account; staff see brand and digits."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, settled, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, pay
from tests.support.market import STAFF
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess, until
from tests.support.stripe import StripeServer

pytestmark = pytest.mark.long

RULES = {"intervals": ["4w", "1m"], "percent": 10}
WAYS = [
    {"id": "courier", "name": "Courier", "price": 900, "currency": "RUB", "toAddress": False},
    {"id": "post", "name": "By post", "price": 300, "currency": "RUB", "toAddress": False},
]


@pytest.fixture
def product(card_server: ServerProcess, visitor: Visitor) -> dict[str, str]:
    """One that is in stock, and may be ordered again and again."""
    desk = _desk(card_server, visitor)
    listed = desk.request.get(f"{card_server.url}/api/products?limit=5&inStock=true").json()
    found: dict[str, str] = listed["products"][0]
    settings = {"repeats": RULES, "shippingMethods": WAYS}
    answer = desk.request.patch(f"{card_server.url}/api/staff/settings", data=settings)
    assert answer.ok, answer.text()
    mark = f"{card_server.url}/api/staff/products/{found['id']}/repeats"
    assert desk.request.put(mark, data={"repeatable": True}).ok
    return found


def _desk(shop: ServerProcess, visitor: Visitor) -> Page:
    desk = visitor(shop.url)
    assert desk.request.post(f"{shop.url}/api/session/login", data=STAFF).ok
    return desk


def test_a_shopper_lets_their_card_be_charged_and_changes_that_by_keyboard(
    card_shop: Shop,
    card_server: ServerProcess,
    visitor: Visitor,
    stripe: StripeServer,
    product: dict[str, str],
) -> None:
    with Member(card_server) as ann:
        page = ann.enter(visitor(card_shop.url, width=360))
        page.goto(f"/product/{product['handle']}")
        price = page.get_by_test_id("repeat-price")
        expect(price).to_contain_text("instead of")
        page.get_by_text("Every 4 weeks −10%").click()
        shot(settled(page), "repeats-price")
        assert_clean_everywhere(page, "what it costs each time")
        page.get_by_role("button", name="Order every 4 weeks").click()
        expect(page).to_have_url(re.compile(r"/checkout/[0-9a-f-]{36}$"))
        choose_scenario(page, "Card On the secure page")
        agree = page.get_by_role("checkbox", name="Charge this card each time")
        expect(agree).not_to_be_checked()
        expect(page.get_by_role("checkbox", name="Save this card for next time")).to_be_visible()
        agree.focus()
        page.keyboard.press("Space")
        expect(agree).to_be_checked()
        expect(page.get_by_role("checkbox", name="Save this card for next time")).to_have_count(0)
        shot(settled(page), "repeats-agree")
        assert_clean_everywhere(page, "agreeing that a card is charged")
        pay(page)
        expect(page.get_by_text("Your payment details will be saved.")).to_be_visible()
        page.get_by_role("button", name="Pay", exact=True).click()
        expect(page.get_by_text("Thank you for your order")).to_be_visible()
        listed = f"{card_shop.url}/api/repeat-orders"
        until(lambda: bool(page.request.get(listed).json()["repeatOrders"]), PATIENCE, "it stands")

        page.goto("/repeat-orders")
        card = page.get_by_test_id("repeat-order")
        expect(card.get_by_text("Visa •••• 4242 is charged each time")).to_be_visible()
        expect(card.get_by_text("Expires 12/2034")).to_be_visible()
        shot(settled(page), "repeats-by-card")
        assert_clean_everywhere(page, "a repeat order that a card pays")

        change = card.get_by_role("button", name=re.compile("^Change"))
        change.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        delivery = dialog.get_by_label("How it is delivered")
        delivery.select_option(label=_way(page, "By post"))
        expect(dialog.get_by_role("radio", name=re.compile("Visa •••• 4242"))).to_be_checked()
        dialog.get_by_role("radio", name=re.compile("Visa")).focus()
        page.keyboard.press("ArrowUp")
        expect(dialog.get_by_role("radio", name="Paid from the wallet at once")).to_be_checked()
        page.keyboard.press("ArrowUp")
        expect(dialog.get_by_role("radio", name="Paid by a link that we mail")).to_be_checked()
        shot(settled(page), "repeats-pay-choice")
        assert_clean_everywhere(page, "choosing how it is paid")
        dialog.get_by_role("button", name="Save").focus()
        page.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        expect(card.get_by_text("Paid by a link that we mail")).to_be_visible()
        (now,) = page.request.get(listed).json()["repeatOrders"]
        assert (now["shippingMethod"], now["payBy"]) == ("post", "link")

        change.click()
        dialog.get_by_role("radio", name=re.compile("Visa •••• 4242")).check(force=True)
        expect(dialog.get_by_text("By choosing a card you agree")).to_be_visible()
        dialog.get_by_role("button", name="Save").click()
        expect(card.get_by_text("Visa •••• 4242 is charged each time")).to_be_visible()

        desk = _desk(card_server, visitor)
        desk.goto(f"/staff/repeat-orders/{now['id']}")
        expect(desk.get_by_text("Visa •••• 4242 is charged each time")).to_be_visible()
        expect(desk.get_by_text("2034")).to_have_count(0)

        page.goto("/account")
        expect(page.get_by_text("Pays repeat orders: Every 4 weeks")).to_be_visible()
        page.get_by_role("button", name="Remove: Visa ending in 4242").click()
        asked = page.get_by_role("dialog")
        expect(asked.get_by_text("They go on: each time you get a link to pay.")).to_be_visible()
        shot(settled(page), "account-card-off")
        assert_clean_everywhere(page, "removing a card that pays repeat orders")
        asked.get_by_role("button", name="Remove").click()
        expect(page.get_by_text("No card is saved.")).to_be_visible()
        page.goto("/repeat-orders")
        expect(card.get_by_text("Paid by a link that we mail")).to_be_visible()
        desk.reload()
        expect(desk.get_by_text("Changed: its card was taken off")).to_be_visible()


def _way(page: Page, name: str) -> str:
    """A way to deliver as it is named with its price."""
    option = page.get_by_role("dialog").get_by_role("option", name=re.compile(name))
    return option.inner_text()
