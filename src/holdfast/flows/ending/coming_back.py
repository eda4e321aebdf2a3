"""What comes back of a paid order that ends, beside its money: units, what came with them, and the
cells of a booking's time."""

import asyncpg

from holdfast.booking.bookings import Booking, given_back, moves_key, takings_of
from holdfast.flash_sales import FlashSale
from holdfast.flows.checkout.redemption import has_ended
from holdfast.flows.commit.allotments import home_of
from holdfast.flows.commit.lines import lines_of, order_ref, still_taken, still_there
from holdfast.flows.ending.parcels import parcels_now
from holdfast.flows.ending.put_back import with_put_back
from holdfast.flows.ending.refunded_units import units_refunded
from holdfast.flows.inventory.by_codes import kept_off_sale
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import Deposit, Expect, Operation, Rider
from holdfast.orders import Order, load_items, units_put_back

__all__ = ["cells_back", "goods_back", "units_back", "units_home"]


async def goods_back(
    settler: Settler, order: Order, sale: FlashSale | None, booking: Booking | None
) -> list[Operation]:
    """The units and all that came with them, and the cells of its ``booking``; ``sale``: the one
    they came from."""
    cells = () if booking is None else await cells_back(settler.database.pool, booking)
    return [*await units_back(settler, order, sale), *cells]


async def units_back(
    settler: Settler, order: Order, sale: FlashSale | None = None
) -> list[Operation]:
    """The units that are not on sale again already, uses of promotions, and the coupon unless its
    time is over. What came from a ``sale`` that is over goes to the stock; what is delivered
    otherwise by now is not on sale."""
    items = (await load_items(settler.database.pool, [order.id]))[order.id]
    lines = lines_of(order, still_there(items, order.sale))
    back = lines.goods
    if order.coupon_id is not None and await has_ended(settler, order.coupon_id):
        back = lines.stock
    if sale is not None and not sale.takes_back:
        back = {home_of(sale): sum(lines.stock.values())}
    note = f"{order_ref(order.id)} refunded"
    uses = [
        Deposit(one.key, one.quantity, capacity=one.capacity, note=note) for one in lines.limits
    ]
    came = [Deposit(key, quantity, note=note) for key, quantity in back.items()]
    return [*came, *await kept_off_sale(settler, order.id, items, back), *uses]


async def units_home(
    settler: Settler, order: Order
) -> tuple[tuple[Operation, ...], tuple[Rider, ...]]:
    """All that is left of the units of a paid order that goes on without them: on sale again, and
    counted as refunded, so that nobody has a share of them and they come back no second time."""
    now = await parcels_now(settler, order)
    both = enumerate(zip(now.items, now.returned, strict=True))
    left = {line: item.quantity - back.balance for line, (item, back) in both}
    back = units_refunded(now, {line: units for line, units in left.items() if units})
    items = [with_put_back(one, still_taken(one, order.sale)) for one in now.items]
    home = (*back.riders, units_put_back(order.id, items)) if items else ()
    return (*await units_back(settler, order), *back.operations), home


async def cells_back(pool: asyncpg.Pool, booking: Booking) -> tuple[Operation, ...]:
    """What a paid booking has of its resources' time, if it was not moved since it was read."""
    takings = (await takings_of(pool, [booking.id]))[booking.id]
    note = f"booking/{booking.id} given back"
    return (Expect(moves_key(booking.id), booking.moves), *given_back(takings, note))
