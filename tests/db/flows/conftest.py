"""A shop's flows on a real ledger, with a payment provider that the test runs."""

from collections.abc import AsyncIterator

import pytest

from tests.db.flows.stage import Stage, opened_stage
from tests.support.length import PARTITIONS


@pytest.fixture(params=PARTITIONS)
async def stage(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    """Its ledger must be clean after every test."""
    async with opened_stage(database_url, request.param) as opened:
        yield opened
