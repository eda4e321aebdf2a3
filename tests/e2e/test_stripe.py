"""A card on Stripe's page: there, back without paying, declined, a step with the bank, the tab
closed; money back in parts, a dispute as staff read it, money that is taken when it is sent, and
a card that is kept."""

import asyncio
import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, enter_as_staff, go_to_till, order_id, pay
from tests.support.patience import PATIENCE
from tests.support.postgres import execute
from tests.support.server import ServerProcess, until
from tests.support.stripe import StripeServer


def at_stripe(card_shop: Shop, visitor: Visitor, **look: Any) -> Page:
    """One thing in the cart, and Stripe's page open."""
    page = visitor(card_shop.url, **look)
    go_to_till(page, card_shop.goods("keychron-k3", stock=2))
    choose_scenario(page, "Card On the secure page")
    pay(page)
    expect(page.get_by_role("button", name="Pay", exact=True)).to_be_visible()
    return page


def session_on(page: Page, stripe: StripeServer) -> dict[str, Any]:
    """The one whose page is open."""
    expect(page).to_have_url(re.compile(f"^{stripe.url}/pay/"))
    return stripe.book.session(page.url.rpartition("/")[2])


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def thanked(page: Page) -> None:
    expect(page).to_have_url(re.compile(r"/orders/"))
    expect(page.get_by_text("Thank you for your order")).to_be_visible()


def test_a_card_is_charged_on_stripes_page_and_its_buyer_thanked(
    card_shop: Shop, visitor: Visitor, stripe: StripeServer
) -> None:
    goods = card_shop.goods("keychron-k3", stock=2)
    page = visitor(card_shop.url, width=360)
    go_to_till(page, goods)
    choose_scenario(page, "Card On the secure page")
    assert_clean_everywhere(page, "the till of a shop with cards")

    pay(page)
    left = session_on(page, stripe)["id"]
    click(page, "Back")
    expect(page).to_have_url(re.compile(r"/checkout/"))
    expect(page.get_by_role("timer")).to_be_visible()
    assert stripe.book.session(left)["status"] == "expired"

    pay(page)
    expect(page.get_by_role("button", name="Pay", exact=True)).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Pay on the provider's page")).to_be_visible()
    expect(page.get_by_role("link", name="Go to the payment page")).to_be_visible()
    assert_clean_everywhere(page, "the till while a payment is open elsewhere")
    click(page, "Pay another way")
    expect(page.get_by_text("Pay on the provider's page")).to_have_count(0)

    pay(page)
    session = session_on(page, stripe)
    click(page, "Pay")
    expect(page).to_have_url(re.compile(r"/orders/"))
    for _ in range(2):  # twice
        sent = stripe.send(card_shop.url, "checkout.session.completed", session)
        assert sent.json()["status"] == "taken"
    thanked(page)
    assert card_shop.order(order_id(page))["status"] == "paid"
    assert card_shop.variant(goods)["stock"] == 1


@pytest.mark.long
def test_who_leaves_stripes_page_may_pay_by_the_same_link_again(
    card_shop: Shop, visitor: Visitor, stripe: StripeServer
) -> None:
    held = card_shop.reserve(card_shop.goods("keychron-k3", stock=2)).json()
    staff = visitor(card_shop.url)
    enter_as_staff(staff)
    made = staff.request.post(
        f"/api/staff/orders/{held['orderId']}/pay-link", data={}, headers={"Origin": card_shop.url}
    ).json()
    page = visitor(card_shop.url, width=360)
    page.goto(made["path"])
    pays = page.get_by_role("button", name="Pay: Card").first  # the other is the demo's
    pays.click()
    left = session_on(page, stripe)["id"]
    click(page, "Back")
    expect(pays).to_be_visible()
    assert stripe.book.session(left)["status"] == "expired"


def test_a_declined_card_may_be_followed_by_one_whose_bank_asks_first(
    card_shop: Shop, visitor: Visitor, stripe: StripeServer
) -> None:
    page = at_stripe(card_shop, visitor)
    click(page, "Pay with a card that is declined")
    expect(page.get_by_text("Your card was declined.")).to_be_visible()
    click(page, "Pay with a card whose bank asks")
    expect(page.get_by_role("heading", name="Your bank asks")).to_be_visible()
    click(page, "Fail")
    expect(page.get_by_text("could not be authenticated")).to_be_visible()
    click(page, "Pay with a card whose bank asks")
    click(page, "Complete")
    # No event at all: the order's page asks.
    thanked(page)


