"""A card on Stripe's page: there, back without paying, there again, and thanked."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere
from tests.e2e.shop import Shop
from tests.e2e.till import add_to_cart, choose_scenario, go_to_payment, order_id, pay
from tests.support.prepared import PreparedShops
from tests.support.stripe import EVENT_SECRET, KEY, StripeServer


@pytest.fixture
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture
def card_shop(prepared: PreparedShops, stripe: StripeServer) -> Iterator[Shop]:
    """A shop that takes cards by Stripe."""
    settings = {
        "HOLDFAST_LIMITS": "off",
        "HOLDFAST_STRIPE_SECRET_KEY": KEY,
        "HOLDFAST_STRIPE_WEBHOOK_SECRET": EVENT_SECRET,
        "HOLDFAST_STRIPE_URL": stripe.url,
    }
    with prepared.opened(**settings) as running, Shop(running.url) as shop:
        yield shop


def test_a_card_is_charged_on_stripes_page_and_its_buyer_thanked(
    card_shop: Shop, visitor: Visitor, stripe: StripeServer
) -> None:
    goods = card_shop.goods("keychron-k3", stock=2)
    page = visitor(card_shop.url, width=360)
    add_to_cart(page, goods)
    go_to_payment(page)
    choose_scenario(page, "Card On the secure page")
    assert_clean_everywhere(page, "the till of a shop with cards")

    pay(page)
    page.get_by_role("button", name="Back").click()
    expect(page).to_have_url(re.compile(r"/checkout/"))
    expect(page.get_by_role("timer")).to_be_visible()

    pay(page)
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page).to_have_url(re.compile(r"/orders/"))
    (session,) = [one for one in stripe.book.sessions.values() if one["status"] == "complete"]
    assert stripe.send(card_shop.url, "checkout.session.completed", session).is_success
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert card_shop.order(order_id(page))["status"] == "paid"
    assert card_shop.variant(goods)["stock"] == 1
