"""Codes and files of an order that somebody is to look at: given by who lets it go, back on sale if
it is refused."""

from pathlib import Path

from holdfast.flows.digital.giving import give
from holdfast.flows.staff.suspects import refuse_order, release
from tests.db.flows.buying import stock_of
from tests.db.flows.digital.codes import STAFF, again, bought, codes_of, count, new_codes
from tests.db.flows.digital.files import fetched_bytes, new_file
from tests.db.flows.guarding.test_suspects import rules
from tests.db.flows.stage import Stage, jobs_due

DEAR = {"kind": "first-order", "points": 60, "amount": 1, "currency": "EUR"}


async def test_what_is_held_is_given_its_codes_once_it_is_let_go(stage: Stage) -> None:
    await rules(stage, DEAR)
    order = await bought(stage, await new_codes(stage, 1))
    await give(stage, order.id)
    assert await codes_of(stage, order) == ()
    await release(stage, STAFF, order.id, "Called them")
    assert "give-codes" in await jobs_due(stage)
    await give(stage, order.id)
    assert len(await codes_of(stage, order)) == 1
    assert (await again(stage, order)).is_completed


async def test_so_is_a_file(stage: Stage, tmp_path: Path) -> None:
    await rules(stage, DEAR)
    goods, store = await new_file(stage, tmp_path, 1, b"twelve poems")
    order = await bought(stage, goods)
    await give(stage, order.id)
    assert (await again(stage, order)).is_paid
    await release(stage, STAFF, order.id, "Called them")
    assert "give-codes" in await jobs_due(stage)
    await give(stage, order.id)
    assert await fetched_bytes(stage, store, order) == b"twelve poems"
    assert (await again(stage, order)).is_completed


async def test_what_is_refused_is_given_none(stage: Stage) -> None:
    await rules(stage, DEAR)
    goods = await new_codes(stage, 1)
    order = await bought(stage, goods)
    await give(stage, order.id)
    await refuse_order(stage, STAFF, order.id, "Stolen")
    await give(stage, order.id)
    assert await count(stage, goods.variant_id) == (1, 0, 0, 0)
    assert await stock_of(stage, goods) == (1, 0)
