"""What else there is on a product's page; and a category comes back as it was left."""

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import SOON, Visitor
from tests.e2e.looks import (
    assert_clean_again,
    assert_clean_everywhere,
    assert_order,
    settled,
    shot,
)
from tests.e2e.shop import Shop
from tests.support.server import until

pytestmark = pytest.mark.long

TITLES = {
    "en-US": ["Often bought together", "Similar products", "Recently viewed"],
    "ru-RU": ["С этим товаром покупают", "Похожие товары", "Вы недавно смотрели"],
    "ko-KR": ["함께 많이 구매한 상품", "비슷한 상품", "최근 본 상품"],
}
PHONE, CAMERA = "xiaomi-14", "instax-mini-12"  # which hardly any other test buys


def row(page: Page, name: str) -> Locator:
    return page.locator(f"[data-row={name}]")


def test_a_product_leads_on_to_what_goes_with_it(shop: Shop, visitor: Visitor) -> None:
    camera, phone = shop.goods(CAMERA, stock=20), shop.goods(PHONE, stock=20)
    for _ in range(2):  # once would be chance
        shop.buy_together(camera, phone)
    until(lambda: PHONE in shop.together_with(camera), SOON, "bought together")
    for locale, titles in TITLES.items():
        page = visitor(shop.url, locale=locale)
        page.goto(f"/product/{PHONE}")
        expect(row(page, "similar").locator("li").first).to_be_visible()
        expect(row(page, "recent")).to_have_count(0)
        # On in the page itself, as people go: from card to card.
        row(page, "together").locator(f"li[data-product={CAMERA}] a").click()
        expect(page).to_have_url(re.compile(f"/product/{CAMERA}$"))
        expect(row(page, "together").locator(f"li[data-product={PHONE}]")).to_be_visible()
        assert_order(row(page, "recent").locator("li"), "data-product", [PHONE])
        page.goto(f"/product/{PHONE}")
        assert_order(row(page, "recent").locator("li"), "data-product", [CAMERA])
        expect(page.locator("[data-row] h2")).to_have_text(titles)
        if locale == "en-US":
            assert_clean_everywhere(page, "a product with what goes with it")
            shot(page, "recommendations-wide")
        page.set_viewport_size({"width": 360, "height": 900})
        assert_clean_again(page, f"a product with what goes with it {locale}")
        shot(page, f"recommendations-{locale[:2]}")


def test_a_category_comes_back_as_it_was_left(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url, width=360)

    def two_at_a_time(route: Route) -> None:
        route.continue_(url=route.request.url.replace("limit=24", "limit=2"))

    page.route("**/api/products/category/*?*", two_at_a_time)
    page.goto("/category/smartphones")
    page.get_by_role("combobox").select_option("price_asc")
    expect(page).to_have_url(re.compile("sort=price_asc"))
    cards = page.locator("main article")
    for shown in (2, 4):
        expect(cards).to_have_count(shown)
        settled(page).get_by_role("button", name="Show more").click()
    expect(cards).to_have_count(5)
    left = [str(one.get_attribute("data-product")) for one in cards.all()]
    last = cards.nth(4)
    last.scroll_into_view_if_needed()
    page.evaluate("scrollBy({ top: 60, behavior: 'instant' })")
    settled(page)
    there = page.evaluate("scrollY")
    assert there > 300
    last.get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"/product/{left[4]}$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("/category/smartphones\\?sort=price_asc$"))
    assert_order(cards, "data-product", left)
    page.wait_for_function(f"() => Math.abs(scrollY - {there}) < 4", polling=50)
    settled(page)
    assert abs(page.evaluate("scrollY") - there) < 4
