"""A shop that repeats orders, and repeat orders of it."""

from datetime import UTC, date, datetime, time
from uuid import UUID

from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.ending.expire import sweep
from holdfast.flows.repeats.beginning import mark_product, to_be_repeated
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.repeats.ordering import order_due
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.orders import mark_paid
from holdfast.people import Principal
from holdfast.repeats import Repeat, RepeatStep, load_repeat, repeat_steps_of
from holdfast.shipping import Address
from holdfast.shop import Every, change_settings
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import Goods, cart_of, new_goods
from tests.db.flows.stage import select

__all__ = [
    "asked", "end_unpaid", "look", "now_of", "ordered", "pay", "repeated_goods", "repeating",
    "settles", "steps_of",
]  # fmt: skip


async def repeated_goods(
    parts: ShopParts, stock: int, *, percent: int = 10, currency: str = "EUR"
) -> Goods:
    """Goods at 5 EUR that may be ordered every week, four weeks and month."""
    await settles(parts, repeats={"intervals": ["1w", "4w", "1m"], "percent": percent})
    goods = await new_goods(parts, stock, currency=currency)
    await mark_product(parts, NOBODY, goods.product_id, yes=True)
    return goods


async def settles(parts: ShopParts, **settings: object) -> None:
    """The merchant changes these settings."""
    async with parts.database.transaction() as connection:
        await change_settings(connection, settings)
    parts.shop.forget()


async def asked(
    parts: ShopParts,
    buyer: Principal,
    goods: Goods,
    *,
    every: Every = "4w",
    quantity: int = 1,
    address: Address | None = None,
) -> Placed:
    """An order that is to be repeated; it is not paid."""
    caller, cart = Caller(buyer), cart_of(goods, quantity=quantity)
    choice = await to_be_repeated(parts, caller, cart, Choice(address=address), every)
    return await place(parts, caller, cart, choice=choice)


async def pay(parts: ShopParts, order_id: UUID) -> None:
    """In cash; and what follows from it is done."""
    await mark_paid(parts, Caller(a_manager()), order_id)
    await follow_repeat(parts, order_id, NOBODY)


async def repeating(
    parts: ShopParts, buyer: Principal, goods: Goods, *, every: Every = "4w", quantity: int = 1
) -> Repeat:
    """One that stands."""
    placed = await asked(parts, buyer, goods, every=every, quantity=quantity)
    await pay(parts, placed.order_id)
    ((found,),) = await select(
        parts, "SELECT id FROM repeat_orders WHERE order_id = $1", placed.order_id
    )
    return await now_of(parts, found)


async def now_of(parts: ShopParts, repeat: Repeat | UUID) -> Repeat:
    found = await load_repeat(
        parts.database.pool, repeat if isinstance(repeat, UUID) else repeat.id
    )
    assert found is not None
    return found


async def steps_of(parts: ShopParts, repeat: Repeat) -> list[RepeatStep]:
    """The first one first."""
    return (await repeat_steps_of(parts.database.pool, repeat.id))[::-1]


async def look(parts: ShopParts, day: date) -> int:
    """The hourly look, at noon of that day."""
    return await order_due(parts, datetime.combine(day, time(12), UTC))


async def ordered(parts: ShopParts, repeat: Repeat) -> list[UUID]:
    """Its orders but the first, in their order."""
    steps = await steps_of(parts, repeat)
    placed = [one.order_id for one in steps if one.what == "ordered"]
    return [order_id for order_id in placed if order_id is not None]


async def end_unpaid(parts: ShopParts, order_id: UUID) -> None:
    """Its time passed, and what follows from that is done."""
    order = await parts.orders.known(order_id)
    await parts.database.pool.execute(
        "UPDATE ledger_holds SET expires_at = clock_timestamp() - interval '1 millisecond'"
        " WHERE id = $1",
        order.reservation_id,
    )
    await sweep(parts, parts.reader.partitions)
    await follow_repeat(parts, order_id, NOBODY)
