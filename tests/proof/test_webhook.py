"""A receiver in every kind of trouble gets everything, in order, signed; buyers notice nothing."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.proof.stampede import market_of_workers
from tests.proof.webhook import platform_settings, troubled_deliveries
from tests.support.length import LONG
from tests.support.market import Market
from tests.support.server import free_port


@pytest.fixture
def telling(tmp_path: Path) -> Iterator[tuple[Market, int, Path]]:
    """A server that tells a webhook and a file."""
    with ExitStack() as stack:
        port, file = free_port(), tmp_path / "orders.jsonl"
        yield market_of_workers(stack, 1, platform_settings(port, file)), port, file


@pytest.mark.timeout(600)
@pytest.mark.parametrize("kills", [0, 1])
async def test_everything_arrives_in_order_and_signed(
    telling: tuple[Market, int, Path], kills: int
) -> None:
    figures, platform = await troubled_deliveries(
        *telling, orders=600 if LONG else 60, clients=8, kills=kills
    )
    print(figures, platform.troubles)
    assert all(platform.troubles[kind] for kind in ("500", "slow", "lost", "cut", "down"))
