"""Orders at random, from the cart to the last refund, while connections are cut, answers are lost
and everybody asks twice: each unit of money and of goods is where it belongs. Then one thing after
another is broken, and the audit says which.

``HOLDFAST_LIVES_SEED=7 HOLDFAST_LIVES=10000 pytest tests/sim/test_order_lives.py`` replays a seed.
"""

import asyncio
import os
import secrets
from collections.abc import Sequence

import asyncpg
import pytest

from holdfast.catalog import stock_key
from holdfast.returns import written_off_key
from holdfast.sellers import list_payouts
from holdfast.views.agreement import audit_shop
from tests.db.flows.breaking import broken
from tests.db.flows.selling.selling import balance
from tests.db.flows.stage import opened_stage, select
from tests.sim.order_life import Life
from tests.sim.order_world import OrderWorld, a_world
from tests.support.length import LONG
from tests.support.wire import Wire

LIVES = int(os.environ.get("HOLDFAST_LIVES", "10000" if LONG else "24"))
NAMED = int(os.environ.get("HOLDFAST_LIVES_SEED", "0"))
SEED = NAMED or (secrets.randbelow(10**9) if LONG else 1)
"""The short form tells one story, as far as processes let it; the long one another each time, in
which the bank fails as well."""
TOGETHER = 16
BROKEN = {
    "a refund above its payment": ("refundable", (
        "UPDATE payments SET amount = amount - 1 WHERE id = (SELECT p.id FROM payments p"
        " JOIN orders o ON o.payment_id = p.id JOIN ledger_accounts a"
        " ON a.key = 'refundable/' || p.id WHERE o.status = 'completed' LIMIT 1)")),
    "more on the journal than was paid": ("negative", (
        "UPDATE ledger_entries SET balance = -1, change = change - balance - 1 WHERE key ="
        " (SELECT min(key) FROM ledger_accounts WHERE key LIKE 'refundable/%')")),
    "a paid order without its payment": ("order-payment", (
        "DELETE FROM payments WHERE id = (SELECT payment_id FROM orders"
        " WHERE status = 'completed' LIMIT 1)")),
    "a parcel of units never captured": ("order-state", (
        "UPDATE ledger_holds SET state = 'released' WHERE id = (SELECT o.hold_id FROM orders o"
        " JOIN parcels p ON p.order_id = o.id WHERE o.status IN ('paid', 'completed')"
        " AND o.hold_id IS NOT NULL LIMIT 1)")),
    "a parcel of units that are still held": ("parcel-order", (
        "UPDATE orders SET status = 'pending' WHERE id = (SELECT order_id FROM parcels"
        " WHERE status IN ('picking', 'shipped', 'delivered') LIMIT 1)")),
    "a payout that does not balance": ("payout", (
        "UPDATE payouts SET amount = amount + 1 WHERE id = (SELECT min(id::text)::uuid"
        " FROM payouts WHERE status <> 'failed')")),
}  # fmt: skip


@pytest.mark.timeout(120 + LIVES)
async def test_random_lives_of_orders_come_out_to_the_unit(database_url: str) -> None:
    print(f"\nReplay: HOLDFAST_LIVES_SEED={SEED} HOLDFAST_LIVES={LIVES} "
          "pytest tests/sim/test_order_lives.py")  # fmt: skip
    with Wire(database_url) as wire:
        async with (
            asyncpg.create_pool(database_url, min_size=1, max_size=4) as straight,
            opened_stage(wire.url, 4) as stage,
        ):
            world = await a_world(stage, wire, straight, SEED, max(LIVES // 2, 20))
            lives = await _lived(world)
            for life in lives:
                await life.books()
            await _comes_out(world, lives)
    report = await audit_shop(database_url)
    assert report.clean, report.text()
    print(dict(world.outcomes), f"{world.bank.lost} lost on the way to the bank")
    print({stage: many for stage, many in report.checked.items() if many})
    await _noticed(database_url)


async def _lived(world: OrderWorld) -> list[Life]:
    """Some begin while those before them go on; in between, workers."""
    lives, begun = [Life(world)], list[Life]()
    await lives[0].plain()
    world.bank.calm = not (LONG or NAMED)
    for first in range(0, LIVES + TOGETHER, TOGETHER):
        new = [Life(world) for _ in range(first, min(first + TOGETHER, LIVES))]
        await asyncio.gather(*(one.begin() for one in new), *(one.go_on() for one in begun))
        await world.market()
        lives, begun = lives + new, new
    await world.market()
    for life in lives:
        await life.tidy()
    await world.market()
    await world.pay_out()
    return lives


async def _comes_out(world: OrderWorld, lives: Sequence[Life]) -> None:
    """Money in is what sellers have, what the shop took of that, and what is the shop's own; each
    unit is in stock, written off, or with one buyer."""
    stage = world.stage
    stand = [one.sale for one in lives if one.sale is not None and not one.gone]
    done = [one.parts() for one in stand if one.done]
    out = await list_payouts(stage.database.pool, None, None, None, 100_000)
    shares = 0
    for life in lives:
        await life.shares()
    for seller in world.sellers:
        net = sum(price - fee for one in done for price, fee in [one.get(seller, (0, 0))])
        sent = sum(one.amount for one in out if one.seller_id == seller and not one.has_failed)
        earned, owed = await balance(stage, seller)
        assert earned - owed + sent == net
        shares += earned - owed + sent
    ((fees,),) = await select(
        stage, "SELECT coalesce(-sum(change), 0)::bigint FROM ledger_entries"
        " WHERE key LIKE 'earned/%' AND counterparty LIKE 'fee/%'",
    )  # fmt: skip
    own = sum(one.get(None, (0, 0))[0] for one in done)
    unshared = sum(one.paid - one.given for one in stand if not one.done)
    assert sum(one.paid - one.given for one in stand) == shares + fees + own + unshared
    for goods, terms in world.goods.items():
        stock = await stage.reader.account(stock_key(goods.variant_id))
        aside = await stage.reader.account(written_off_key(goods.variant_id))
        assert stock.held == 0
        assert stock.balance + aside.balance + world.sold[goods] == terms.stock


async def _noticed(url: str) -> None:
    """Each alone."""
    for what, (code, statement) in BROKEN.items():
        report = await broken(url, statement)
        assert code in {str(one.fault) for one in report.violations}, (what, report.text())
