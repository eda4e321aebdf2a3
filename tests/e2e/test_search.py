"""The search in a browser: what is typed, what is understood, narrowed and followed."""

import re

import httpx
import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import (
    assert_clean_everywhere,
    assert_clean_in_both_schemes,
    settled,
    shot,
    toast,
)
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff
from tests.support.patience import PATIENCE
from tests.support.server import until

RESULTS = "article"


def look_for(page: Page, words: str) -> None:
    """Until what is shown was found for these words, and no longer for those before."""
    page.get_by_role("searchbox").fill(words)
    page.get_by_role("searchbox").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Search: {words}")
    expect(page.locator("[aria-busy=true]")).to_have_count(0)


def test_typos_languages_and_filters(shop: Shop, visitor: Visitor) -> None:
    shop.goods("keychron-k3", stock=7)
    page = visitor(shop.url)
    page.goto("/search?q=macbok")
    expect(page.get_by_text("Showing results for “macbook”")).to_be_visible()
    expect(page.locator(RESULTS).first).to_contain_text("MacBook")
    look_for(page, "наушинки")
    expect(page.get_by_text("“наушники”")).to_be_visible()
    look_for(page, "노트북")
    expect(page.locator(RESULTS).first).to_be_visible()
    look_for(page, "apple")
    every = page.locator(RESULTS)
    expect(every.first).to_be_visible()
    before = every.count()
    filters = page.get_by_role("region", name="Filters")
    filters.get_by_label(re.compile("^Laptops")).click()
    expect(page).to_have_url(re.compile("category=laptops"))
    expect(every).not_to_have_count(before)
    page.reload()
    expect(filters.get_by_role("button", name="Clear filters")).to_be_visible()
    assert_clean_everywhere(page, "search")
    filters.get_by_role("button", name="Clear filters").click()
    expect(every).to_have_count(before)
    look_for(page, "zzzzqqqq")
    expect(page.get_by_text("No results for “zzzzqqqq”")).to_be_visible()


def test_the_home_page_leads_to_what_is_on_sale_and_to_all_filters(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url, width=360)
    page.goto("/")
    page.get_by_role("navigation", name="Categories").get_by_role("link", name="Cameras").click()
    page.get_by_role("link", name="On sale").click()
    expect(page).to_have_url(re.compile("/search.*reduced=true"))
    expect(page.locator(RESULTS)).to_have_count(1)
    expect(page.locator(RESULTS)).to_contain_text("Instax mini 12")
    page.get_by_role("button", name="Filters", exact=True).click()
    filters = page.get_by_role("region", name="Filters")
    expect(filters.get_by_label("On sale (1)")).to_be_checked()
    assert_clean_everywhere(page, "what is on sale")
    page.go_back()
    page.get_by_role("link", name="More filters").click()
    expect(page).to_have_url(re.compile("/search"))
    expect(page.locator(RESULTS).nth(1)).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize(
    ("locale", "width", "word", "colour"),
    [
        ("en-US", 1280, "noise", None),
        ("ru-RU", 360, "macbook", "Тёмная ночь"),
        ("ko-KR", 768, "macbook", "미드나이트"),
    ],
)
def test_what_was_looked_for_is_marked_and_filters_speak_the_visitors_language(
    shop: Shop, visitor: Visitor, locale: str, width: int, word: str, colour: str | None
) -> None:
    page = visitor(shop.url, locale=locale, width=width)
    page.goto(f"/search?q={word}")
    marked = page.locator(f"{RESULTS} mark")
    expect(marked.first).to_have_text(re.compile(f"^{word}$", re.IGNORECASE))
    shot(page, f"search-{locale[:2]}-{width}")
    if colour is None:  # found by its description: the name stays as it is
        expect(page.locator("h2 mark")).to_have_count(0)
        return
    expect(page.locator("h2 mark").first).to_be_visible()
    filters = page.locator("section[aria-label]").filter(has=page.locator("fieldset"))
    filters.get_by_role("button").first.click()
    filters.get_by_label(re.compile(f"^{colour}")).click()
    expect(page).to_have_url(re.compile("of=.*Midnight"))
    expect(page.locator(RESULTS)).to_have_count(1)
    assert_clean_in_both_schemes(page, f"search {locale} {width}")
    shot(page, f"search-filters-{locale[:2]}-{width}")


def test_on_a_phone_one_press_leads_from_the_filters_to_what_is_left(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url, width=360)
    page.goto("/search?q=phone")
    page.get_by_role("button", name="Filters", exact=True).click()
    filters = page.get_by_role("region", name="Filters")
    show = filters.get_by_role("button", name=re.compile(r"^Show \d+ products?$"))
    expect(show).to_be_in_viewport(ratio=1)
    before = show.text_content() or ""
    filters.get_by_label(re.compile("^Headphones")).click()
    expect(show).not_to_have_text(before)
    show.click()
    expect(show).to_be_hidden()
    expect(page.locator(RESULTS).first).to_be_in_viewport()


