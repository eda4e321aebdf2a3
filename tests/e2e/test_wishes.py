"""A customer wishes for a product by its heart, sees it counted in another tab, and takes it from
the list again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_in_both_schemes, assert_fits, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import put_in_cart

HEART = {"en-US": "Add to wish list", "ru-RU": "В список желаний"}
REMOVE = {"en-US": "Remove", "ru-RU": "Удалить"}


@pytest.mark.parametrize(("locale", "width"), [("en-US", 1280), ("ru-RU", 360)])
def test_a_product_is_wished_for_and_no_longer(
    shop: Shop, visitor: Visitor, member: Callable[[], Member], locale: str, width: int
) -> None:
    someone, goods = member(), shop.goods("ipad-air-11", 3)
    browser = {"locale": locale, "width": width}
    page = someone.enter(visitor(shop.url, **browser))
    other = someone.enter(visitor(shop.url, **browser))
    page.goto("/wishes")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert_clean_in_both_schemes(page, "no wishes")
    other.goto("/")
    page.goto(goods.page)
    page.get_by_role("button", name=HEART[locale]).click()
    expect(page.get_by_role("button", pressed=True)).to_be_visible()
    mark = other.get_by_role("banner").locator("a[href='/wishes']")
    expect(mark).to_have_text("1")
    assert_clean_in_both_schemes(page, "a product wished for")
    shot(page, f"wished-{locale[:2]}-{width}")
    mark.click()
    expect(other.locator("[data-product=ipad-air-11]")).to_be_visible()
    assert_clean_in_both_schemes(other, "wishes")
    assert_fits(other, f"wishes {locale} {width}")
    shot(other, f"wishes-{locale[:2]}-{width}")
    remove = other.locator("[data-product=ipad-air-11]").get_by_role("button")
    expect(remove).to_have_text(REMOVE[locale])
    remove.focus()
    other.keyboard.press("Enter")
    expect(other.locator("[data-product]")).to_have_count(0)
    expect(mark).to_have_count(0)
    expect(page.get_by_role("banner").locator("a[href='/wishes']")).to_have_count(0)


def test_a_guest_logs_in_first_and_comes_back(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto(shop.goods("ipad-air-11", 3).page)
    page.get_by_role("button", name=HEART["en-US"]).click()
    page.wait_for_url("**/login?next=%2Fproduct%2Fipad-air-11*")


@pytest.mark.long
def test_a_line_moves_to_the_wish_list_and_back(
    shop: Shop, visitor: Visitor, member: Callable[[], Member]
) -> None:
    someone, goods = member(), shop.goods("marshall-major-iv", stock=5)
    page = someone.enter(visitor(shop.url))
    put_in_cart(page, goods)
    page.goto("/cart")
    page.get_by_role("button", name=re.compile("^Move to wish list")).click()
    expect(page.get_by_text("Your cart is empty")).to_be_visible()
    page.goto("/wishes")
    row = page.locator(f"[data-product={goods.handle}]")
    expect(row).to_be_visible()
    assert_clean_in_both_schemes(page, "a wish that was in the cart")
    shot(page, "wish-from-cart-en-1280")
    if row.get_by_role("button", name=re.compile("^Add to cart")).count():
        row.get_by_role("button", name=re.compile("^Add to cart")).click()
        expect(row).to_have_count(0)
        expect(page.get_by_role("banner").locator("a[href='/cart']")).to_have_text("1")
    else:
        row.get_by_role("link", name=re.compile("^Choose options")).click()
        expect(page).to_have_url(re.compile(f"/product/{goods.handle}"))
