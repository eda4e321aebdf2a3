"""Completing by time: orders paid so many days ago are completed; one that goes in parcels once all
of them were sent so many days ago, if nobody said before that they arrived. One that pays for a
booking is completed with that."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import asyncpg

from holdfast import orders
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.ending.parcels import ParcelsNow, parcels_now
from holdfast.flows.guarding.assessing import is_kept_back
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import Parcel, delivered, left_to_pack
from holdfast.kit import time_of
from holdfast.ledger import (
    Accepted,
    Command,
)
from holdfast.orders import Order

__all__ = ["Completion", "complete_command"]

_PAGE: Final = 2000
_READ: Final = """
SELECT id, status IN ('pending', 'paid') AND booking_id IS NULL,
       status = 'paid' AND booking_id IS NULL AND paid_at <= $2 AND NOT EXISTS (
           SELECT FROM parcels p WHERE p.order_id = page.id
           AND (p.status IN ('waiting', 'picking') OR p.status = 'shipped' AND p.shipped_at > $2))
FROM ({page}) AS page ORDER BY id
"""  # whether it is open, and due: nothing of it is to be sent, or was sent lately
_COLUMNS: Final = "SELECT id, status, paid_at, booking_id FROM orders"
# Ids grow with time, so no index by day is needed, which every purchase would have to pay for.
_NEXT: Final = _READ.format(page=f"{_COLUMNS} WHERE id > $1 ORDER BY id LIMIT {_PAGE}")
_THESE: Final = _READ.format(page=f"{_COLUMNS} WHERE id = ANY($1::uuid[])")
_FIRST: Final = UUID(int=0)


def complete_command(
    caller: Caller, order: Order, now: ParcelsNow, arrived: Sequence[Parcel] = ()
) -> Command:
    """A paid order is completed, if none of its parcels made a step since they were read;
    ``arrived`` are those that are taken to be there by now."""
    there = (rider for one in arrived for rider in delivered(one, now.told))
    return caller.command(
        (now.unmoved,), (*there, *orders.completed(order.id)), f"complete/{order.id}"
    )


class Completion:
    """Walks through the orders once in its life; then it looks at those that were still open, and
    at what came since."""

    def __init__(self, settler: Settler) -> None:
        self._settler = settler
        self._after = _FIRST
        self._open: list[UUID] = []

    @property
    def reached(self) -> UUID:
        """Up to this order only those are looked at again that are open."""
        return self._after

    async def run(self, now: datetime) -> int:
        """Complete what is due; how many those were. Raises an ExceptionGroup of what cannot be
        completed, after the others were."""
        days = (await self._settler.shop.now()).complete_after_days
        if not days:
            return 0
        before = now.astimezone(UTC) - timedelta(days=days)
        failures: list[Exception] = []
        done = await self._look_again(before, failures) + await self._go_on(before, failures)
        if failures:
            raise ExceptionGroup("orders that are not completed", failures)
        return done

    async def _look_again(self, before: datetime, failures: list[Exception]) -> int:
        """At those that were open."""
        done, still = 0, list[UUID]()
        for start in range(0, len(self._open), _PAGE):
            some = self._open[start : start + _PAGE]
            rows = await self._settler.database.pool.fetch(_THESE, some, before)
            ended = await self._complete_due(rows, failures)
            still += [one for one, is_open, _ in rows if is_open and one not in ended]
            done += len(ended)
        self._open = still
        return done

    async def _go_on(self, before: datetime, failures: list[Exception]) -> int:
        """From where the walk was."""
        done, after, passed = 0, self._after, True
        while True:
            rows = await self._settler.database.pool.fetch(_NEXT, after, before)
            ended = await self._complete_due(rows, failures)
            done += len(ended)
            for order_id, is_open, _ in rows:
                # A new one that is off may yet be paid late.
                passed = passed and time_of(order_id) <= before
                if passed:
                    self._after = order_id
                    if is_open and order_id not in ended:
                        self._open.append(order_id)
            if len(rows) < _PAGE or time_of(rows[-1][0]) > before:
                return done
            after = rows[-1][0]

    async def _complete_due(
        self, rows: Sequence[asyncpg.Record], failures: list[Exception]
    ) -> set[UUID]:
        """Which of these are completed now; one that fails stops no other."""
        due = [order_id for order_id, _, is_due in rows if is_due]
        outcomes = await asyncio.gather(
            *(self._complete(one) for one in due), return_exceptions=True
        )
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                failures.append(outcome)
            elif isinstance(outcome, BaseException):
                raise outcome
        return {one for one, ended in zip(due, outcomes, strict=True) if ended is True}

    async def _complete(self, order_id: UUID) -> bool:
        order = await self._settler.orders.get(order_id)
        if order is None or not order.is_paid or await is_kept_back(self._settler, order_id):
            return False
        now = await parcels_now(self._settler, order)
        if _is_to_be_sent(now):
            return False
        arrived = [one for one in now.parcels if one.is_on_its_way]
        command = complete_command(process("time"), order, now, arrived)
        outcome = await self._settler.ledger.commit(command)
        may_be_overtaken(outcome)
        return isinstance(outcome, Accepted)


def _is_to_be_sent(now: ParcelsNow) -> bool:
    """Whether something of it waits for somebody: is being packed, is left to pack while other
    goods of it were sent, though they were lost, is a code that was not given, or is to be added
    once it is paid. Of what nobody ever packed nobody tells."""
    if now.edit is not None or any(one.to_give for one in now.lines):
        return True
    if any(one.is_waiting or one.is_picked for one in now.parcels):
        return True
    was_picked = any(one.was_picked for one in now.parcels)
    return was_picked and bool(left_to_pack(now.lines, now.parcels))
