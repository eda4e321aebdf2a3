"""A shop that takes cards by Stripe's test server."""

from collections.abc import AsyncIterator, Iterator

import pytest

from holdfast.flows.shop_parts import ShopParts
from tests.db.flows.repeats.charging import charging
from tests.db.flows.stage import Stage
from tests.support.stripe import StripeServer


@pytest.fixture
def stripe() -> Iterator[StripeServer]:
    with StripeServer.running() as running:
        yield running


@pytest.fixture
async def shop(stage: Stage, stripe: StripeServer) -> AsyncIterator[ShopParts]:
    async with charging(stage, stripe) as parts:
        yield parts
