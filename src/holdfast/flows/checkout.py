"""Reserving: hold every line of a cart, or none, with the order as the hold's rider."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.catalog import Product, Selection, Variant, load_offers, resolve, stock_key
from holdfast.flows.events import EVENTS, OrderReserved, event_row
from holdfast.flows.idempotency import Key, answered
from holdfast.flows.platform import HoldCaps, Platform
from holdfast.flows.refusals import InsufficientStock, TooManyHolds, refuse
from holdfast.kit import FieldError, Problem, iso, new_id, short_code
from holdfast.ledger import (
    MAX_BALANCE,
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
from holdfast.orders import ORDER_ITEMS, ORDERS
from holdfast.people import Principal

__all__ = [
    "MAX_CART_LINES",
    "MAX_QUANTITY",
    "Asked",
    "MixedCurrencies",
    "Reserved",
    "TotalTooLarge",
    "reserve",
]

MAX_CART_LINES = 100
MAX_QUANTITY = 1_000_000
_CAP_PREFIX = "limit/open-holds/"
_NUMBER_TRIES = 3


class MixedCurrencies(Problem):
    """One order is paid in one currency."""

    status = 422
    code = "mixed-currencies"
    title = "The cart mixes currencies"


class TotalTooLarge(Problem):
    """More money than can be counted exactly everywhere."""

    status = 422
    code = "total-too-large"
    title = "The total is too large"


class Asked(Struct, frozen=True):
    """One line of a cart as asked for."""

    product_id: UUID
    selection: Selection
    quantity: int


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


class _Chosen(Struct, frozen=True):
    """One line resolved: ``at`` is its place in the cart."""

    at: int
    product: Product
    variant: Variant
    quantity: int


_encode = msgspec.json.Encoder().encode
_decode_kept = msgspec.json.Decoder(_Kept).decode


async def reserve(
    platform: Platform,
    principal: Principal,
    cart: Sequence[Asked],
    *,
    key: Key | None = None,
    locale: str | None = None,
    request: str = "",
) -> Reserved:
    """Hold the cart for ``platform.hold_seconds``. Raises a Problem for every refusal."""
    try:
        chosen = await _choose(platform, cart)
    except Problem:
        # The shop has moved on, but what this key was answered with stands.
        if key is not None and (repeated := await _repeated(platform, key)) is not None:
            return repeated
        raise
    for attempt in range(_NUMBER_TRIES):
        kept = _Kept(new_id(), new_id(), short_code())
        command = _command(platform, principal, chosen, kept, key, locale, request)
        outcome = await platform.ledger.commit(command)
        match outcome:
            case Accepted(expires_at=datetime() as expires_at):
                return Reserved(kept.reservation_id, kept.order_id, kept.number, expires_at)
            case AlreadyDone(answer=answer, expires_at=datetime() as expires_at):
                kept = _decode_kept(answer)
                return Reserved(kept.reservation_id, kept.order_id, kept.number, expires_at)
            case Short(shortages=shortages):
                raise _short(platform, chosen, shortages)
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


async def _choose(platform: Platform, cart: Sequence[Asked]) -> list[_Chosen]:
    """Each line's product and variant, fresh; raises a Problem naming every line at fault."""
    offers = await load_offers(platform.shelf, [asked.product_id for asked in cart])
    chosen: list[_Chosen] = []
    problems: list[tuple[int, Problem]] = []
    for at, asked in enumerate(cart):
        offer = offers.get(asked.product_id)
        variant = resolve(offer, asked.selection)
        if isinstance(variant, Problem):
            problems.append((at, variant))
        elif offer is not None:
            chosen.append(_Chosen(at, offer, variant, asked.quantity))
    if problems:
        at, first = problems[0]
        first.field = f"items[{at}].{first.field or 'productId'}"
        first.errors = tuple(
            FieldError(f"items[{place}]", one.code, one.detail) for place, one in problems
        )
        raise first
    if len({line.product.currency for line in chosen}) > 1:
        raise MixedCurrencies("Everything in one order must be priced in one currency.")
    if _total(chosen) > MAX_BALANCE:
        raise TotalTooLarge("Order less at a time: the total of this cart is too large.")
    return chosen


def _total(chosen: Sequence[_Chosen]) -> int:
    return sum(line.variant.price * line.quantity for line in chosen)


def _command(
    platform: Platform,
    principal: Principal,
    chosen: Sequence[_Chosen],
    kept: _Kept,
    key: Key | None,
    locale: str | None,
    request: str,
) -> Command:
    quantities: dict[str, int] = {}
    for line in chosen:
        account = stock_key(line.variant.id)
        quantities[account] = quantities.get(account, 0) + line.quantity
    lines = [Line(account, quantity) for account, quantity in quantities.items()]
    lines.extend(_cap_lines(platform.caps, principal))
    total = _total(chosen)
    currency = chosen[0].product.currency
    items = tuple(
        (
            kept.order_id,
            at,
            line.product.id,
            line.variant.id,
            line.product.name_in(locale),
            _encode(line.product.options_in(line.variant.options, locale)).decode(),
            line.quantity,
            line.variant.price,
        )
        for at, line in enumerate(chosen)
    )
    order = (
        kept.order_id,
        kept.number,
        principal.id,
        kept.reservation_id,
        total,
        currency,
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
        (Insert(ORDERS, (order,)), Insert(ORDER_ITEMS, items), Insert(EVENTS, (event,))),
        key=key.text if key is not None else None,
        digest=key.digest if key is not None else b"",
        answer=_encode(kept).decode(),
        actor=principal.id,
        request=request,
    )


def _cap_lines(caps: HoldCaps | None, principal: Principal) -> list[Line]:
    """Seats among the open reservations, given back when the order is paid or off."""
    if caps is None:
        return []
    return [
        Line(f"{_CAP_PREFIX}{principal.id}", 1, caps.owner, kept=False),
        Line(f"{_CAP_PREFIX}address:{principal.address}", 1, caps.address, kept=False),
    ]


def _short(platform: Platform, chosen: Sequence[_Chosen], shortages: Sequence[Shortage]) -> Problem:
    if any(shortage.key.startswith(_CAP_PREFIX) for shortage in shortages):
        return TooManyHolds(
            "Pay for or cancel a reservation before you make another.",
            headers={"Retry-After": "60"},
        )
    by_key = {shortage.key: shortage for shortage in shortages}
    lines: list[Mapping[str, object]] = []
    names: list[str] = []
    for line in chosen:
        shortage = by_key.get(stock_key(line.variant.id))
        if shortage is None:
            continue
        names.append(line.product.name)
        lines.append(
            {
                "line": line.at,
                "productId": str(line.product.id),
                "variantId": str(line.variant.id),
                "wanted": shortage.wanted,
                "available": shortage.available,
                "held": shortage.held,
                "nextReleaseAt": iso(platform.next_release_at(shortage.key)),
            }
        )
    return InsufficientStock(
        f"Not enough left of {', '.join(dict.fromkeys(names))}.",
        field=f"items[{lines[0]['line']}].quantity",
        extra={"shortages": lines},
    )
