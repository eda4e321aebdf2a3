"""The home page's row of best sellers: there once something sold, gone while one searches."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import SOLD, Visitor
from tests.e2e.looks import assert_clean_in_both_schemes, shot
from tests.e2e.shop import Goods, Shop

NAMES = {"en-US": "Best sellers", "ru-RU": "Хиты продаж", "ko-KR": "베스트셀러"}
SPANS = {
    "en-US": "Last 3 days",
    "ru-RU": "За последние 3 дня",
    "ko-KR": "최근 3일 기준",
}


def row(page: Page, locale: str = "en-US") -> list[str]:
    """Its cards by handle, once they are there."""
    section = page.get_by_role("region", name=NAMES[locale])
    expect(section.get_by_text(SPANS[locale])).to_be_visible()
    cards = section.locator("li[data-best]")
    expect(cards).to_have_count(len(SOLD))
    return [str(card.get_attribute("data-best")) for card in cards.all()]


def test_a_shop_that_sold_nothing_shows_none(selling: Shop, visitor: Visitor) -> None:
    assert selling.best() == []
    page = visitor(selling.url)
    page.goto("/")
    expect(page.locator("article").first).to_be_visible()
    expect(page.get_by_role("heading", name="Best sellers")).to_have_count(0)


def test_the_best_stand_first_in_every_language(
    selling: Shop, sold: list[Goods], visitor: Visitor
) -> None:
    for locale in NAMES:
        page = visitor(selling.url, locale=locale)
        page.goto("/")
        assert row(page, locale) == [one.handle for one in sold]


@pytest.mark.long
def test_it_is_gone_while_one_looks_for_something(
    selling: Shop, sold: list[Goods], visitor: Visitor
) -> None:
    page = visitor(selling.url)
    page.goto("/")
    assert len(row(page)) == len(sold)
    page.goto("/?q=GoPro")
    expect(page.get_by_role("region", name="Best sellers")).to_have_count(0)
    expect(page.locator("article")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_have_value("GoPro")
    page.get_by_role("searchbox").fill("")
    assert len(row(page)) == len(sold)


def test_its_stock_is_live(selling: Shop, sold: list[Goods], visitor: Visitor) -> None:
    page = visitor(selling.url)
    page.goto("/")
    goods = selling.goods("gopro-hero12")
    card = page.locator(f"li[data-best={goods.handle}]")
    expect(card).to_contain_text("15 left")
    selling.set_free(goods, 2)
    expect(card).to_contain_text("2 left")
    selling.set_free(goods, 15)


@pytest.mark.long
def test_the_keyboard_goes_along_the_row(
    selling: Shop, sold: list[Goods], visitor: Visitor
) -> None:
    """On a phone, where most of the row is out of sight, focus brings it in."""
    page = visitor(selling.url, width=360)
    page.goto("/")
    assert len(row(page)) == len(sold)
    links = page.locator("li[data-best] a")
    links.first.focus()
    for _ in sold[1:]:
        page.keyboard.press("Tab")
    expect(links.last).to_be_focused()
    expect(links.last).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/product/{sold[-1].handle}")


IN_ONE_ROW = """() => new Set([...document.querySelectorAll("li[data-best]")].map(
    (li) => Math.round(li.getBoundingClientRect().y))).size === 1"""


@pytest.mark.long
def test_it_fits_every_screen(selling: Shop, sold: list[Goods], visitor: Visitor) -> None:
    page = visitor(selling.url)
    page.goto("/")
    assert len(row(page)) == len(sold)
    for width in (360, 768, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(IN_ONE_ROW, polling=50)  # once nothing moves any more
        assert_clean_in_both_schemes(page, f"best sellers, {width}")
        shot(page, f"best-{width}")


@pytest.mark.long
def test_while_it_loads_its_place_is_kept(
    selling: Shop, sold: list[Goods], visitor: Visitor
) -> None:
    page = visitor(selling.url)
    held: list[Route] = []
    holding = True

    def hold(route: Route) -> None:
        if holding:
            held.append(route)
        else:
            route.continue_()

    page.route("**/api/products/best-sellers?*", hold)
    page.goto("/")
    section = page.get_by_role("region", name="Best sellers")
    expect(section.get_by_role("status")).to_be_visible()
    expect(page.locator("article").first).to_be_visible()
    before = page.locator("article").first.bounding_box()
    holding = False
    for route in held:
        route.continue_()
    assert row(page) == [one.handle for one in sold]
    after = page.locator("article").first.bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 24, "the grid does not jump"
