"""A man in the middle of orders and payments moves no money."""

from collections.abc import Iterator

import pytest

from tests.proof.messages import market_with_broker, meddle, replayed_when_cured
from tests.support.market import Market

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def between() -> Iterator[tuple[Market, str]]:
    with market_with_broker() as running:
        yield running


async def test_doubled_shuffled_and_corrupted_messages_move_nothing_twice(
    between: tuple[Market, str],
) -> None:
    done = await meddle(*between, orders=80, buyers=4, clients=8, seed=7)
    assert min(done["doubled"], done["corrupted"], done["delayed"]) > 10
    assert min(done["finished"], done["buyer"]) > 5


async def test_what_could_not_be_done_is_done_when_replayed(
    between: tuple[Market, str],
) -> None:
    await replayed_when_cured(*between)
