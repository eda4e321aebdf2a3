"""The books of money that is set aside first, taken in parts, or never."""

from collections.abc import Iterator
from datetime import UTC, timedelta

import pytest

from holdfast.db.partitions import maintain
from holdfast.flows.ending.cancel import cancel_by_staff
from holdfast.kit import shop_now
from tests.db.flows.bookkeeping import documents, sums
from tests.db.flows.selling.selling import bought, goods_of
from tests.db.flows.settlement.part_taking import STAFF, set_aside
from tests.db.flows.stage import Stage
from tests.support.paypal import PayPalServer


@pytest.fixture(scope="module")
def paypal() -> Iterator[PayPalServer]:
    with PayPalServer.running() as running:
        yield running


async def test_what_is_set_aside_is_owed_until_it_is_taken(
    stage: Stage, paypal: PayPalServer
) -> None:
    till = await set_aside(stage, paypal)
    assert sums(await documents(stage)) == {"customers": 1500, "sales": -1500}
    await till.sends(1)
    await till.takes()
    assert sums(await documents(stage)) == {"clearing": 500, "customers": 1000, "sales": -1500}


async def test_what_was_never_taken_is_owed_no_more(stage: Stage, paypal: PayPalServer) -> None:
    till = await set_aside(stage, paypal)
    await till.sends(1)
    await till.takes()
    await till.gives_back(1200)
    assert (till.captured, till.given_back) == ([500], 200)
    found = await documents(stage)
    assert sums(found) == {"clearing": 300, "sales": -1500, "refunds": 1200}
    assert sorted(one.number[:2] for one in found) == ["L-", "P-", "R-", "S-"]


async def test_an_order_called_off_before_it_left_comes_to_nothing(
    stage: Stage, paypal: PayPalServer
) -> None:
    till = await set_aside(stage, paypal)
    await cancel_by_staff(stage, STAFF, till.order.id, "not wanted")
    await till.runs_refunds()
    assert sums(await documents(stage)) == {"sales": -1500, "refunds": 1500}


async def test_months_that_were_put_away_are_in_the_books(stage: Stage) -> None:
    """As if this month had been put away already, in a table of its own."""
    await maintain(stage.database)
    await bought(stage, {await goods_of(stage, None, 333): 2})
    before = await documents(stage)
    assert sums(before) == {"wallets": -999_334, "credit": 1_000_000, "sales": -666}
    first = shop_now().astimezone(UTC).date().replace(day=1)
    name = f"ledger_entries_{first:%Y%m}"
    await stage.database.pool.execute(f"ALTER TABLE ledger_entries DETACH PARTITION {name}")
    try:
        assert await documents(stage) == before
    finally:
        following = (first + timedelta(days=32)).replace(day=1)
        await stage.database.pool.execute(
            f"ALTER TABLE ledger_entries ATTACH PARTITION {name}"
            f" FOR VALUES FROM ('{first}T00:00Z') TO ('{following}T00:00Z')"
        )
