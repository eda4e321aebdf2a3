"""A shopper asks on a product's page, staff answer from their list, and everybody reads both."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_clean_in, assert_fits, shot, toast
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

pytestmark = pytest.mark.long

WORDS = {
    "en-US": ("Ask a question", "Post question", "Enter your question.", "Your question"),
    "ru-RU": ("Задать вопрос", "Опубликовать вопрос", "Напишите вопрос.", "Ваш вопрос"),
}


@pytest.mark.parametrize(
    ("handle", "locale", "width"), [("ipad-air-11", "en-US", 1280), ("gopro-hero12", "ru-RU", 390)]
)
def test_a_question_is_asked_answered_and_read_on_the_page(
    shop: Shop,
    visitor: Visitor,
    member: Callable[[], Member],
    handle: str,
    locale: str,
    width: int,
) -> None:
    ask, send, missing, own = WORDS[locale]
    goods = shop.goods(handle, stock=3)
    page = member().enter(visitor(shop.url, locale=locale, width=width))
    page.goto(f"{goods.page}#questions")
    section = page.locator("#questions")
    section.get_by_role("button", name=ask).press("Enter")
    section.get_by_role("button", name=send).press("Enter")
    expect(section.get_by_text(missing)).to_be_visible()
    expect(section.get_by_role("textbox")).to_be_focused()
    section.get_by_role("textbox").fill("Does it <b>charge</b> by cable?")
    section.get_by_role("button", name=send).press("Enter")
    expect(section.get_by_role("heading", name=own)).to_be_visible()
    listed = page.get_by_test_id("questions").locator("li")
    expect(listed).to_contain_text("Does it <b>charge</b> by cable?")
    assert_clean_in(page, "a question that waits", locale)
    assert_fits(page, f"questions {locale} {width}")
    shot(page, f"questions-{locale[:2]}-{width}")

    staff = visitor(shop.url)
    enter_as_staff(staff)
    staff.goto(f"/staff/reviews?kind=question&productId={goods.product_id}")
    row = staff.locator("tr[data-row]").filter(has_text="by cable?")
    row.get_by_role("button", name="Answer").press("Enter")
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("textbox").fill("By cable, and without one.")
    shot(staff, f"staff-answer-en-{width}")
    dialog.get_by_role("button", name="Post answer").press("Enter")
    expect(toast(staff, "Your answer is saved")).to_be_visible()
    expect(row).to_contain_text("By cable, and without one.")
    if locale == "en-US":  # staff's page is the same
        assert_clean_everywhere(staff, "questions that staff look at")
    shot(staff, f"staff-questions-en-{width}")

    page.reload()
    expect(listed).to_contain_text("By cable, and without one.")
    expect(section.get_by_role("button", name=ask)).to_be_visible()  # the next may be asked
    shot(page, f"question-answered-{locale[:2]}-{width}")
