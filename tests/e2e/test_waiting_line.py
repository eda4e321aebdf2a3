"""Two stand in line for what is sold out: the first has what comes back, the second sees it move
up, and who did not wait sees nothing of it."""

import re

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import pay
from tests.support.server import ServerProcess


def test_what_comes_back_is_held_for_the_first_in_line(
    server: ServerProcess, shop: Shop, visitor: Visitor
) -> None:
    goods = shop.goods("zenbook-14-oled", stock=0)
    first, second, outsider = [visitor(shop.url) for _ in range(3)]
    for place, page in enumerate((first, second), 1):
        page.goto(goods.page)
        expect(page.locator("[data-link=live]").first).to_be_visible()
        if place == 1:
            shot(page, "line-to-join")
            assert_clean_everywhere(page, "a product that is sold out")
        page.get_by_role("button", name="Hold one for me").click()
        expect(page.get_by_test_id("place-in-line")).to_contain_text(f"number {place} in line")
    assert_clean_everywhere(second, "in line for a product")
    shot(second, "line-second")
    outsider.goto(goods.page)
    expect(outsider.locator("[data-link=live]").first).to_be_visible()

    shop.set_free(goods, 1)
    expect(first.get_by_test_id("offered")).to_contain_text("held for you")
    expect(second.get_by_test_id("place-in-line")).to_contain_text("number 1 in line")
    expect(outsider.get_by_test_id("none-free")).to_be_visible()
    assert_clean_everywhere(first, "what came back")
    shot(first, "line-offered")

    first.goto("/orders")
    expect(first.get_by_role("heading", name="In line")).to_be_visible()
    shot(first, "line-orders")
    first.get_by_test_id("offered").get_by_role("link", name="Take it now").click()
    expect(first).to_have_url(re.compile("/checkout/"))
    pay(first)
    expect(first).to_have_url(re.compile("/orders/"))

    with Member(server, "manager") as manager:
        desk = manager.enter(visitor(shop.url))
        desk.goto("/staff/waiting")
        row = desk.get_by_role("row").filter(has_text=goods.name)
        expect(row).to_contain_text("1")
        shot(desk, "staff-lines")
        assert_clean_everywhere(desk, "waiting lines")
        row.get_by_role("link").click()
        desk.get_by_role("button", name="Take off").click()
        expect(desk.get_by_role("dialog")).to_contain_text("Take them off the line?")
        desk.keyboard.press("Escape")
        expect(desk.get_by_role("dialog")).to_have_count(0)
        shot(desk, "staff-line")
        assert_clean_everywhere(desk, "one waiting line")
    second.goto("/orders")
    second.get_by_role("button", name="Leave the line").click()
    expect(second.get_by_role("heading", name="In line")).to_have_count(0)
    shop.set_free(goods, 1)
    expect(outsider.get_by_role("button", name="Add to cart")).to_be_visible()
