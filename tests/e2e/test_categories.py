"""Staff arrange categories by keys and by dragging; the shop's visitors find products in them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_in_both_schemes, assert_fits, settled, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff


def assert_names(page: Page, *names: str) -> None:
    """Among all there are, these stand in this order."""
    shown = page.locator("[data-category] [data-name]")
    expect(shown.filter(has_text=re.compile("|".join(names)))).to_have_text(list(names))


def depth(tree: Any, name: str) -> int:
    found: int = next(one["depth"] for one in tree["categories"] if one["name"] == name)
    return found


def test_categories_are_made_moved_by_keys_and_by_dragging(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/categories")
    one, two, three = (f"C{uuid4().hex[:6]}" for _ in range(3))
    for name in (one, two, three):
        page.get_by_role("button", name="New category", exact=True).click()
        page.get_by_role("dialog").get_by_label("Name", exact=True).fill(name)
        page.get_by_role("dialog").get_by_role("button", name="Save").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
    assert_names(page, one, two, three)

    row = page.locator("[data-name]", has_text=two)
    row.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.get_by_role("status").filter(has_text=two)).to_be_attached()
    expect(row).to_be_focused()
    assert_names(page, two, one, three)
    page.locator("[data-name]", has_text=three).focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(page.get_by_role("status").filter(has_text=f"in {one}")).to_be_attached()

    with page.expect_response(re.compile("/place$")) as answer:
        page.locator("[data-category]", has_text=two).drag_to(
            page.locator("[data-category]", has_text=three)
        )
    tree = answer.value.json()
    assert [depth(tree, name) for name in (one, three, two)] == [1, 2, 3]
    assert_clean_in_both_schemes(page, "categories")
    page.locator("[data-name]", has_text=one).click()
    dialog = page.get_by_role("dialog")
    assert_clean_in_both_schemes(page, "a category")
    dialog.get_by_role("button", name="Delete").click()
    expect(dialog.get_by_text("The category is not empty")).to_be_visible()
    shot(page, "category-in-use")


@pytest.mark.parametrize(("locale", "width"), [("en-US", 1280), ("ru-RU", 360), ("ko-KR", 360)])
def test_a_visitor_goes_through_a_category(
    shop: Shop, visitor: Visitor, locale: str, width: int
) -> None:
    page = visitor(shop.url, locale=locale, width=width)
    page.goto("/product/iphone-15-pro-max")
    page.locator("article header nav a").click()
    expect(page).to_have_url(re.compile("/category/smartphones$"))
    expect(page.get_by_role("heading", level=1)).not_to_be_empty()
    cards = page.locator("main article")
    expect(cards.first).to_be_visible()
    assert_clean_in_both_schemes(page, f"a category {locale} {width}")
    assert_fits(page, f"a category {locale} {width}")
    shot(page, f"category-{locale[:2]}-{width}")
    page.get_by_role("combobox").select_option("price_asc")
    expect(page).to_have_url(re.compile("sort=price_asc"))
    filters = page.locator("section[aria-label]").filter(has=page.locator("fieldset"))
    every = settled(page).locator("main article").count()
    if width < 1024:
        filters.get_by_role("button").first.click()
    filters.locator("fieldset label").filter(has_text="512").first.click()
    expect(page).to_have_url(re.compile("sort=price_asc.*of=.*512GB"))
    expect(cards).not_to_have_count(every)
    shot(page, f"category-narrowed-{locale[:2]}-{width}")
    page.reload()
    expect(cards.first).to_be_visible()
    assert 0 < settled(page).locator("main article").count() < every
    page.locator("main article h2 a").first.click()
    page.locator("main a").first.click()  # the way back
    expect(page).to_have_url(re.compile("/category/smartphones.*sort=price_asc.*of=.*512GB"))
    page.goto("/category/nowhere")
    expect(page.locator("main article")).to_have_count(0)
