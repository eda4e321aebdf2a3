"""A shop of each module's own, which takes cards by Stripe's test server."""

from collections.abc import Iterator

import pytest

from tests.api.hooks.stripe_shop import stripe_market
from tests.api.money.opening import opened_shop
from tests.api.money.wares import Shop
from tests.support.postgres import Postgres
from tests.support.stripe import StripeServer


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, stripe: StripeServer) -> Iterator[Shop]:
    with stripe_market(postgres, stocked, stripe) as market:
        yield opened_shop(market)
