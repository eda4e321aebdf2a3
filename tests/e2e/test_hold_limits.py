"""More is asked for than one buyer may hold: the page says how many, and has the way to those."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_clean_everywhere, settled, shot, toast
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import open_section
from tests.support.prepared import PreparedShops

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def limited(prepared: PreparedShops) -> Iterator[Shop]:
    """A shop with its limits on, and bounds of its own: a demo's are wide."""
    with prepared.opened() as running, Shop(running.url) as opened:
        opened.settle_on(holdUnits=20, guestShare=10, networkShare=50)
        yield opened


@pytest.fixture(scope="module")
def scarce(limited: Shop) -> Goods:
    return limited.goods("xiaomi-14", stock=50)


def ask_for(page: Page, goods: Goods, quantity: int) -> None:
    page.goto(goods.page)
    box = page.get_by_test_id("buy-bar").get_by_role("textbox")
    box.fill(str(quantity))
    box.press("Enter")


def test_a_guest_is_told_how_many_and_takes_those(
    limited: Shop, scarce: Goods, visitor: Visitor
) -> None:
    page = visitor(limited.url)
    ask_for(page, scarce, 9)
    page.get_by_role("button", name="Add to cart").click()
    told = page.get_by_test_id("fewer")
    expect(told).to_contain_text("Without an account you can hold up to 5 of this item right now.")
    expect(told.get_by_role("link", name="Log in to hold more")).to_be_visible()
    assert_clean(page, "product page")
    told.get_by_role("button", name="Add 5").click()
    expect(page.get_by_text("Added to cart.")).to_be_visible()

    ask_for(page, scarce, 9)
    page.get_by_role("button", name="Buy now").click()
    limits = page.get_by_test_id("hold-limits")
    expect(limits).to_contain_text("Without an account you can hold up to 5")
    expect(limits).to_contain_text("Nothing was held.")
    assert_clean_everywhere(page, "checkout")
    limits.get_by_role("button", name="Take what I can hold").click()
    page.wait_for_url("**/checkout/*")
    now = limited.variant(scarce)
    assert (now["stock"], now["held"]) == (45, 5)
    page.goto("/cart")  # what lay in the cart stayed
    expect(
        page.get_by_role("list", name="Items in your cart").get_by_role("textbox")
    ).to_have_value("5")


def test_staff_set_the_limits_of_the_shop_and_of_a_product(
    limited: Shop, scarce: Goods, visitor: Visitor
) -> None:
    page = visitor(limited.url)
    page.request.post(
        "/api/session/login",
        data={"email": "manager@example.com", "password": "holdfast-manager"},
    )
    page.goto("/staff/settings#limits")
    units = page.get_by_label("Units of one item a buyer can hold at once")
    save = page.get_by_role("button", name="Save: Limits per buyer")
    units.fill("0")
    save.click()
    expect(page.get_by_text("Enter a whole number from 1 to 1,000,000")).to_be_visible()
    expect(units).to_be_focused()
    units.fill("30")
    minutes = page.get_by_label("Minutes a reservation lasts")
    minutes.fill("15 min")
    save.click()
    expect(page.get_by_text("Some fields need another look.")).to_be_visible()
    expect(minutes).to_be_focused()
    minutes.fill("15")
    save.click()
    expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    units.fill("40")
    assert page.request.patch("/api/staff/settings", data={"holdUnits": 35}).ok
    save.click()
    page.get_by_role("button", name="Take theirs").click()
    expect(units).to_have_value("35")
    expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    open_section(page, "Low stock")
    low = page.get_by_label("Low at so many on hand")
    save_low = page.get_by_role("button", name="Save: Low stock")
    low.fill("-1")
    save_low.click()
    expect(page.get_by_text("Enter a whole number, or leave it empty")).to_be_visible()
    low.fill("")
    save_low.click()
    expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    settled(page)
    shot(page, "settings-low-stock")
    page.reload()
    expect(low).to_have_value("")
    page.goto(f"/staff/products/{scarce.product_id}")
    own = page.get_by_label("Units one buyer can hold at once")
    own.fill("7")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(toast(page, "Xiaomi 14 saved")).to_be_visible()
    expect(page.get_by_text("Unsaved changes")).to_have_count(0)
    ask_for(page, scarce, 9)
    page.get_by_role("button", name="Add to cart").click()
    told = page.get_by_test_id("fewer")
    expect(told).to_contain_text("You can hold up to 7 of this item at once.")
    expect(told.get_by_role("link")).to_have_count(0)