@pytest.mark.long
def test_the_event_pays_the_order_of_who_closed_the_tab(
    card_shop: Shop, visitor: Visitor, stripe: StripeServer
) -> None:
    page = at_stripe(card_shop, visitor)
    session = session_on(page, stripe)
    order = session["success_url"].rpartition("/")[2]
    stripe.visit(session["id"], "pay")  # and the browser goes nowhere after it
    assert stripe.send(card_shop.url, "checkout.session.completed", session).is_success
    page.goto(f"{card_shop.url}/orders/{order}")
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert card_shop.order(order)["status"] == "paid"


def test_money_goes_back_in_parts_and_a_dispute_keeps_the_rest(
    card_shop: Shop, visitor: Visitor, stripe: StripeServer
) -> None:
    buyer = at_stripe(card_shop, visitor)
    session = session_on(buyer, stripe)
    click(buyer, "Pay")
    thanked(buyer)
    order = order_id(buyer)
    total = session["amount_total"]

    def refund(amount: int) -> Any:
        return staff.request.post(
            f"/api/staff/orders/{order}/refund", data={"amount": amount, "reason": "asked for"}
        )

    def given_back() -> int:
        intent = session["payment_intent"]
        found = [one for one in stripe.book.refunds.values() if one["payment_intent"] == intent]
        return sum(one["amount"] for one in found)

    staff = visitor(card_shop.url)
    enter_as_staff(staff)
    assert refund(total - 300).ok
    staff.goto(f"/staff/orders/{order}")
    deadline = time.monotonic() + PATIENCE
    while not given_back():  # by a job
        assert time.monotonic() < deadline, "Stripe is asked for the refund"
        staff.reload()
    dispute = stripe.book.open_dispute(session["payment_intent"], 300)
    assert stripe.send(card_shop.url, "charge.dispute.created", dispute).is_success
    staff.goto("/staff/disputes")
    row = staff.get_by_role("row").filter(has=staff.get_by_role("link", name="Open at Stripe"))
    expect(row).to_contain_text("Needs proof")
    expect(row).to_contain_text("on hold")
    assert row.get_by_role("link", name="Open at Stripe").get_attribute("href") == (
        f"https://dashboard.stripe.com/test/disputes/{dispute['id']}"
    )
    shot(staff, "disputes")
    assert_clean_everywhere(staff, "disputes")
    assert refund(1).json()["code"] == "payment-disputed"
    row.get_by_role("link").first.click()
    expect(staff.get_by_test_id("standing")).to_contain_text("3 disputed")
    staff.get_by_text("Not available now").click()
    expect(
        staff.get_by_text("the customer's bank has asked for the money back").first
    ).to_be_visible()

    dispute["status"] = "won"
    assert stripe.send(card_shop.url, "charge.dispute.closed", dispute).is_success
    staff.goto("/staff/disputes")
    expect(row).to_contain_text("Won")
    assert refund(300).ok
    assert refund(1).json()["code"] == "refund-too-large"

    staff.goto("/staff/payments")
    row = staff.get_by_role("row").filter(has_text="Card (Stripe)").last
    expect(row).to_contain_text("11,490")
    shot(staff, "payments")
    assert_clean_everywhere(staff, "payments")


