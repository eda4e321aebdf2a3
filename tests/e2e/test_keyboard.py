"""Everything by keyboard alone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

ENOUGH = 60
IN_CONTENT = "document.activeElement.closest('[data-staff]') !== null"
Join = Callable[[], Member]


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
    expect(page.locator("#main")).to_be_focused()  # not what was left behind
    page.goto(goods.page)
    tab_to(page, page.get_by_role("button", name="Add to cart"))
    page.keyboard.press("Space")
    expect(page.get_by_text("Added to cart")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="View cart"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Checkout"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("timer")).to_be_visible()
    chosen = page.get_by_role("radio", name=re.compile("Approved The usual"))
    tab_to(page, chosen)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("Confirmed at the bank"))).to_be_checked()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert shop.variant(goods)["stock"] == 4


def test_a_menu_shows_where_one_is_and_tab_leads_out_of_it(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto("/?q=homepod")
    menu = page.get_by_role("button", name="Menu")
    tab_to(page, menu)
    page.keyboard.press("Enter")
    first = page.get_by_role("menuitem").first
    expect(first).to_be_focused()
    outline = "element => getComputedStyle(element).outlineStyle"
    assert first.evaluate(outline) != "none"
    page.keyboard.press("Tab")
    expect(first).to_have_count(0)
    expect(menu).to_be_focused()


@pytest.mark.long
def test_staff_skip_the_menu_to_what_a_page_is_about(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/stock")
    expect(page.locator("tr[data-row], [data-staff] h1").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("[data-staff]")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(IN_CONTENT)
    link = page.get_by_role("navigation", name="Staff pages").get_by_role(
        "link", name="Orders", exact=True
    )
    link.focus()
    link.press("Enter")
    page.wait_for_url("**/staff/orders")
    expect(page.locator("[data-staff]")).to_be_focused()


@pytest.mark.long
def test_a_group_of_the_menu_stays_folded_but_for_the_page_that_is_open(
    shop: Shop, visitor: Visitor
) -> None:
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/stock")
    menu = page.get_by_role("navigation", name="Staff pages")
    products = menu.get_by_role("list", name="Products").get_by_role("link")
    expect(products).not_to_have_count(1)
    fold = menu.get_by_role("button", name="Products")
    fold.press("Enter")
    expect(products).to_have_text("Stock")
    page.reload()
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(products).to_have_text("Stock")
    assert_clean_everywhere(page, "a folded group of the menu")
    menu.get_by_role("link", name="Orders", exact=True).click()
    expect(products).to_have_count(0)
    fold.press("Space")
    expect(products.filter(has_text="Stock").first).to_be_visible()


def test_the_stock_table_by_its_keys(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto("/login?next=/staff/stock")
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
    expect(page.get_by_role("textbox", name="Quantity")).to_be_focused()
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


@pytest.mark.long
def test_a_wallet_by_keyboard_alone(shop: Shop, visitor: Visitor, member: Join) -> None:
    page = member().enter(visitor(shop.url))
    page.goto("/wallet")
    tab_to(page, page.get_by_label("Currency"))
    tab_to(page, page.get_by_role("button", name="Open a wallet"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Wallet: Points")).to_be_visible()
    tab_to(page, page.get_by_label("Amount", exact=True))
    page.keyboard.type("250")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("balance")).to_have_text("250 points")
    tab_to(page, page.get_by_role("link", name="Download CSV"))
    with page.expect_download():
        page.keyboard.press("Enter")


@pytest.mark.long
def test_a_coupon_is_had_and_used_by_keyboard_alone(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    goods, someone = shop.goods("homepod-mini", 1, stock=5), member()
    price = int(shop.variant(goods)["price"])
    wallet = someone.wallet("RUB", price)
    campaign = shop.campaign()
    page = someone.enter(visitor(shop.url))
    page.goto(f"/coupons/{campaign}")
    tab_to(page, page.get_by_role("button", name="Get a coupon"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("your-coupon")).to_contain_text("Coupon received")
    page.goto(goods.page)
    tab_to(page, page.get_by_role("button", name="Add to cart"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="View cart"))
    page.keyboard.press("Enter")
    choice = page.get_by_label("Coupon", exact=True)
    tab_to(page, choice)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_test_id("discount")).to_be_visible()
    by_card = page.get_by_role("group").get_by_role("radio").first
    tab_to(page, by_card)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="Wallet")).to_be_checked()
    tab_to(page, page.get_by_role("button", name=re.compile("from the wallet")))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert someone.balance(wallet) == price // 10


def test_an_order_is_made_and_cancelled_by_keyboard_alone(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    wallet = someone.wallet("PTS", 100)
    page = someone.enter(visitor(shop.url))
    page.goto("/orders")
    tab_to(page, page.get_by_role("button", name="Pay a custom amount"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Amount", exact=True)).to_be_focused()
    page.keyboard.type("40")
    page.keyboard.press("Tab")
    page.keyboard.type("A lesson")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("outcome")).to_contain_text("Thank you for your order")
    assert someone.balance(wallet) == 60
    tab_to(page, page.get_by_role("button", name="Cancel and refund"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Cancel and refund")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, dialog.get_by_role("button", name="Cancel and refund"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("outcome")).to_contain_text("Refunded in full")
    assert someone.balance(wallet) == 100


@pytest.mark.long
def test_a_user_id_is_typed_by_keyboard_alone(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto("/")
    tab_to(page, page.get_by_label("User ID", exact=True))
    page.keyboard.type("keyboard")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Stop acting as this user"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("User ID", exact=True)).to_have_value("")
