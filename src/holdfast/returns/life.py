"""The life of a return: every move it can make, as riders, with the fact the move makes true.

The legal ones stand in ``RETURN_STATES`` and are drawn in docs/life-cycles.md. A command with a
move is refused as a ``Conflict`` if the return is not where the move begins.
"""

from collections.abc import Mapping
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.ledger import NOW, Insert, Rider, Transition, tell
from holdfast.returns.facts import (
    InspectedItem,
    ReturnApproved,
    ReturnCancelled,
    ReturnInspected,
    ReturnItem,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from holdfast.returns.returned import Return, ReturnStatus
from holdfast.returns.tables import LINES_INSPECTED, RETURN_LINES, RETURN_STATES, RETURNS


class ReturnTold(Struct, frozen=True):
    """What every event of a return says of its order; ``items`` by line."""

    order_number: str
    owner: str
    language: str | None
    items: Mapping[int, ReturnItem]

    def about(self, found: Return) -> "_About":
        """The fields that all facts of the return begin with."""
        inside = [
            replace(self.items[line], quantity=one.quantity) for line, one in found.lines.items()
        ]
        return (
            found.id,
            found.number,
            self.order_number,
            self.owner,
            self.language,
            tuple(inside),
        )


_About: TypeAlias = tuple[UUID, int, str, str, str | None, tuple[ReturnItem, ...]]


def _move(found: Return, to: ReturnStatus, **also: object) -> Transition:
    return Transition(RETURN_STATES, found.id, (found.status,), to, tuple(also.items()))


def _line_rows(found: Return) -> tuple[tuple[object, ...], ...]:
    return tuple(
        (
            found.id,
            line,
            one.quantity,
            one.reason,
            one.restocked,
            one.written_off,
            one.fault,
            one.paid,
        )
        for line, one in found.lines.items()
    )


def requested(found: Return, told: ReturnTold) -> tuple[Rider, ...]:
    """It is asked for; approved at once if it says so."""
    decided = NOW if found.is_approved else None
    row = (
        found.id,
        found.order_id,
        found.number,
        found.status,
        found.note,
        found.by_rule,
        decided,
        found.exchange_text,
    )
    riders = (
        Insert(RETURNS, (row,)),
        Insert(RETURN_LINES, _line_rows(found)),
        tell(ReturnRequested(*told.about(found), found.by_rule), found.order_id),
    )
    if not found.is_approved:
        return riders
    return *riders, tell(ReturnApproved(*told.about(found), ""), found.order_id)


def approved(found: Return, answer: str, told: ReturnTold) -> tuple[Rider, ...]:
    """Its buyer may send it."""
    move = _move(found, "approved", answer=answer or None, decided_at=NOW)
    return move, tell(ReturnApproved(*told.about(found), answer), found.order_id)


def refused(found: Return, answer: str, told: ReturnTold) -> tuple[Rider, ...]:
    """It is not taken back."""
    move = _move(found, "refused", answer=answer, decided_at=NOW, ended_at=NOW)
    return move, tell(ReturnRefused(*told.about(found), answer), found.order_id)


def cancelled(found: Return, told: ReturnTold) -> tuple[Rider, ...]:
    """Its buyer keeps it after all."""
    move = _move(found, "cancelled", ended_at=NOW)
    return move, tell(ReturnCancelled(*told.about(found)), found.order_id)


def received(found: Return, told: ReturnTold) -> tuple[Rider, ...]:
    """It came back."""
    move = _move(found, "received", received_at=NOW)
    return move, tell(ReturnReceived(*told.about(found)), found.order_id)


def inspected(found: Return, told: ReturnTold, currency: str) -> tuple[Rider, ...]:
    """It was looked at: ``found`` says, line by line and as a whole, what came of it."""
    refunded, delivery, deducted = found.refunded or 0, found.delivery or 0, found.deducted or 0
    move = _move(
        found,
        "inspected",
        refunded=refunded,
        delivery=delivery,
        deducted=deducted,
        deduction=found.deduction,
        exchanged=found.exchanged,
        due=found.due,
        delivery_kept=found.delivery_kept,
        ended_at=NOW,
    )
    fact = ReturnInspected(
        *told.about(found),
        sum(one.restocked for one in found.lines.values()),
        sum(one.written_off for one in found.lines.values()),
        refunded,
        deducted,
        found.deduction or "",
        currency,
        delivery,
        tuple(
            InspectedItem(
                told.items[line].name,
                told.items[line].options,
                one.quantity,
                one.came,
                one.paid,
                one.fault,
            )
            for line, one in found.lines.items()
        ),
        found.exchanged,
    )
    return move, Insert(LINES_INSPECTED, _line_rows(found)), tell(fact, found.order_id)


def exchange_ended(found: Return) -> Rider:
    """Nothing is sent in place of it after all: ``found`` says what goes back instead."""
    return _move(
        found,
        "inspected",
        refunded=found.refunded,
        delivery=found.delivery,
        deducted=found.deducted,
        deduction=found.deduction,
        exchanged=None,
        delivery_kept=None,
    )
