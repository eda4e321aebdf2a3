"""Everybody waits for what is sold out, and it comes back one at a time."""

from contextlib import ExitStack

import pytest

from tests.proof.waiting_line import line_market, waiting_line
from tests.support.length import LONG
from tests.support.market import Market


async def test_units_that_come_free_by_every_way_are_had_in_order(crowded: Market) -> None:
    assert await waiting_line(crowded, 14, unpaid=False) == 14


@pytest.mark.skipif(not LONG, reason="takes minutes")
async def test_500_wait_and_some_who_have_one_do_not_pay_in_time() -> None:
    with ExitStack() as stack:
        assert await waiting_line(line_market(stack, 60), 500, unpaid=True) == 500
