"""Wallets: opened, topped up, read, seen live in every browser of their owner."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import toast
from tests.e2e.member import Member
from tests.e2e.shop import Shop

MOST = 2**53 - 1
Join = Callable[[], Member]


def top_up(page: Page, amount: str) -> None:
    page.get_by_label("Amount", exact=True).fill(amount)
    page.get_by_role("button", name=re.compile("^Top up")).click()


def choose_way(page: Page, way: str) -> None:
    choose(page.get_by_role("radio", name=way))


@pytest.mark.long
def test_a_guest_logs_in_and_comes_back(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url)
    page.goto("/wallet")
    page.get_by_role("main").get_by_role("link", name="Log in").click()
    page.get_by_role("button", name="customer@example.com").click()
    page.get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_role("heading", name="Wallet", exact=True)).to_be_visible()
    expect(page.get_by_label("Currency")).to_be_visible()


def test_a_wallet_is_opened_and_topped_up_at_once(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    page = member().enter(visitor(shop.url))
    page.goto("/wallet")
    expect(page.get_by_label("Currency")).to_have_value("PTS")
    page.get_by_role("button", name="Open a wallet").click()

    expect(page.get_by_role("heading", name="Wallet: Points")).to_be_visible()
    expect(page.get_by_test_id("balance")).to_have_text("0 points")
    expect(page.get_by_text("No transactions yet")).to_be_visible()
    top_up(page, "1 000")
    expect(page.get_by_test_id("balance")).to_have_text("1,000 points")
    statement = page.get_by_role("list", name="Statement")
    expect(statement.get_by_role("listitem")).to_have_count(1)
    expect(statement).to_contain_text("+1,000 points")

    page.goto("/wallet")
    expect(page.get_by_role("listitem").get_by_text("Top up, see the statement")).to_be_visible()
    page.get_by_label("Currency").select_option("RUB")
    page.get_by_role("button", name="Open a wallet").click()
    top_up(page, "1 299,90")
    expect(page.get_by_test_id("balance")).to_have_text("₽1,299.90")


@pytest.mark.long
def test_an_amount_that_is_none_is_said_at_the_field(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    wallet = someone.wallet("PTS", 5)
    page = someone.enter(visitor(shop.url))
    page.goto(f"/wallet/{wallet}")
    for typed in ("", "0", "-3", "1.5", "many"):
        top_up(page, typed)
        expect(page.get_by_text("Enter an amount above 0")).to_be_visible()
        expect(page.get_by_label("Amount", exact=True)).to_be_focused()
    assert someone.balance(wallet) == 5


def test_a_declined_payment_changes_nothing_and_a_good_one_does(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    wallet = someone.wallet("PTS", 5)
    page = someone.enter(visitor(shop.url))
    page.goto(f"/wallet/{wallet}")
    choose_way(page, "Declined by the bank")
    top_up(page, "100")
    expect(page.get_by_test_id("declined")).to_contain_text("your balance is unchanged")
    expect(page.get_by_label("Amount", exact=True)).to_have_value("100")
    expect(page.get_by_test_id("balance")).to_have_text("5 points")

    choose_way(page, "Card payment approved")
    page.get_by_role("button", name="Top up 100 points").click()
    expect(page.get_by_test_id("balance")).to_have_text("105 points")


def test_a_payment_that_comes_late_turns_the_balance_by_itself(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    wallet = someone.wallet()
    page = someone.enter(visitor(shop.url))
    page.goto(f"/wallet/{wallet}")
    choose_way(page, "Approved later")
    top_up(page, "70")
    expect(page.get_by_test_id("top-up-pending")).to_be_visible()
    expect(page.get_by_test_id("balance")).to_have_text("70 points")


@pytest.mark.long
def test_more_than_a_wallet_holds_is_refused_and_nothing_changes(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    wallet = someone.wallet("PTS", MOST)
    page = someone.enter(visitor(shop.url, width=360))
    page.goto(f"/wallet/{wallet}")
    expect(page.get_by_test_id("balance")).to_have_text("9,007,199,254,740,991 points")
    sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(sideways) == 0
    for typed in ("1", "99999999999999999999"):
        top_up(page, typed)
        expect(page.get_by_role("alert")).to_contain_text("The balance would be too large")
    assert someone.balance(wallet) == MOST


def test_the_balance_is_live_in_every_browser_of_its_owner(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    wallet = someone.wallet("PTS", 10)
    pages = [someone.enter(visitor(shop.url)) for _ in range(2)]
    for page in pages:
        page.goto(f"/wallet/{wallet}")
        expect(page.get_by_test_id("balance")).to_have_text("10 points")
        expect(page.locator("[data-link=live]").first).to_be_visible()

    top_up(pages[0], "32")
    for page in pages:
        expect(page.get_by_test_id("balance")).to_have_text("42 points")
        expect(page.get_by_role("list", name="Statement")).to_contain_text("+32 points")


@pytest.mark.long
def test_without_sockets_the_balance_comes_by_asking(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    wallet = someone.wallet("PTS", 10)
    page = someone.enter(visitor(shop.url))
    page.route_web_socket(re.compile("socket.io"), lambda socket: socket.close())
    page.goto(f"/wallet/{wallet}")
    expect(page.get_by_test_id("balance")).to_have_text("10 points")
    someone.top_up(wallet, 5)
    expect(page.get_by_test_id("balance")).to_have_text("15 points")


@pytest.mark.long
def test_a_long_statement_pages_and_downloads(shop: Shop, visitor: Visitor, member: Join) -> None:
    someone = member()
    wallet = someone.wallet()
    for amount in range(1, 28):
        someone.top_up(wallet, amount)
    page = someone.enter(visitor(shop.url))
    page.goto(f"/wallet/{wallet}")
    rows = page.get_by_role("list", name="Statement").get_by_role("listitem")
    expect(rows).to_have_count(20)
    page.get_by_role("button", name="Show older").click()
    expect(rows).to_have_count(27)
    expect(rows.last).to_contain_text("+1 point")
    expect(page.get_by_role("button", name="Show older")).to_have_count(0)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Download CSV").click()
    assert len(saved.value.path().read_text().strip().splitlines()) == 28


def test_after_logging_out_nothing_of_the_wallet_is_left(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone, other = member(), member()
    wallet = someone.wallet("PTS", 77)
    page = someone.enter(visitor(shop.url))
    page.goto("/wallet")
    expect(page.get_by_test_id("balance")).to_have_text("77 points")
    held: list[Route] = []
    page.route("**/api/session/logout", lambda route: held.append(route))
    page.get_by_role("button", name="Menu").click()
    with page.expect_request("**/api/session/logout"):
        page.get_by_role("menuitem", name=re.compile("Log out")).click()
    page.get_by_role("navigation").get_by_role("link", name="Wallet").click()
    expect(page.get_by_test_id("balance")).to_be_visible()
    held[0].continue_()
    expect(page.get_by_text("Log in to see your wallet")).to_be_visible()
    expect(page).to_have_title(re.compile("Wallet"))
    expect(page.get_by_text("77 points")).to_have_count(0)

    other.enter(page)
    page.goto(f"/wallet/{wallet}")
    expect(page.get_by_text("Page not found")).to_be_visible()


def test_staff_correct_a_wallet_with_a_reason_its_owner_reads(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    wallet = someone.wallet("PTS", 100)
    owner, staff = someone.enter(visitor(shop.url)), visitor(shop.url)
    owner.goto(f"/wallet/{wallet}")
    expect(owner.get_by_test_id("balance")).to_have_text("100 points")

    staff.goto("/login?next=/staff/wallets")
    staff.get_by_role("button", name="manager@example.com").click()
    staff.get_by_role("button", name="Log in", exact=True).click()
    expect(staff.get_by_role("heading", name="Wallets")).to_be_visible()
    staff.get_by_role("searchbox").fill("nobody in particular")
    expect(staff.get_by_text("No people found")).to_be_visible()
    staff.get_by_role("searchbox").fill(someone.id)
    staff.locator("tr[data-row]").get_by_role("link").first.click()
    staff.get_by_role("button", name="Adjust: Points").click()
    dialog = staff.get_by_role("dialog")
    choose(dialog.get_by_role("radio", name="Subtract"))
    dialog.get_by_label("Amount", exact=True).fill("101")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Enter a reason")).to_be_visible()
    expect(dialog.get_by_label("Reason")).to_be_focused()
    dialog.get_by_label("Reason").fill("Credited twice")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The balance is too low")
    dialog.get_by_label("Amount", exact=True).fill("40")
    expect(dialog.get_by_text("New balance: 60 points")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()

    # The toast says it, and for a moment the word for screen readers as well.
    expect(toast(staff, "Adjusted: the balance is 60 points")).to_be_visible()
    row = staff.locator("tr[data-row]", has_text="Credited twice")
    expect(row).to_contain_text("−40 points")
    expect(owner.get_by_test_id("balance")).to_have_text("60 points")
    expect(owner.get_by_role("list", name="Statement")).to_contain_text("Credited twice")
