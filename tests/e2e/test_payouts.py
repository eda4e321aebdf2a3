"""A seller says where their payouts go, staff have one sent by Stripe, which refuses it, and then
does not."""

from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.api.seller.trading import SELLERS, sell
from tests.api.staff.drafts import colours
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, shot, toast
from tests.e2e.member import Member
from tests.e2e.till import enter_as_staff
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess, until
from tests.support.stripe import StripeServer

pytestmark = pytest.mark.long

IBAN = "Mill GmbH\nDE89 3704 0044 0532 0130 00\nCommerzbank"


def earning(staff: Member, seller: Member, name: str) -> str:
    """A seller with somebody who works for it, who sold something; its id."""
    settings = {"payoutHoldDays": 0, "payoutDays": 0}
    staff.http.patch("/api/staff/settings", json=settings).raise_for_status()
    made = staff.http.post(SELLERS, json={"name": name}).raise_for_status()
    found: str = made.json()["seller"]["id"]
    staff.http.put(f"{SELLERS}/{found}/people/{seller.id}").raise_for_status()
    log_in(seller.http, seller.email)  # with the role it has now
    own = f"/api/seller/{found}"
    goods = seller.http.post(f"{own}/products", json=colours()).raise_for_status().json()
    sell(staff.http, str(staff.http.base_url), [goods["product"]])
    until(lambda: seller.http.get(f"{own}/money").json()["standings"], PATIENCE, "it is earned")
    return found


def say_where(page: Page, account: str) -> Locator:
    """The dialog, once it was sent."""
    page.get_by_role("button", name="Change", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("How").select_option("Stripe")
    field = dialog.get_by_label("Account at Stripe")
    expect(field).to_have_value("")
    field.fill(account)
    dialog.get_by_role("button", name="Save").click()
    return dialog


def say_bank(page: Page) -> None:
    """First with a slip of the finger."""
    page.get_by_role("button", name="Enter", exact=True).click()
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label("Bank account")
    expect(field).to_be_focused()
    field.fill("Mill GmbH\nDE89 3704 0044 0532 0310 00\nCommerzbank")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("“DE89370400440532031000” is no IBAN")).to_be_visible()
    expect(field).to_be_focused()
    shot(page, "payout-bank-refused")
    assert_clean_everywhere(page, "a bank account that is none")
    field.fill(IBAN)
    dialog.get_by_role("button", name="Save").click()


def sees_where(staff: Page, name: str) -> None:
    """Who sends it by hand reads to which account at a bank, and that it is new."""
    staff.goto("/staff/payouts")
    staff.get_by_role("button", name=f"Mark the payout to {name} as sent").click()
    dialog = staff.get_by_role("dialog")
    expect(dialog.get_by_test_id("sends-to")).to_have_text(IBAN)
    expect(dialog).to_contain_text("Payout account changed")
    assert_clean_everywhere(staff, "sending a payout by bank")
    shot(staff, "payout-by-bank")
    staff.keyboard.press("Escape")


def send(staff: Page, name: str) -> Locator:
    """The row of the payout, which Stripe was asked to send."""
    staff.goto("/staff/payouts")
    staff.get_by_role("button", name=f"Send the payout to {name}").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Send", exact=True).click()
    expect(dialog).to_have_count(0)
    table = staff.get_by_role("table", name="Payouts")
    return table.get_by_role("row").filter(has_text=name)


def test_what_stripe_refuses_is_sent_at_a_second_try(
    card_server: ServerProcess, visitor: Visitor, stripe: StripeServer
) -> None:
    name, account = f"Mill {uuid4().hex[:8]}", stripe.connect.connect()
    waits = stripe.connect.connect(transfers="pending")
    with Member(card_server, "manager") as manager, Member(card_server) as member:
        seller = earning(manager, member, name)
        page = member.enter(visitor(card_server.url))
        page.goto("/selling/money")
        where = page.get_by_test_id("payout-account")
        expect(where).to_contain_text(
            "Enter your bank account so that the shop can send your payouts"
        )
        say_bank(page)
        expect(where).to_contain_text("DE89 3704 0044 0532 0130 00")
        shot(page, "seller-payout-bank")
        staff = visitor(card_server.url)
        enter_as_staff(staff)
        staff.goto(f"/staff/sellers/{seller}")
        expect(staff.get_by_test_id("payout-account")).to_contain_text("Commerzbank")
        staff.get_by_role("button", name="for a payout").click()
        expect(toast(staff, "set aside")).to_be_visible()
        sees_where(staff, name)

        dialog = say_where(page, waits)
        field = dialog.get_by_label("Account at Stripe")
        expect(dialog.get_by_text("cannot send money there yet")).to_be_visible()
        expect(field).to_have_value(waits)
        shot(page, "payout-account-refused")
        assert_clean_everywhere(page, "an account that cannot receive")
        field.fill(account)
        dialog.get_by_role("button", name="Save").click()
        expect(toast(page, "Payout account saved")).to_be_visible()
        expect(where).to_contain_text(f"By Stripe, to {account}")
        assert_clean_everywhere(page, "a seller's money and account")
        shot(page, "seller-payout-account")

        staff.goto(f"/staff/sellers/{seller}")
        expect(staff.get_by_test_id("payout-account")).to_contain_text(f"By Stripe, to {account}")
        assert_clean_everywhere(staff, "a seller with an account")
        shot(staff, "staff-payout-account")

        stripe.connect.available = {}
        staff.goto("/staff/payouts")
        staff.get_by_role("button", name=f"Send the payout to {name}").click()
        expect(staff.get_by_role("dialog")).to_contain_text(account)
        assert_clean_everywhere(staff, "sending a payout")
        shot(staff, "payout-send")
        row = send(staff, name)
        expect(row).to_contain_text("Refused")
        expect(row).to_contain_text("insufficient available funds")
        expect(row.get_by_role("button", name=f"Mark the payout to {name} as sent")).to_be_visible()
        assert_clean_everywhere(staff, "a payout that Stripe refused")
        shot(staff, "payout-refused")
        page.reload()
        payouts = page.get_by_role("list", name="Payouts")
        expect(payouts).to_contain_text("Not sent yet: the shop looks into it")
        expect(payouts).not_to_contain_text("insufficient")

        stripe.connect.available = {"eur": 100_000, "rub": 100_000_000}
        row = send(staff, name)
        expect(row).to_contain_text("tr_test_")
        expect(row).to_contain_text("Sent")
        expect(row.get_by_role("button", name=f"Send the payout to {name}")).to_have_count(0)
        page.reload()
        expect(payouts).to_contain_text("tr_test_")
    (sent,) = [one for one in stripe.connect.transfers.values() if one["destination"] == account]
    assert sent["amount"] > 0
