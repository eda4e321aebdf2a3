"""What a booking was paid with: its own order, and those for what was due later. Money goes back of
the latest first."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders
from holdfast.booking.bookings import Booking, BookingDue, dues_of
from holdfast.flows.commit.wallet_settlement import MoneyBack
from holdfast.flows.payments.give_back import disputed, left_of, shares_of
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import Operation, Rider
from holdfast.orders import Order, goods_left
from holdfast.payments import COVERED, Payment

__all__ = [
    "Fund", "Returned", "frozen_in", "funds_of", "later_funds", "left_in", "of_session",
    "returned", "too_much_paid",
]  # fmt: skip

_COVERED: Final = "SELECT coalesce(sum({}), 0) FROM orders o WHERE o.id = ANY($1)".format(
    COVERED.replace("CAST(:partitions AS smallint[])", "$2::smallint[]")
)
_GOODS: Final = f"SELECT {goods_left('$2::smallint[]')} FROM orders o WHERE o.id = $1"


class Fund(Struct, frozen=True):
    """An order and what paid it; ``due`` if it is not the booking's own. ``goods``: what was paid
    for those beside the session that did not come back."""

    order: Order
    paid: Sequence[Payment]
    left: int
    due: BookingDue | None = None
    goods: int = 0


class Returned(Struct, frozen=True):
    """What gives money back, and how its orders stand after that."""

    operations: tuple[Operation, ...]
    riders: tuple[Rider, ...]

    def joined(self, money: Sequence[MoneyBack], off: tuple[Rider, ...]) -> "Returned":
        """With what another order gives back, which is off by it."""
        return Returned(
            (*self.operations, *(operation for one in money for operation in one.operations)),
            (*off, *(rider for one in money for rider in one.riders), *self.riders),
        )


async def funds_of(settler: Settler, booking: Booking) -> list[Fund]:
    """Its own order first; then what was paid later and counts."""
    order = await settler.orders.known(booking.order_id)
    own = replace(await _fund(settler, order, None), goods=await _goods_of(settler, order))
    return [own, *await later_funds(settler, booking)]


async def _goods_of(settler: Settler, order: Order) -> int:
    partitions = list(range(1, settler.reader.partitions + 1))
    return int(await settler.database.pool.fetchval(_GOODS, order.id, partitions))


async def later_funds(settler: Settler, booking: Booking) -> list[Fund]:
    """What was paid later and counts."""
    later = [one for one in await dues_of(settler.database.pool, booking.id) if one.is_settled]
    known = [(due, await settler.orders.get(due.id)) for due in later]
    return [await _fund(settler, order, due) for due, order in known if order is not None]


async def _fund(settler: Settler, order: Order, due: BookingDue | None) -> Fund:
    paid = paid_with(order, await settler.payments.of_order(order.id))
    return Fund(order, paid, await left_of(settler, paid), due)


def left_in(funds: Sequence[Fund]) -> int:
    """What may still go back of all of them."""
    return sum(one.left for one in funds)


def of_session(funds: Sequence[Fund], frozen: int = 0) -> int:
    """What of that, and of what is ``frozen``, is for the session: what went back for no unit was
    first of that, so that goods beside it go back whole."""
    return max(left_in(funds) + frozen - sum(one.goods for one in funds), 0)


async def frozen_in(settler: Settler, funds: Sequence[Fund]) -> int:
    """What banks have of all of them until they decide: the shop's until it is lost."""
    paid = [payment.id for one in funds for payment in one.paid]
    if not any([await settler.payments.is_disputed(one) for one in paid]):
        return 0
    partitions = list(range(1, settler.reader.partitions + 1))
    orders_paid = [one.order.id for one in funds]
    covered = await settler.database.pool.fetchval(_COVERED, orders_paid, partitions)
    return max(int(covered) - left_in(funds), 0)


async def too_much_paid(settler: Settler, funds: Sequence[Fund], amount: int) -> int:
    """What of so much goes back of a session: as far as it is there. Raises
    :class:`PaymentDisputed` where a bank has some of it."""
    back = min(amount, of_session(funds))
    if back < amount:
        frozen = await frozen_in(settler, funds)
        if min(amount, of_session(funds, frozen)) > back:
            raise disputed(extra={"refundable": back})
    return back


async def returned(
    settler: Settler,
    funds: Sequence[Fund],
    amount: int,
    *,
    by_staff: bool,
    own: tuple[Rider, ...] | None = None,
) -> Returned:
    """So much back. What is paid later stays as it is, however little of it is left; so does the
    booking's own order, unless ``own`` moves it."""
    operations: list[Operation] = []
    moves: list[Rider] = []
    riders: list[Rider] = []
    for fund in reversed(funds):
        share = amount if fund is funds[0] else min(amount, fund.left)
        amount -= share
        if share:
            money, _ = await shares_of(settler, fund.order, fund.paid, share, by_staff=by_staff)
            operations += [operation for one in money for operation in one.operations]
            riders += [rider for one in money for rider in one.riders]
        if fund.due is None and own is not None:
            moves += own
        else:
            moves.append((orders.money_moved if share else orders.unchanged)(fund.order))
    return Returned(tuple(operations), (*moves, *riders))
