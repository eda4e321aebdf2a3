"""Buying from a wallet: goods, coupon and money, all of it or nothing. Whether the money comes in
the same command or is asked for by message is the settlement's to say; whoever buys is answered
alike, unless the wallet takes longer than a moment."""

from collections.abc import Iterator, Sequence
from uuid import UUID

import msgspec

from holdfast.flows.checkout.choosing import choose, short_lines, shortages_now
from holdfast.flows.checkout.open_holds import HoldBounds, bounds_of, out_of_bounds
from holdfast.flows.checkout.redemption import Unusable, redeem, short_coupon
from holdfast.flows.checkout.shortfalls import shortfalls
from holdfast.flows.checkout.spending import spend_lines
from holdfast.flows.commit.basket import Asked, Basket, names_of, plain_quote, priced_lines
from holdfast.flows.commit.idempotency import Key, answered
from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import CannotBuy, CurrencyUnknown, refuse
from holdfast.flows.commit.settlement import MoneyMissing, NewOrder
from holdfast.flows.payments.selling import must_sell
from holdfast.kit import Problem, is_currency, new_id, short_code
from holdfast.kit.sentences import joined, say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Hold,
    Operation,
    Short,
    Shortage,
    Withdraw,
)
from holdfast.orders import Order
from holdfast.people import Principal
from holdfast.pricing import Quote

__all__ = ["buy", "buy_without_goods", "decided"]

_NUMBER_TRIES = 3
_MOST_PASSED = 50
_encode = msgspec.json.Encoder().encode
_decode_id = msgspec.json.Decoder(UUID).decode


async def buy(
    platform: Platform,
    principal: Principal,
    cart: Sequence[Asked],
    *,
    coupon_id: UUID | None = None,
    key: Key | None = None,
    locale: str | None = None,
    request: str = "",
) -> UUID:
    """Buy the cart from the principal's wallet in its currency; the order's id. Raises a Problem
    for every refusal; :class:`CannotBuy` names all that is missing."""
    try:
        await must_sell(platform)
        lines = await choose(platform, cart)
        currency, priced = lines[0].product.currency, priced_lines(lines)
        basket = Basket(lines, currency, plain_quote(priced, currency))
        if coupon_id is not None:
            found = await redeem(platform, principal.id, coupon_id, priced, currency)
            if isinstance(found, Unusable):
                raise await _not_with_this_coupon(platform, principal, basket, found)
            basket = Basket(lines, currency, found, coupon_id)
        await spend_lines(platform, principal, len(lines))
        bounds = await bounds_of(platform, principal, lines)
    except Problem:
        # The shop has moved on, but what this key was answered with stands.
        if key is not None and (answer := await answered(platform, key)) is not None:
            return _decode_id(answer)
        raise
    return await _commit(platform, principal, basket, bounds, None, key, locale, request)


async def buy_without_goods(
    platform: Platform,
    principal: Principal,
    amount: int,
    currency: str,
    description: str,
    *,
    key: Key | None = None,
    locale: str | None = None,
    request: str = "",
) -> UUID:
    """An order without goods: ``amount`` minor units for what ``description`` says; its id."""
    if not is_currency(currency):
        raise CurrencyUnknown(
            say("{currency} is not a currency code.", currency=currency),
            field="currency",
        )
    try:
        await must_sell(platform)
        await spend_lines(platform, principal, 1)
    except Problem:
        if key is not None and (answer := await answered(platform, key)) is not None:
            return _decode_id(answer)
        raise
    basket = Basket((), currency, Quote((), amount, 0))
    bounds = await bounds_of(platform, principal, ())
    return await _commit(platform, principal, basket, bounds, description, key, locale, request)


