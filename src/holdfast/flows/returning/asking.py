"""Buyers ask to send something back, and may keep it after all; staff decide, and note that it
came. Each step is one ledger command."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders, returns
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import as_before, keep, stored
from holdfast.flows.commit.refusals import OrderNotFound, refuse
from holdfast.flows.returning.exchanging import Exchanging, ReturnDesk, exchanging, let_go
from holdfast.flows.returning.standing import ReturnsNow, not_returnable, returns_now
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Expired, Operation, Rider, Short
from holdfast.orders import Order, OrderItem, load_items
from holdfast.people import Principal
from holdfast.returns import (
    MAX_RETURNS,
    Return,
    ReturnAction,
    ReturnLine,
    ReturnNotFound,
    TooManyReturns,
    exchange_text,
    must_be_returnable,
    return_by_id,
    why_not,
)

__all__ = [
    "Seen", "approve", "ask_for", "call_off", "found_now", "may", "receive", "refuse_return",
    "seen", "seen_by",
]  # fmt: skip

_TRIES: Final = 16  # of which some find that a place has run short


class Seen(Struct, frozen=True):
    """A return with its order, and what was bought by that."""

    found: Return
    order: Order
    items: Sequence[OrderItem]


class _Asked(Struct, frozen=True):
    """What a key stands for: the return; its row says the rest."""

    return_id: UUID


class _Step(Struct, frozen=True):
    """``about`` is what the audit log says of staff's ``action``; none of a buyer's own."""

    return_id: UUID
    riders: tuple[Rider, ...]
    operations: tuple[Operation, ...] = ()
    action: str = ""
    about: Mapping[str, object] = {}
    exchanging: Exchanging | None = None


_Make: TypeAlias = Callable[[ReturnsNow], Awaitable[_Step]]


async def ask_for(
    desk: ReturnDesk,
    caller: Caller,
    order_id: UUID,
    lines: Mapping[int, ReturnLine],
    note: str,
    exchange: Mapping[int, UUID] | None = None,
) -> UUID:
    """So many units of each line are to be sent back: approved at once if the rules say so of all
    of it; the return's id. Staff ask for a buyer, and are not bound by the rules. ``exchange``: of
    some lines, which variant is to come in place of them; its units are held by the same
    command."""
    wants: Exchanging | None = None

    async def make(now: ReturnsNow) -> _Step:
        nonlocal wants
        by_staff = now.order.owner != caller.actor
        may_be = now.returnable(by_staff=by_staff)
        wanted = {line: one.quantity for line, one in lines.items()}
        by_rule = must_be_returnable(wanted, may_be)
        if len(now.returns) >= MAX_RETURNS:
            raise TooManyReturns(say("An order can have at most {limit}.", limit=MAX_RETURNS))
        asked = Return(
            new_id(),
            now.order.id,
            len(now.returns) + 1,
            "approved" if by_rule or by_staff else "requested",
            note,
            by_rule,
            lines=lines,
        )
        operations = now.unrefunded
        if exchange:
            wants = wants or await exchanging(desk, now, exchange, wanted)
            instead, hold = wants.made(asked.id)
            asked = replace(asked, exchange_text=exchange_text(instead))
            operations = (*operations, hold)
        action = "return.requested" if by_staff else ""
        riders = returns.requested(asked, now.told)
        return _Step(asked.id, riders, operations, action, {"return": asked.number}, wants)

    order = await desk.orders.get(order_id)
    if order is None or not (order.owner == caller.actor or caller.principal.is_staff):
        raise OrderNotFound("You have no such order.")
    return await _do(desk, caller, order_id, make)


async def call_off(settler: Settler, caller: Caller, return_id: UUID) -> None:
    """Its buyer keeps it."""
    found = await _own(settler, caller, return_id)

    async def make(now: ReturnsNow) -> _Step:
        one = may(now, return_id, "cancel")
        action = "" if now.order.owner == caller.actor else "return.cancelled"
        free, riders = await let_go(settler, one), returns.cancelled(one, now.told)
        return _Step(one.id, riders, free, action, {"return": one.number})

    await _do(settler, caller, found.order_id, make)


async def approve(settler: Settler, caller: Caller, return_id: UUID, answer: str) -> None:
    """Its buyer may send it; ``answer`` is what staff tell them."""

    async def make(now: ReturnsNow) -> _Step:
        one = may(now, return_id, "approve")
        riders = returns.approved(one, answer, now.told)
        return _Step(one.id, riders, (), "return.approved", {"return": one.number})

    await _do(settler, caller, (await found_now(settler, return_id)).order_id, make)


async def refuse_return(settler: Settler, caller: Caller, return_id: UUID, why: str) -> None:
    """It is not taken back; its buyer is told why."""

    async def make(now: ReturnsNow) -> _Step:
        one = may(now, return_id, "refuse")
        free, riders = await let_go(settler, one), returns.refused(one, why, now.told)
        about = {"return": one.number, "reason": why}
        return _Step(one.id, riders, free, "return.refused", about)

    await _do(settler, caller, (await found_now(settler, return_id)).order_id, make)


async def receive(settler: Settler, caller: Caller, return_id: UUID) -> None:
    """It came back."""

    async def make(now: ReturnsNow) -> _Step:
        one = may(now, return_id, "receive")
        riders = returns.received(one, now.told)
        return _Step(one.id, riders, (), "return.received", {"return": one.number})

    await _do(settler, caller, (await found_now(settler, return_id)).order_id, make)


async def found_now(settler: Settler, return_id: UUID) -> Return:
    """Raises :class:`ReturnNotFound`."""
    found = await return_by_id(settler.database.pool, return_id)
    if found is None:
        raise ReturnNotFound("There is no such return.")
    return found


async def seen(settler: Settler, return_id: UUID) -> Seen:
    """As it is now. Raises :class:`ReturnNotFound`."""
    found = await found_now(settler, return_id)
    order = await settler.orders.get(found.order_id)
    assert order is not None, "none is ever deleted"
    return Seen(found, order, (await load_items(settler.database.pool, [order.id]))[order.id])


async def seen_by(settler: Settler, who: Principal | None, return_id: UUID) -> Seen:
    """The same, of one's own, or by staff. Raises :class:`ReturnNotFound`."""
    one = await seen(settler, return_id)
    if who is None or not (one.order.owner == who.id or who.is_staff):
        raise ReturnNotFound("There is no such return.")
    return one


