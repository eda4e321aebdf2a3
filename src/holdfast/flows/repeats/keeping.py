"""Who has a repeat order leaves a day out, changes it, pauses it, lets it go on, ends it; staff may
pause and end it, and say why."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast import repeats
from holdfast.catalog import Selection
from holdfast.flows.checkout.basket import CartLine, choose, priced_lines
from holdfast.flows.checkout.prices import Choice, prices_for
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import answered
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import AddressNeeded
from holdfast.flows.repeats.calendar import day_of
from holdfast.flows.repeats.cards import card_to_charge
from holdfast.kit import FieldError, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import Rider
from holdfast.people import of_owner
from holdfast.repeats import (
    BadRepeat,
    PayBy,
    Repeat,
    RepeatCard,
    RepeatLine,
    RepeatMoved,
    RepeatNotFound,
    RepeatStep,
    load_repeat,
    may_come_back,
    next_after,
    repeat_steps_of,
    uncharged,
)
from holdfast.shipping import Address, address_text, decode_address
from holdfast.shop import Every

__all__ = [
    "ChangeWanted", "change_repeat", "end_repeat", "known_repeat", "pause_repeat", "restore_day",
    "resume_repeat", "skip_repeat",
]  # fmt: skip

_TRIES: Final = 4


class ChangeWanted(Struct, frozen=True, kw_only=True):
    """What is to be otherwise from now on; None stays as it is. ``quantities`` by variant: what is
    not named leaves it. ``card_id``: the card to be charged, of one's own that are kept."""

    every: Every | None = None
    quantities: dict[UUID, int] | None = None
    address: Address | None = None
    method: str | None = None
    pay_by: PayBy | None = None
    card_id: str | None = None


async def known_repeat(till: Till, repeat_id: UUID, owner: str | None = None) -> Repeat:
    """One that has begun: the owner's; None: anybody's. Raises :class:`RepeatNotFound`."""
    found = await load_repeat(till.database.pool, repeat_id)
    if found is None or found.is_asked or owner not in (None, found.owner):
        raise RepeatNotFound("There is no such repeat order.")
    return found


async def skip_repeat(
    till: Till, caller: Caller, repeat_id: UUID, day: date | None = None
) -> Repeat:
    """Its next day is left out, if it is that one, where a ``day`` is named: it may have been left
    out, or ordered, just now. One that was ordered and whose card is not charged yet is left out,
    too. Raises :class:`RepeatNotFound`, :class:`RepeatMoved`."""

    def move(one: Repeat, steps: Sequence[RepeatStep]) -> tuple[Rider, ...]:
        if not one.is_active:
            raise RepeatMoved("Only of one that goes on a day can be left out.")
        just = uncharged(steps) if one.card is not None else None
        if just is not None and day is not None and day == just.due_on:
            return repeats.taken_back(one, day)
        if day not in (None, one.due_on):
            raise RepeatMoved("That day is not the next any more. Look again.", field="nextOn")
        return repeats.skipped(one, next_after(one.begun_on, one.every, one.due_on), "asked")

    owner = caller.principal.id
    return await _act_seeing(till, caller, repeat_id, owner, move)


async def restore_day(
    till: Till, caller: Caller, repeat_id: UUID, day: date | None = None, *, staff: bool = False
) -> Repeat:
    """The last day that was left out is its next again, if it is that ``day``, where one is named.
    Raises :class:`RepeatNotFound`, :class:`RepeatMoved`."""
    today = day_of(await till.shop.now(), shop_now())

    def move(one: Repeat, steps: Sequence[RepeatStep]) -> tuple[Rider, ...]:
        last = may_come_back(one, steps, today)
        if last is None or day not in (None, last):
            raise RepeatMoved("That day is not left out, or it is not to come any more.")
        about = {"client": one.owner, "day": str(last)}
        said = (caller.audited("repeat.restored", one.id, about),) if staff else ()
        return (*repeats.restored(one, last), *said)

    owner = None if staff else caller.principal.id
    return await _act_seeing(till, caller, repeat_id, owner, move)


