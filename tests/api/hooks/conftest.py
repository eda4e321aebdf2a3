"""Stripe's test server, and a shop that takes cards by it."""

from collections.abc import Callable, Iterator

import pytest

from tests.api.hooks.dispute_desk import Desk
from tests.api.hooks.stripe_shop import stripe_market
from tests.support.market import STAFF, Buyer, Market, expect
from tests.support.postgres import Postgres
from tests.support.stripe import StripeServer

Visit = Callable[..., Buyer]


@pytest.fixture(scope="module")
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str, stripe: StripeServer) -> Iterator[Market]:
    with stripe_market(postgres, stocked, stripe) as opened:
        yield opened


@pytest.fixture
async def desk(shop: Market, stripe: StripeServer, visit: Visit) -> Desk:
    staff = visit(shop)
    expect(await staff.post("/api/session/login", STAFF))
    found = Desk(shop, stripe, staff)
    await found.paid(visit(shop))
    return found
