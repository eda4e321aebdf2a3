"""Back from a provider's page without having paid: the address says so once, and what was begun
there is called off. What an order tells beside its goods, to its buyer and to staff."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, settled
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, enter_as_staff, pay
from tests.support.server import ServerProcess
from tests.support.stripe import StripeServer

pytestmark = pytest.mark.long


def asked(page: Page, method: str, path: str, body: Any, **headers: str) -> dict[str, Any]:
    """What whoever is in this browser asks for."""
    answer = page.request.fetch(path, method=method, data=body, headers=headers)
    assert answer.ok, answer.text()
    told: dict[str, Any] = answer.json()
    return told


def forgets(page: Page, path: str) -> None:
    """It is read once, and leaves no step behind."""
    page.goto(f"{path}?payment=left")
    steps = page.evaluate("history.length")
    expect(page).to_have_url(re.compile(rf"{re.escape(path)}$"))
    settled(page)
    assert page.evaluate("history.length") == steps


def test_who_leaves_the_page_of_a_top_up_is_told_what_came_of_it(
    card_server: ServerProcess, visitor: Visitor, stripe: StripeServer
) -> None:
    with Member(card_server) as member:
        wallet = member.wallet("EUR")
        page = member.enter(visitor(card_server.url))
        page.goto("/wallet")
        body = {"walletId": wallet, "amount": 500, "provider": "stripe"}
        begun = asked(page, "POST", "/api/payments", body)
        page.goto(begun["nextAction"]["redirectUrl"])
        page.get_by_role("button", name="Back", exact=True).click()
        left = page.get_by_test_id("left")
        expect(left).to_contain_text("The top-up was called off. You were not charged.")
        expect(page).to_have_url(f"{card_server.url}/wallet/{wallet}")
        session = begun["nextAction"]["redirectUrl"].rpartition("/")[2]
        assert stripe.book.session(session)["status"] == "expired"
        assert_clean_everywhere(page, "a wallet whose top-up was left")
        in_all_looks(page, "wallet-left")


def test_an_address_says_once_that_its_payment_was_left(
    card_server: ServerProcess, card_shop: Shop, visitor: Visitor
) -> None:
    held = card_shop.reserve(card_shop.goods("keychron-k3", stock=3)).json()
    staff = visitor(card_server.url)
    enter_as_staff(staff)
    made = asked(staff, "POST", f"/api/staff/orders/{held['orderId']}/pay-link", {})
    page = visitor(card_server.url)
    forgets(page, "/pay")
    expect(page.get_by_text("Nothing was paid here.")).to_be_visible()
    forgets(page, made["path"])
    expect(page.get_by_role("button", name="Pay: Card").first).to_be_visible()
    with Member(card_server) as member:
        one = member.enter(visitor(card_server.url))
        goods = card_shop.goods("keychron-k3", stock=2)
        line = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 1}
        mine = asked(one, "POST", "/api/orders/reserve", {"items": [line]})
        asked(one, "POST", "/api/orders/cancel", {"orderId": mine["orderId"]})
        forgets(one, f"/orders/{mine['orderId']}")


def test_an_order_tells_its_offers_and_what_was_agreed_to(
    card_server: ServerProcess, card_shop: Shop, visitor: Visitor
) -> None:
    staff = visitor(card_server.url)
    enter_as_staff(staff)
    shown = staff.request.get(f"{card_server.url}/api/staff/policies")
    text, over = {"html": "<p>Terms of sale</p>"}, {"If-Match": shown.headers["etag"]}
    asked(staff, "PUT", "/api/staff/policies/terms/en", text, **over)
    sale = card_shop.sale(card_shop.goods("keychron-k3", stock=3), 2)
    with Member(card_server) as member:
        buyer = member.enter(visitor(card_server.url))
        held = asked(buyer, "POST", f"/api/flash-sales/{sale}/purchase", {})
        buyer.goto(f"/checkout/{held['orderId']}")
        expect(buyer.get_by_test_id("agreed")).to_contain_text("Terms")
        choose_scenario(buyer, "Card On the secure page")
        pay(buyer)
        buyer.get_by_role("button", name="Pay", exact=True).click()
        expect(buyer.get_by_text("Thank you for your order")).to_be_visible()
        expect(buyer.get_by_test_id("offers")).to_contain_text("Flash sale")
        assert_clean_everywhere(buyer, "an order of a flash sale")
        in_all_looks(buyer, "order-offers")
    staff.goto(f"/staff/orders/{held['orderId']}")
    link = staff.get_by_test_id("offers").get_by_role("link", name="Flash sale")
    expect(link).to_have_attribute("href", f"/staff/flash-sales/{sale}")
    expect(staff.get_by_role("heading", name="Agreed to")).to_be_visible()
    expect(staff.get_by_text(re.compile("English, as changed"))).to_be_visible()
    assert_clean_everywhere(staff, "staff's page of an order with offers")
    in_all_looks(staff, "staff-order-offers")
