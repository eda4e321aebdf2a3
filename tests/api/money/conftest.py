"""A shop of each module's own, which takes cards by Stripe's test server and sends mails."""

from collections.abc import Iterator

import pytest

from tests.api.hooks.stripe_shop import stripe_market
from tests.api.money.opening import opened_shop
from tests.api.money.wares import Shop
from tests.support.mail_server import MailServer, mail_settings, running_mail_server
from tests.support.postgres import Postgres
from tests.support.stripe import StripeServer


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def post() -> Iterator[MailServer]:
    with running_mail_server() as server:
        yield server


@pytest.fixture(scope="module")
def shop(
    postgres: Postgres, stocked: str, stripe: StripeServer, post: MailServer
) -> Iterator[Shop]:
    mails = mail_settings(post, HOLDFAST_MAIL_PAUSE="0.2")
    with stripe_market(postgres, stocked, stripe, **mails) as market:
        yield opened_shop(market)