async def _commit(
    platform: Platform,
    principal: Principal,
    basket: Basket,
    bounds: HoldBounds,
    description: str | None,
    key: Key | None,
    locale: str | None,
    request: str,
) -> UUID:
    asked, taken, passed = key, 0, 0
    while True:
        order = _new_order(principal, basket, bounds, description, locale, request)
        taking = platform.settlement.take(order)
        outcome = await platform.ledger.commit(
            Command(
                taking.operations,
                taking.riders,
                key=asked.text if asked is not None else f"buy/{order.id}",
                digest=asked.digest if asked is not None else b"",
                answer=_encode(order.id).decode(),
                actor=principal.id,
                request=request,
            )
        )
        match outcome:
            case Accepted():
                return order.id
            case AlreadyDone(answer=answer):
                before = _decode_id(answer)
                if key is None or passed == _MOST_PASSED or not await _refused(platform, before):
                    return before
                # Refusals are not kept: with more in the wallet, the same request may go through.
                asked, passed = Key(f"{key.text}|after/{before}", key.digest), passed + 1
                continue
            case Short(shortages=shortages):
                if (bounded := out_of_bounds(bounds, basket.lines, shortages)) is not None:
                    raise bounded
                trouble = short_coupon(basket.coupon_id, shortages)
                raise await _cannot_buy(platform, principal, basket, shortages, trouble)
            case Conflict(found="uq_orders_number") if taken + 1 < _NUMBER_TRIES:
                taken += 1
                continue  # the short number is taken: one in 2^40, but not never
        raise refuse(outcome)


async def _refused(platform: Platform, order_id: UUID) -> bool:
    """Whether the order came to nothing because its wallet, asked by message, had not enough."""
    order = await _known(platform, order_id)
    return order.status == "cancelled" and bool(
        await shortfalls(platform.database.pool, [order_id])
    )


def _new_order(
    principal: Principal,
    basket: Basket,
    bounds: HoldBounds,
    description: str | None,
    locale: str | None,
    request: str,
) -> NewOrder:
    return NewOrder(
        id=new_id(),
        number=short_code(),
        payment_id=new_id(),
        owner=principal.id,
        basket=basket,
        description=description,
        locale=locale,
        request=request,
        bounds=bounds.lines,
    )


async def decided(platform: Platform, order_id: UUID) -> Order:
    """The order, decided if that takes no longer than a moment. Raises :class:`CannotBuy` if the
    wallet has too little, as if it had been asked together with the goods."""
    order = await _known(platform, order_id)
    if order.status == "pending" and platform.decisions is not None:
        await platform.decisions.wait(order_id)
        order = await _known(platform, order_id)
    if order.status == "cancelled":
        missing = (await shortfalls(platform.database.pool, [order_id])).get(order_id)
        if missing is not None:
            raise CannotBuy(missing.detail, extra={"points": missing.shown()})
    return order


async def _known(platform: Platform, order_id: UUID) -> Order:
    order = await platform.orders.get(order_id)
    if order is None:
        raise LookupError(f"no order {order_id}")
    return order


# --- what is missing --------------------------------------------------------------------------


async def _not_with_this_coupon(
    platform: Platform, principal: Principal, basket: Basket, trouble: Unusable
) -> CannotBuy:
    """The coupon is known not to do before anything is tried; what else is missing for the whole
    price is looked up, so that all of it is named."""
    taking = platform.settlement.take(_new_order(principal, basket, HoldBounds(), None, None, ""))
    shortages = await shortages_now(platform, dict(_taken(taking.operations)))
    return await _cannot_buy(platform, principal, basket, shortages, trouble)


def _taken(operations: Sequence[Operation]) -> Iterator[tuple[str, int]]:
    for operation in operations:
        if isinstance(operation, Withdraw):
            yield operation.key, operation.quantity
        elif isinstance(operation, Hold):
            for line in operation.lines:
                if line.capacity is None:
                    yield line.key, line.quantity


async def _cannot_buy(
    platform: Platform,
    principal: Principal,
    basket: Basket,
    shortages: Sequence[Shortage],
    trouble: Unusable | None,
) -> CannotBuy:
    short = short_lines(platform, basket.lines, shortages)
    money: MoneyMissing | None = await platform.settlement.money_missing(
        principal.id, basket.currency, shortages
    )
    sentences: list[str] = []
    extra: dict[str, object] = {}
    if short:
        sentences.append(say("Not enough in stock: {short}.", short=names_of(short)))
        extra["shortages"] = [one.shown() for one in short]
    if money is not None:
        sentences.append(money.detail)
        extra["points"] = money.shown()
    if trouble is not None:
        sentences.append(trouble.detail)
        extra["coupon"] = trouble.shown()
    return CannotBuy(joined(*sentences), extra=extra)
