"""Staff find an order by the keyboard alone, see who bought, note something, give money back."""

import re
from collections.abc import Callable
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_clean_in, settled, shot
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import enter_as_staff, enter_stock_table
from tests.support.patience import PATIENCE

Join = Callable[[], Member]


def bought(shop: Shop, goods: Goods, handle: str, *, pay: bool = True) -> dict[str, str]:
    """An order of a typed id."""
    with httpx.Client(base_url=shop.url, timeout=PATIENCE, headers={"X-User-Id": handle}) as client:
        line = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 1}
        reserved = client.post("/api/orders/reserve", json={"items": [line]}).json()
        if pay:
            asked = {"reservationId": reserved["reservationId"], "provider": "demo"}
            payment = client.post("/api/payments", json=asked).json()
            done = {
                "reservationId": reserved["reservationId"],
                "paymentId": payment["paymentId"],
            }
            assert client.post("/api/orders/create", json=done).json()["success"]
        return {"id": reserved["orderId"], "number": reserved["number"]}


def palette(page: Page, words: str) -> None:
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name="Search everything")
    expect(box).to_be_focused()
    page.keyboard.type(words)


@pytest.mark.long
def test_categories_and_sellers_are_found_by_their_names(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    enter_stock_table(page)
    palette(page, "laptops")
    page.get_by_role("group", name="Products in a category").get_by_role("option").first.click()
    expect(page).to_have_url(re.compile("/staff/products.*category="))
    row = page.locator("tr[data-row]").filter(has_text="MacBook")
    expect(row.first).to_be_visible()
    palette(page, "prices include")
    section = page.get_by_role("group", name="Settings").get_by_role("option")
    expect(section).to_contain_text("Tax")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/staff/settings#tax"))
    expect(page.get_by_role("heading", name="Tax", exact=True)).to_be_in_viewport()


def test_an_order_from_the_search_to_its_refund_by_keyboard(shop: Shop, visitor: Visitor) -> None:
    handle = f"ann-{uuid4().hex[:8]}"
    order = bought(shop, shop.goods("ipad-air-11", 2, stock=3), handle)
    page = visitor(shop.url)
    enter_stock_table(page)
    palette(page, "ipad")
    found = page.get_by_role("option", name=re.compile("iPad")).first
    expect(found).to_have_attribute("aria-selected", "true")
    page.get_by_role("combobox", name="Search everything").fill(order["number"])
    page.keyboard.press("Enter")  # what is shown still is of "ipad"
    expect(page).to_have_url(re.compile(f"/staff/orders/{order['id']}"))
    expect(page.get_by_role("heading", name=f"Order {order['number']}")).to_be_visible()
    menu = page.get_by_role("navigation", name="Staff pages").locator("[aria-current=page]")
    expect(menu).to_have_text("Orders")
    expect(page.get_by_test_id("standing")).to_contain_text("Paid; items not handed over yet")
    expect(page.get_by_role("main")).to_contain_text(handle)
    expect(page.get_by_role("main")).not_to_contain_text("for you")

    page.get_by_label("New note").fill("Comes on Monday")
    page.get_by_role("button", name="Add note").press("Enter")
    expect(page.get_by_role("listitem").filter(has_text="Comes on Monday")).to_contain_text(
        "Mina Manager"
    )

    page.get_by_role("button", name="Refund", exact=True).press("Enter")
    dialog = page.get_by_role("dialog", name="Refund")
    amount = dialog.get_by_label("Amount", exact=True)
    expect(amount).to_be_focused()
    amount.fill("1,000")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Enter a reason")).to_be_visible()
    page.keyboard.type("A scratch")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Refunded so far")).to_be_visible()
    expect(page.get_by_text(re.compile("A scratch")).first).to_be_visible()

    page.get_by_role("button", name="Cancel order").press("Enter")
    dialog = page.get_by_role("dialog", name="Cancel order")
    expect(dialog.get_by_label("Reason")).to_be_focused()
    page.keyboard.type("Out of stock after all")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("standing")).to_contain_text("Cancelled by staff: Mina Manager")
    page.get_by_text("Not available now").click()
    expect(page.get_by_test_id("standing")).to_contain_text("the order is cancelled")


def test_orders_are_found_filtered_and_taken_along(shop: Shop, visitor: Visitor) -> None:
    handle = f"bob-{uuid4().hex[:8]}"
    goods = shop.goods("ipad-air-11", 2, stock=5)
    paid = bought(shop, goods, handle)
    open_ = bought(shop, goods, handle, pay=False)
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/orders")
    page.get_by_role("searchbox").fill(handle)
    expect(page).to_have_url(re.compile(f"q={handle}"))
    rows = page.locator("tr[data-row]")
    expect(rows).to_have_count(2)
    page.get_by_label("Status").select_option("pending")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text(open_["number"])
    expect(page).to_have_url(re.compile(f"q={handle}&status=pending"))
    page.reload()
    expect(rows).to_have_count(1)
    page.get_by_label("Status").select_option("")
    expect(rows).to_have_count(2)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download CSV").click()
    text = saved.value.path().read_text()
    assert paid["number"] in text
    assert len(text.splitlines()) == 3
    page.get_by_role("link", name="Clear filters").click()
    expect(page.get_by_role("searchbox")).to_have_value("")

    page.goto(f"/orders/{paid['id']}")  # a buyer's page leads staff to theirs
    expect(page).to_have_url(re.compile(f"/staff/orders/{paid['id']}"))
    page.get_by_role("link", name=handle).first.click()
    expect(page.get_by_role("heading", name=handle)).to_be_visible()
    expect(rows).to_have_count(2)


