"""As what a variant is delivered is said at the very moment at which somebody who has looked brings
units to its stock: what comes is never sold as what it is not."""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from datetime import timedelta
from uuid import uuid4

import pytest

from holdfast.catalog import VariantNotFound, delivery_key
from holdfast.flash_sales import SaleTerms
from holdfast.flows.commit.refusals import TooBusy
from holdfast.flows.digital import bringing, delivery
from holdfast.flows.digital.bringing import bring
from holdfast.flows.digital.delivery import DeliveryFixed, choose_delivery, delivery_of
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.flash_sales.making import end_sale, make_sale
from holdfast.flows.inventory import bulk_stock, by_codes, stock, stock_count
from holdfast.flows.inventory.bulk_stock import change_stock_of_many
from holdfast.flows.inventory.stock import StockChange, change_stock
from holdfast.flows.inventory.stock_count import set_counts
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import shop_now
from holdfast.ledger import accounts_of
from tests.db.flows.buying import Goods, new_goods, stock_of
from tests.db.flows.digital.codes import STAFF, bought, buyer_of, count, new_codes, some_codes
from tests.db.flows.stage import Stage


def once_after(
    monkeypatch: pytest.MonkeyPatch, at: object, read: str, act: Callable[[], Awaitable[object]]
) -> None:
    """This happens just after something was ``read``, the first time."""
    before, done = getattr(at, read), list[object]()

    async def first(*about: object, **more: object) -> object:
        found = await before(*about, **more)
        if not done:
            done.append(act)
            await asyncio.create_task(_started(act), context=Context())  # somebody else's
        return found

    monkeypatch.setattr(at, read, first)


async def _started(act: Callable[[], Awaitable[object]]) -> None:
    await act()


async def added(stage: Stage, goods: Goods) -> None:
    await change_stock(stage, STAFF, StockChange(goods.variant_id, "deposit", 3, "came"))


async def counted(stage: Stage, goods: Goods) -> None:
    await set_counts(
        stage.database, stage.ledger, {goods.variant_id: 3}, note="counted", caller=STAFF
    )


async def added_with_others(stage: Stage, goods: Goods) -> None:
    ids = [goods.variant_id]
    await change_stock_of_many(stage, STAFF, ids, "deposit", 3, "came", preview=False)


@pytest.mark.parametrize(
    ("act", "at", "read"),
    [
        (added, stock, "must_be_counted"),
        (added_with_others, bulk_stock, "must_be_counted"),
        (counted, stock_count, "not_sent"),
    ],
)
async def test_who_looked_before_brings_no_units_to_what_is_codes_by_now(
    stage: Stage,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Stage, Goods], Awaitable[None]],
    at: object,
    read: str,
) -> None:
    goods = await new_goods(stage, 0)
    codes = choose_delivery(stage, STAFF, goods.variant_id, "codes")
    once_after(monkeypatch, at, read, lambda: codes)
    if act is counted:  # it looks again by itself
        await act(stage, goods)
    else:
        with pytest.raises(TooBusy):
            await act(stage, goods)
    assert await stock_of(stage, goods) == (0, 0)
    assert await bring(stage, STAFF, goods.variant_id, some_codes(2), GoodsLine(stage)) == 2


async def test_who_looks_meanwhile_looks_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods, refused = await new_goods(stage, 0), list[TooBusy]()

    async def act() -> None:
        with pytest.raises(TooBusy) as found:
            await added(stage, goods)
        refused.append(found.value)

    once_after(monkeypatch, delivery, "locked_variants", act)
    await choose_delivery(stage, STAFF, goods.variant_id, "file")
    assert refused
    assert await stock_of(stage, goods) == (0, 0)


async def test_what_is_not_theirs_is_not_looked_at_alone(stage: Stage) -> None:
    """Or a seller would keep others from counting their goods, and an id that is nothing's would
    have an account."""
    goods, nothing = await new_goods(stage, 0), uuid4()
    for variant, owner in [(goods.variant_id, uuid4()), (nothing, None), (nothing, uuid4())]:
        with pytest.raises(VariantNotFound):
            await choose_delivery(stage, STAFF, variant, "codes", owner)
    keys = [delivery_key(one) for one in (goods.variant_id, nothing)]
    async with stage.database.read() as connection:
        assert not await accounts_of(connection, keys)


async def test_a_parcel_that_is_called_off_meanwhile_is_no_code(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = await new_goods(stage, 1)
    order = await bought(stage, goods)
    codes = choose_delivery(stage, STAFF, goods.variant_id, "codes")
    once_after(monkeypatch, by_codes, "sold_otherwise", lambda: codes)
    await cancel(stage, buyer_of(order), order_id=order.id)
    assert await stock_of(stage, goods) == (0, 0)


async def test_codes_that_are_brought_meanwhile_are_no_parcels(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods = await new_codes(stage, 0)
    parcel = choose_delivery(stage, STAFF, goods.variant_id, "parcel")
    once_after(monkeypatch, bringing, "delivery_of", lambda: parcel)
    with pytest.raises(TooBusy):
        await bring(stage, STAFF, goods.variant_id, some_codes(2), GoodsLine(stage))
    assert await stock_of(stage, goods) == (0, 0)
    assert await count(stage, goods.variant_id) == (0, 0, 0, 0)


async def test_what_a_sale_gives_back_meanwhile_is_no_code(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    goods, now = await new_goods(stage, 2), shop_now()
    terms = SaleTerms(
        product_id=goods.product_id,
        quantity=2,
        price=400,
        starts_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(hours=1),
    )
    sale = await make_sale(stage, STAFF, terms)
    assert await stock_of(stage, goods) == (0, 0)
    once_after(monkeypatch, delivery, "accounts_of", lambda: end_sale(stage, STAFF, sale.id, "it"))
    with pytest.raises(DeliveryFixed):
        await choose_delivery(stage, STAFF, goods.variant_id, "codes")
    assert await delivery_of(stage, goods.variant_id) == "parcel"
