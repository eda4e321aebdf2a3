"""Expiry: holds whose time is over go back on sale, and what they were for is off.

What that is, a hold's ``ref`` says: ``order/<id>``. Each kind registers in ``ENDINGS`` the riders
with which its holds expire.

Many go back in one ledger command, all or none, short enough that no buyer waits long behind it;
one such command at a time, so that every batch between two of them is the buyers'. If it is
refused (one of its holds was paid for or let go meanwhile), each of its holds has a command of
its own. Every command has a key of its own, a hold expires once and an order is called off only
while it is pending: so sweeping twice, or from two processes at once, does nothing twice.
"""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, TypeAlias
from uuid import UUID

import structlog
from msgspec import Struct

from holdfast.db.engine import is_away
from holdfast.flows.commit import order_moves
from holdfast.flows.commit.offers import Offers
from holdfast.flows.ending.firsts import offers_of_order
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Busy,
    Command,
    Conflict,
    DueHold,
    Expire,
    InDoubt,
    Outcome,
    Rider,
    count_due,
    due_holds,
    next_due,
)

__all__ = ["ENDINGS", "Riders", "SweepPace", "Swept", "expire_all", "sweep", "taken_together"]

log = structlog.get_logger("holdfast.expiry")

READ_AT_ONCE: Final = 500  # so that reading them, too, holds up nobody for long
FEWEST, MOST = 16, 256  # holds in one command
LINES: Final = 5  # that a hold may have on average: a guest's has the goods and four bounds
GOAL: Final = 1.6  # seconds after its end by which a hold is to be back
COUNTED: Final = 20_000
SOON: Final = 0.5  # seconds: the ends of a crowd that came together lie a little apart

_ORDERS_HELD: Final = """
SELECT o.hold_id, o.id, o.booking_id, b.answer_by IS NOT NULL
FROM orders o LEFT JOIN bookings b ON b.id = o.booking_id WHERE o.hold_id = ANY($1::uuid[])
"""  # and whether it waited for an answer
_TIME_HELD: Final = """
SELECT o.hold_id, o.id, o.booking_id FROM orders o LEFT JOIN booking_dues d ON d.id = o.id
WHERE o.hold_id = ANY($1::uuid[]) AND (o.booking_id IS NOT NULL OR d.kind = 'move')
"""


class Swept(Struct, frozen=True):
    """How many were given back, and in how many seconds the next one is due (None: none)."""

    expired: int
    next_due: float | None


Riders: TypeAlias = Mapping[UUID, tuple[Rider, ...]]
"""What goes with the expiry of a hold, by hold."""
OffersBy: TypeAlias = Mapping[UUID, Offers]


async def _offers(settler: Settler, due: Sequence[DueHold], riders: Riders) -> OffersBy:
    """For who waits first for the time that bookings, or dearer moves, among these hold. What
    cannot be read of one keeps neither it nor the others: its time only comes free."""
    rows = await settler.database.pool.fetch(_TIME_HELD, [one.hold_id for one in due])
    found: dict[UUID, Offers] = {}
    for hold, order, booking in rows:
        if hold not in riders:
            continue
        try:
            offers = await offers_of_order(settler, order, booking)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("what a hold frees is offered to nobody", hold=str(hold))
            continue
        if offers.operations:
            found[hold] = offers
    return found


async def _orders_off(settler: Settler, holds: Sequence[UUID]) -> Riders:
    """The orders whose holds they are; one that was held anew since has another."""
    rows = await settler.database.pool.fetch(_ORDERS_HELD, holds)
    return {
        hold: order_moves.cancelled(order, booking, "expired", why="lapsed" if asked else None)
        for hold, order, booking, asked in rows
    }


async def _exchanges_off(_: Settler, __: Sequence[UUID]) -> Riders:
    """A return outlives what was held for its exchange: it is refunded then."""
    return {}


async def _nothing_off(_: Settler, __: Sequence[UUID]) -> Riders:
    """What kept others away while something was done."""
    return {}


ENDINGS: Final[Mapping[str, Callable[[Settler, Sequence[UUID]], Awaitable[Riders]]]] = {
    "order": _orders_off,
    "exchange": _exchanges_off,
    "closing": _nothing_off,
    "delivery": _nothing_off,
}
"""By the kind that a hold's ``ref`` begins with."""


async def _riders(settler: Settler, due: Sequence[DueHold]) -> Riders:
    """Each kind is asked once. A hold of a kind that nobody knows goes back without riders."""
    by_kind: dict[str, list[UUID]] = {}
    for one in due:
        by_kind.setdefault(one.ref.partition("/")[0], []).append(one.hold_id)
    found: dict[UUID, tuple[Rider, ...]] = {}
    for kind, holds in by_kind.items():
        if (ending := ENDINGS.get(kind)) is None:
            log.warning("holds of an unknown kind expire", kind=kind, holds=holds)
        else:
            found |= await ending(settler, holds)
    return found


