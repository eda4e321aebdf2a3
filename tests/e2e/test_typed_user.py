"""A demo shop believes whoever types a user id, and says so; other shops have no such field."""

import re
import secrets
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.shop import Shop
from tests.e2e.till import add_to_cart, go_to_payment
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

Start = Callable[..., ServerProcess]


def become(page: Page, user_id: str) -> None:
    field = page.get_by_label("User ID", exact=True)
    field.fill(user_id)
    field.press("Enter")
    expect(page.get_by_role("button", name="Stop acting as this user")).to_be_visible()


def open_wallet(page: Page, amount: str) -> None:
    page.goto("/wallet")
    page.get_by_role("button", name="Open a wallet").click()
    page.get_by_label("Amount", exact=True).fill(amount)
    page.get_by_role("button", name=re.compile("^Top up")).click()
    expect(page.get_by_test_id("balance")).to_have_text(f"{amount} points")


def test_who_types_an_id_is_that_user_until_it_is_forgotten(shop: Shop, visitor: Visitor) -> None:
    page, user = visitor(shop.url), secrets.token_hex(4)
    page.goto("/")
    expect(page.get_by_test_id("demo-strip")).to_contain_text("enter any ID to act as that user")
    become(page, user)
    open_wallet(page, "70")
    page.reload()
    expect(page.get_by_label("User ID", exact=True)).to_have_value(user)
    expect(page.get_by_test_id("balance")).to_have_text("70 points")

    become(page, secrets.token_hex(4))
    page.get_by_role("navigation").get_by_role("link", name="Wallet").click()
    expect(page.get_by_role("button", name="Open a wallet")).to_be_visible()
    expect(page.get_by_test_id("balance")).to_have_count(0)

    page.get_by_role("button", name="Stop acting as this user").click()
    expect(page.get_by_text("Log in to see your wallet")).to_be_visible()
    become(page, user)
    expect(page.get_by_test_id("balance")).to_have_text("70 points")


def test_a_typed_user_is_called_by_the_id_alone_at_the_till(shop: Shop, visitor: Visitor) -> None:
    page, user = visitor(shop.url), secrets.token_hex(4)
    goods = shop.goods("keychron-k3", stock=3)
    page.goto("/")
    become(page, user)
    add_to_cart(page, goods)
    go_to_payment(page)
    expect(page.get_by_role("main").get_by_text(user, exact=True)).to_be_visible()


def test_the_balance_of_a_typed_user_is_live(shop: Shop, visitor: Visitor) -> None:
    user = secrets.token_hex(4)
    pages = [visitor(shop.url) for _ in range(2)]
    for page in pages:
        page.goto("/")
        become(page, user)
    open_wallet(pages[0], "70")
    wallet = pages[0].url.rsplit("/", 1)[1]
    pages[1].goto(f"/wallet/{wallet}")
    expect(pages[1].get_by_test_id("balance")).to_have_text("70 points")
    expect(pages[1].locator("[data-link=live]").first).to_be_visible()
    pages[0].get_by_label("Amount", exact=True).fill("5")
    pages[0].get_by_role("button", name=re.compile("^Top up")).click()
    expect(pages[1].get_by_test_id("balance")).to_have_text("75 points")


def test_a_typed_user_takes_the_statement_away(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto("/")
    become(page, secrets.token_hex(4))
    open_wallet(page, "70")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download CSV").click()
    assert saved.value.suggested_filename == "statement-PTS.csv"
    assert len(saved.value.path().read_text().strip().splitlines()) == 2


def test_an_id_that_is_none_is_said_at_the_field(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url, width=360)
    page.goto("/")
    for typed in ("", "two words"):
        page.get_by_label("User ID", exact=True).fill(typed)
        page.get_by_role("button", name="Switch user").click()
        expect(page.get_by_role("alert")).to_contain_text("no spaces")
    expect(page.get_by_role("button", name="Stop acting as this user")).to_have_count(0)


def test_a_login_is_stronger_than_a_typed_id(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto("/")
    become(page, secrets.token_hex(4))
    page.goto("/login?next=/staff/stock")
    page.get_by_role("button", name="manager@example.com").click()
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.locator("tr[data-row]").first).to_be_visible()
    expect(page.get_by_label("User ID", exact=True)).to_have_value("")


def test_a_shop_that_is_no_demo_has_no_such_field(start_server: Start, visitor: Visitor) -> None:
    server = start_server()
    page = visitor(server.url)
    page.add_init_script("localStorage.setItem('holdfast.userId', '1')")
    page.goto("/wallet")
    expect(page.get_by_text("Log in to see your wallet")).to_be_visible()
    expect(page.get_by_label("User ID", exact=True)).to_have_count(0)
    expect(page.get_by_test_id("demo-strip")).to_have_count(0)
