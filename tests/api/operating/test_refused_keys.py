"""Keys that a provider or carrier does not take are told to staff when the shop starts, not first
to a customer who wants to pay."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.paypal import PayPalServer
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until
from tests.support.sms import SmsServer
from tests.support.stripe import StripeServer
from tests.support.telegram import TelegramServer
from tests.support.yookassa import YooKassaServer

WRONG = {
    "HOLDFAST_STRIPE_SECRET_KEY": "sk_test_of_another",
    "HOLDFAST_YOOKASSA_SECRET_KEY": "test_of_another",
    "HOLDFAST_PAYPAL_CLIENT_SECRET": "of-somebody-else",
    "HOLDFAST_SMTP_PASSWORD": "of-somebody-else",
    "HOLDFAST_TELEGRAM_TOKEN": "1:of-another",
    "HOLDFAST_SMS_TWILIO_TOKEN": "of-somebody-else",
}
ALL = ["mail", "paypal", "sms", "stripe", "telegram", "yookassa"]


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    with running_mail_server() as server:
        server.password = b"a-password"
        yield server


@pytest.fixture(scope="module")
def right(mail: MailServer) -> Iterator[dict[str, str]]:
    """The settings of a shop whose keys are all taken."""
    with (
        StripeServer.running() as stripe,
        YooKassaServer.running() as yookassa,
        PayPalServer.running() as paypal,
        TelegramServer() as telegram,
        SmsServer() as sms,
    ):
        settings: dict[str, str] = {}
        for one in (stripe, yookassa, paypal, telegram, sms):
            settings |= one.settings
        signed = {"HOLDFAST_SMTP_USER": "shop", "HOLDFAST_SMTP_PASSWORD": "a-password"}
        yield settings | mail_settings(mail, **signed)


@contextmanager
def staff_of(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as staff:
        known = {"email": "manager@example.com", "password": "holdfast-manager"}
        expect(staff.post("/api/session/login", json=known))
        yield staff


def until_refused(staff: httpx.Client, keys: list[str]) -> None:
    """Until staff's home names these, and no others."""

    def refused() -> list[str]:
        found: list[str] = expect(staff.get("/api/staff/home"))["keysRefused"]
        return found

    until(lambda: refused() == keys, PATIENCE, refused)


@pytest.mark.long
def test_wrong_keys_are_told_before_anybody_pays_until_they_are_right(
    prepared: PreparedShops, right: dict[str, str], scratch: Path
) -> None:
    data = prepared.put(scratch / "data", demo=True)
    with ServerProcess(data, "--demo", environment=right | WRONG) as shop, staff_of(shop) as staff:
        until_refused(staff, ALL)
        assert "does not take the shop's key" in shop.said
        assert not any(wrong in shop.said for wrong in WRONG.values())
        ways = expect(staff.get("/api/config"))["providers"]
        assert not {one["name"] for one in ways if one["available"]} & set(ALL)
    with ServerProcess(data, "--demo", environment=right) as shop, staff_of(shop) as staff:
        until_refused(staff, [])
