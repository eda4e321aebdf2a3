"""Stripe's test server, and a shop that takes cards by it."""

from collections.abc import Iterator

import pytest

from tests.api.hooks.stripe_shop import stripe_market
from tests.support.market import Market
from tests.support.postgres import Postgres
from tests.support.stripe import StripeServer


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, stripe: StripeServer) -> Iterator[Market]:
    with stripe_market(postgres, stocked, stripe) as opened:
        yield opened
