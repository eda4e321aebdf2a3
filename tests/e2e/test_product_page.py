"""A product's page: pictures looked at closely, what describes it, how it is delivered, who sells
it, and that seller's own page."""

import re
from typing import Any, Literal
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_clean_in, settled, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff
from tests.support.pictures import mug

WORDS = {
    "en-US": ("Sold by", "Details", "Width", "5.5 cm", "Yes", "free over"),
    "ru-RU": ("Продавец:", "Характеристики", "Ширина", "5,5 см", "Да", "бесплатно свыше"),
    "ko-KR": ("판매자:", "상세 정보", "너비", "5.5cm", "예", "무료"),
}
ATTRIBUTES = {
    "width": {"name": "Width", "kind": "number", "unit": "cm", "translations": {
        "ru": "Ширина", "ko": "너비"}},
    "dishwasher": {"name": "Dishwasher safe", "kind": "bool"},
}  # fmt: skip


def by_staff(page: Page, method: str, path: str, body: object = None) -> dict[str, Any]:
    answer = page.request.fetch(f"/api/staff{path}", method=method, data=body)
    assert answer.ok, answer.text()
    found: dict[str, Any] = answer.json()
    return found


def picture(page: Page, handle: Literal["left", "above"]) -> str:
    headers = {"content-type": "image/png"}
    answer = page.request.post("/api/staff/pictures", data=mug(handle=handle), headers=headers)
    assert answer.ok, answer.text()
    return str(answer.json()["url"])


@pytest.fixture
def product(shop: Shop, visitor: Visitor) -> dict[str, Any]:
    """Of a seller, with two pictures and two attributes."""
    page = visitor(shop.url)
    enter_as_staff(page)
    for code, one in ATTRIBUTES.items():
        by_staff(page, "PUT", f"/attributes/{code}", one)
    seller = {"name": f"Old Mill {uuid4().hex[:6]}", "about": "Turned by hand, in Leiden."}
    made = by_staff(page, "POST", "/sellers", seller)["seller"]
    handles: tuple[Literal["left"], Literal["above"]] = ("left", "above")
    images = [{"url": picture(page, one), "alt": f"From {one}"} for one in handles]
    body = {
        "name": f"Harbour mug {uuid4().hex[:6]}",
        "status": "active",
        "vendor": "Mill",
        "sellerId": made["id"],
        "attributes": {"width": 5.5, "dishwasher": True},
        "variants": [{"price": 1900, "stock": 9}],
        "images": images,
    }
    kept: dict[str, Any] = by_staff(page, "POST", "/products", body)["product"]
    kept["seller"] = made
    return kept


def test_pictures_are_looked_at_closely_by_mouse_and_by_keys(
    shop: Shop, visitor: Visitor, product: dict[str, Any]
) -> None:
    page = visitor(shop.url)
    page.goto(f"/product/{product['handle']}")
    enlarge = page.get_by_role("button", name="Enlarge the picture")
    enlarge.click()
    dialog = page.get_by_role("dialog", name=product["name"])
    expect(dialog.get_by_role("img", name="From left")).to_be_visible()
    expect(dialog.get_by_text("1 / 2")).to_be_visible()
    page.keyboard.press("ArrowRight")
    large = dialog.get_by_role("img", name="From above")
    expect(large).to_be_visible()
    assert_clean_everywhere(page, "a picture as large as the screen")
    settled(page)
    shot(page, "product-lightbox", whole=False)
    before = large.bounding_box()
    assert before
    large.click(position={"x": before["width"] - 10, "y": before["height"] / 2})
    expect(dialog.get_by_role("button", name="Zoom out")).to_be_visible()
    after = large.bounding_box()
    assert after
    assert after["width"] > 1.9 * before["width"]
    assert after["x"] < before["x"] - before["width"] / 2  # what was clicked is what is seen
    dialog.get_by_role("button", name="Zoom out").click()
    expect(dialog.get_by_role("button", name="Zoom in")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(enlarge).to_be_focused()
    # The one that was looked at last stays in front.
    expect(page.get_by_role("button", name="Picture 2 of 2")).to_have_attribute(
        "aria-current", "true"
    )


@pytest.mark.long
@pytest.mark.parametrize(("locale", "width"), [("en-US", 1280), ("ru-RU", 360), ("ko-KR", 768)])
def test_what_it_is_how_it_comes_and_who_sells_it_are_said(
    shop: Shop, visitor: Visitor, product: dict[str, Any], locale: str, width: int
) -> None:
    sold_by, details, wide, size, yes, free = WORDS[locale]
    shop.settle_on(preset="none")
    page = visitor(shop.url, locale=locale, width=width)
    page.goto(f"/product/{product['handle']}")
    facts = page.get_by_role("region", name=details)
    expect(facts).to_contain_text(re.compile(f"{wide}\\s*{size}"))
    expect(facts).to_contain_text(yes)
    expect(page.get_by_test_id("delivery-hint")).to_have_count(0)
    shop.settle_on(preset="marketplace")
    page.reload()
    hint = page.get_by_test_id("delivery-hint")
    expect(hint).to_contain_text("490")
    expect(hint).to_contain_text(free)
    expect(page.get_by_text(sold_by).first).to_be_visible()
    settled(page)
    shot(page, f"product-page-{locale[:2]}-{width}")
    assert_clean_in(page, "a product with all that is said of it", locale)
    shop.settle_on(preset="none")


def test_a_seller_has_a_page_with_what_they_sell(
    shop: Shop, visitor: Visitor, product: dict[str, Any]
) -> None:
    page = visitor(shop.url)
    page.goto(f"/product/{product['handle']}")
    page.get_by_role("link", name=product["seller"]["name"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(product["seller"]["name"])
    expect(page).to_have_url(re.compile(f"/seller/{product['seller']['slug']}$"))
    expect(page.get_by_text("Turned by hand, in Leiden.")).to_be_visible()
    goods = page.locator("article")
    expect(goods).to_have_count(1)
    expect(goods).to_contain_text(product["name"])
    page.get_by_label("Sort by").select_option("price_asc")
    expect(page).to_have_url(re.compile(r"sort=price_asc"))
    assert_clean_everywhere(page, "a seller's page")
    shot(page, "seller-page-en-1280")
    goods.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(product["name"])
    page.get_by_role("link", name="Back to the list").click()
    expect(page).to_have_url(re.compile(r"/seller/.*sort=price_asc"))
    # Staff say what it says.
    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto(f"/staff/sellers/{product['seller']['id']}")
    staff.get_by_role("button", name="Edit page").click()
    dialog = staff.get_by_role("dialog")
    name = dialog.get_by_label("Name", exact=True)
    name.fill("")
    dialog.get_by_role("button", name="Save").click()
    expect(name).to_be_focused()
    name.fill(f"{product['seller']['name']} & Sons")
    dialog.get_by_label("About", exact=True).fill("Since 1911.")
    assert_clean_everywhere(staff, "a seller's page being edited")
    shot(staff, "staff-seller-edit", whole=False)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    staff.get_by_role("link", name="View in shop").click()
    expect(staff.get_by_role("heading", level=1)).to_have_text(
        f"{product['seller']['name']} & Sons"
    )
    expect(staff.get_by_text("Since 1911.")).to_be_visible()
    page.goto("/seller/nobody")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("article")).to_have_count(0)
