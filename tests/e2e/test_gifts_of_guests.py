"""Somebody without an account buys a certificate as a present, and finds it again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, shot
from tests.e2e.till import enter_as_staff, pay
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

pytestmark = pytest.mark.long

CERTIFICATE = {
    "name": "A present", "about": "For any session.", "currency": "RUB",
    "items": [{"kind": "certificate", "units": 500_000, "price": 450_000}],
}  # fmt: skip
HOURS = {
    "name": "Ten hours", "currency": "RUB",
    "items": [{"kind": "hours", "units": 600, "price": 5_000_000}],
}  # fmt: skip


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def mailing(prepared: PreparedShops, post: MailServer) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off", **mail_settings(post)) as opened:
        yield opened


def test_a_guest_gives_a_certificate_and_finds_it_again(
    mailing: ServerProcess, visitor: Visitor
) -> None:
    staff, page = visitor(mailing.url), visitor(mailing.url)
    enter_as_staff(staff)
    for package in (CERTIFICATE, HOURS):
        origin = {"Origin": mailing.url}
        assert staff.request.post("/api/staff/packages", data=package, headers=origin).ok
    page.goto("/packages")
    hours = page.get_by_role("listitem").filter(has_text="Ten hours")
    expect(hours.get_by_role("link", name="Log in to buy")).to_be_visible()
    card = page.get_by_role("listitem").filter(has_text="A present")
    card.get_by_role("button", name="Buy").press("Enter")
    address = card.get_by_label("Email it is sent to")
    expect(address).to_be_focused()
    assert_clean_everywhere(page, "a present of somebody without an account")
    in_all_looks(page, "packages-guest")
    card.get_by_role("button", name="Buy").click()
    expect(card.get_by_text("Say where to send it.")).to_be_visible()
    expect(address).to_be_focused()
    page.keyboard.type("mina at home")
    page.keyboard.press("Enter")
    expect(card.get_by_text("Mail cannot go to this address.")).to_be_visible()
    shot(page, "packages-guest-wrong")
    address.fill("mina@test.example")
    card.get_by_label("For whom").fill("Mina")
    card.get_by_role("button", name="Buy").click()
    expect(page.get_by_role("timer")).to_be_visible()
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    expect(page.get_by_text("mina@test.example")).to_contain_text("mail")
    shot(page, "order-of-a-certificate-guest")
    page.get_by_role("link", name="My packages and certificates").first.click()
    expect(page).to_have_url(re.compile("/prepaid$"))
    expect(page.get_by_text("for Mina")).to_be_visible()
    expect(page.get_by_text("Kept in this browser.")).to_be_visible()
    assert_clean_everywhere(page, "what somebody without an account has")
    in_all_looks(page, "prepaid-guest")
    page.get_by_role("button", name="Make a new code").or_(
        page.get_by_role("button", name="Show the code")
    ).click()
    expect(page.get_by_test_id("code")).to_be_visible()
    staff.goto("/staff/prepaid")
    expect(staff.get_by_role("row").filter(has_text="A present")).to_contain_text("Guest")
    shot(staff, "staff-prepaid-of-a-guest")
