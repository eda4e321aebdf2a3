"""A member's number in a browser: confirmed by the code of an SMS, its kinds chosen, removed."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, in_all_looks, settled, shot
from tests.e2e.member import Member
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.sms import SmsServer

pytestmark = pytest.mark.long

NUMBER = "+447400123456"


@pytest.fixture(scope="module")
def sms() -> Iterator[SmsServer]:
    with SmsServer() as opened:
        yield opened


@pytest.fixture(scope="module")
def texting(prepared: PreparedShops, sms: SmsServer) -> Iterator[ServerProcess]:
    ours = {"HOLDFAST_LIMITS": "off", "HOLDFAST_PUBLIC_URL": "https://shop.example"}
    with prepared.opened(**ours, **sms.settings) as opened:
        yield opened


def test_a_member_confirms_a_number_chooses_kinds_and_removes_it(
    texting: ServerProcess, sms: SmsServer, visitor: Visitor
) -> None:
    """By keyboard; what is wrong is said at its field."""
    with Member(texting) as ann:
        page: Page = visitor(texting.url)
        page.context.add_cookies(
            [{"name": one.name, "value": one.value or "", "url": texting.url}
             for one in ann.http.cookies.jar]
        )  # fmt: skip
        page.goto(f"{texting.url}/account")
        number = page.get_by_label("Mobile number")
        number.fill("+49 30 901820")
        number.press("Enter")
        expect(page.get_by_text("SMS cannot go to this number.")).to_be_visible()
        expect(number).to_be_focused()
        shot(page, "account-sms-number")
        number.fill("+44 7400 123456")
        number.press("Enter")
        code = page.get_by_label("Code", exact=True)
        expect(code).to_be_focused()
        found = re.match(r"\d{6}", sms.hears(NUMBER))
        assert found is not None
        code.fill("000000" if found[0] != "000000" else "111111")
        code.press("Enter")
        expect(page.get_by_text("This is not the code.")).to_be_visible()
        settled(page)
        shot(page, "account-sms-code")
        code.fill(found[0])
        code.press("Enter")
        expect(page.get_by_text(f"Messages go to {NUMBER}.")).to_be_visible()
        kind = page.get_by_label("Reminder an hour before", exact=True)
        kind.last.click()
        expect(kind.last).not_to_be_checked()
        settled(page)
        in_all_looks(page, "account-sms")
        assert_clean_everywhere(page, "an account's number")
        kinds = ann.http.get("/api/mail-preferences").json()["kinds"]
        wanted = {one["kind"]: one["wanted"] for one in kinds if one["channel"] == "sms"}
        assert wanted["booking-soon"] is False
        page.get_by_role("button", name="Remove the number").click()
        expect(page.get_by_label("Mobile number")).to_be_visible(timeout=PATIENCE * 1000)
