"""A shop that settles by message: the page follows the order, whichever way it goes."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import toast
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff, order_id, put_in_cart
from tests.support.postgres import execute, run
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

Join = Callable[[], Member]


@pytest.fixture(scope="module")
def messaging(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", HOLDFAST_SETTLEMENT="messages") as running:
        yield running


@pytest.fixture
def shop(messaging: ServerProcess) -> Iterator[Shop]:
    with Shop(messaging.url) as opened:
        yield opened


@pytest.fixture
def member(messaging: ServerProcess) -> Iterator[Join]:
    with ExitStack() as opened:
        yield lambda: opened.enter_context(Member(messaging))


def buy_from_wallet(page: Page) -> None:
    page.goto("/cart")
    choose(page.get_by_role("radio", name="Wallet"))
    page.get_by_role("button", name=re.compile("from the wallet")).click()


def test_an_order_is_paid_before_ones_eyes(shop: Shop, visitor: Visitor, member: Join) -> None:
    goods, someone = shop.goods("garmin-fenix-7", stock=2), member()
    price = int(shop.variant(goods)["price"])
    wallet = someone.wallet("RUB", price)
    page = someone.enter(visitor(shop.url))
    put_in_cart(page, goods)
    buy_from_wallet(page)
    expect(page.get_by_test_id("outcome")).to_contain_text("Thank you for your order")
    expect(page.get_by_role("link", name="Cart, 0 items")).to_be_visible()
    assert shop.order(order_id(page))["phase"] == "FINISHED"
    assert someone.balance(wallet) == 0
    assert (shop.variant(goods)["stock"], shop.variant(goods)["held"]) == (1, 0)


def test_missing_points_are_told_and_the_cart_is_as_it_was(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    goods, someone = shop.goods("homepod-mini", 1, stock=2), member()
    someone.wallet("RUB", 100)
    page = someone.enter(visitor(shop.url))
    put_in_cart(page, goods)
    buy_from_wallet(page)
    # Refused in the cart; or, if the wallet took longer than a moment, on the order's page.
    outcome = page.get_by_test_id("outcome")
    refused = page.get_by_test_id("cannot-buy").or_(outcome)
    expect(refused.get_by_role("link", name="Top up")).to_be_visible()
    if outcome.is_visible():
        outcome.get_by_role("link", name="Edit cart").click()
    expect(page.get_by_role("link", name="Cart, 1 item")).to_be_visible()
    assert (shop.variant(goods)["stock"], shop.variant(goods)["held"]) == (2, 0)


def test_staff_see_what_could_not_be_read_and_have_it_read_again(
    shop: Shop, visitor: Visitor, messaging: ServerProcess
) -> None:
    letter = (
        "INSERT INTO dead_letters (queue, message, body, seal, reason)"
        " VALUES ('orders.to_pay', 'a-letter', '{\"type\": \"pay\"}', '', 'the seal is broken')"
    )
    run(execute(messaging.database_url, letter))
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff")
    page.get_by_test_id("to-do").get_by_role("link", name="Stuck jobs and messages").click()
    row = page.locator("tr[data-row]")
    expect(row).to_contain_text("the seal is broken")
    expect(row).to_contain_text("a-letter")
    row.get_by_text("Details").click()
    expect(row).to_contain_text('{"type": "pay"}')
    row.get_by_role("button", name="Retry").click()
    expect(toast(page, "Retrying")).to_be_visible()
    # It still cannot be read, and now it is the shop that says why.
    again = row.filter(has_not_text="the seal is broken")
    expect(again).to_contain_text("orders.to_pay")
