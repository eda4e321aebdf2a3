"""Placing an order: everything it takes, or nothing, with the order as rider of the same command.

There are three takings. *Held*: goods and coupon wait for a payment. *Together*: the owner's wallet
pays in the same command. *By message*: held, and the wallet's own service is asked for the money.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from msgspec import Struct, field
from msgspec.structs import replace

from holdfast import repeats
from holdfast.booking import SCHEDULE_PREFIX
from holdfast.booking.bookings import STAY_PREFIX
from holdfast.cart import came_from_cart
from holdfast.flows.checkout.amounts import basket_of_amount
from holdfast.flows.checkout.asking import asked_bounds, too_many_asked
from holdfast.flows.checkout.at_once import must_fit
from holdfast.flows.checkout.basket import (
    Amount,
    Basket,
    CartLine,
    SaleUnits,
    TotalTooLarge,
    choose,
    order_of,
    priced_lines,
)
from holdfast.flows.checkout.bounds import (
    HoldBounds,
    HoldCaps,
    address_digest,
    bounds_of,
    out_of_bounds,
    spend_lines,
)
from holdfast.flows.checkout.decided import came_to_nothing
from holdfast.flows.checkout.held import held
from holdfast.flows.checkout.let_through import let_through
from holdfast.flows.checkout.minimum import must_reach_minimum
from holdfast.flows.checkout.missing import refusal, shortages_now
from holdfast.flows.checkout.on_behalf import OnBehalf
from holdfast.flows.checkout.price_changed import price_changed
from holdfast.flows.checkout.prices import NO_CHOICE, Choice, prices_for
from holdfast.flows.checkout.redemption import Unusable, priced_with, short_code
from holdfast.flows.checkout.sales import basket_of_sale, out_of_sale
from holdfast.flows.checkout.sources import (
    after_short,
    destination,
    of_all_places,
    shares_at,
    sources_of,
)
from holdfast.flows.checkout.till import Till, held_for
from holdfast.flows.checkout.time_taken import ScheduleChanged, time_taken
from holdfast.flows.checkout.times_of_guests import times_bounds, too_many_times
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key, answered, stored
from holdfast.flows.commit.refusals import AddressNeeded, CurrencyUnknown, refuse
from holdfast.flows.commit.wallet_settlement import NewOrder, Taken
from holdfast.flows.guarding.assessing import noted_origin
from holdfast.flows.payments.selling import must_sell
from holdfast.kit import Problem, is_currency
from holdfast.kit.sentences import say
from holdfast.ledger import (
    MAX_BALANCE,
    Accepted,
    AlreadyDone,
    Conflict,
    Outcome,
    Rider,
    Short,
    Shortage,
)
from holdfast.people import Principal

__all__ = ["Placed", "place", "placed_as_guest", "placed_before"]

_NUMBER_TRIES: Final = 3
_USE_TRIES: Final = 4
_MOST_PASSED: Final = 50
_READ: Final = (SCHEDULE_PREFIX, STAY_PREFIX)


class Placed(Struct, frozen=True, omit_defaults=True):
    """The order as it was made, the first time if the request is a repetition (which is answered
    with this, and what the ledger says of the end). Without a hold, it was paid at once."""

    order_id: UUID
    number: str
    hold_id: UUID | None = field(name="reservation_id", default=None)
    ends_at: datetime | None = None
    booking_id: UUID | None = None

    @property
    def reservation_id(self) -> UUID:
        """The hold of one that was not paid at once."""
        assert self.hold_id is not None, "paid at once"
        return self.hold_id


async def place(
    till: Till,
    caller: Caller,
    wanted: Sequence[CartLine] | Amount | SaleUnits,
    *,
    wallet: bool = False,
    anew: bool = True,
    choice: Choice = NO_CHOICE,
    locale: str | None = None,
    from_cart: bool = False,
    behalf: OnBehalf | None = None,
) -> Placed:
    """Order a cart, an amount without goods, or units of a flash sale. It is held for a while, or
    paid from the buyer's ``wallet``; if that had too little, the same key orders ``anew``, unless
    it was answered with the order; ``from_cart``: once bought, it leaves the cart; who asks may
    do so on ``behalf`` of its buyer. Raises a Problem for every refusal; it names all that is
    missing. The price that is held is the price paid."""
    if (done := await placed_as_guest(till, caller)) is not None:
        return done
    by, key = caller, caller.key
    caller = caller if behalf is None else replace(caller, principal=behalf.owner)
    buyer = caller.principal
    try:
        basket, bounds = await _asked(till, buyer, wanted, choice, wallet=wallet, behalf=behalf)
        shop = await till.shop.now()
        must_reach_minimum(shop, basket, behalf)
        await let_through(till, shop.fraud, caller, basket)
    except Problem:
        # The shop has moved on, but what this key was answered with stands.
        if key is not None and (before := await placed_before(till, key)) is not None:
            return before
        raise
    sources = await sources_of(till, basket, destination(basket, choice.place))
    tried, passed, repriced = 1, 0, 0
    while True:
        plan = sources.plan
        lines = shares_at(bounds, basket.lines, plan).lines
        order = order_of(basket, buyer.id, bounds=lines, locale=locale, plan=plan)
        order, told = (order, ()) if behalf is None else behalf.of(by, order)
        seconds = None if behalf is None else behalf.seconds
        taken = await _taken(till, order, wallet=wallet, seconds=seconds)
        must_fit(taken.operations)
        placed = Placed(order.id, order.number, taken.hold_id, booking_id=order.booking_id)
        other = None if taken.operations else f"buy/{order.id}"
        came = noted_origin(caller, shop.fraud, order.id)
        riders = (*taken.riders, *came, *told)
        riders = (*riders, *_also(caller, order, choice, from_cart=from_cart))
        command = caller.keyed((*basket.expected, *taken.operations), riders, other, placed)
        outcome = await till.ledger.commit(command)
        if _priced_too_soon(order, basket, outcome) and repriced < _USE_TRIES:
            repriced += 1
            basket = await _basket(till, buyer, wanted, choice, wallet=wallet)
            continue
        match outcome:
            case Accepted(expires_at=ends_at):
                return replace(placed, ends_at=ends_at)
            case AlreadyDone(answer=answer, expires_at=ends_at):
                before = _read(answer, ends_at)
                if (
                    key is None
                    or passed == _MOST_PASSED
                    or not (wallet and anew and await came_to_nothing(till, before.order_id))
                ):
                    return before
                # Refusals are not kept: with more in the wallet, the same request may go through.
                passed += 1
                after = Key(f"{key.text}|after/{before.order_id}", key.digest)
                caller = replace(caller, key=after)
                continue
            case Short(shortages=shortages):
                more = choice.preorder
                again = await after_short(till, basket, sources, shortages, preorder=more)
                if again is not None:
                    sources = again
                    continue
                payer = buyer.id if wallet else None
                short = await of_all_places(till, basket, sources, shortages)
                raise await _missing(till, basket, bounds, choice, short, buyer.id, payer)
            case Conflict(found="uq_orders_number") if tried < _NUMBER_TRIES:
                tried += 1
                continue  # the short number is taken: one in 2^40, but not never
        raise _refused(outcome)


async def _asked(
    till: Till,
    buyer: Principal,
    wanted: Sequence[CartLine] | Amount | SaleUnits,
    choice: Choice,
    *,
    wallet: bool,
    behalf: OnBehalf | None,
) -> tuple[Basket, HoldBounds]:
    """What is wanted, priced, and what its buyer may hold. Raises a Problem for what is known not
    to do before anything is tried."""
    if isinstance(wanted, Amount) and not is_currency(wanted.currency):
        said = say("{currency} is not a currency code.", currency=wanted.currency)
        raise CurrencyUnknown(said, field="currency")
    await must_sell(till)
    basket = await _basket(till, buyer, wanted, choice, wallet=wallet)
    await spend_lines(till, buyer, len(basket.lines) or 1)
    bounds = HoldBounds()
    if (basket.lines or basket.booking) and (not wallet or till.settlement.holds):
        # Who is not there to ask comes from no address, which is not one that all of them share.
        network = "" if behalf is None else address_digest(till.caps or HoldCaps(), buyer.id)
        bounds = await bounds_of(till, buyer, basket.lines, network)
        bounds = asked_bounds(till, buyer, basket.booking, bounds)
        bounds = times_bounds(till, buyer, basket.booking, bounds)
    return basket, bounds


def _also(caller: Caller, order: NewOrder, choice: Choice, *, from_cart: bool) -> Iterator[Rider]:
    """That it leaves the cart once it is bought; that it is to be repeated once it is paid; why
    staff booked over time that clients cannot."""
    if from_cart:
        yield came_from_cart(order.id)
    if choice.repeat is not None and choice.every:
        wanted = choice.repeat.id, order.owner, order.id, choice.every, order.locale
        yield repeats.asked_for(*wanted)
    booking = order.booking
    if booking is not None and booking.over:
        yield caller.audited("booking.over-block", booking.id, {"reason": booking.over})


def _refused(outcome: Outcome) -> Problem:
    if isinstance(outcome, Conflict) and outcome.subject.startswith(_READ):
        return ScheduleChanged("The opening hours were changed just now. Try again.")
    return refuse(outcome)


async def _basket(
    till: Till,
    buyer: Principal,
    wanted: Sequence[CartLine] | Amount | SaleUnits,
    choice: Choice,
    *,
    wallet: bool,
) -> Basket:
    """What is wanted, priced, with the coupon or code if there is one. If that is known not to do
    before anything is tried, what else is missing for the whole price is looked up, so that the
    refusal names all of it."""
    if isinstance(wanted, SaleUnits):
        return await basket_of_sale(till, buyer, wanted, choice)
    if isinstance(wanted, Amount):
        return await basket_of_amount(till, buyer, wanted, choice.repeat)
    lines = await choose(till.shelf, wanted)
    currency = lines[0].product.currency
    prices = await prices_for(till, buyer, priced_lines(lines), currency, choice)
    found = await priced_with(till, buyer, prices, choice)
    if isinstance(found, Unusable):
        basket = Basket(lines, currency, prices.plain())
        taken = await _taken(till, order_of(basket, buyer.id), wallet=wallet)
        short = await shortages_now(till, taken.wanted)
        raise await refusal(till, basket, short, found, buyer.id if wallet else None)
    if found.quote.total > MAX_BALANCE:
        raise TotalTooLarge("The total of this cart is too large. Order less at a time.")
    if choice.expected not in (None, found.quote.total):
        raise price_changed(found.quote, currency, choice.expected)
    if (wallet or choice.whole) and choice.address is None and prices.to_address:
        raise AddressNeeded("Say where the goods go.", field="shippingAddress")
    return Basket(
        lines,
        currency,
        found.quote,
        choice.coupon_id,
        breakdown=found.breakdown,
        address=choice.address,
        expected=found.expected,
    )


async def _missing(
    till: Till,
    basket: Basket,
    bounds: HoldBounds,
    choice: Choice,
    shortages: Sequence[Shortage],
    owner: str,
    wallet_of: str | None,
) -> Problem:
    if (refused := out_of_sale(till, basket, shortages, owner)) is not None:
        return refused
    if (full := too_many_asked(basket.booking, shortages)) is not None:
        return full
    bounded = out_of_bounds(bounds, basket.lines, shortages)
    if bounded is not None:
        return bounded
    if (taken := time_taken(basket.booking, shortages)) is not None:
        return taken
    if (many := too_many_times(basket.booking, shortages)) is not None:
        return many
    return await refusal(till, basket, shortages, short_code(choice, shortages), wallet_of)


def _priced_too_soon(order: NewOrder, basket: Basket, outcome: Outcome) -> bool:
    """Whether a promotion's last use went to somebody else at this very moment, or its buyer came
    into a group or left one."""
    match outcome:
        case Short(shortages=shortages):
            return any(shortage.key in order.limits for shortage in shortages)
        case Conflict(subject=subject):
            return any(one.key == subject for one in basket.expected)
    return False


async def _taken(
    till: Till, order: NewOrder, *, wallet: bool, seconds: float | None = None
) -> Taken:
    if wallet:
        return till.settlement.take(order)
    if seconds is not None:
        return held(order, seconds)
    waits = None if order.booking is None else order.booking.waits_for_answer
    return held(order, await held_for(till) if waits is None else waits.total_seconds())


def _read(answer: str, ends_at: datetime | None) -> Placed:
    # A wallet's orders were once answered with their id alone; keys are kept for a day.
    placed = stored(answer, Placed, lambda order_id: Placed(order_id, ""))
    return replace(placed, ends_at=ends_at)


async def placed_as_guest(till: Till, caller: Caller) -> Placed | None:
    """What the guest who logged in just now ordered under the same key: it is theirs by now."""
    return None if caller.before is None else await placed_before(till, caller.before)


async def placed_before(till: Till, key: Key) -> Placed | None:
    """What the key was answered with, if it was."""
    answer = await answered(till, key)
    if answer is None:
        return None
    placed = _read(answer, None)
    if placed.hold_id is None:
        return placed
    hold = await till.reader.hold(placed.hold_id)
    return None if hold is None else replace(placed, ends_at=hold.expires_at)
