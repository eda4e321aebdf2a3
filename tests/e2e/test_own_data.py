"""Somebody takes their data along and closes the account, by keyboard; an admin closes another."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, shot, toast
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.test_standing import enter_as_admin
from tests.support.people import PASSWORD

pytestmark = pytest.mark.long

Join = Callable[[], Member]


def test_somebody_takes_their_data_along_and_closes_the_account(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    someone.wallet(amount=500)
    page = someone.enter(visitor(shop.url))
    page.goto("/account")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download my data (JSON)").click()
    assert coming.value.suggested_filename == "my-data.json"
    told = json.loads(coming.value.path().read_text())
    assert told["account"][0]["email"] == someone.email

    page.get_by_role("link", name="Close the account").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Close the account", level=1)).to_be_visible()
    expect(page.get_by_test_id("closing-left")).to_contain_text("500")
    assert_clean_everywhere(page, "closing one's account")
    in_all_looks(page, "closing one's account")
    field = page.get_by_label("Current password")
    field.fill("not that one")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The current password is wrong.")).to_be_visible()
    field.fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Use what is left, or tick that you give it up.")).to_be_visible()
    page.get_by_label("I give this up").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Close my account for good").focus()
    page.keyboard.press("Enter")
    expect(toast(page, "Your account is closed")).to_be_visible()
    _cannot_log_in(page, someone.email)


def _cannot_log_in(page: Page, email: str) -> None:
    page.goto("/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Wrong email or password")).to_be_visible()


def test_what_is_open_is_said_and_an_admin_closes_what_is_not(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    admin = enter_as_admin(visitor(shop.url), shop.url)
    admin.goto(f"/staff/people/{someone.id}")
    expect(admin.get_by_role("link", name="Download their data")).to_be_visible()
    admin.get_by_role("button", name="Close the account").click()
    dialog = admin.get_by_role("dialog")
    assert_clean_everywhere(admin, "closing somebody's account")
    shot(admin, "closing somebody's account")
    dialog.get_by_role("button", name="Close the account").click()
    expect(dialog).to_be_hidden()
    expect(
        admin.get_by_role("heading", level=1).locator("..").get_by_text("Closed")
    ).to_be_visible()
    assert_clean_everywhere(admin, "a closed account")
    shot(admin, "a closed account")
    admin.goto("/staff/people/guests")
    admin.get_by_label("Email of the guest").fill("nobody@mail.example")
    admin.keyboard.press("Enter")
    expect(admin.get_by_text("Nothing is kept by this email")).to_be_visible()
    assert_clean_everywhere(admin, "data of guests")
    shot(admin, "data of guests")
