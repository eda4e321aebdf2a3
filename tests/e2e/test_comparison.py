"""Products are chosen on their pages and stand side by side at an address that can be sent."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_in_both_schemes, assert_fits, assert_order, shot
from tests.e2e.shop import Shop

pytestmark = pytest.mark.long

PHONES = ("iphone-15-pro-max", "pixel-8-pro", "xiaomi-14")
COMPARE = {"en-US": "Compare", "ru-RU": "Сравнить", "ko-KR": "비교하기"}
DIFFERENCES = {"en-US": "Only what differs", "ru-RU": "Только отличия", "ko-KR": "다른 점만"}


def assert_columns(page: Page, *handles: str) -> None:
    heads = page.get_by_test_id("compared").locator("thead [data-product]")
    assert_order(heads, "data-product", handles)


@pytest.mark.parametrize(("locale", "width"), [("en-US", 1280), ("ru-RU", 360), ("ko-KR", 390)])
def test_what_is_chosen_stands_side_by_side(
    shop: Shop, visitor: Visitor, locale: str, width: int
) -> None:
    page = visitor(shop.url, locale=locale, width=width)
    page.goto("/compare")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_clean_in_both_schemes(page, "nothing to compare")
    for handle in PHONES:
        page.goto(f"/product/{handle}")
        page.get_by_role("button", name=COMPARE[locale], exact=True).click()
        expect(page.locator("main").get_by_role("button", pressed=True)).to_be_visible()
    mark = page.get_by_role("banner").locator("a[href^='/compare']")
    expect(mark).to_have_text("3")
    assert_fits(page, f"a product in the comparison {width}")
    mark.click()
    expect(page).to_have_url(re.compile(r"/compare\?ids=[0-9a-f-]{36}(%2C[0-9a-f-]{36}){2}"))
    table = page.get_by_test_id("compared")
    assert_columns(page, *PHONES)
    rows = table.locator("tbody tr")
    every, differing = rows.count(), table.locator("tbody tr[data-differs=true]").count()
    assert 0 < differing < every
    assert_clean_in_both_schemes(page, f"a comparison {locale}")
    assert_fits(page, f"a comparison {locale} {width}")
    shot(page, f"comparison-{locale[:2]}-{width}")
    page.get_by_label(DIFFERENCES[locale]).check()
    expect(rows).to_have_count(differing)
    page.reload()  # it is in the address
    expect(rows).to_have_count(differing)
    sent = visitor(shop.url, locale=locale, width=width)
    sent.goto(page.url)
    expect(sent.get_by_test_id("compared").locator("tbody tr")).to_have_count(differing)
    expect(sent.get_by_role("banner").locator("a[href^='/compare']")).to_have_count(0)
    table.get_by_role("button").first.press("Enter")
    expect(table.locator("thead [data-product]")).to_have_count(2)
    page.keyboard.press("Tab")  # on from where it was
    expect(page.get_by_label(DIFFERENCES[locale])).to_be_focused()
    assert_columns(page, *PHONES[1:])
    expect(mark).to_have_text("2")


def test_four_at_most_and_what_is_alike_at_once(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    for handle in (*PHONES, "keychron-k3"):
        page.goto(f"/product/{handle}")
        page.get_by_role("button", name="Compare", exact=True).click()
    page.goto("/product/mx-master-3s")
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.get_by_text("Up to 4 products are compared; remove one first.")).to_be_visible()
    expect(page.get_by_role("button", name="Compare", exact=True, pressed=False)).to_be_visible()
    page.goto(f"/product/{PHONES[0]}")
    similar = page.locator("[data-row=similar]")
    similar.get_by_role("link", name="Compare them").click()
    heads = page.get_by_test_id("compared").locator("thead [data-product]")
    expect(heads.first).to_have_attribute("data-product", PHONES[0])
    expect(heads.nth(1)).to_be_visible()
    page.goto("/compare?ids=nothing")
    expect(page.get_by_test_id("compared").locator("thead [data-product]")).to_have_count(4)
