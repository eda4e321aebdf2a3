"""Exchanges for what is dearer: the units go out as an order of their own for the difference. It
waits for its money as any order does, for as long as one that staff take. If what was to be sent is
off, whatever it cost, what was paid for what came back is refunded after all.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import orders, returns
from holdfast.db.id_lists import unseen_ids, written_ids
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.edits import SettleEdit
from holdfast.flows.checkout.change_coupon import priced_item
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.prices import Choice, place_of, prices_for
from holdfast.flows.checkout.till import STAFF_HOURS, Till
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.wallet_settlement import NewOrder, Taken
from holdfast.flows.payments.give_back import RefundedMeanwhile, left_for, refund_part
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.returning.standing import ReturnsNow, returns_now
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id, short_code
from holdfast.ledger import Release
from holdfast.orders import Breakdown, Order, OrderCancelled, OrderItem
from holdfast.payments import Payment
from holdfast.pricing import Quote
from holdfast.returns import EndExchange, Exchange, Return, return_by_id

__all__ = [
    "EXCHANGE_TYPES", "REFUNDED_BEFORE", "ToPay", "end_exchange", "end_exchanges", "to_pay",
    "waiting_for",
]  # fmt: skip

EXCHANGE_TYPES: Final = (OrderCancelled.TYPE,)
REFUNDED_BEFORE: Final = "refunded-before"
"""Why less goes back than stayed: staff gave some of it back by hand."""
_TRIES: Final = 8

# One that costs nothing says nowhere what it is sent for: the return says so.
_OFF: Final = sa.text(f"""
SELECT o.id, coalesce(o.breakdown ->> 'exchange', e.id) AS return_id, x.id AS edit_id
FROM orders o LEFT JOIN LATERAL (
    SELECT CAST(r.id AS text) AS id FROM returns r JOIN orders f ON f.id = r.order_id
    WHERE f.owner = o.owner AND r.exchange ->> 'order_id' = CAST(o.id AS text)
        AND r.exchanged IS NOT NULL) e ON o.total = 0
LEFT JOIN order_edits x ON x.id = CAST(o.breakdown ->> 'exchange' AS uuid)
WHERE o.id = ANY({unseen_ids(":orders")}) AND o.status = 'cancelled'
    AND coalesce(o.breakdown ->> 'exchange', e.id) IS NOT NULL
