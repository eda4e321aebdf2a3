"""English, Russian, Korean: words, plurals, prices, dates, and the choice that stays."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.shop import Shop
from tests.e2e.till import supply

LANGUAGES = {
    "en": ("en-US", "My orders", "3 left", "Add to cart", r"₽\d{1,3},\d{3}"),
    "ru": ("ru-RU", "Мои заказы", "Осталось 3", "В корзину", r"\d{1,3}\s\d{3}\s₽"),
    "ko": ("ko-KR", "내 주문", "3개 남음", "장바구니에 담기", r"₽\d{1,3},\d{3}"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_browsers_language_is_the_shops(shop: Shop, visitor: Visitor, language: str) -> None:
    locale, orders, left, add, price = LANGUAGES[language]
    goods = shop.goods("macbook-air-13", stock=3)
    page = visitor(shop.url, locale=locale)
    page.goto(goods.page)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.get_by_role("link", name=orders).first).to_be_visible()
    expect(supply(page)).to_contain_text(left)
    expect(page.get_by_role("button", name=add)).to_be_visible()
    expect(page.get_by_role("article").first).to_contain_text(re.compile(price))


def test_a_chosen_language_stays(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto("/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitemradio", name="Русский").click()
    expect(page.get_by_role("link", name="Магазин")).to_be_visible()
    expect(page.locator("article").first).to_contain_text(re.compile("налич|Остал|нет|Распрод"))
    with page.expect_request("**/api/products?*") as asked:
        page.reload()
    assert asked.value.headers["accept-language"] == "ru"
    expect(page.get_by_role("link", name="Магазин")).to_be_visible()
    page.get_by_role("button", name="Меню").click()
    page.get_by_role("menuitemradio", name="한국어").click()
    expect(page.get_by_role("link", name="상점", exact=True)).to_be_visible()


def test_a_link_may_name_the_language(shop: Shop, visitor: Visitor) -> None:
    """As search engines' do; what the page says of itself before any script harms none of it."""
    goods = shop.goods("macbook-air-13", stock=3)
    page = visitor(shop.url)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{goods.page}&locale=ru")
    expect(page.get_by_role("button", name="В корзину")).to_be_visible()
    expect(page.locator("script[type='application/ld+json']")).to_have_count(2)
    page.goto("/")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.get_by_role("button", name="Меню").click()
    page.get_by_role("menuitemradio", name="English").click()
    page.reload()
    expect(page.get_by_role("link", name="My orders").first).to_be_visible()
    assert [line for line in said if "Content Security" in line] == []


@pytest.mark.long
def test_a_chosen_scheme_stays(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url, scheme="light")
    page.goto("/")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(paper)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    page.wait_for_function(f"light => {paper} !== light", arg=light)
    page.reload()
    page.wait_for_function(f"light => {paper} !== light", arg=light)


@pytest.mark.long
@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en-US", "No results for “zx-{}”"),
        ("ru-RU", "По запросу «zx-{}» ничего не найдено"),
        ("ko-KR", "‘zx-{}’에 대한 검색 결과가 없습니다"),
    ],
)
def test_a_search_that_finds_nothing_says_for_what(
    shop: Shop, visitor: Visitor, locale: str, words: str
) -> None:
    long = "quagga" * 12
    page = visitor(shop.url, locale=locale, width=360)
    page.goto(f"/?q=zx-{long}")
    expect(page.get_by_text(words.format(long), exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.long
@pytest.mark.parametrize(
    ("count", "words"), [(1, "Остался 1"), (2, "Осталось 2"), (5, "Осталось 5")]
)
def test_russian_plurals(shop: Shop, visitor: Visitor, count: int, words: str) -> None:
    goods = shop.goods("macbook-air-13", 1, stock=count)
    page = visitor(shop.url, locale="ru-RU")
    page.goto(goods.page)
    expect(supply(page)).to_have_text(words)
