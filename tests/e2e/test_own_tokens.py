"""Somebody of staff makes a token for a program, uses it, and it is ended."""

from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.test_standing import enter_as_admin
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD

pytestmark = pytest.mark.long


def asks(url: str, token: str, path: str) -> int:
    """What a program is answered that comes in by it."""
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{url}{path}", headers=headers, timeout=PATIENCE).status_code


def test_a_token_is_made_for_a_program_used_and_ended(
    shop: Shop, visitor: Visitor, member: Callable[..., Member]
) -> None:
    someone = member("customer", "manager")
    page = someone.enter(visitor(shop.url))
    page.goto("/account")
    page.get_by_role("link", name="Your tokens").click()
    expect(page.get_by_role("heading", name="API tokens", level=1)).to_be_visible()
    expect(page.get_by_text("You have none.")).to_be_visible()
    page.get_by_role("button", name="Make the token").click()
    name = page.get_by_label("What it is for")
    expect(name).to_be_focused()
    page.keyboard.type("1C")
    page.get_by_role("checkbox", name="Customer").uncheck()
    page.get_by_role("checkbox", name="Everything staff do").uncheck()
    page.get_by_label("Books and payouts", exact=True).select_option("read")
    assert_clean_everywhere(page, "a new token")
    password = page.get_by_label("Current password")
    password.fill("not that one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The current password is wrong.")).to_be_visible()
    expect(password).to_be_focused()
    password.fill(PASSWORD)
    page.keyboard.press("Enter")
    once = page.get_by_test_id("token-once")
    expect(once).to_contain_text("hf_")
    token = once.inner_text()
    assert_clean_everywhere(page, "a token, shown once")
    assert asks(shop.url, token, "/api/staff/books") != 403
    assert asks(shop.url, token, "/api/staff/orders") == 403
    page.get_by_role("button", name="I have kept it").click()
    expect(once).to_be_hidden()
    page.reload()
    expect(page.get_by_text(f"…{token[-4:]}")).to_be_visible()
    expect(page.get_by_text("Manager: Books and payouts: see")).to_be_visible()

    admin = enter_as_admin(visitor(shop.url), shop.url)
    admin.goto(f"/staff/people/{someone.id}")
    theirs = admin.get_by_test_id("their-tokens")
    expect(theirs.get_by_text("1C")).to_be_visible()
    theirs.get_by_role("button", name="End 1C").click()
    dialog = admin.get_by_role("dialog")
    assert_clean_everywhere(admin, "ending a token")
    dialog.get_by_role("button", name="End", exact=True).click()
    expect(theirs).to_be_hidden()
    assert asks(shop.url, token, "/api/session") == 401
    page.reload()
    expect(page.get_by_text("You have none.")).to_be_visible()
