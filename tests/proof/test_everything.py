"""What was answered holds, by books of our own, whatever was asked for at once and was killed."""

from contextlib import ExitStack

import pytest

from tests.proof.everything import SETTINGS, everything
from tests.proof.stampede import market_of_workers
from tests.support.length import LONG
from tests.support.stripe import StripeServer


@pytest.mark.timeout(1800 if LONG else 420)
@pytest.mark.parametrize("seed", [1, 2, 3, 4] if LONG else [1])
async def test_what_was_answered_is_so_in_the_end(seed: int) -> None:
    with ExitStack() as stack:
        stripe = stack.enter_context(StripeServer.running())
        market = market_of_workers(stack, 2, SETTINGS | stripe.settings)
        length = (
            {"seconds": 120, "clients": 24, "every": 8}
            if LONG
            else {"seconds": 4, "clients": 8, "every": 2}
        )
        print(await everything(market, stripe, **length, seed=seed))
