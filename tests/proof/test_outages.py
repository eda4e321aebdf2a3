"""The proof of outages, small: the same checks on fewer orders, with a short stop of the broker."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.proof.outages import hold_through_outages
from tests.support.market import Market
from tests.support.postgres import Postgres
from tests.support.split import opened_split

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def market(postgres: Postgres, stocked: str) -> Iterator[Market]:
    """The shop in its services, on databases of the run's own server."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-proof-"))
    goods, wallets = postgres.create(stocked), postgres.create()
    with opened_split(
        folder,
        environment={"HOLDFAST_LIMITS": "off"},
        orders_database=goods,
        payments_database=wallets,
    ) as opened:
        yield opened
    postgres.drop(goods)
    postgres.drop(wallets)
    shutil.rmtree(folder, ignore_errors=True)


async def test_every_order_is_decided_rightly_whatever_breaks(market: Market) -> None:
    found = await hold_through_outages(
        market,
        seconds=15,
        rate=8,
        seed=7,
        kinds=(*("rich",) * 16, "poor", "poor", "no account", "no account"),
        broker_seconds=3,
    )
    assert found.ends["FINISHED"] > 60
    assert found.ends["CANCELLED (short-of-points)"] > 0
    assert found.ends["CANCELLED (no-account)"] > 0