async def pause_repeat(
    till: Till, caller: Caller, repeat_id: UUID, *, note: str | None = None
) -> Repeat:
    """By its owner, or with a ``note`` by staff. Raises :class:`RepeatNotFound`,
    :class:`RepeatMoved`."""
    staff = note is not None

    def move(one: Repeat) -> tuple[Rider, ...]:
        if not one.is_active:
            raise RepeatMoved("Only one that goes on can be paused.")
        riders = repeats.paused(one, "staff" if staff else "asked", note or "")
        return (
            *riders,
            *_by_staff(note, caller.audited("repeat.paused", one.id, _about(one, note))),
        )

    return await _act(till, caller, repeat_id, None if staff else caller.principal.id, move)


async def end_repeat(
    till: Till, caller: Caller, repeat_id: UUID, *, note: str | None = None
) -> Repeat:
    """For good, as :func:`pause_repeat`."""
    staff = note is not None

    def move(one: Repeat) -> tuple[Rider, ...]:
        if one.is_ended:
            raise RepeatMoved("It has ended already.")
        riders = repeats.ended(one, "staff" if staff else "asked", note or "")
        return (
            *riders,
            *_by_staff(note, caller.audited("repeat.ended", one.id, _about(one, note))),
        )

    return await _act(till, caller, repeat_id, None if staff else caller.principal.id, move)


async def resume_repeat(
    till: Till, caller: Caller, repeat_id: UUID, *, staff: bool = False
) -> Repeat:
    """It goes on with the first of its days that is still to come; what staff paused, staff let go
    on. Raises :class:`RepeatNotFound`, :class:`RepeatMoved`."""
    today = day_of(await till.shop.now(), shop_now())

    def move(one: Repeat) -> tuple[Rider, ...]:
        if not one.is_paused:
            raise RepeatMoved("Only one that is paused can go on.")
        if one.reason == "staff" and not staff:
            raise RepeatMoved("The shop has paused it. Ask the shop.")
        later = one.due_on > today
        next_on = one.due_on if later else next_after(one.begun_on, one.every, today)
        said = caller.audited("repeat.resumed", one.id, _about(one, None))
        return (*repeats.resumed(one, next_on), *((said,) if staff else ()))

    return await _act(till, caller, repeat_id, None if staff else caller.principal.id, move)


async def change_repeat(
    till: Till, caller: Caller, repeat_id: UUID, wanted: ChangeWanted
) -> Repeat:
    """Raises :class:`RepeatNotFound`, :class:`RepeatMoved`, :class:`BadRepeat`, and what delivery
    to another address refuses."""
    one = await known_repeat(till, repeat_id, caller.principal.id)
    await _check(till, one, wanted)
    card = await _card(till, one, wanted)

    def move(one: Repeat) -> tuple[Rider, ...]:
        if one.is_ended:
            raise RepeatMoved("It has ended already.")
        address = wanted.address
        return repeats.changed(
            one,
            every=wanted.every or one.every,
            lines=_lines(one, wanted),
            method=wanted.method or one.method,
            region=one.region if address is None else address.place,
            address=one.address_text if address is None else address_text(address),
            pay_by=wanted.pay_by or one.pay_by,
            card=(card or one.card) if (wanted.pay_by or one.pay_by) == "card" else None,
        )

    changed = await _act(till, caller, repeat_id, caller.principal.id, move)
    if card is not None:
        await till.payments.cards.agreed(one.owner, card.provider, card.id)
    return changed