@pytest.mark.long
def test_money_is_set_aside_until_the_parcel_leaves_if_the_shop_says_so(
    card_shop: Shop, visitor: Visitor, stripe: StripeServer
) -> None:
    staff = visitor(card_shop.url)
    enter_as_staff(staff)
    staff.goto("/staff/settings#orders")
    choose(staff.get_by_role("radio", name=re.compile("When parcels leave")))
    staff.get_by_role("button", name="Save: Orders").click()
    expect(toast(staff, "Saved")).to_be_visible()
    try:
        buyer = at_stripe(card_shop, visitor)
        session = session_on(buyer, stripe)
        click(buyer, "Pay")
        thanked(buyer)
    finally:
        card_shop.settle_on(captureOn="payment")
    assert stripe.book.intent(session["payment_intent"])["status"] == "requires_capture"
    staff.goto("/staff/payments")
    waiting = staff.get_by_role("table", name="Set aside until sent")
    expect(waiting.get_by_role("row").last).to_contain_text("11,490")
    shot(staff, "payments-set-aside")
    assert_clean_everywhere(staff, "payments that are set aside")
    waiting.get_by_role("link").last.click()
    expect(staff).to_have_url(re.compile(f"/staff/orders/{order_id(buyer)}"))


def test_a_card_is_kept_for_who_asks_and_removed_on_the_account_page(
    card_shop: Shop, visitor: Visitor, stripe: StripeServer
) -> None:
    page = visitor(card_shop.url, width=360)
    page.goto("/login?next=/account")
    page.get_by_role("button", name="customer@example.com").click()
    page.locator("main form button[type=submit]").click()
    expect(page.get_by_text("No card is saved.")).to_be_visible()
    go_to_till(page, card_shop.goods("keychron-k3", stock=2))
    choose_scenario(page, "Card On the secure page")
    page.get_by_role("checkbox", name="Save this card for next time").check()
    shot(page, "till-save-card")
    assert_clean_everywhere(page, "the till where a card may be kept")
    pay(page)
    expect(page.get_by_text("Your payment details will be saved.")).to_be_visible()
    click(page, "Pay")
    thanked(page)
    page.goto("/account")
    expect(page.get_by_text("Visa ending in 4242")).to_be_visible()
    shot(page, "account-cards")
    assert_clean_everywhere(page, "cards on the account page")
    click(page, "Add a card")
    click(page, "Save")
    expect(page.get_by_text("Visa ending in 4242")).to_have_count(2)
    page.get_by_role("button", name="Remove: Visa ending in 4242").first.click()
    expect(page.get_by_text("Visa ending in 4242")).to_have_count(1)
    page.get_by_role("button", name="Remove: Visa ending in 4242").click()
    expect(page.get_by_text("No card is saved.")).to_be_visible()


@pytest.mark.long
def test_a_provider_that_is_away_is_offered_to_nobody(
    card_shop: Shop, card_server: ServerProcess, visitor: Visitor, stripe: StripeServer
) -> None:
    stripe.away = True
    away = (
        "INSERT INTO payment_outages (provider, began_at, tries, tried_at, detail) VALUES ("
        "'stripe', clock_timestamp() - interval '4 minutes', 9, clock_timestamp(), 'No route')"
        " ON CONFLICT (provider) DO UPDATE SET began_at = excluded.began_at, tries = 9"
    )

    def is_away() -> bool:
        """Whoever asked before it went away may be answered still, which ends the outage."""
        asyncio.run(execute(card_server.database_url, away))
        known = httpx.get(f"{card_shop.url}/api/config", timeout=PATIENCE).json()["providers"]
        return any(one["name"] == "stripe" and not one["available"] for one in known)

    try:
        page = visitor(card_shop.url, width=360)
        page.goto("/")
        expect(page.get_by_role("heading").first).to_be_visible()
        with ThreadPoolExecutor(1) as aside:  # this thread runs the browser's event loop
            aside.submit(until, is_away, PATIENCE, "nobody is offered the card").result()
        go_to_till(page, card_shop.goods("keychron-k3", stock=2))
        expect(page.get_by_text("Not available at the moment")).to_be_visible()
        expect(page.get_by_role("radio", name="Card Not available")).to_be_disabled()
        shot(page, "till-away")
        assert_clean_everywhere(page, "the till while a provider is away")
        staff = visitor(card_shop.url)
        enter_as_staff(staff)
        staff.goto("/staff")
        staff.get_by_role("link", name=re.compile("Payment providers that do not answer")).click()
        told = staff.get_by_test_id("outage-stripe")
        expect(told).to_contain_text("does not answer")
        shot(staff, "payments-away")
        assert_clean_everywhere(staff, "payments while a provider is away")
    finally:
        stripe.away = False
