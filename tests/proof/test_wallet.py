"""Everything that happens to one wallet at once comes out right."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.proof.stampede import market_of_workers
from tests.proof.wallet import spend_and_top_up
from tests.support.market import Market


@pytest.fixture(scope="module", params=[1, 2], ids=["1-worker", "2-workers-and-redis"])
def crowded(request: pytest.FixtureRequest) -> Iterator[Market]:
    with ExitStack() as stack:
        yield market_of_workers(stack, request.param)


async def test_top_ups_and_purchases_of_one_wallet_all_come_out_right(crowded: Market) -> None:
    figures, paid = await spend_and_top_up(
        crowded, points=100, top_ups=50, purchases=400, clients=64
    )
    print(figures, paid)
    assert 100 <= paid <= 150
