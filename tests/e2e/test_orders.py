"""Orders: told over the socket as they turn; asked for only while the socket is away."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, Request, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import toast
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import add_to_cart, go_to_payment, pay

Join = Callable[[], Member]
Json = dict[str, Any]


def reserved(someone: Member, shop: Shop, handle: str) -> Json:
    """Somebody takes one to the till, in another browser."""
    goods = shop.goods(handle, stock=3)
    line = {"productId": goods.product_id, "variantId": goods.variant_id}
    answer = someone.http.post("/api/orders/reserve", json={"items": [line]})
    found: Json = answer.raise_for_status().json()
    return found


def paid(someone: Member, reservation: Json) -> None:
    asked = {"reservationId": reservation["reservationId"], "provider": "demo"}
    payment = someone.http.post("/api/payments", json=asked).raise_for_status().json()
    asked = {"reservationId": reservation["reservationId"], "paymentId": payment["paymentId"]}
    someone.http.post("/api/orders/create", json=asked).raise_for_status()


def dropped(someone: Member, reservation: Json) -> None:
    asked = {"orderId": reservation["orderId"]}
    someone.http.post("/api/orders/cancel", json=asked).raise_for_status()


def live(page: Page) -> None:
    expect(page.locator("[data-link=live]").first).to_be_visible()


def test_an_order_turns_without_being_asked_for(shop: Shop, visitor: Visitor, member: Join) -> None:
    """While the page's time stands still nothing can be asked for; later, nothing is."""
    someone = member()
    reservation, other = [reserved(someone, shop, "keychron-k3") for _ in range(2)]
    page = someone.enter(visitor(shop.url))
    asked: list[str] = []

    def note(request: Request) -> None:
        if re.search(r"/api/orders(\?|/|$)", request.url):
            asked.append(request.url)

    page.on("request", note)
    page.clock.install()
    page.goto("/orders")
    expect(page.get_by_role("listitem").get_by_text("Awaiting payment", exact=True)).to_have_count(
        2
    )
    live(page)
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=10))
    paid(someone, reservation)
    expect(page.get_by_role("listitem").get_by_text("Paid", exact=True)).to_be_visible()
    expect(toast(page, f"Order {reservation['number']}: Paid")).to_be_visible()
    asked.clear()
    page.clock.run_for(6_000)  # more than twice the pace of asking
    page.evaluate("fetch('/api/config').then(answer => answer.text())")  # what was asked is known
    assert asked == []
    dropped(someone, other)  # other tests count what is held


@pytest.mark.long
def test_without_sockets_an_order_turns_by_asking(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    reservation = reserved(someone, shop, "keychron-k3")
    page = someone.enter(visitor(shop.url))
    page.route_web_socket(re.compile("socket.io"), lambda socket: socket.close())
    page.goto("/orders")
    expect(page.get_by_role("listitem").get_by_text("Awaiting payment", exact=True)).to_be_visible()
    paid(someone, reservation)
    expect(page.get_by_role("listitem").get_by_text("Paid", exact=True)).to_be_visible()
    expect(toast(page, f"Order {reservation['number']}: Paid")).to_be_visible()


@pytest.mark.long
def test_an_order_made_elsewhere_appears(shop: Shop, visitor: Visitor, member: Join) -> None:
    someone = member()
    page = someone.enter(visitor(shop.url))
    page.goto("/orders")
    expect(page.get_by_text("No orders yet")).to_be_visible()
    live(page)
    reservation = reserved(someone, shop, "jbl-charge-5")
    expect(page.get_by_role("link", name=f"Open order {reservation['number']}")).to_be_visible()
    dropped(someone, reservation)
    expect(page.get_by_role("listitem").get_by_text("Cancelled", exact=True)).to_be_visible()


def test_news_of_an_order_reaches_every_page(shop: Shop, visitor: Visitor, member: Join) -> None:
    someone = member()
    reservation = reserved(someone, shop, "jbl-charge-5")
    page = someone.enter(visitor(shop.url))
    page.goto("/coupons")
    live(page)
    page.get_by_role("navigation").get_by_role("link", name="My orders").click()
    expect(page.get_by_role("listitem").get_by_text("Awaiting payment", exact=True)).to_be_visible()
    page.get_by_role("navigation").get_by_role("link", name="Shop").click()
    someone.http.post("/api/payments", json={
        "reservationId": reservation["reservationId"], "provider": "demo", "scenario": "decline",
    })  # fmt: skip
    told = toast(page, f"Order {reservation['number']}: Cancelled")
    expect(told).to_contain_text("Payment failed")


@pytest.mark.long
def test_a_guests_order_turns_too(shop: Shop, visitor: Visitor) -> None:
    """Known from the first reservation on: also to a socket that was there before."""
    goods = shop.goods("homepod-mini", 1, stock=3)
    page, sibling = visitor(shop.url), None
    page.goto("/")
    live(page)
    add_to_cart(page, goods)
    go_to_payment(page)
    sibling = page.context.new_page()
    sibling.goto("/orders")
    expect(
        sibling.get_by_role("listitem").get_by_text("Awaiting payment", exact=True)
    ).to_be_visible()
    live(sibling)
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    expect(sibling.get_by_role("listitem").get_by_text("Paid", exact=True)).to_be_visible()


def test_an_order_without_goods_is_placed_and_paid(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    wallet = someone.wallet("PTS", 100)
    page = someone.enter(visitor(shop.url))
    page.goto("/orders")
    page.get_by_role("button", name="Pay a custom amount").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Pay a custom amount").click()
    expect(dialog.get_by_text("Enter an amount above 0")).to_be_visible()
    expect(dialog.get_by_label("Amount", exact=True)).to_be_focused()
    dialog.get_by_label("Amount", exact=True).fill("160")
    dialog.get_by_role("button", name=re.compile("from the wallet")).click()
    expect(dialog.get_by_text("Enter a description")).to_be_visible()
    dialog.get_by_label("Description").fill("A lesson")
    dialog.get_by_role("button", name=re.compile("from the wallet")).click()
    expect(dialog.get_by_role("alert")).to_contain_text("60 points short")
    dialog.get_by_label("Amount", exact=True).fill("60")
    dialog.get_by_role("button", name=re.compile("from the wallet")).click()
    expect(page.get_by_test_id("outcome")).to_contain_text("Thank you for your order")
    expect(page.get_by_text("A lesson").locator("visible=true")).to_be_visible()
    assert someone.balance(wallet) == 40


def test_amounts_stand_below_one_another_however_large(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    opened = someone.http.post("/api/wallets", json={"currency": "PTS"}).raise_for_status().json()
    asked = f"/api/wallets/{opened['wallet']['id']}/top-ups"

    def spend(amount: int) -> None:
        someone.http.post(asked, json={"amount": amount}).raise_for_status()
        paid = {"amount": amount, "currency": "PTS", "description": "Wrapping"}
        someone.http.post("/api/orders", json=paid | {"paymentMethod": "wallet"}).raise_for_status()

    spend(5)
    spend(120_000)
    for width in (1280, 360):
        page = someone.enter(visitor(shop.url, width=width))
        page.goto("/orders")
        amounts = page.get_by_role("main").get_by_text(re.compile(r"^[\d,]+\spoints$"))
        expect(amounts).to_have_count(2)
        boxes = [one.bounding_box() for one in amounts.all()]
        assert len({round(box["x"] + box["width"]) for box in boxes if box}) == 1, width
    spend(2**53 - 1)
    page.reload()
    expect(amounts).to_have_count(3)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
