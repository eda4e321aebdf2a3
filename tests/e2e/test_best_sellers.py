"""The home page's row of best sellers: there once something sold, gone while one searches."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean, assert_fits
from tests.e2e.shop import Goods, Shop
from tests.support.prepared import PreparedShops
from tests.support.server import until

SOLD = {"gopro-hero12": 5, "macbook-air-13": 4, "iphone-15-pro-max": 3}
SOON = 60.0
NAMES = {"en-US": "Best sellers", "ru-RU": "Хиты продаж", "ko-KR": "베스트셀러"}
SPANS = {
    "en-US": "Last 3 days",
    "ru-RU": "За последние 3 дня",
    "ko-KR": "최근 3일 기준",
}


@pytest.fixture(scope="module")
def fresh(prepared: PreparedShops) -> Iterator[Shop]:
    """A shop of this module's own, in which nothing has sold yet."""
    with prepared.opened(HOLDFAST_LIMITS="off") as running, Shop(running.url) as opened:
        yield opened


@pytest.fixture(scope="module")
def sold(fresh: Shop) -> list[Goods]:
    """What was sold, the best first, once the server has counted it."""
    goods = [fresh.goods(handle, stock=20) for handle in SOLD]
    for one, units in zip(goods, SOLD.values(), strict=True):
        fresh.buy(one, units)
    until(lambda: len(fresh.best()) == len(SOLD), SOON, "best sellers")
    return goods


def row(page: Page, locale: str = "en-US") -> list[str]:
    """Its cards by handle, once they are there."""
    section = page.get_by_role("region", name=NAMES[locale])
    expect(section.get_by_text(SPANS[locale])).to_be_visible()
    cards = section.locator("li[data-best]")
    expect(cards).to_have_count(len(SOLD))
    return [str(card.get_attribute("data-best")) for card in cards.all()]


def test_a_shop_that_sold_nothing_shows_none(fresh: Shop, visitor: Visitor) -> None:
    assert fresh.best() == []
    page = visitor(fresh.url)
    page.goto("/")
    expect(page.locator("article").first).to_be_visible()
    expect(page.get_by_role("heading", name="Best sellers")).to_have_count(0)


@pytest.mark.parametrize("locale", NAMES)
def test_the_best_stand_first_in_every_language(
    fresh: Shop, sold: list[Goods], visitor: Visitor, locale: str
) -> None:
    page = visitor(fresh.url, locale=locale)
    page.goto("/")
    assert row(page, locale) == [one.handle for one in sold]


def test_it_is_gone_while_one_looks_for_something(
    fresh: Shop, sold: list[Goods], visitor: Visitor
) -> None:
    page = visitor(fresh.url)
    page.goto("/")
    assert len(row(page)) == len(sold)
    page.get_by_role("searchbox").fill("GoPro")
    expect(page.get_by_role("region", name="Best sellers")).to_have_count(0)
    expect(page.locator("article")).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    assert len(row(page)) == len(sold)


def test_its_stock_is_live(fresh: Shop, sold: list[Goods], visitor: Visitor) -> None:
    page = visitor(fresh.url)
    page.goto("/")
    goods = fresh.goods("gopro-hero12")
    card = page.locator(f"li[data-best={goods.handle}]")
    expect(card).to_contain_text("15 left")
    fresh.set_free(goods, 2)
    expect(card).to_contain_text("2 left")
    fresh.set_free(goods, 15)


def test_the_keyboard_goes_along_the_row(fresh: Shop, sold: list[Goods], visitor: Visitor) -> None:
    """On a phone, where most of the row is out of sight, focus brings it in."""
    page = visitor(fresh.url, width=360)
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


@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_every_screen(
    fresh: Shop, sold: list[Goods], visitor: Visitor, width: int, scheme: str
) -> None:
    page = visitor(fresh.url, width=width, scheme=scheme)
    page.goto("/")
    assert len(row(page)) == len(sold)
    assert_fits(page, f"{width} {scheme}")
    page.wait_for_function(IN_ONE_ROW)  # once nothing moves any more
    assert_clean(page, f"{width} {scheme}")
    if shots := os.environ.get("HOLDFAST_SCREENSHOTS"):
        page.screenshot(path=Path(shots) / f"best-{width}-{scheme}.png")


def test_while_it_loads_its_place_is_kept(fresh: Shop, sold: list[Goods], visitor: Visitor) -> None:
    page = visitor(fresh.url)
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
