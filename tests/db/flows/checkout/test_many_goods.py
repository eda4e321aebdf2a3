"""A few lines that are made of hundreds of goods: what was sold can be cancelled, whole and in
part, and what is too much for one order is refused."""

from collections.abc import Sequence
from uuid import UUID

import pytest

from holdfast.catalog import ProductDraft, VariantDraft, stock_key
from holdfast.flows.checkout.at_once import TooMuchAtOnce
from holdfast.flows.checkout.edit_lines import LineEdited, LinesWanted, edit_lines
from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from holdfast.flows.inventory.parts import set_parts
from holdfast.kit import new_id
from holdfast.orders import Order
from tests.db.flows.buying import (
    Goods,
    a_customer,
    confirm,
    new_goods,
    order_now,
    pay_for,
    reserve,
)
from tests.db.flows.returning.test_returns import STAFF
from tests.db.flows.stage import Stage, select

EACH = 20


async def of_many(stage: Stage, count: int) -> tuple[list[Goods], list[UUID]]:
    """Goods, each made of twenty others, of which there is one each."""
    handles = [f"parts-{new_id()}" for _ in range(count)]
    variants = tuple(VariantDraft({"n": str(n)}, 10, stock=1) for n in range(EACH))
    drafts = [ProductDraft(handle, "Parts", variants) for handle in handles]
    await put_drafts(stage.database, stage.ledger, drafts, DraftTerms("EUR"))
    rows = await select(
        stage,
        "SELECT v.id FROM variants v JOIN products p ON p.id = v.product_id"
        " WHERE p.handle = ANY($1)",
        handles,
    )
    parts = [UUID(str(row[0])) for row in rows]
    goods = [await new_goods(stage, 0) for _ in range(count)]
    for at, one in enumerate(goods):
        some = parts[at * EACH : (at + 1) * EACH]
        await set_parts(stage, STAFF, one.variant_id, dict.fromkeys(some, 1))
    return goods, parts


async def free(stage: Stage, parts: Sequence[UUID]) -> int:
    accounts = [await stage.reader.account(stock_key(one)) for one in parts]
    return sum(one.balance for one in accounts)


async def paid(stage: Stage, goods: Sequence[Goods]) -> tuple[Caller, Order]:
    buyer = a_customer()
    placed = await reserve(stage, buyer, *goods)
    await confirm(stage, buyer, placed, await pay_for(stage, buyer, placed))
    return Caller(buyer), await order_now(stage, placed)


async def test_what_was_sold_is_cancelled_in_part_and_whole(stage: Stage) -> None:
    goods, parts = await of_many(stage, 20)
    buyer, order = await paid(stage, goods)
    assert order.is_paid and await free(stage, parts) == 0
    most = dict.fromkeys(range(19), 1)
    await cancel_units(stage, STAFF, order.id, most, "Broken")
    assert await free(stage, parts) == 19 * EACH
    await cancel(stage, buyer, order_id=order.id)
    assert await free(stage, parts) == 20 * EACH
    again, order = await paid(stage, goods)
    await cancel(stage, again, order_id=order.id)
    assert await free(stage, parts) == 20 * EACH


async def test_what_is_too_much_at_once_is_refused(stage: Stage) -> None:
    goods, parts = await of_many(stage, 26)
    buyer = a_customer()
    with pytest.raises(TooMuchAtOnce):
        await reserve(stage, buyer, *goods)
    assert await free(stage, parts) == 26 * EACH
    order = await order_now(stage, await reserve(stage, buyer, *goods[:2]))
    lines = tuple(LineEdited(one.product_id, one.variant_id, 1) for one in goods)
    with pytest.raises(TooMuchAtOnce):
        await edit_lines(stage, STAFF, order.id, LinesWanted(order.reservation_id, lines))
    assert await free(stage, parts) == 24 * EACH
