"""Reserving: hold every line of a cart, or none, with the order as the hold's rider."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.db.events import event_row
from holdfast.flows.checkout.choosing import choose, short_lines, shortages_now
from holdfast.flows.checkout.open_holds import HoldBounds, bounds_of, out_of_bounds
from holdfast.flows.checkout.redemption import Unusable, redeem, short_coupon, unusable_coupon
from holdfast.flows.checkout.spending import spend_lines
from holdfast.flows.commit.basket import (
    Asked,
    Basket,
    Chosen,
    ShortLine,
    item_rows,
    names_of,
    plain_quote,
    priced_lines,
    stock_wanted,
)
from holdfast.flows.commit.idempotency import Key, answered
from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import InsufficientStock, refuse
from holdfast.flows.payments.selling import must_sell
from holdfast.kit import Problem, new_id, short_code
from holdfast.kit.sentences import say
from holdfast.ledger import (
    EVENTS,
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Hold,
    Insert,
    Line,
    Short,
    Shortage,
)
from holdfast.orders import ORDER_ITEMS, ORDERS, OrderReserved
from holdfast.people import Principal
from holdfast.promotions import issued_key

__all__ = ["Reserved", "reserve"]

_NUMBER_TRIES = 3


class Reserved(Struct, frozen=True):
    """The reservation as it was made (the first time, if the request is a repetition)."""

    reservation_id: UUID
    order_id: UUID
    number: str
    expires_at: datetime


class _Kept(Struct, frozen=True):
    """What a repeated request is answered with."""

    reservation_id: UUID
    order_id: UUID
    number: str


_encode = msgspec.json.Encoder().encode
_decode_kept = msgspec.json.Decoder(_Kept).decode


async def reserve(
    platform: Platform,
    principal: Principal,
    cart: Sequence[Asked],
    *,
    coupon_id: UUID | None = None,
    key: Key | None = None,
    locale: str | None = None,
    request: str = "",
) -> Reserved:
    """Hold the cart for ``platform.hold_seconds``. Raises a Problem for every refusal."""
    try:
        await must_sell(platform)
        basket = await _basket(platform, principal, await choose(platform, cart), coupon_id)
        await spend_lines(platform, principal, len(basket.lines))
        bounds = await bounds_of(platform, principal, basket.lines)
    except Problem:
        # The shop has moved on, but what this key was answered with stands.
        if key is not None and (repeated := await _repeated(platform, key)) is not None:
            return repeated
        raise
    for attempt in range(_NUMBER_TRIES):
        kept = _Kept(new_id(), new_id(), short_code())
        command = _command(platform, principal, basket, bounds, kept, key, locale, request)
        outcome = await platform.ledger.commit(command)
        match outcome:
            case Accepted(expires_at=datetime() as expires_at):
                return Reserved(kept.reservation_id, kept.order_id, kept.number, expires_at)
            case AlreadyDone(answer=answer, expires_at=datetime() as expires_at):
                kept = _decode_kept(answer)
                return Reserved(kept.reservation_id, kept.order_id, kept.number, expires_at)
            case Short(shortages=shortages):
                raise _short(platform, basket, bounds, shortages)
            case Conflict(found="uq_orders_number") if attempt + 1 < _NUMBER_TRIES:
                continue  # the short number is taken: one in 2^40, but not never
        raise refuse(outcome)
    raise AssertionError("unreachable")


async def _repeated(platform: Platform, key: Key) -> Reserved | None:
    answer = await answered(platform, key)
    if answer is None:
        return None
    kept = _decode_kept(answer)
    hold = await platform.reader.hold(kept.reservation_id)
    if hold is None:
        return None
    return Reserved(kept.reservation_id, kept.order_id, kept.number, hold.expires_at)


async def _basket(
    platform: Platform, principal: Principal, lines: tuple[Chosen, ...], coupon_id: UUID | None
) -> Basket:
    """The lines priced, with the coupon if there is one; raises a Problem if it cannot be used."""
    currency, priced = lines[0].product.currency, priced_lines(lines)
    if coupon_id is None:
        return Basket(lines, currency, plain_quote(priced, currency))
    found = await redeem(platform, principal.id, coupon_id, priced, currency)
    if isinstance(found, Unusable):
        short = await shortages_now(platform, stock_wanted(lines))
        raise _refused(short_lines(platform, lines, short), found)
    return Basket(lines, currency, found, coupon_id)


def _command(
    platform: Platform,
    principal: Principal,
    basket: Basket,
    bounds: HoldBounds,
    kept: _Kept,
    key: Key | None,
    locale: str | None,
    request: str,
) -> Command:
    lines = [*bounds.lines]
    lines += (Line(account, quantity) for account, quantity in stock_wanted(basket.lines).items())
    if basket.coupon_id is not None:
        lines.append(Line(issued_key(basket.coupon_id), 1))
    total, currency = basket.quote.total, basket.currency
    order = (
        kept.order_id,
        kept.number,
        principal.id,
        kept.reservation_id,
        total,
        basket.quote.discount,
        currency,
        basket.coupon_id,
        locale,
        request,
    )
    event = event_row(OrderReserved(kept.reservation_id, total, currency), kept.order_id, request)
    return Command(
        (
            Hold(
                kept.reservation_id,
                tuple(lines),
                platform.hold_seconds,
                f"order/{kept.order_id}",
            ),
        ),
        (
            Insert(ORDERS, (order,)),
            Insert(ORDER_ITEMS, item_rows(kept.order_id, basket, locale)),
            Insert(EVENTS, (event,)),
        ),
        key=key.text if key is not None else None,
        digest=key.digest if key is not None else b"",
        answer=_encode(kept).decode(),
        actor=principal.id,
        request=request,
    )


def _short(
    platform: Platform, basket: Basket, bounds: HoldBounds, shortages: Sequence[Shortage]
) -> Problem:
    if (bounded := out_of_bounds(bounds, basket.lines, shortages)) is not None:
        return bounded
    lines = short_lines(platform, basket.lines, shortages)
    return _refused(lines, short_coupon(basket.coupon_id, shortages))


def _refused(short: Sequence[ShortLine], trouble: Unusable | None) -> Problem:
    """Names every product that is short, and the coupon beside them."""
    if not short:
        assert trouble is not None
        return unusable_coupon(trouble)
    coupon = {} if trouble is None else {"coupon": trouble.shown()}
    return InsufficientStock(
        say("Not enough in stock: {short}.", short=names_of(short)),
        field=short[0].place,
        extra={"shortages": [one.shown() for one in short], **coupon},
    )
