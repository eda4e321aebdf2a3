"""The proof of outages, small: the same checks on fewer orders, with a short stop of the broker."""

import pytest

from tests.proof.outages import hold_through_outages
from tests.support.market import Market

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


async def test_every_order_is_decided_rightly_whatever_breaks(split: Market) -> None:
    found = await hold_through_outages(
        split,
        seconds=15,
        rate=8,
        seed=7,
        kinds=(*("rich",) * 16, "poor", "poor", "no wallet", "no wallet"),
        broker_seconds=3,
    )
    assert found.ends["FINISHED"] > 60
    assert found.ends["CANCELLED (insufficient-funds)"] > 0
    assert found.ends["CANCELLED (no-wallet)"] > 0
