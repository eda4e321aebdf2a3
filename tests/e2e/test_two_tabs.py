"""Two tabs of one person: who is logged out in one is logged out in the other, and the language
that is chosen in one is that of both."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.support.people import PASSWORD

Join = Callable[[], Member]


def reserved(somebody: Member, shop: Shop) -> tuple[str, str]:
    """An order that waits to be paid: its id and number."""
    goods = shop.goods("homepod-mini", stock=9)
    line = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 1}
    made = somebody.http.post("/api/orders/reserve", json={"items": [line]})
    order = str(made.raise_for_status().json()["orderId"])
    found = somebody.http.get(f"/api/orders/{order}").raise_for_status()
    return order, str(found.json()["order"]["number"])


def logged_in(page: Page, email: str) -> None:
    page.goto("/login")
    page.locator("[name=email]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page).not_to_have_url("**/login*")


def test_who_logs_out_in_one_tab_leaves_nothing_in_the_other(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    somebody = member()
    order, number = reserved(somebody, shop)
    page = somebody.enter(visitor(shop.url))
    page.goto("/account")
    orders, till = page.context.new_page(), page.context.new_page()
    orders.goto("/orders")
    expect(orders.get_by_text(number)).to_be_visible()
    till.goto(f"/checkout/{order}")
    expect(till.get_by_role("timer")).to_be_visible()
    page.get_by_role("button", name="Log out on this device").click()
    expect(orders.get_by_text(number)).to_have_count(0)
    expect(till.get_by_role("timer")).to_have_count(0)
    expect(till.get_by_role("link", name="Log in").last).to_be_visible()
    logged_in(page, somebody.email)
    expect(orders.get_by_text(number)).to_be_visible()
    expect(till.get_by_role("timer")).to_be_visible()
    origin = {"Origin": shop.url}
    given = page.request.post("/api/orders/cancel", data={"orderId": order}, headers=origin)
    assert given.ok, given.text()


def test_a_language_that_is_chosen_in_one_tab_is_that_of_the_others(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url)
    page.goto("/")
    cart, sent = page.context.new_page(), page.context.new_page()
    cart.goto("/cart")
    expect(cart.get_by_text("Your cart is empty")).to_be_visible()
    sent.goto("/cart?locale=ko")
    expect(sent.locator("html")).to_have_attribute("lang", "ko")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitemradio", name="Русский").click()
    expect(cart.get_by_role("heading", name="Корзина")).to_be_visible()
    expect(cart.locator("html")).to_have_attribute("lang", "ru")
    expect(sent.locator("html")).to_have_attribute("lang", "ko")
