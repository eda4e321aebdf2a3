"""Everything by keyboard alone."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.shop import Shop

ENOUGH = 60


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there; it must be reachable, and it must be seen to be."""
    expect(target).to_be_visible()
    for _ in range(ENOUGH):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            break
    expect(target).to_be_focused()
    outline = "element => getComputedStyle(element).outlineStyle"
    around = "element => getComputedStyle(element.closest('label') ?? element).outlineStyle"
    after = "element => getComputedStyle(element, '::after').outlineStyle"
    assert {target.evaluate(each) for each in (outline, around, after)} != {"none"}


def test_a_purchase_by_keyboard_alone(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("homepod-mini", 1, stock=5)
    page = visitor(shop.url)
    page.goto("/?q=homepod")
    expect(page.locator("article")).to_have_count(1)

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name=re.compile("HomePod")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=re.compile("HomePod"))).to_be_visible()
    page.goto(goods.page)
    tab_to(page, page.get_by_role("button", name="Add to cart"))
    page.keyboard.press("Space")
    expect(page.get_by_text("In your cart")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Go to cart"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Go to payment"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("timer")).to_be_visible()
    chosen = page.get_by_role("radio", name=re.compile("It succeeds"))
    tab_to(page, chosen)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("The bank declines"))).to_be_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_text("It is yours")).to_be_visible()
    assert shop.variant(goods)["stock"] == 4


def test_the_stock_table_by_its_keys(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto("/login?next=/staff")
    page.get_by_role("button", name="manager@example.com").click()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Log in", exact=True).press("Enter")
    rows = page.locator("tr[data-row]")
    expect(rows.first).to_be_visible()

    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(2)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Change stock")).to_be_visible()
    expect(page.get_by_role("textbox", name="Pieces")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Enter a whole number")).to_be_visible()
    page.keyboard.press("Escape")
    expect(rows.nth(1)).to_be_focused()

    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("kindle")
    expect(page).to_have_url(re.compile("q=kindle"))
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("kindle")
