"""The proof of the door, short: nobody who behaves is refused, and nothing is kept."""

from pathlib import Path

import pytest

from tests.proof.door import hold_the_door
from tests.support.market import opened_market, stock_up

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


async def test_strangers_at_their_worst_refuse_nobody_and_leave_nothing(scratch: Path) -> None:
    stock_up(scratch)
    with opened_market(scratch, afresh=True) as market:
        await hold_the_door(market, seconds=5)
