"""A shop that takes cards by a test server of each provider that charges kept ones."""

from collections.abc import AsyncIterator, Iterator

import pytest

from holdfast.flows.shop_parts import ShopParts
from tests.db.flows.repeats.charging import charging
from tests.db.flows.stage import Stage
from tests.support.banks import BANKS, Bank, running_bank


@pytest.fixture(params=BANKS)
def bank(request: pytest.FixtureRequest) -> Iterator[Bank]:
    with running_bank(request.param) as running:
        yield running


@pytest.fixture
async def shop(stage: Stage, bank: Bank) -> AsyncIterator[ShopParts]:
    async with charging(stage, bank) as parts:
        yield parts