@pytest.mark.long
def test_what_was_found_for_other_words_is_out_of_reach_until_the_answer_comes(
    shop: Shop, visitor: Visitor
) -> None:
    page, held = visitor(shop.url), list[Route]()
    page.goto("/search?q=노트북")
    filters = page.get_by_role("region", name="Filters")
    laptops = filters.get_by_label(re.compile("^Laptops"))
    expect(laptops).to_be_visible()
    page.route("**/api/products/search?query=apple*", lambda route: held.append(route), times=1)
    page.get_by_role("searchbox").fill("apple")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("[aria-busy=true]")).to_have_count(1)
    expect(page.locator("[inert]")).to_have_count(1)
    expect(page.get_by_text(re.compile(r"^\d+ products?$"))).to_have_count(0)
    until(lambda: bool(held), PATIENCE, "it is asked for")
    held[0].continue_()
    laptops.click()
    expect(page).to_have_url(re.compile(r"q=apple.*category=laptops"))
    expect(laptops).to_be_checked()
    expect(page.locator(RESULTS).first).to_contain_text("MacBook")


def test_the_first_page_suggests_and_enter_leads_to_what_is_found(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url, width=360)
    page.goto("/?inStock=true&sort=name")
    box, options = page.get_by_role("searchbox"), page.get_by_role("listbox").get_by_role("option")
    box.press_sequentially("hea")
    expect(options.first).to_have_text("headphones")
    expect(page).to_have_url(re.compile(r"/\?inStock=true&sort=name$"))
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=hea$"))
    expect(options).to_have_count(0)
    page.go_back()
    expect(page).to_have_url(re.compile(r"/\?inStock=true&sort=name$"))


def test_suggestions_by_keyboard(shop: Shop, visitor: Visitor) -> None:
    shop.goods("keychron-k3", stock=7)
    page = visitor(shop.url)
    page.goto("/search?q=apple")
    box = page.get_by_role("searchbox")
    box.fill("keych")
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_have_text("keychron")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search\?q=keychron"))
    expect(page.locator(RESULTS)).to_have_count(1)
    box.fill("")
    expect(options.first).to_have_text("keychron")  # what was looked for last
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


def reload_until(page: Page, seen: Locator) -> None:
    """What is found follows the shop in a moment (two seconds: `tests/api/shop/test_search.py`)."""

    def there() -> bool:
        page.reload()
        settled(page)
        return seen.count() > 0

    until(there, PATIENCE, str(seen))


@pytest.mark.long
def test_a_changed_price_and_an_archived_product_behave(shop: Shop, visitor: Visitor) -> None:
    goods, page = shop.goods("keychron-k3", stock=7), visitor(shop.url)
    page.goto("/search?q=keychron")
    found = page.locator(RESULTS)
    before = shop.variant(goods)["price"]
    expect(found.filter(has_text=f"{before // 100:,}")).to_have_count(1)
    shop.change(goods, price={"by": "amount", "value": 100_000})
    reload_until(page, found.filter(has_text=f"{(before + 100_000) // 100:,}"))
    shop.change(goods, price={"by": "amount", "value": -100_000})
    shop.change(goods, status="archived")
    reload_until(page, page.get_by_text("No results for “keychron”"))
    expect(found).to_have_count(0)
    shop.change(goods, status="active")
    reload_until(page, found.filter(has_text=f"{before // 100:,}"))


@pytest.mark.long
def test_staff_say_what_stands_for_what_is_looked_for_in_vain(shop: Shop, visitor: Visitor) -> None:
    unknown, page = "tastatronik", visitor(shop.url)

    def found() -> int:
        answer = httpx.get(f"{shop.url}/api/products/search", params={"query": unknown})
        return int(answer.raise_for_status().json()["total"])

    assert found() == 0
    enter_as_staff(page)
    page.goto("/staff/search")
    missed = page.locator("tr[data-row]").filter(has_text=unknown)
    expect(missed).to_be_visible()
    groups = page.get_by_label("One group a line, with commas between its words")
    save = page.get_by_role("button", name="Save")
    groups.fill(f"\n{unknown}")
    save.click()
    expect(page.get_by_text("Line 2: A group has two to")).to_be_visible()
    expect(groups).to_be_focused()
    groups.fill(f"{unknown}, headphones")
    save.click()
    expect(toast(page, "Synonyms saved")).to_be_visible()
    until(lambda: found() > 0, PATIENCE, "the search goes by it")
    assert_clean_everywhere(page, "search words")
    shot(page, "staff-search-words")
    page.get_by_role("button", name=f"Dismiss {unknown}").click()
    expect(missed).to_have_count(0)
    groups.fill("")
    save.click()
    until(lambda: found() == 0, PATIENCE, "the shop is as it was")
