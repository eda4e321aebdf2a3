"""Two stand in line for what is sold out: the first has what comes back, the second sees it move
up, and who did not wait sees nothing of it."""

import re

import pytest
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
        # The button that was pressed is gone: the keyboard goes on beside it.
        expect(page.get_by_test_id("none-free").locator(":focus")).to_have_count(1)
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


@pytest.mark.long
def test_who_does_not_want_what_came_back_gives_it_to_the_next(
    shop: Shop, visitor: Visitor
) -> None:
    goods = shop.new_goods("Lens of the line")
    first, second = visitor(shop.url), visitor(shop.url)
    for place, page in enumerate((first, second), 1):
        page.goto(goods.page)
        page.get_by_role("button", name="Hold one for me").click()
        expect(page.get_by_test_id("place-in-line")).to_contain_text(f"number {place} in line")
    shop.set_free(goods, 1)
    theirs = first.get_by_test_id("none-free")
    expect(theirs).to_contain_text("Held for you")
    words = first.get_by_test_id("supply-words").first
    expect(words).to_contain_text("1 held for you")
    expect(words).not_to_contain_text("in checkout")
    expect(second.get_by_test_id("supply-words").first).to_contain_text("1 in checkout")
    expect(theirs.get_by_role("button", name="Notify me")).to_have_count(0)
    theirs.get_by_role("button", name="I do not want it").click()
    sure = first.get_by_role("dialog")
    expect(sure).to_contain_text("next in line")
    shot(first, "line-declining")
    assert_clean_everywhere(first, "declining what came back")
    sure.get_by_role("button", name="I do not want it").click()
    expect(second.get_by_test_id("offered")).to_be_visible()
    expect(first.get_by_role("button", name="Hold one for me")).to_be_visible()


@pytest.mark.long
def test_a_set_is_held_whole_once_the_part_that_is_short_came(
    server: ServerProcess, shop: Shop, visitor: Visitor
) -> None:
    parts = pads, speaker = shop.goods("dualsense", stock=1), shop.goods("jbl-charge-5", stock=5)
    whole = shop.goods("playstation-5", stock=0)
    shop.make_of(whole, (pads, 2), (speaker, 1))
    first, second = [visitor(shop.url) for _ in parts]
    first.goto(whole.page)
    first.get_by_role("button", name="Hold one for me").click()
    expect(first.get_by_test_id("place-in-line")).to_contain_text("number 1 in line")
    expect(first.get_by_test_id("line-part")).to_contain_text(pads.name)
    shot(first, "line-of-a-set")
    assert_clean_everywhere(first, "in line for a set")
    # The one that is there is set aside, so it is not on sale.
    second.goto(pads.page)
    second.get_by_role("button", name="Hold one for me").click()
    expect(second.get_by_test_id("place-in-line")).to_contain_text("number 2 in line")
    expect(second.get_by_test_id("line-part")).to_have_count(0)
    with Member(server, "manager") as manager:
        desk = manager.enter(visitor(shop.url))
        desk.goto(f"/staff/waiting/{pads.variant_id}")
        expect(desk.get_by_role("row")).to_have_count(3)
        shot(desk, "staff-line-of-a-part")
        assert_clean_everywhere(desk, "the line of a part")
        desk.get_by_role("link", name=whole.name).click()
        expect(desk.get_by_role("row")).to_have_count(2)
        expect(desk.get_by_role("row").last).to_contain_text(f"short of {pads.name}")
        shot(desk, "staff-line-of-a-set")
        assert_clean_everywhere(desk, "the line of a set")
    shop.set_free(pads, 2)
    expect(first.get_by_test_id("offered")).to_contain_text("held for you")
    expect(second.get_by_test_id("place-in-line")).to_contain_text("number 1 in line")
    first.goto("/orders")
    first.get_by_test_id("offered").get_by_role("link", name="Take it now").click()
    pay(first)
    expect(first).to_have_url(re.compile("/orders/"))
    assert [shop.variant(one)["held"] for one in parts] == [0, 0]
    assert shop.variant(speaker)["stock"] == 4
