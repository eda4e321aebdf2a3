"""To another address, or delivered in another way, for an order that is not paid. Where that costs
as much as before the order is only told so; else its goods are released and held anew in one
command, as for another coupon."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders
from holdfast.flows.checkout.bounds import spend_lines
from holdfast.flows.checkout.change_coupon import (
    held_again,
    is_held_again,
    open_order,
    prices_of_order,
)
from holdfast.flows.checkout.price_changed import price_changed
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.checkout.redemption import Unusable, priced_with, unusable
from holdfast.flows.checkout.till import Till, held_for
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, keep
from holdfast.flows.commit.outcomes import went_through
from holdfast.kit import Problem
from holdfast.ledger import RequestKey
from holdfast.orders import Breakdown, Order
from holdfast.shipping import Address, address_text, decode_address

__all__ = ["Delivered", "change_delivery", "chosen_of"]

_TRIES = 4


class Delivered(Struct, frozen=True):
    """What is to change; None stays as it is. ``expected`` is the total that was shown."""

    address: Address | None = None
    method: str | None = None
    expected: int | None = None


class _Redirected(Struct, frozen=True):
    """What a repeated request is answered with."""

    order_id: UUID


async def change_delivery(till: Till, caller: Caller, order_id: UUID, wanted: Delivered) -> None:
    """Of the caller's unpaid order. Raises a Problem for every refusal; the order is then as it
    was."""
    try:
        for _ in range(_TRIES):
            if await _step(till, caller, order_id, wanted):
                return
    except Problem as refusal:
        await as_before(till, caller.key, refusal, _Redirected)
        return
    raise crowded_out(f"order {order_id} does not change")


def chosen_of(order: Order, wanted: Delivered) -> Choice:
    """As the order was made, but for what is to change."""
    told, address = order.breakdown, wanted.address
    if address is None and order.address_text is not None:
        address = decode_address(order.address_text)
    if told is None:
        return Choice(order.coupon_id, method=wanted.method, address=address)
    code = None if order.coupon_id is not None else told.promo_code
    return Choice(
        order.coupon_id, code, wanted.method, told.region, address=address, rather=told.method
    )


async def _step(till: Till, caller: Caller, order_id: UUID, wanted: Delivered) -> bool:
    """One try by the order as read; False when it had changed meanwhile."""
    principal, asked = caller.principal, caller.request_key(_Redirected(order_id))
    order, items = await open_order(till, principal, order_id)
    await spend_lines(till, principal, len(items) or 1)
    choice = chosen_of(order, wanted)
    prices = await prices_of_order(till, principal, order, items, choice)
    found = await priced_with(till, principal, prices, choice, freed=frozenset(order.limits))
    if isinstance(found, Unusable):
        raise unusable(found)
    text, quote = address_text(choice.address), found.quote
    if quote.total == order.total and _same(found.breakdown, order.breakdown):
        return await _as_dear(till, caller, order, text, asked)
    if wanted.expected not in (None, quote.total):
        raise price_changed(quote, order.currency, wanted.expected)
    seconds = await held_for(till)
    command = held_again(till, caller, order, items, choice, found, asked, seconds)
    return await is_held_again(till, choice, command)


def _same(now: Breakdown | None, told: Breakdown | None) -> bool:
    """When it arrives, and where it is picked up, is told again with another price alone."""
    if now is None or told is None:
        return now is told
    return replace(now, arrives=told.arrives, pickup=told.pickup) == told


async def _as_dear(
    till: Till, caller: Caller, order: Order, text: str | None, asked: RequestKey | None
) -> bool:
    """At the price it has."""
    if text in (None, order.address_text):
        if asked is not None:
            await keep(till.ledger, asked)
        return True
    assert text is not None
    moved = caller.command((), (orders.readdressed(order, text),), request_key=asked)
    return went_through(await till.ledger.commit(moved))