async def _check(till: Till, one: Repeat, wanted: ChangeWanted) -> None:
    shop = await till.shop.now()
    faults = []
    if wanted.every not in (None, one.every, *shop.repeats.intervals):
        said = say("The shop does not repeat orders so often.")
        faults.append(FieldError("every", "unknown", said))
    if wanted.pay_by == "wallet" and not shop.wallets:
        faults.append(FieldError("payBy", "unknown", say("The shop has no wallets.")))
    by_card = (wanted.pay_by or one.pay_by) == "card"
    if by_card and wanted.card_id is None and one.card is None:
        faults.append(FieldError("cardId", "required", say("Say which card is charged.")))
    if not by_card and wanted.card_id is not None:
        said = say("Send payBy with card, too.")
        faults.append(FieldError("payBy", "unknown", said))
    unknown = set(wanted.quantities or ()) - {line.variant_id for line in one.lines}
    if unknown or wanted.quantities == {}:
        said = say("Name one or more of the goods that it has.")
        faults.append(FieldError("items", "unknown", said))
    sent = (wanted.address, wanted.method) != (None, None)
    if sent and one.package_id is not None:
        said = say("A package is not delivered.")
        faults.append(FieldError("shippingAddress", "unknown", said))
    if faults:
        raise BadRepeat.of(faults, named=True)
    if sent:
        await _must_be_delivered(till, one, wanted)


async def _card(till: Till, one: Repeat, wanted: ChangeWanted) -> RepeatCard | None:
    """The card that is named, if it is one of theirs and can be charged."""
    if wanted.card_id is None:
        return None
    found = await card_to_charge(till, one.owner, wanted.card_id)
    if found is None:
        said = say("You have no such card that can be charged.")
        raise BadRepeat.of([FieldError("cardId", "unknown", said)], named=True)
    return found


async def _must_be_delivered(till: Till, one: Repeat, wanted: ChangeWanted) -> None:
    """There, and so."""
    cart = [
        CartLine(line.product_id, Selection(line.variant_id), line.quantity)
        for line in _lines(one, wanted)
    ]
    lines = await choose(till.shelf, cart)
    address = wanted.address
    if address is None and one.address_text is not None:
        address = decode_address(one.address_text)
    method = wanted.method or one.method
    choice = Choice(method=method, region=one.region, address=address)
    currency = lines[0].product.currency
    prices = await prices_for(till, of_owner(one.owner), priced_lines(lines), currency, choice)
    if prices.to_address and address is None:
        raise AddressNeeded("Say where the goods go.", field="shippingAddress")


def _lines(one: Repeat, wanted: ChangeWanted) -> Sequence[RepeatLine]:
    if wanted.quantities is None:
        return one.lines
    named = wanted.quantities
    return [
        RepeatLine(line.product_id, line.variant_id, named[line.variant_id])
        for line in one.lines
        if line.variant_id in named
    ]


async def _act(
    till: Till,
    caller: Caller,
    repeat_id: UUID,
    owner: str | None,
    move: Callable[[Repeat], tuple[Rider, ...]],
) -> Repeat:
    """One step; as it is, if the request is a repetition."""
    return await _act_seeing(till, caller, repeat_id, owner, lambda one, _: move(one))


async def _act_seeing(
    till: Till,
    caller: Caller,
    repeat_id: UUID,
    owner: str | None,
    move: Callable[[Repeat, Sequence[RepeatStep]], tuple[Rider, ...]],
) -> Repeat:
    """The same, by the last of what was done with it, newest first."""
    for _ in range(_TRIES):
        one = await known_repeat(till, repeat_id, owner)
        if caller.key is not None and await answered(till, caller.key) is not None:
            return one
        steps = await repeat_steps_of(till.database.pool, one.id)
        command = caller.keyed((), move(one, steps), f"repeat-moved/{new_id()}", one.id)
        if went_through(await till.ledger.commit(command)):
            return await known_repeat(till, repeat_id, owner)
    raise crowded_out(f"repeat order {repeat_id} does not change")


def _about(one: Repeat, note: str | None) -> dict[str, str]:
    about = {"client": one.owner}
    return about if note is None else {**about, "reason": note}


def _by_staff(note: str | None, said: Rider) -> tuple[Rider, ...]:
    """What staff do stands in the audit log."""
    return () if note is None else (said,)
