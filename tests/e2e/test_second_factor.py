"""Somebody turns two-step login on, logs in by it, and has it reset by an admin."""

import time
from collections.abc import Callable

import pyotp
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.test_standing import enter_as_admin
from tests.support.people import PASSWORD

Join = Callable[[], Member]


def type_password(page: Page, email: str) -> None:
    page.goto("/login")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")


def test_two_step_login_from_setting_it_up_to_its_reset(
    shop: Shop, visitor: Visitor, member: Join
) -> None:
    someone = member()
    page = someone.enter(visitor(shop.url))
    page.goto("/account")
    page.get_by_role("link", name="Set up or change").click()
    expect(page.get_by_role("heading", name="Two-step login", level=1)).to_be_visible()
    page.get_by_label("Current password").fill(PASSWORD)
    assert_clean_everywhere(page, "two-step login, off")
    page.keyboard.press("Enter")
    secret = page.get_by_test_id("second-secret").inner_text().replace(" ", "")
    expect(page.get_by_role("img", name="QR code for the app")).to_be_visible()
    field = page.get_by_label("Code from the app")
    expect(field).to_have_attribute("autocomplete", "one-time-code")
    assert_clean_everywhere(page, "two-step login, its first code")
    made = pyotp.TOTP(secret)
    field.fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is not the code")).to_be_visible()
    expect(field).to_be_focused()
    field.fill(made.now())
    page.keyboard.press("Enter")
    codes = page.get_by_test_id("recovery-codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    assert_clean_everywhere(page, "recovery codes")
    recovery = codes.first.inner_text()
    page.get_by_role("button", name="I have kept them").click()
    expect(page.get_by_test_id("second-on")).to_contain_text("On")
    expect(page.get_by_text("10 codes are left.")).to_be_visible()
    assert_clean_everywhere(page, "two-step login, on")

    other = visitor(shop.url)
    type_password(other, someone.email)
    code = other.get_by_label("Code from the app")
    expect(code).to_be_focused()
    expect(code).to_have_attribute("autocomplete", "one-time-code")
    assert_clean_everywhere(other, "the second step of a login")
    other.keyboard.type(made.at(time.time() + 30))  # each is good once
    other.keyboard.press("Enter")
    expect(other.get_by_test_id("second-step")).to_be_hidden()
    third = visitor(shop.url)
    type_password(third, someone.email)
    third.get_by_role("button", name="Use a recovery code").click()
    third.get_by_label("Recovery code").fill(recovery.lower())
    third.keyboard.press("Enter")
    expect(third.get_by_test_id("second-step")).to_be_hidden()

    admin = enter_as_admin(visitor(shop.url), shop.url)
    admin.goto(f"/staff/people/{someone.id}")
    expect(admin.get_by_text("two-step login since")).to_be_visible()
    admin.get_by_role("button", name="Reset two-step login").click()
    dialog = admin.get_by_role("dialog")
    shot(admin, "resetting two-step login")
    dialog.get_by_role("button", name="Reset two-step login").click()
    expect(dialog).to_be_hidden()
    expect(admin.get_by_text("two-step login since")).to_be_hidden()
