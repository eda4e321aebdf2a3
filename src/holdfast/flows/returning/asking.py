"""Buyers ask to send something back, and may keep it after all; staff decide, and note that it
came. Each step is one ledger command."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast import orders, returns
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import as_before, keep, stored
from holdfast.flows.commit.known_orders import any_order, order_shown_to
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.returning.by_seller import Together, together
from holdfast.flows.returning.exchanging import Exchanging, ReturnDesk, let_go
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
    ReturnStatus,
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


class _Asked(Struct, frozen=True, omit_defaults=True):
    """What a key stands for: the return, and those that came with it; their rows say the rest."""

    return_id: UUID
    others: tuple[UUID, ...] = ()

    @property
    def all(self) -> tuple[UUID, ...]:
        return self.return_id, *self.others


class _Step(Struct, frozen=True):
    """``about`` is what the audit log says of staff's ``action``; none of a buyer's own."""

    asked: _Asked
    riders: tuple[Rider, ...]
    operations: tuple[Operation, ...] = ()
    action: str = ""
    about: Mapping[str, object] = {}
    exchanging: tuple[Exchanging, ...] = ()

    @classmethod
    def of(
        cls,
        one: Return,
        riders: tuple[Rider, ...],
        operations: tuple[Operation, ...] = (),
        action: str = "",
        **about: object,
    ) -> "_Step":
        """About one return."""
        return cls(_Asked(one.id), riders, operations, action, {"return": one.number, **about})


_Make: TypeAlias = Callable[[ReturnsNow], Awaitable[_Step]]


async def ask_for(
    desk: ReturnDesk,
    caller: Caller,
    order_id: UUID,
    lines: Mapping[int, ReturnLine],
    note: str,
    exchange: Mapping[int, UUID] | None = None,
) -> tuple[UUID, ...]:
    """So many units of each line are to be sent back: one return for each seller whose they are, or
    the shop, each approved at once if the rules say so of all of it; their ids. Staff ask for a
    buyer, and are not bound by the rules. ``exchange``: of some lines, which variant is to come in
    place of them; its units are held by the same command."""
    wanted = {line: one.quantity for line, one in lines.items()}
    parts: list[Together] = []

    async def make(now: ReturnsNow) -> _Step:
        by_staff = now.order.owner != caller.actor
        may_be = now.returnable(by_staff=by_staff)
        must_be_returnable(wanted, may_be)
        if not parts:
            parts.extend(await together(desk, now, wanted, exchange))
        if len(now.returns) + len(parts) > MAX_RETURNS:
            raise TooManyReturns(say("An order can have at most {limit}.", limit=MAX_RETURNS))
        operations, riders = [*now.unrefunded], list[Rider]()
        asked: list[Return] = []
        for number, part in enumerate(parts, len(now.returns) + 1):
            by_rule = must_be_returnable(part.of(wanted), may_be)
            status: ReturnStatus = "approved" if by_rule or by_staff else "requested"
            own = {line: lines[line] for line in part.lines}
            one = Return(new_id(), now.order.id, number, status, note, by_rule, lines=own)
            if part.instead is not None:
                instead, hold = part.instead.made(one.id)
                one = replace(one, exchange_text=exchange_text(instead))
                operations.append(hold)
            riders += returns.requested(one, now.told)
            asked.append(one)
        return _Step(
            _Asked(asked[0].id, tuple(one.id for one in asked[1:])),
            tuple(riders),
            tuple(operations),
            "return.requested" if by_staff else "",
            {"return": asked[0].number}
            | ({"returns": [one.number for one in asked]} if len(asked) > 1 else {}),
            tuple(part.instead for part in parts if part.instead is not None),
        )

    await order_shown_to(desk.orders, caller.principal, order_id)
    return (await _do(desk, caller, order_id, make)).all


async def call_off(settler: Settler, caller: Caller, return_id: UUID) -> None:
    """Its buyer keeps it."""
    found = await _own(settler, caller, return_id)

    async def make(now: ReturnsNow) -> _Step:
        one = may(now, return_id, "cancel")
        action = "" if now.order.owner == caller.actor else "return.cancelled"
        free, riders = await let_go(settler, one), returns.cancelled(one, now.told)
        return _Step.of(one, riders, free, action)

    await _do(settler, caller, found.order_id, make)


async def approve(settler: Settler, caller: Caller, return_id: UUID, answer: str) -> None:
    """Its buyer may send it; ``answer`` is what staff tell them."""

    async def make(now: ReturnsNow) -> _Step:
        one = may(now, return_id, "approve")
        riders = returns.approved(one, answer, now.told)
        return _Step.of(one, riders, (), "return.approved")

    await _do(settler, caller, (await found_now(settler, return_id)).order_id, make)


async def refuse_return(settler: Settler, caller: Caller, return_id: UUID, why: str) -> None:
    """It is not taken back; its buyer is told why."""

    async def make(now: ReturnsNow) -> _Step:
        one = may(now, return_id, "refuse")
        free, riders = await let_go(settler, one), returns.refused(one, why, now.told)
        return _Step.of(one, riders, free, "return.refused", reason=why)

    await _do(settler, caller, (await found_now(settler, return_id)).order_id, make)


async def receive(settler: Settler, caller: Caller, return_id: UUID) -> None:
    """It came back."""

    async def make(now: ReturnsNow) -> _Step:
        one = may(now, return_id, "receive")
        riders = returns.received(one, now.told)
        return _Step.of(one, riders, (), "return.received")

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
    order = await settler.orders.known(found.order_id)
    return Seen(found, order, (await load_items(settler.database.pool, [order.id]))[order.id])


async def seen_by(
    settler: Settler, who: Principal | None, return_id: UUID, only: UUID | None = None
) -> Seen:
    """The same, of one's own, or by staff; of that one order. Raises :class:`ReturnNotFound`."""
    one = await seen(settler, return_id)
    if who is None or not (one.order.owner == who.id or who.is_staff):
        raise ReturnNotFound("There is no such return.")
    if only not in (None, one.order.id):
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


async def _do(settler: Settler, caller: Caller, order_id: UUID, make: _Make) -> _Asked:
    """The returns that the step was made with."""
    try:
        for _ in range(_TRIES):
            order = await any_order(settler.orders, order_id)
            if (refusal := not_returnable(order)) is not None:
                raise refusal
            now = await returns_now(settler, order)
            step = await make(now)
            wanted = caller.request_key(step.asked)
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
                    return step.asked
                case AlreadyDone():
                    assert wanted is not None, "its own key is new"
                    return stored(await keep(settler.ledger, wanted), _Asked)
                case Conflict():
                    continue  # somebody did something with it at this very moment: look again
                case Expired():
                    continue  # what was held for its exchange: there is nothing to let go
                case Short(shortages=shortages) if step.exchanging:
                    for one in step.exchanging:
                        await one.short(shortages)
                    continue
            raise refuse(outcome)
        raise crowded_out(f"order {order_id} takes no step of its returns")
    except Problem as problem:
        return await as_before(settler, caller.key, problem, _Asked)
