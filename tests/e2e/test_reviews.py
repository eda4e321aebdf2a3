"""A buyer reviews a product on its page and others read it; staff hide it with a reason, by
keyboard alone."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_clean_in, assert_fits, shot, toast
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.e2e.till import enter_as_staff
from tests.support.pictures import png

LONG = "Held up for a month of travel, rain and a fall.\n\n" + "So it goes. " * 40 + "w" * 200
WORDS = {
    "en-US": ("Write a review", "Post review", "Choose a rating.", "5 stars", "Your review"),
    "ru-RU": ("Написать отзыв", "Опубликовать", "Поставьте оценку.", "5 звёзд", "Ваш отзыв"),
    "ko-KR": ("리뷰 쓰기", "리뷰 올리기", "별점을 선택하세요.", "별 5개", "내 리뷰"),
}
HELPED = {
    "en-US": "Helpful to 1 reader",
    "ru-RU": "Полезно 1 читателю",
    "ko-KR": "1명에게 도움이 되었습니다",
}


def buy(someone: Member, goods: Goods) -> None:
    """Without the pages, which have tests of their own."""
    line = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 1}
    reserved = someone.http.post("/api/orders/reserve", json={"items": [line]}).raise_for_status()
    held = {"reservationId": reserved.json()["reservationId"]}
    begun = someone.http.post("/api/payments", json=held | {"provider": "demo"}).raise_for_status()
    paid = held | {"paymentId": begun.json()["paymentId"]}
    someone.http.post("/api/orders/create", json=paid).raise_for_status()


def review(someone: Member, goods: Goods, rating: int, text: str) -> None:
    buy(someone, goods)
    path = f"/api/products/{goods.product_id}/review"
    someone.http.put(path, json={"rating": rating, "text": text}).raise_for_status()


def told_of(goods: Goods, shop: Shop) -> dict[str, Any]:
    """What the page tells search engines of the product."""
    html = httpx.get(f"{shop.url}/product/{goods.handle}").text
    data = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return next(one for one in map(json.loads, data) if one["@type"] == "Product")


@pytest.mark.parametrize(
    ("handle", "locale", "width"),
    [
        ("ipad-air-11", "en-US", 1280),
        ("marshall-major-iv", "ru-RU", 360),
        ("gopro-hero12", "ko-KR", 360),
    ],
)
def test_a_buyer_writes_changes_and_deletes_a_review_in_place(
    shop: Shop,
    visitor: Visitor,
    member: Callable[[], Member],
    handle: str,
    locale: str,
    width: int,
) -> None:
    write, send, missing, five, own = WORDS[locale]
    someone, goods = member(), shop.goods(handle, stock=9)
    browser = {"locale": locale, "width": width}
    page = someone.enter(visitor(shop.url, **browser))
    page.goto(goods.page)
    reviews = page.locator("#reviews")
    expect(reviews.get_by_role("button", name=write)).to_have_count(0)  # has not bought it
    buy(someone, goods)
    page.reload()
    reviews.get_by_role("button", name=write).press("Enter")
    reviews.get_by_role("button", name=send).press("Enter")
    expect(reviews.get_by_text(missing)).to_be_visible()
    expect(reviews.get_by_role("radio").first).to_be_focused()
    page.evaluate("scrollTo(0, 0)")  # nothing of what is looked at lies below the header
    assert_clean_in(page, "a review without stars", locale)
    page.keyboard.press("ArrowLeft")  # the last of five
    expect(reviews.get_by_role("radio", name=five, exact=True)).to_be_checked()
    reviews.get_by_role("textbox").fill(LONG)
    picker = reviews.locator("input[type=file]")
    picker.set_input_files({"name": "worn.png", "mimeType": "image/png", "buffer": png(64)})
    expect(reviews.locator("form img")).to_have_count(1)
    shot(page, f"review-form-{locale[:2]}-{width}")
    reviews.get_by_role("button", name=send).press("Enter")
    expect(reviews.get_by_role("heading", name=own)).to_be_visible()
    listed = page.get_by_test_id("reviews").locator("> li")
    expect(listed).to_have_count(1)
    expect(listed).to_contain_text("So it goes.")
    listed.get_by_role("button").first.press("Enter")  # the picture, as large as the screen
    expect(page.get_by_role("dialog").locator("img")).to_be_visible()
    shot(page, f"review-picture-{locale[:2]}-{width}")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.evaluate("scrollTo(0, 0)")
    assert_clean_in(page, "a long review", locale)
    assert_fits(page, f"reviews {locale} {width}")
    shot(page, f"reviews-{locale[:2]}-{width}")

    guest = visitor(shop.url, **browser)
    guest.goto(f"/search?q={goods.name}")
    card = guest.locator(f"article[data-product={handle}]")
    expect(card.get_by_role("img", name=re.compile("5"))).to_be_visible()
    guest.goto(goods.page)
    expect(guest.get_by_test_id("reviews").locator("> li")).to_contain_text("So it goes.")
    expect(guest.locator("#reviews").get_by_role("link")).to_have_attribute(
        "href", re.compile("/login")
    )

    reader = member().enter(visitor(shop.url, **browser))
    reader.goto(goods.page)
    helped = reader.get_by_test_id("reviews").locator("> li")
    helped.get_by_role("button").last.press("Enter")
    expect(helped.get_by_role("button", pressed=True)).to_be_visible()
    expect(helped).to_contain_text(HELPED[locale])
    assert_fits(reader, f"a helpful review {locale} {width}")
    shot(reader, f"review-helped-{locale[:2]}-{width}")
    page.reload()
    expect(listed).to_contain_text(HELPED[locale])
    expect(listed.get_by_role("button")).to_have_count(1)  # the picture: one's own helps others

    own_box = reviews.get_by_role("region", name=own)
    own_box.get_by_role("button").nth(1).click()  # after the picture
    reviews.get_by_role("textbox").fill("<b>Broke</b>")
    reviews.get_by_role("radio").nth(1).press("Space")
    reviews.locator("button[type=submit]").click()
    expect(listed).to_contain_text("<b>Broke</b>")
    expect(reviews.get_by_role("textbox")).to_have_count(0)  # the form is closed
    own_box.get_by_role("button").last.click()
    page.get_by_role("dialog").locator("button").last.click()
    expect(listed).to_have_count(0)
    expect(reviews.get_by_role("button", name=write)).to_be_visible()


@pytest.mark.long
def test_staff_look_through_new_reviews_and_hide_one_by_keyboard(
    shop: Shop, visitor: Visitor, member: Callable[[], Member]
) -> None:
    rude, kind, goods = member(), member(), shop.goods("macbook-air-13", stock=9)
    review(rude, goods, 1, "You <b>fools</b> </script>")
    review(kind, goods, 4, LONG)
    told = told_of(goods, shop)
    assert told["aggregateRating"] == {
        "@type": "AggregateRating", "ratingValue": 2.5, "reviewCount": 2,
    }  # fmt: skip
    assert [one["reviewRating"]["ratingValue"] for one in told["review"]] == [4, 1]
    assert told["review"][1]["reviewBody"] == "You <b>fools</b> </script>"
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff")
    expect(page.locator("[data-todo=newReviews]")).to_contain_text("New reviews")
    page.locator("[data-todo=newReviews]").press("Enter")
    expect(page).to_have_url(re.compile("status=new"))
    page.goto(f"/staff/reviews?status=new&productId={goods.product_id}")
    rows = page.locator("tr[data-row]")
    expect(rows).to_have_count(2)
    assert_clean_everywhere(page, "reviews to look at")
    shot(page, "staff-reviews-en-1280")
    page.keyboard.press("j")  # the newest
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("h")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Hide").click()
    expect(dialog.get_by_text("Enter a reason")).to_be_visible()
    dialog.get_by_role("button", name="Offensive language").click()
    dialog.get_by_role("button", name="Hide").click()
    expect(toast(page, "1 review saved")).to_be_visible()
    expect(rows).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_text("All reviews have been looked at")).to_be_visible()
    page.get_by_label("Status").select_option("hidden")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Reason: Offensive language")
    page.set_viewport_size({"width": 360, "height": 900})
    page.evaluate("scrollTo(0, 0)")  # the head lies over what is scrolled beneath it
    assert_clean_everywhere(page, "a hidden review")
    shot(page, "staff-reviews-hidden-en-360")

    assert [one["reviewRating"]["ratingValue"] for one in told_of(goods, shop)["review"]] == [4]
    author = rude.enter(visitor(shop.url))
    author.goto(goods.page)
    own = author.locator("#reviews").get_by_role("region", name="Your review")
    expect(own).to_contain_text("Offensive language")
    expect(author.get_by_test_id("reviews")).not_to_contain_text("You <b>fools")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Status").select_option("")
    expect(rows).to_have_count(2)
    page.get_by_role("button", name="Select all").click()
    expect(page.get_by_text("2 selected")).to_be_visible()
    page.get_by_role("status").locator("xpath=..").get_by_role("button", name="Approve").click()
    expect(page.locator("tr[data-row]").get_by_text("Hidden")).to_have_count(0)
    author.reload()
    expect(author.get_by_test_id("reviews")).to_contain_text("You <b>fools")
