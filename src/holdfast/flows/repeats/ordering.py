"""Repeat orders that are due are ordered, the ordinary way and at the prices of the moment, less
what is taken off; or that day is left out, and their buyer is told why. Some days before, they are
told what will be ordered.

A day has one order at most, whoever is killed and however many look: the order, the step that says
which day it is for, the next day and what the mail is written from are one command, whose key is
the day's.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from msgspec.structs import replace

from holdfast import repeats
from holdfast.catalog import ProductNotFound, VariantNotFound
from holdfast.flows.booking.booker import Booker
from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.prices import ShippingUnknown
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.idempotency import Key
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.commit.refusals import (
    AddressNeeded,
    CannotBuy,
    InsufficientStock,
    OutcomeUnknown,
    TooBusy,
    TooManyHolds,
    TooManyReservations,
    TooManyUnits,
    TooManyUnpaid,
)
from holdfast.flows.payments.selling import NotSelling
from holdfast.flows.repeats.calendar import day_of
from holdfast.flows.repeats.following import pause_if_unpaid
from holdfast.flows.repeats.paid_before import last_paid
from holdfast.flows.repeats.placing import OfRepeat
from holdfast.flows.repeats.wanting import choice_of, costs_now, wanted_now
from holdfast.flows.settlement.pay_links import pay_link_token
from holdfast.kit import Problem, new_id, shop_now
from holdfast.orders import token_hash
from holdfast.packages import PackageNotFound
from holdfast.people import is_blocked, of_owner
from holdfast.repeats import (
    Repeat,
    RepeatOff,
    SkipReason,
    coming_repeats,
    due_repeats,
    load_repeat,
    next_after,
)
from holdfast.shipping import AddressInvalid

__all__ = ["PAY_HOURS", "TOLD_DAYS", "order_due", "order_one"]

log = structlog.get_logger("holdfast.repeats")

PAY_HOURS: Final = 72
"""For so long the goods wait for the money."""
TOLD_DAYS: Final = 3
"""So many days before, its buyer is told what will be ordered."""
AT_ONCE: Final = 100
_MAY_PASS: Final = (
    TooBusy, OutcomeUnknown, TooManyHolds, TooManyReservations, TooManyUnpaid, NotSelling,
)  # fmt: skip
_PATIENCE: Final = timedelta(days=2)
"""For so long a day is tried again where what is in its way may pass."""
_CALLER: Final = process("repeats")


async def order_due(parts: Booker, now: datetime) -> int:
    """How many were due by now. What fails is tried at the next look; no other waits for it."""
    shop, pool = await parts.shop.now(), parts.database.pool
    today = day_of(shop, now)
    until = today + timedelta(days=TOLD_DAYS)
    await _each(
        lambda after: coming_repeats(pool, today, until, after, AT_ONCE),
        lambda one: _tell(parts, one),
    )
    return await _each(
        lambda after: due_repeats(pool, today, after, AT_ONCE),
        lambda one: order_one(parts, one, today),
    )


async def order_one(parts: Booker, one: Repeat, today: date) -> None:
    """Order it for its day, or leave that out; pause one whose owner cannot come in to end it.
    Raises a Problem that may pass."""
    if await is_blocked(parts.database.pool, of_owner(one.owner).user_id):
        riders = repeats.paused(one, "blocked")
        key = f"repeat-blocked/{one.id}/{one.rev}"
        may_be_overtaken(await parts.ledger.commit(_CALLER.command((), riders, key)))
        return
    next_on = next_after(one.begun_on, one.every, max(one.due_on, today))
    try:
        await _placed(parts, one, next_on)
    except Problem as refusal:
        now = await load_repeat(parts.database.pool, one.id)
        if now is None or now.rev != one.rev:
            return  # somebody was quicker
        if isinstance(refusal, _MAY_PASS) and today - one.due_on < _PATIENCE:
            raise
        await _left_out(parts, one, next_on, refusal)


async def _placed(parts: Booker, one: Repeat, next_on: date) -> None:
    rules = (await parts.shop.now()).repeats
    if not rules.on:
        raise RepeatOff("The shop repeats no orders.")
    wanted = await wanted_now(parts, one)
    link_id = new_id()
    pay_by = shop_now() + timedelta(hours=PAY_HOURS)
    behalf = OfRepeat(
        of_owner(one.owner),
        repeat=one,
        next_on=next_on,
        link_id=link_id,
        token_hash=token_hash(pay_link_token(parts, link_id)),
        pay_by=pay_by,
        seconds=PAY_HOURS * 3600.0,
        payment_id=new_id(),
    )
    choice = choice_of(one, rules)
    caller = replace(_CALLER, key=Key(f"repeat/{one.id}/{one.due_on}", b""))
    await place(
        parts, caller, wanted, wallet=one.pay_by == "wallet", anew=False, choice=choice,
        locale=one.locale, behalf=behalf,
    )  # fmt: skip


async def _left_out(parts: Booker, one: Repeat, next_on: date, refusal: Problem) -> None:
    reason = _why(refusal)
    log.info("a repeat order is left out", repeat=str(one.id), reason=reason, code=refusal.code)
    riders = repeats.skipped(one, next_on, reason)
    key = f"repeat-skipped/{one.id}/{one.due_on}"
    may_be_overtaken(await parts.ledger.commit(_CALLER.command((), riders, key)))
    now = await load_repeat(parts.database.pool, one.id)
    if reason == "wallet" and now is not None and now.is_active:
        await pause_if_unpaid(parts, _CALLER, now)


async def _tell(parts: Booker, one: Repeat) -> None:
    key = f"repeat-coming/{one.id}/{one.due_on}/{one.rev}"
    paid = (await last_paid(parts.database.pool, [one.id])).get(one.id)
    told = repeats.coming_told(one, await costs_now(parts, one), paid)
    command = _CALLER.command((), told, key)
    may_be_overtaken(await parts.ledger.commit(command))


async def _each(
    read: Callable[[UUID | None], Awaitable[Sequence[Repeat]]],
    do: Callable[[Repeat], Awaitable[None]],
) -> int:
    after, done = None, 0
    while found := await read(after):
        for one in found:
            try:
                await do(one)
            except Problem as trouble:
                log.warning("a repeat order waits", repeat=str(one.id), code=trouble.code)
            except Exception:
                log.exception("a repeat order waits", repeat=str(one.id))
        after, done = found[-1].id, done + len(found)
    return done


def _why(refusal: Problem) -> SkipReason:
    if isinstance(refusal, RepeatOff):
        return "off"
    if isinstance(refusal, CannotBuy):  # of a wallet: money, or goods, or both
        return "stock" if refusal.extra.get("shortages") else "wallet"
    if isinstance(refusal, InsufficientStock):
        return "stock"
    if isinstance(refusal, TooManyUnits):
        return "limit"
    if isinstance(refusal, ProductNotFound | VariantNotFound | PackageNotFound):
        return "gone"
    if isinstance(refusal, ShippingUnknown | AddressNeeded | AddressInvalid):
        return "address"
    return "other"