""")


class ToPay(Struct, frozen=True):
    """What is to be paid for an exchange: the difference of each line, with its tax."""

    items: tuple[OrderItem, ...]
    quote: Quote
    breakdown: Breakdown | None


async def to_pay(till: Till, order: Order, exchange: Exchange, return_id: UUID) -> ToPay:
    """As the prices were when it was asked for, with the tax of now. Cheaper lines cost nothing:
    of those, something goes back."""
    items = [
        OrderItem(
            one.product_id,
            one.variant_id,
            one.product_name,
            one.options,
            one.quantity,
            one.dearer,
            0,
            0,
            one.taken,
        )
        for one in exchange.items
    ]
    products = await till.shelf.get_many(item.product_id for item in items)
    lines = [priced_item(item, products.get(item.product_id)) for item in items]
    prices = await prices_for(till, None, lines, order.currency, Choice(region=place_of(order)))
    prices = prices.in_exchange(return_id)
    quote = prices.plain()
    taxed = [replace(item, tax=line.tax) for item, line in zip(items, quote.lines, strict=True)]
    return ToPay(tuple(taxed), quote, prices.breakdown(quote, order.owner))


def waiting_for(order: Order, exchange: Exchange, wanted: ToPay) -> Taken:
    """The units, held for the exchange until now, are held for an order that is to be paid."""
    new = NewOrder(
        exchange.order_id,
        short_code(),
        new_id(),
        new_id(),
        order.owner,
        wanted.items,
        wanted.quote.total,
        0,
        order.currency,
        locale=order.locale,
        tax=wanted.quote.tax,
        breakdown=wanted.breakdown,
        address=order.address_text,
        contact=order.contact_email,
    )
    taken = held(new, STAFF_HOURS * 3600.0)
    return replace(taken, operations=(Release(exchange.hold_id), *taken.operations))


# --- it is off ----------------------------------------------------------------------------------


async def end_exchanges(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """The consumer's handler: leave a job for each of these orders that was for an exchange, or
    added to another one."""
    requests = {event.subject: event.request for event in events}
    rows = (await connection.execute(_OFF, {"orders": written_ids(requests)})).all()
    await enqueue(
        connection,
        [
            (
                EndExchange(UUID(row.return_id))
                if row.edit_id is None
                else SettleEdit(row.edit_id),
                requests[str(row.id)],
            )
            for row in rows
        ],
    )


async def end_exchange(settler: Settler, return_id: UUID, caller: Caller) -> None:
    """Refund what stayed paid for an exchange whose order is off; once, however often it is asked.
    Of that, what was given back before stays so. Raises a Problem where it cannot be now, as while
    the payment is disputed: come again."""
    for _ in range(_TRIES):
        if await _ended(settler, return_id, caller):
            return
    raise RuntimeError(f"the exchange of return {return_id} does not end")


async def _ended(settler: Settler, return_id: UUID, caller: Caller) -> bool:
    """False if something was done with the order at this very moment: look again."""
    found = await return_by_id(settler.database.pool, return_id)
    if found is None or found.exchange is None:
        return True
    sent = await settler.orders.get(found.exchange.order_id)
    order = await settler.orders.get(found.order_id)
    if order is None or sent is None or not sent.is_cancelled:
        return True
    now = await returns_now(settler, order)
    found = next(one for one in now.returns if one.id == return_id)
    if found.exchanged is None:
        return True
    paid = await _paid(settler, order)
    delivery = found.delivery_kept or _delivery_left(now, found)
    left = await left_for(settler, paid, found.exchanged + delivery)
    kept = found.delivery_kept or min(delivery, max(left - found.exchanged, 0))
    wanted = found.exchanged + kept
    amount = min(wanted, left)
    gone = wanted - amount
    done = replace(
        found,
        refunded=(found.refunded or 0) + amount,
        delivery=(found.delivery or 0) + kept,
        deducted=(found.deducted or 0) + gone,
        deduction=REFUNDED_BEFORE if gone and not found.deducted else found.deduction,
    )
    about = {"return": found.number, "amount": amount, "order": sent.number}
    riders = (
        returns.exchange_ended(done),
        orders.unchanged(sent),
        caller.audited("return.exchange-ended", order.id, about),
    )
    if amount:
        try:
            await refund_part(
                settler,
                order,
                paid,
                amount,
                caller,
                by_staff=caller.principal.is_staff,
                marks=riders,
                units=now.step,
                lines=_by_line(now, found, kept),
            )
        except RefundedMeanwhile:
            return False
        return True
    command = caller.command(
        now.step, (*riders, orders.returns_moved(order)), f"return-step/{new_id()}"
    )
    return went_through(await settler.ledger.commit(command))


def _by_line(now: ReturnsNow, ended: Return, delivery: int) -> tuple[int, ...]:
    """What was paid for what came back of each line, and what goes back for ``delivery``."""
    paid = {line: one.paid or 0 for line, one in ended.lines.items()}
    return *(paid.get(line, 0) for line in range(len(now.goods.items))), delivery


def _delivery_left(now: ReturnsNow, ended: Return) -> int:
    """What delivery cost, where all of the order is back now as money, and it did not go back."""
    others = [one for one in now.returns if one.id != ended.id]
    if not now.rules.delivery or any(one.exchanged is not None or one.delivery for one in others):
        return 0
    lines = zip(now.goods.items, now.goods.returned, strict=True)
    whole = all(account.balance == item.quantity for item, account in lines)
    return now.order.paid_for_delivery if whole and not now.goods.kept else 0


async def _paid(settler: Settler, order: Order) -> list[Payment]:
    """What of it may still go back; nothing, where all of it does already."""
    paid = paid_with(order, await settler.payments.of_order(order.id))
    return list(paid) if all(one.has_paid for one in paid) else []