@pytest.mark.long
def test_chosen_orders_are_packed_and_printed_together(shop: Shop, visitor: Visitor) -> None:
    handle = f"bob-{uuid4().hex[:8]}"
    goods = shop.goods("ipad-air-11", 2, stock=3)
    paid, unpaid = bought(shop, goods, handle), bought(shop, goods, handle, pay=False)
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto(f"/staff/orders?q={handle}")
    expect(page.get_by_role("checkbox", name="Choose order")).to_have_count(2)
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("status").filter(has_text="1 order chosen")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("status").filter(has_text="2 orders chosen")).to_be_visible()
    page.get_by_role("button", name="Mark as packed").click()
    became = page.get_by_test_id("bulk-became")
    expect(became).to_contain_text("1 order packed")
    expect(became).to_contain_text(f"{unpaid['number']}: The order is not paid yet.")
    shot(page, "staff-orders-packed")
    slips = page.get_by_role("link", name="Print packing slips").get_attribute("href")
    picks = page.get_by_role("link", name="Picking list").get_attribute("href")
    for paper in (slips, picks):
        answer = page.request.get(f"{shop.url}{paper}")
        assert answer.headers["content-type"] == "application/pdf"
    page.get_by_role("button", name="Mark as shipped").click()
    dialog = page.get_by_role("dialog", name="Mark as shipped")
    dialog.get_by_role("button", name="Mark as shipped").click()
    expect(dialog.get_by_text("Enter the carrier")).to_be_visible()
    dialog.get_by_label("Carrier").fill("Post")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(became).to_contain_text("1 order shipped")
    expect(became).to_contain_text(unpaid["number"])
    expect(page.locator("tr[data-row]").filter(has_text=paid["number"])).to_contain_text("Sent")

    page.get_by_role("combobox", name="Tag").first.fill("Gift")
    page.get_by_role("button", name="Add tag").click()
    expect(became).to_contain_text("Tags of 2 orders are saved")
    page.get_by_role("link", name=paid["number"]).click()
    expect(page.get_by_role("heading", name=paid["number"])).to_be_visible()
    tag = page.get_by_role("combobox", name="Tag", exact=True)
    tag.fill("Call first")
    tag.press("Enter")
    remove = page.get_by_role("button", name="Remove tag Gift")
    expect(page.get_by_role("button", name="Remove tag Call first")).to_be_visible()
    remove.click()
    expect(remove).to_have_count(0)
    expect(page.get_by_role("list", name="Order history")).to_contain_text("Tags: −Gift")
    settled(page)
    shot(page, "staff-order-tags")
    assert_clean_everywhere(page, "an order with tags")
    page.goto(f"/staff/orders?q={handle}&tag=gift")
    expect(page.get_by_role("link", name=unpaid["number"])).to_be_visible()
    expect(page.get_by_role("link", name=paid["number"])).to_have_count(0)
    expect(page.get_by_role("button", name="Save view")).to_be_visible()
    shot(page, "staff-orders-tagged")
    page.goto(f"/staff/orders?q={handle}")
    page.get_by_label("Goods").select_option("shipped")
    expect(page.get_by_role("link", name=paid["number"])).to_be_visible()
    expect(page.get_by_role("link", name=unpaid["number"])).to_have_count(0)


@pytest.mark.long
def test_a_wallet_is_found_by_its_owners_mail(shop: Shop, visitor: Visitor, member: Join) -> None:
    someone = member()
    someone.wallet("PTS", 700)
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/wallets")
    page.get_by_role("searchbox").fill(someone.email)
    page.locator("tr[data-row]").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Statement: Points")).to_be_visible()


@pytest.mark.parametrize(("locale", "width"), [("en-US", 1280), ("ru-RU", 360), ("ko-KR", 360)])
def test_orders_and_people_are_clean_and_fit(
    shop: Shop, visitor: Visitor, locale: str, width: int
) -> None:
    """In English at every width and in both schemes; elsewhere what other words may break."""
    handle = f"cleo-{uuid4().hex[:8]}"
    order = bought(shop, shop.goods("ipad-air-11", 2, stock=3), handle)
    page = visitor(shop.url, locale=locale, width=width)
    page.request.post(
        f"{shop.url}/api/session/login",
        data={"email": "manager@example.com", "password": "holdfast-manager"},
    )
    for name, path in {
        "orders": "/staff/orders",
        "no-orders": f"/staff/orders?q=nobody-{uuid4()}",
        "order": f"/staff/orders/{order['id']}",
        "no-order": f"/staff/orders/{uuid4()}",
        "people": "/staff/people",
        "found": f"/staff/people?q={handle}",
    }.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_attached()
        assert_clean_in(page, path, locale)
        shot(page, f"staff-{name}-{locale[:2]}-{width}")
    page.locator("tr[data-row]").get_by_role("link").first.click()
    expect(page.get_by_role("heading", name=handle)).to_be_visible()
    assert_clean_in(page, "a person", locale)
    shot(page, f"staff-person-{locale[:2]}-{width}")
    page.goto(f"/staff/orders/{order['id']}")
    page.get_by_test_id("standing").get_by_role("button").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_clean_in(page, "cancelling", locale)
    shot(page, f"staff-cancel-{locale[:2]}-{width}")
    page.keyboard.press("Escape")
    page.get_by_role("button", name=re.compile("Search|Поиск|검색")).locator("visible=true").click()
    page.get_by_role("combobox").last.fill(handle)
    expect(page.get_by_role("option")).to_have_count(2)
    assert_clean_in(page, "the search", locale)
    shot(page, f"staff-search-{locale[:2]}-{width}")
