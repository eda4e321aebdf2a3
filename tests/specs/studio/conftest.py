"""Specification E's studio: a photographer, a place and a kit that nobody else's tests book; and a
shop that is joined to everybody outside whom the specification names."""

from collections.abc import Awaitable, Callable, Iterator
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.fcm import FcmServer
from tests.support.google import consent
from tests.support.google.server import GoogleServer, opened_google
from tests.support.login_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    LoginProvider,
    opened_login_provider,
)
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.market import Buyer, Market, expect
from tests.support.markets import market_as_asked
from tests.support.member import Member
from tests.support.photo_studio import PhotoStudio, set_up
from tests.support.postgres import Postgres, execute, run
from tests.support.sms import SmsServer
from tests.support.straight import insert_user
from tests.support.stripe import StripeServer
from tests.support.telegram import TelegramServer
from tests.support.yookassa import YooKassaServer

Visit = Callable[..., Buyer]


@pytest.fixture(scope="module")
def studio(market: Market) -> PhotoStudio:
    """Of the module; its tests book on days of their own."""
    return set_up(market)


@pytest.fixture
def join(market: Market, visit: Visit) -> Callable[[], Awaitable[Member]]:
    """``await join()``: somebody new, logged in."""

    async def enter() -> Member:
        user, token = await insert_user(market.database_url)
        headers = {"Authorization": f"Bearer {token}"}
        return Member(visit(market, **headers), user, headers)

    return enter


# --- who stands outside, and the shop that is joined to them ------------------------------------


@pytest.fixture(scope="package")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="package")
def sms() -> Iterator[SmsServer]:
    with SmsServer() as server:
        yield server


@pytest.fixture(scope="package")
def fcm() -> Iterator[FcmServer]:
    with FcmServer() as server:
        yield server


@pytest.fixture(scope="package")
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="package")
def provider() -> Iterator[LoginProvider]:
    """Of logins."""
    with opened_login_provider() as opened:
        yield opened


@pytest.fixture(scope="package")
def google() -> Iterator[GoogleServer]:
    """Of calendars."""
    with opened_google() as server:
        yield server


@pytest.fixture(scope="package")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as server:
        yield server


@pytest.fixture(scope="package")
def yookassa() -> Iterator[YooKassaServer]:
    with YooKassaServer.running() as server:
        server.book.receipts = "yookassa"
        yield server


@pytest.fixture(scope="package")
def joined(
    postgres: Postgres,
    stocked: str,
    post: MailServer,
    sms: SmsServer,
    fcm: FcmServer,
    telegram: TelegramServer,
    provider: LoginProvider,
    google: GoogleServer,
    stripe: StripeServer,
    yookassa: YooKassaServer,
) -> Iterator[Market]:
    """One process, whatever the run was asked for; no limits. It sells goods in roubles, so that
    receipts can be asked for."""
    key = (
        ec.generate_private_key(ec.SECP256R1())
        .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        .decode()
    )
    settings = {
        "HOLDFAST_LIMITS": "off",
        **mail_settings(post, HOLDFAST_MAIL_PAUSE="0.2"),
        **sms.settings,
        **fcm.settings,
        **telegram.settings,
        **stripe.settings,
        **yookassa.settings,
        "HOLDFAST_CALENDARS_PRIVATE": "on",
        "HOLDFAST_GOOGLE_CLIENT_ID": consent.CLIENT_ID,
        "HOLDFAST_GOOGLE_CLIENT_SECRET": consent.CLIENT_SECRET,
        "HOLDFAST_GOOGLE_URL": google.url,
        "HOLDFAST_LOGIN_GOOGLE_ID": CLIENT_ID,
        "HOLDFAST_LOGIN_GOOGLE_SECRET": CLIENT_SECRET,
        "HOLDFAST_LOGIN_GOOGLE_ISSUER": provider.url,
        "HOLDFAST_LOGIN_VK_ID": CLIENT_ID,
        "HOLDFAST_LOGIN_VK_URL": provider.url,
        "HOLDFAST_LOGIN_APPLE_ID": CLIENT_ID,
        "HOLDFAST_LOGIN_APPLE_TEAM": "TEAM",
        "HOLDFAST_LOGIN_APPLE_KEY_ID": "KEY",
        "HOLDFAST_LOGIN_APPLE_KEY": key.replace("\n", "\\n"),
        "HOLDFAST_LOGIN_APPLE_ISSUER": provider.url,
    }
    priced = postgres.create(stocked)
    run(execute(priced, "UPDATE products SET currency = 'RUB'"))
    with market_as_asked(postgres, urlsplit(priced).path.strip("/"), settings, "one") as opened:
        expect(opened.staff.patch("/api/staff/settings", json={"currency": "RUB"}))
        yield opened
    postgres.drop(priced)
