"""A customer asks on a product's page, staff answer, and each sees at once what the other wrote; a
seller answers in their own pages; staff hide what was reported."""

import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_clean_in, assert_fits, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

LONG = "It came, <b>and</b> https://shop.example/x fits.\n\n" + "So it goes. " * 30 + "w" * 150
ASK = {"en-US": "Ask a question", "ru-RU": "Задать вопрос", "ko-KR": "문의하기"}
SHOWN = {"en-US": "Messages", "ru-RU": "Сообщения", "ko-KR": "메시지"}


def messages(page: Page) -> str:
    return page.get_by_role("list", name=re.compile("|".join(SHOWN.values()))).inner_text()


@pytest.mark.parametrize(
    ("handle", "locale", "width", "scheme"),
    [
        ("ipad-air-11", "en-US", 1280, "light"),
        ("marshall-major-iv", "ru-RU", 360, "dark"),
        ("gopro-hero12", "ko-KR", 360, "light"),
    ],
)
def test_a_customer_asks_and_staff_answer_at_once(
    shop: Shop,
    visitor: Visitor,
    member: Callable[[], Member],
    handle: str,
    locale: str,
    width: int,
    scheme: str,
) -> None:
    someone, goods = member(), shop.goods(handle, stock=9)
    page = someone.enter(visitor(shop.url, locale=locale, width=width, scheme=scheme))
    page.goto("/messages")
    expect(page.get_by_role("heading", level=1)).to_have_text(SHOWN[locale])
    shot(page, f"messages-none-{locale[:2]}")
    page.goto(goods.page)
    page.get_by_role("link", name=ASK[locale]).click()
    box = page.get_by_role("textbox", name=re.compile("Message|Сообщение|메시지"))
    box.press("Control+Enter")
    box.fill(LONG)
    assert_clean_in(page, "a question", locale)
    page.set_viewport_size({"width": width, "height": 900})
    box.press("Control+Enter")
    expect(page).to_have_url(re.compile(r"/messages/[0-9a-f-]{36}"))
    expect(page.get_by_role("listitem").filter(has_text="So it goes.")).to_be_visible()
    assert "<b>and</b> https://shop.example/x" in messages(page)
    assert page.locator("main li a").count() == 0

    with httpx.Client(base_url=shop.url) as staff:
        manager = {"email": "manager@example.com", "password": "holdfast-manager"}
        staff.post("/api/session/login", json=manager).raise_for_status()
        path = f"/api/staff/conversations/{page.url.rpartition('/')[2]}"
        staff.post(f"{path}/messages", json={"text": "It does."}).raise_for_status()
        expect(page.get_by_role("listitem").filter(has_text="It does.")).to_be_visible()
        assert_clean_in(page, "a conversation", locale)
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page, f"a conversation {locale}")
        shot(page, f"conversation-{locale[:2]}-{width}")

        page.goto("/orders")
        mark = page.locator("header a[href^='/messages']")
        staff.post(f"{path}/messages", json={"text": "And more."}).raise_for_status()
        expect(mark).to_contain_text("1")
        mark.click()
        expect(page.get_by_role("listitem").filter(has_text="And more.")).to_be_visible()
        assert_clean_in(page, "messages", locale)
        page.set_viewport_size({"width": width, "height": 900})
        shot(page, f"messages-{locale[:2]}-{width}")
        page.get_by_role("link", name=re.compile(goods.name)).click()
        expect(page.get_by_role("listitem").filter(has_text="And more.")).to_be_visible()
        expect(mark).not_to_contain_text("1")


@pytest.mark.long
def test_staff_read_answer_and_hide(
    shop: Shop, visitor: Visitor, member: Callable[[], Member]
) -> None:
    someone, goods = member(), shop.goods("ipad-air-11", stock=9)
    asked = {"productId": goods.product_id, "text": "You fools"}
    someone.http.post("/api/conversations", json=asked).raise_for_status()
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/conversations?which=unread")
    row = page.get_by_role("listitem").filter(has_text="You fools")
    expect(row).to_be_visible()
    assert_clean_everywhere(page, "staff's messages")
    shot(page, "staff-messages")
    row.get_by_role("link").click()
    page.get_by_role("textbox", name="Message").fill("Please be kind.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("listitem").filter(has_text="Please be kind.")).to_be_visible()
    page.get_by_role("button", name="Hide").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("Rude")
    dialog.get_by_role("button", name="Hide").click()
    expect(page.get_by_text("Hidden by the shop: Rude")).to_be_visible()
    assert_clean_everywhere(page, "staff's conversation")
    shot(page, "staff-conversation")


@pytest.mark.long
def test_a_seller_answers_in_their_own_pages(
    shop: Shop, visitor: Visitor, member: Callable[[], Member]
) -> None:
    mill, anna = member(), member()
    with httpx.Client(base_url=shop.url) as staff:
        manager = {"email": "manager@example.com", "password": "holdfast-manager"}
        staff.post("/api/session/login", json=manager).raise_for_status()
        made = staff.post("/api/staff/sellers", json={"name": f"Mill {mill.id[-8:]}"}).json()
        seller = made["seller"]["id"]
        staff.put(f"/api/staff/sellers/{seller}/people/{mill.id}").raise_for_status()
    product = {
        "name": "Linen", "status": "active", "options": [], "variants": [{"price": 500, "stock": 3}]
    }  # fmt: skip
    made = mill.http.post(f"/api/seller/{seller}/products", json=product).raise_for_status()
    asked = {"productId": made.json()["product"]["id"], "text": "Is it wool?"}
    anna.http.post("/api/conversations", json=asked).raise_for_status()
    page = mill.enter(visitor(shop.url, width=360))
    page.goto("/selling/messages")
    page.get_by_role("listitem").filter(has_text="Is it wool?").get_by_role("link").click()
    page.get_by_role("textbox", name="Message").fill("All of it.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("listitem").filter(has_text="All of it.")).to_be_visible()
    assert_clean_everywhere(page, "a seller's conversation")
    page.set_viewport_size({"width": 360, "height": 900})
    assert_fits(page, "a seller's conversation")
    shot(page, "seller-conversation")