class SweepPace:
    """How many holds the next command is to expire: as few as will do, for buyers wait behind it.

    The time from one command to the next, in which the buyers' batches are too, says how many
    commands there can be before the goal. So a machine that is slow, or busy, gets fewer and
    larger ones.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.waiting = 0
        self._clock = clock
        self._read_at = self._started = clock()
        self._turn = 0.0

    def read(self, waiting: int) -> None:
        """So many at least wait, as was read just now."""
        self.waiting = max(self.waiting, waiting)
        self._read_at = self._started = self._clock()

    def start(self, late: float) -> int:
        """A command starts, with a hold that was so late when it was read: its size."""
        now = self._clock()
        left = max(GOAL - late - (now - self._read_at), 0.1)
        self._turn, self._started = now - self._started, now
        return min(max(FEWEST, round(self.waiting * self._turn / left)), MOST)

    def done(self, count: int) -> None:
        """So many less."""
        self.waiting = max(self.waiting - count, 0)


async def sweep(settler: Settler, partitions: int = 1) -> Swept:
    """Give back what is due until nothing is.

    Raises an ExceptionGroup of what PostgreSQL raised for holds that cannot be given back, after
    the others were.
    """
    database = settler.database
    expired, pace = 0, SweepPace()
    while due := await due_holds(database, partitions, READ_AT_ONCE):
        if len(due) == READ_AT_ONCE and pace.waiting <= len(due):  # more than was known of
            pace.read(await count_due(database, partitions, COUNTED, SOON))
        pace.read(len(due))
        done = await expire_all(settler, due, pace)
        expired += done
        if done < len(due):
            break  # the store is busy or away: what is left is due at the next sweep
    return Swept(expired, await next_due(database, partitions))


async def expire_all(settler: Settler, due: Sequence[DueHold], pace: SweepPace) -> int:
    """How many of these went back on sale. Stops when the store cannot answer."""
    tried = done = 0
    failures: list[Exception] = []
    riders = await _riders(settler, due)
    offers = await _offers(settler, due, riders)
    while tried < len(due):
        some = taken_together(due, tried, pace.start(due[tried].late))
        outcome = await _try(settler, _command(some, riders, _key(some), offers))
        if isinstance(outcome, Busy | InDoubt):
            break
        if isinstance(outcome, Accepted | AlreadyDone):
            done += len(some)
        else:
            outcomes = await asyncio.gather(
                *(_expire_alone(settler, one, riders, offers) for one in some)
            )
            done += sum(isinstance(one, Accepted | AlreadyDone) for one in outcomes)
            failures += [one for one in outcomes if isinstance(one, Exception)]
        tried += len(some)
        pace.done(len(some))
    if failures:
        raise ExceptionGroup("holds that do not expire", failures)
    return done


def taken_together(due: Sequence[DueHold], start: int, most: int) -> list[DueHold]:
    """From ``start`` on, as many as make one command; at least one."""
    some = [due[start]]
    lines = due[start].lines
    for one in due[start + 1 : start + most]:
        lines += one.lines
        if lines > most * LINES:
            break
        some.append(one)
    return some


async def _expire_alone(
    settler: Settler, due: DueHold, riders: Riders, offers: OffersBy
) -> Outcome | Exception:
    if due.hold_id in offers:
        # Refused, it was offered, or taken, at this very moment: then it only comes free.
        key = f"expire-offer/{due.hold_id}"
        outcome = await _try(settler, _command([due], riders, key, offers))
        if isinstance(outcome, Accepted | AlreadyDone):
            return outcome
    if due.hold_id in riders:
        outcome = await _try(settler, _command([due], riders, f"expire/{due.hold_id}"))
        if not isinstance(outcome, Conflict):
            return outcome
        # Captured or released since it was read; the next sweep would not find it. Should what it
        # is for be off for another reason while it still stands, the units go back all the same.
        log.info("what a hold is for has moved", hold=due.hold_id, found=outcome.found)
    return await _try(settler, _command([due], {}, f"expire-bare/{due.hold_id}"))


async def _try(settler: Settler, command: Command) -> Outcome | Exception:
    """The outcome, or what PostgreSQL raised: one hold that is broken must not keep the others."""
    try:
        return await settler.ledger.commit(command)
    except Exception as error:  # noqa: BLE001  (told by who sweeps)
        return error


def _key(some: Sequence[DueHold]) -> str:
    """Of the very holds it expires: accepted before means that all of these are expired."""
    ids = b"".join(sorted(one.hold_id.bytes for one in some))
    return f"expire-together/{hashlib.blake2b(ids, digest_size=16).hexdigest()}"


def _command(
    some: Sequence[DueHold], riders: Riders, key: str, offers: OffersBy | None = None
) -> Command:
    made = [offers[one.hold_id] for one in some if one.hold_id in offers] if offers else []
    return Command(
        (
            *(Expire(one.hold_id) for one in some),
            *(operation for one in made for operation in one.operations),
        ),
        (
            *(rider for one in some for rider in riders.get(one.hold_id, ())),
            *(rider for one in made for rider in one.riders),
        ),
        key=key,
        actor="expiry",
        sweep=True,
    )
