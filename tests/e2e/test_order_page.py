"""From the search in the header to the receipt on paper."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.shop import Shop
from tests.e2e.till import go_to_till, pay


def test_an_order_says_how_it_was_paid_what_is_next_and_prints_its_receipt(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("keychron-k3", stock=7)
    page = visitor(shop.url)
    go_to_till(page, goods)
    pay(page)
    expect(page.get_by_text("What happens next")).to_be_visible()
    main = page.get_by_role("main")
    expect(main).to_contain_text("The shop prepares your order.")
    expect(main).to_contain_text("Demo payment")
    expect(main).to_contain_text("Quantity: 1")
    picture = main.locator("li img").first
    expect(picture).to_be_visible()
    number = str(main.get_by_role("heading", level=1).inner_text())
    expect(page).to_have_title(re.compile(re.escape(number)))

    receipt = page.locator(".receipt")
    expect(receipt).to_be_hidden()
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print receipt").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    expect(receipt).to_be_visible()
    expect(receipt).to_contain_text(number)
    expect(receipt).to_contain_text("Payment method")
    shown = page.evaluate("document.body.innerText")
    assert shown.strip() == receipt.inner_text().strip()
    page.emulate_media(media="screen")

    main.get_by_role("link", name=re.compile("Keychron")).click()
    expect(page).to_have_url(re.compile("/product/"))


@pytest.mark.long
def test_the_way_back_from_a_product_keeps_what_was_looked_for(
    shop: Shop, visitor: Visitor
) -> None:
    shop.goods("keychron-k3", stock=7)
    page = visitor(shop.url, width=360)
    page.goto("/cart")
    expect(page).to_have_title(re.compile("Cart"))
    search = page.get_by_role("searchbox")
    search.fill("keychron")
    search.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=keychron"))
    expect(page).to_have_title(re.compile("keychron"))
    expect(page.locator("article")).to_have_count(1)
    page.get_by_role("link", name=re.compile("Keychron")).click()
    expect(page).to_have_title(re.compile("Keychron"))
    expect(page.get_by_role("searchbox")).to_have_value("")
    page.get_by_role("link", name="Back to the list").click()
    expect(page).to_have_url(re.compile(r"/search\?q=keychron"))
    expect(page.get_by_role("searchbox")).to_have_value("keychron")

    page.get_by_role("link", name=re.compile("Keychron")).click()
    category = page.locator("article header a")
    name = category.inner_text()
    category.click()
    expect(page).to_have_url(re.compile(r"/category/"))
    expect(page).to_have_title(re.compile(re.escape(name)))


def test_an_order_that_is_not_there_says_so(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    for order in ("nope", "0193a1d2-0000-7000-8000-000000000000"):
        answer = page.goto(f"/orders/{order}")
        assert answer is not None
        assert answer.status == (404 if order == "nope" else 200)
        expect(page.get_by_role("heading", name="Order not found")).to_be_visible()
        expect(page).to_have_title(re.compile("Order not found"))