def may(now: ReturnsNow, return_id: UUID, action: ReturnAction) -> Return:
    """The return. Raises the refusal, if that may not be done with it now."""
    found = next((one for one in now.returns if one.id == return_id), None)
    if found is None:
        raise ReturnNotFound("There is no such return.")
    refusal = why_not(action, found)
    if refusal is not None:
        raise refusal
    return found


async def _own(settler: Settler, caller: Caller, return_id: UUID) -> Return:
    """Raises :class:`ReturnNotFound` of another's."""
    return (await seen_by(settler, caller.principal, return_id)).found


async def _do(settler: Settler, caller: Caller, order_id: UUID, make: _Make) -> UUID:
    """The return that the step was made with."""
    try:
        for _ in range(_TRIES):
            order = await settler.orders.get(order_id)
            if order is None:
                raise OrderNotFound("There is no such order.")
            if (refusal := not_returnable(order)) is not None:
                raise refusal
            now = await returns_now(settler, order)
            step = await make(now)
            wanted = caller.request_key(_Asked(step.return_id))
            audited: tuple[Rider, ...] = ()
            if step.action:
                audited = (caller.audited(step.action, order.id, step.about),)
            outcome = await settler.ledger.commit(
                caller.command(
                    (*now.step, *step.operations),
                    (*step.riders, orders.returns_moved(order), *audited),
                    f"return-step/{new_id()}",
                    request_key=wanted,
                )
            )
            match outcome:
                case Accepted():
                    return step.return_id
                case AlreadyDone():
                    assert wanted is not None, "its own key is new"
                    return stored(await keep(settler.ledger, wanted), _Asked).return_id
                case Conflict():
                    continue  # somebody did something with it at this very moment: look again
                case Expired():
                    continue  # what was held for its exchange: there is nothing to let go
                case Short(shortages=shortages) if step.exchanging is not None:
                    await step.exchanging.short(shortages)
                    continue
            raise refuse(outcome)
        raise RuntimeError(f"order {order_id} takes no step of its returns")
    except Problem as problem:
        return (await as_before(settler, caller.key, problem, _Asked)).return_id
