"""Staff see what got stuck and why, have it tried again, or give it up with a reason."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_in_both_schemes, shot
from tests.e2e.shop import Shop
from tests.support.market import STAFF
from tests.support.postgres import execute, run
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

ERROR: Final = "answered 500: " + "a-long-word-without-an-end" * 6
RETRY: Final = {"en-US": "Retry", "ru-RU": "Повторить", "ko-KR": "다시 시도"}
ALL: Final = {"en-US": "Retry all", "ru-RU": "Повторить все", "ko-KR": "모두 다시 시도"}


@pytest.fixture
def dead(server: ServerProcess) -> Iterator[list[UUID]]:
    """Three orders that a webhook was told of for a day in vain; no interface buries one."""
    orders = [uuid4() for _ in range(3)]
    url = server.database_url
    run(execute(url, *(statement for order in orders for statement in _buried(order))))
    yield orders
    run(execute(url, "DELETE FROM delivery_troubles", "DELETE FROM deliveries"))


def _buried(order: UUID) -> Iterator[str]:
    for number, what in enumerate(("paid", "cancelled", "refund.done"), order.int % 10**9):
        yield (
            "INSERT INTO deliveries (sink, era, xid, event, subject, type, at, body) VALUES"
            f" ('webhook', 1, {number}, {number}, '{order}', 'holdfast.order.{what}.v1', now(),"
            " '{}')"
        )
    yield (
        "INSERT INTO delivery_troubles (sink, subject, tries, error, failed_at, next_attempt_at,"
        f" dead_at) VALUES ('webhook', '{order}', 150, '{ERROR}', now(), now(), now())"
    )


def as_staff(page: Page) -> Page:
    """Logged in as a manager, in whatever language."""
    answer = page.request.post("/api/session/login", data=STAFF)
    assert answer.ok, answer.text()
    return page


@pytest.mark.parametrize(("locale", "width"), [("en-US", 1280), ("ru-RU", 360), ("ko-KR", 900)])
def test_one_order_is_told_again_then_all(
    dead: list[UUID], shop: Shop, visitor: Visitor, locale: str, width: int
) -> None:
    page = as_staff(visitor(shop.url, locale=locale, width=width))
    page.goto("/staff")
    page.locator("[data-todo=stuck]").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    assert_clean_in_both_schemes(page, f"stuck {locale}")
    shot(page, f"stuck-{locale}-{width}")
    page.get_by_role("button", name=RETRY[locale], exact=True).first.click()
    expect(page.locator("tbody tr")).to_have_count(2)
    page.locator('a[href$="kind=delivery"]').click()
    page.get_by_role("button", name=ALL[locale], exact=True).click()
    expect(page.locator("table")).to_have_count(0)
    assert_clean_in_both_schemes(page, f"no stuck {locale}")


def test_it_is_done_by_keyboard(dead: list[UUID], shop: Shop, visitor: Visitor) -> None:
    page = as_staff(visitor(shop.url))
    page.goto("/staff/stuck?kind=delivery")
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_role("button", name="Give up").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Enter a reason")
    page.keyboard.type("Told by hand")
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_role("button", name=ALL["en-US"]).focus()
    page.keyboard.press("Enter")
    expect(page.locator("table")).to_have_count(0)
