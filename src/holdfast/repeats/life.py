"""The life of a repeat order: each step as riders.

The legal moves stand in ``REPEAT_STATES`` and are drawn in docs/life-cycles.md. Each step has the
number after the last one that was read: of two at once, one is refused as a ``Conflict``.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from msgspec import json

from holdfast.kit import Money
from holdfast.ledger import NOW, Insert, Rider, Transition, tell
from holdfast.repeats.facts import RepeatComing, RepeatOrdered, RepeatSkipped, RepeatStopped
from holdfast.repeats.repeat import (
    DeclineReason,
    PayBy,
    Repeat,
    RepeatCard,
    RepeatLine,
    RepeatStatus,
    SkipReason,
    StepKind,
)
from holdfast.repeats.tables import REPEAT_ORDERS, REPEAT_STATES, REPEAT_STEPS


def asked_for(
    repeat_id: UUID, owner: str, order_id: UUID, every: str, locale: str | None
) -> Insert:
    """It stands once that order is paid."""
    return Insert(REPEAT_ORDERS, ((repeat_id, owner, order_id, every, locale),))


def not_begun(one: Repeat) -> Transition:
    """It has not, with the order that it would begin with."""
    return Transition(REPEAT_STATES, one.id, ("asked",), "asked", ())


def begun(
    one: Repeat,
    lines: Sequence[RepeatLine],
    method: str | None,
    region: str | None,
    address: str | None,
    first_on: date,
    next_on: date,
    card: RepeatCard | None = None,
    package_id: UUID | None = None,
) -> tuple[Rider, ...]:
    """With what its first order is made of, as it was paid; ``card``: that is charged from now on,
    as its owner agreed."""
    return _step(
        one, "begun", "active", None, lines=packed(lines), package_id=package_id, method=method,
        region=region, address=address, first_on=first_on, next_on=next_on,
        pay_by=one.pay_by if card is None else "card", card=packed_card(card),
    )  # fmt: skip


def ordered(
    one: Repeat, order_id: UUID, next_on: date, fact: RepeatOrdered | None
) -> tuple[Rider, ...]:
    """For the day that was next; ``fact``: it is to be paid by who gets the mail of it."""
    riders = _step(one, "ordered", "active", one.due_on, order_id=order_id, next_on=next_on)
    return riders if fact is None else (*riders, tell(fact, order_id))


def charged(one: Repeat, order_id: UUID) -> tuple[Rider, ...]:
    """Its card is asked for the money of that order. What ends, pauses or skips it at that moment
    has the same number, and so one of them is refused."""
    return _step(one, "charged", "active", None, order_id=order_id)


def declined(
    one: Repeat, order_id: UUID, why: DeclineReason, fact: RepeatOrdered
) -> tuple[Rider, ...]:
    """Its card was not charged for that order, which waits to be paid by who gets the mail of it.
    A card that is ``gone`` is asked for no more."""
    also: dict[str, object] = {}
    if why == "gone" and one.card is not None:
        also = {"pay_by": "link", "card": None}
    steps = _step(one, "declined", one.status, None, order_id=order_id, reason=why, **also)
    return (*steps, tell(fact, order_id))


def taken_back(one: Repeat, day: date) -> tuple[Rider, ...]:
    """A day that was ordered, and that no card was charged for yet, is left out after all."""
    return _step(one, "skipped", "active", day, reason="asked")


def skipped(one: Repeat, next_on: date, reason: SkipReason) -> tuple[Rider, ...]:
    """The day that was next is left out. Who asked for that knows."""
    riders = _step(one, "skipped", "active", one.due_on, reason=reason, next_on=next_on)
    if reason == "asked":
        return riders
    return (*riders, tell(RepeatSkipped(one.due_on, next_on, reason), one.id))


def restored(one: Repeat, day: date) -> tuple[Rider, ...]:
    """A day that was left out is the next again; its buyer is told anew that it comes."""
    return _step(one, "restored", "active", day, next_on=day, told_on=None)


def changed(
    one: Repeat,
    *,
    every: str,
    lines: Sequence[RepeatLine],
    method: str | None,
    region: str | None,
    address: str | None,
    pay_by: PayBy,
    card: RepeatCard | None,
    reason: str = "",
) -> tuple[Rider, ...]:
    """The next day stays; another interval is counted from there. ``reason``: why, if its owner did
    not ask for that of it."""
    first_on = one.begun_on if every == one.every else one.due_on
    return _step(
        one, "changed", one.status, None, reason=reason, every=every, lines=packed(lines),
        method=method, region=region, address=address, pay_by=pay_by, card=packed_card(card),
        first_on=first_on,
    )  # fmt: skip


def coming_told(one: Repeat, costs: Money | None, paid: Money | None) -> tuple[Rider, ...]:
    """Its buyer is told of its next day, what it ``costs``, and what was ``paid`` for the last one;
    that is no step."""
    move = Transition(REPEAT_STATES, one.id, ("active",), "active", (("told_on", one.due_on),))
    fact = RepeatComing(one.due_on)
    if costs is not None:
        same = paid is not None and paid.currency == costs.currency
        before = paid.amount if paid is not None and same else None
        fact = RepeatComing(one.due_on, costs.amount, costs.currency, before)
    return move, tell(fact, one.id)


def paused(one: Repeat, reason: str, note: str = "") -> tuple[Rider, ...]:
    """Nothing is ordered until it goes on; its buyer is told, if it was not them, and they are not
    ``blocked``."""
    riders = _step(one, "paused", "paused", None, reason=reason, note=note)
    return (*riders, *_told(one, "paused", reason, note))


def resumed(one: Repeat, next_on: date) -> tuple[Rider, ...]:
    """It goes on with the next of its days."""
    return _step(one, "resumed", "active", None, next_on=next_on, note="")


def ended(one: Repeat, reason: str, note: str = "") -> tuple[Rider, ...]:
    """For good; its buyer is told, if it was not them."""
    riders = _step(one, "ended", "ended", None, reason=reason, note=note, ended_at=NOW)
    return (*riders, *_told(one, "ended", reason, note))


def packed(lines: Sequence[RepeatLine]) -> str:
    """As its row has them."""
    return json.encode(lines).decode()


def packed_card(card: RepeatCard | None) -> str | None:
    """As its row has it."""
    return None if card is None else json.encode(card).decode()


def paid_by(one: Repeat, card: RepeatCard | None, reason: str = "") -> tuple[Rider, ...]:
    """It is paid by that card from now on; None: by a link. All else stays."""
    return changed(
        one, every=one.every, lines=one.lines, method=one.method, region=one.region,
        address=one.address_text, pay_by="link" if card is None else "card", card=card,
        reason=reason,
    )  # fmt: skip


def _told(one: Repeat, what: str, reason: str, note: str) -> tuple[Rider, ...]:
    if reason in ("asked", "blocked"):
        return ()
    return (tell(RepeatStopped(what, reason, note), one.id),)


def _step(
    one: Repeat,
    what: StepKind,
    to: RepeatStatus,
    due_on: date | None,
    *,
    order_id: UUID | None = None,
    reason: str = "",
    **also: object,
) -> tuple[Rider, ...]:
    rev = one.rev + 1
    columns = {"rev": rev, "reason": reason if to in ("paused", "ended") else "", **also}
    if what in ("changed", "charged", "declined"):
        del columns["reason"]
    return (
        Transition(REPEAT_STATES, one.id, (one.status,), to, tuple(columns.items())),
        Insert(REPEAT_STEPS, ((one.id, rev, what, due_on, order_id, reason),)),
    )
