"""What is decided about an order that is held: it is let go, or refused, which cancels it and gives
its money back. What it was in truth is noted, as far as that is known."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import fraud
from holdfast.db.reading import Event
from holdfast.digital import GiveCodes
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import (
    CancelByBooking,
    CancelByPackage,
    OrderCancelledAlready,
    OrderCompletedAlready,
    refuse,
)
from holdfast.flows.ending.cancel import cancel_by_staff
from holdfast.flows.ending.parcels import OrderPacked
from holdfast.flows.guarding.assessing import assess
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.settlement.settler import Settler
from holdfast.fraud import (
    FraudCheck,
    FraudCheckNotFound,
    FraudDecided,
    FraudOutcome,
    FraudStatus,
    check_of,
    note_disputed,
)
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Rider, defer
from holdfast.orders import load_items
from holdfast.packages import IssuePackage, purchase_of
from holdfast.payments import CapturePayment, DisputeOpened

__all__ = ["DISPUTE_TYPES", "judge", "note_frauds", "note_truth", "refuse_order", "release"]

log = structlog.get_logger("holdfast.fraud")

DISPUTE_TYPES: Final = (DisputeOpened.TYPE,)
_FRAUD: Final = "fraudulent"
_CANNOT: Final = (
    OrderPacked, OrderCompletedAlready, CancelByBooking, CancelByPackage, PaymentDisputed,
)  # fmt: skip
_BY_RULES: Final = "The shop's rules refused it."


async def judge(settler: Settler, order_id: UUID, caller: Caller) -> None:
    """Look at an order that was paid, once; refuse it where the rules say so. What cannot be
    cancelled any more waits for a person."""
    found = await assess(settler, order_id, caller)
    if found is None or not found.refused_by_rules:
        return
    try:
        await _off(settler, caller, order_id, _BY_RULES)
    except _CANNOT as problem:
        log.info("an order that is refused cannot be cancelled", order=order_id, why=problem.code)
        return
    await _decide(settler, caller, found, "refused", _BY_RULES, None)


async def release(settler: Settler, caller: Caller, order_id: UUID, note: str) -> None:
    """It is sound: what was held of it may leave. Twice is once. Raises
    :class:`FraudCheckNotFound` and :class:`FraudDecided`."""
    found = await _held(settler, order_id, "released")
    await _decide(settler, caller, found, "released", note, "good")


async def refuse_order(settler: Settler, caller: Caller, order_id: UUID, why: str) -> None:
    """It is fraud: nothing of it leaves any more, then it is cancelled, and its money goes back.
    Twice is once. Raises what cancelling raises, too: what is packed is taken apart, and refused
    again."""
    found = await _held(settler, order_id, "refused")
    await _decide(settler, caller, found, "refused", why, "fraud")
    await _off(settler, caller, order_id, why)


async def note_truth(
    settler: Settler, caller: Caller, order_id: UUID, outcome: FraudOutcome | None
) -> None:
    """What it was in truth. Raises :class:`FraudCheckNotFound`."""
    if not await fraud.note_outcome(settler.database.pool, order_id, outcome):
        raise FraudCheckNotFound("Nobody has looked at such an order.")
    async with settler.database.transaction() as connection:
        await caller.note(connection, "fraud.outcome", str(order_id), {"outcome": outcome})


async def note_frauds(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """What banks call fraud was."""
    told = [one.data for one in events if one.data.get("reason") == _FRAUD]
    if told:
        await note_disputed(connection, [UUID(str(one["orderId"])) for one in told])


async def _held(settler: Settler, order_id: UUID, to: FraudStatus) -> FraudCheck:
    found = await check_of(settler.database.pool, order_id)
    if found is None:
        raise FraudCheckNotFound("Nobody has looked at such an order.")
    if not found.may_become(to):
        raise FraudDecided("It passed, or somebody has decided already.")
    return found


async def _off(settler: Settler, caller: Caller, order_id: UUID, why: str) -> None:
    try:
        await cancel_by_staff(settler, caller, order_id, why)
    except OrderCancelledAlready:
        return


async def _decide(
    settler: Settler,
    caller: Caller,
    found: FraudCheck,
    to: FraudStatus,
    note: str,
    outcome: FraudOutcome | None,
) -> None:
    if found.is_decided:
        return
    riders: tuple[Rider, ...] = (
        *fraud.decided(found, to, caller.actor, note, outcome),
        caller.audited(f"fraud.{to}", found.order_id, {"note": note}),
    )
    if to == "released":
        riders += await _taken_then(settler, found.order_id)
        if await purchase_of(settler.database.pool, found.order_id) is not None:
            riders += (defer(IssuePackage(found.order_id)),)
        items = (await load_items(settler.database.pool, [found.order_id]))[found.order_id]
        if any(one.is_digital for one in items):
            riders += (defer(GiveCodes(found.order_id)),)
    command = caller.command((), riders, f"fraud-{to}/{found.order_id}")
    match await settler.ledger.commit(command):
        case Accepted() | AlreadyDone():
            return
        case Conflict(subject=subject) if fraud.decision_moved(subject):
            raise FraudDecided("It passed, or somebody has decided already.")
        case outcome_now:
            raise refuse(outcome_now)


async def _taken_then(settler: Settler, order_id: UUID) -> tuple[Rider, ...]:
    """What was set aside for the order is taken, as far as nothing else is waited for."""
    paid = await settler.payments.of_order(order_id)
    held = [one.id for one in paid if await settler.payments.is_held(one.id)]
    return tuple(defer(CapturePayment(one)) for one in held)
