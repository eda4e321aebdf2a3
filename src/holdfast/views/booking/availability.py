"""Whose time is free, kept in this process: schedules and blocks expanded to bits, and the cells
that the ledger says are taken. Fed by what is committed, in whatever order it is heard; read again
in turn, and dropped when in doubt. It only offers: the ledger decides at the end in any case.

Kept are at most ``MOST_CELLS`` cells that were ever taken (about 130 bytes each, 40 MB) and
``MOST_CHUNKS`` expanded chunks of 32 days (about 2 kB each, 40 MB); whose time was asked for
longest ago is forgotten first.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from holdfast.booking import (
    SCHEDULE_PREFIX,
    USUAL_WAYS,
    OpenHours,
    Place,
    Resource,
    Travelling,
    blocks_between,
    list_resources,
    load_resources,
    schedules_of,
    travel_times_of,
)
from holdfast.booking.bookings import STAY_PREFIX, Taking
from holdfast.booking.schedule import Closed
from holdfast.booking.slots import Bookable, Times, Window, slot_at, slot_from
from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.kit.clock import shop_now
from holdfast.ledger import AccountState, LedgerReader
from holdfast.live import Healing
from holdfast.reviews import resource_ratings_of
from holdfast.views.booking.known import Chunk, Known, hours_by, opened_in, placed, same, same_cells
from holdfast.views.booking.taken import (
    AT_ONCE,
    chunk_window,
    chunks_of,
    ranges_of,
    read_cells,
    resource_of_key,
)
from holdfast.views.booking.ways import Ways

__all__ = ["FOLLOWED", "Availability"]

FOLLOWED: Final = ("cell/", SCHEDULE_PREFIX, STAY_PREFIX)
MOST_CELLS: Final = 300_000
MOST_CHUNKS: Final = 20_000
FRESH: Final = 30.0
"""Seconds after which what was read is read again, in turn."""
STAY_READS: Final = 5
"""Readings of where somebody is to be while it changes; then what is known is believed."""
_DAY: Final = timedelta(days=1)


class Availability:
    """One process's. ``clock`` is for tests."""

    def __init__(
        self,
        database: Database,
        partitions: int = 1,
        clock: Callable[[], float] = time.monotonic,
        travelling: Travelling = USUAL_WAYS,
    ) -> None:
        self._database = database
        self.ways = Ways(database, travelling)
        self._reader = LedgerReader(database, partitions)
        self._clock = clock
        self._known: OrderedDict[UUID, Known] = OrderedDict()
        self._bookable: tuple[Bookable, ...] = ()
        self._stale: set[UUID] | None = None
        """Whose resource or schedule changed; None: nothing was read yet."""
        self._read_at = 0.0
        self.changes = 0
        """Grows whenever what is known may say something else."""
        self._heard: list[AccountState] = []
        self._reading = 0
        self._learning = False
        self._one = asyncio.Lock()
        self._cells: Gather[tuple[UUID, int], None] = Gather(self._read_chunks)
        self._healing: Healing[UUID] = Healing(
            "whose time is free", self._known.keys, self._again, FRESH
        )

    # --- following --------------------------------------------------------------------------

    async def start(self) -> None:
        """Begin to read again in turn."""
        await self._healing.start()

    async def stop(self) -> None:
        await self._healing.stop()

    def hear(self, account: AccountState) -> None:
        """What a committed batch, of this process or another, left an account at."""
        self.changes += 1
        if account.key.startswith(SCHEDULE_PREFIX):
            if self._stale is not None:
                self._stale.add(resource_of_key(account.key))
            return
        if account.key.startswith(STAY_PREFIX):
            if (who := self._known.get(resource_of_key(account.key))) is not None:
                who.hear_of_stays()
            return
        if self._reading:  # what is being read may be older
            self._heard.append(account)
        known = self._known.get(resource_of_key(account.key))
        if known is not None and known.chunks:
            known.taken.take(account)

    def doubt(self) -> None:
        """Word may have been lost: nothing that was read counts any more."""
        self.changes += 1
        self._stale = None
        self._known.clear()

    # --- asking -----------------------------------------------------------------------------

    async def resources(self) -> Collection[Bookable]:
        """Those that can be booked, as they are now; the same object while nothing changed."""
        if self._learning or self._is_stale():  # what somebody reads just now is waited for
            async with self._one:
                self._learning = True
                try:
                    await self._up_to_date()
                finally:
                    self._learning = False
        return self._bookable

    async def ready(self, some: Iterable[Bookable], window: Window, *, visit: bool = False) -> None:
        """Have their time of the window at hand; ``visit``: for a client's own place."""
        self.ways.visits |= visit
        wanted = chunks_of(window)
        ids = {one.id: None for one in some}
        ids |= {one.studio: None for one in some if one.kind == "room" and one.studio is not None}
        await self._cells.many(
            (one, chunk)
            for one in ids
            if (known := self._known.get(one)) is not None
            for chunk in wanted
            if chunk not in known.chunks
        )
        for _ in range(STAY_READS):
            who = [self._known[one.id] for one in some if one.travels and one.id in self._known]
            if not await self.ways.read_stays(who, wanted):
                break

    def times(self, one: Bookable, seats: int, window: Window, own: Sequence[Taking] = ()) -> Times:
        """Its time; what is not at hand counts as closed, and what ``own`` takes as free."""
        known = self._known.get(one.id)
        if known is None:
            return Times(open={})
        own = [taking for taking in own if taking.resource_id == one.id]
        home = self._home(known) if one.kind == "room" else None
        opened: dict[UUID | None, int] = {}
        taken = 0
        stays: dict[tuple[int, int, Place], None] = {}
        for chunk in chunks_of(window):
            stays.update(dict.fromkeys(known.stays.get(chunk, ())))
            here = known.chunks.get(chunk)
            if here is None or (home is not None and chunk not in home.chunks):
                continue
            whole = chunk_window(chunk)
            if here.open is None:
                here.open = opened_in(self._hours(known), chunk)
            for place, bits in here.open.items():
                opened[place] = opened.get(place, 0) | window.part_of(bits, whole)
            full = known.taken.full(chunk, seats, own)
            if home is not None:
                full |= home.taken.whole(chunk)
            if full:
                taken |= window.part_of(full, whole)
        return Times(open=opened, taken=taken, stays=tuple(_others(stays, own)))

    def schedule_version(self, resource: UUID) -> int:
        """The version of the schedule its times were made from."""
        known = self._known.get(resource)
        return 0 if known is None else known.version

    def why_closed(self, resource: UUID, day: date, minutes: int = 0) -> Closed | None:
        """Why it is not open for so long on the day; None if it is, or nobody knows it."""
        if (known := self._known.get(resource)) is None:
            return None
        return self._hours(known).why_closed(day, minutes)

    def _hours(self, known: Known) -> OpenHours:
        return hours_by(known, self._home(known))

    def _home(self, known: Known) -> Known | None:
        home = known.resource.home
        return None if home is None else self._known.get(home)

    def resource(self, resource: UUID) -> Resource | None:
        known = self._known.get(resource)
        return None if known is None else known.resource

    @property
    def cells(self) -> int:
        return sum(known.taken.count for known in self._known.values())

    # --- reading ----------------------------------------------------------------------------

    def _is_stale(self) -> bool:
        return bool(self._stale is None or self._stale or self._clock() - self._read_at > FRESH)

    async def _up_to_date(self) -> None:
        pool = self._database.pool
        if self._stale is None or self._clock() - self._read_at > FRESH:
            before, self._stale = self._stale, set()
            try:
                found = {one.id: one for one in await list_resources(pool, status="active")}
                await self._learn(found, found.keys() | self._known.keys())
                await self.ways.look_for_visits()
            except BaseException:
                self._stale = before
                raise
            self._read_at = self._clock()
        elif self._stale:
            some, self._stale = self._stale, set()
            try:
                await self._learn(await load_resources(pool, list(some)), some)
            except BaseException:
                self._stale |= some
                raise

    async def _learn(self, found: Mapping[UUID, Resource], asked: Collection[UUID]) -> None:
        pool, now = self._database.pool, shop_now()
        ids = [one.id for one in found.values() if one.status == "active"]
        known = [one.resource for one in self._known.values()]
        schedules = await schedules_of(pool, ids)
        most = max((one.horizon_days for one in (*found.values(), *known)), default=1)
        blocks = await blocks_between(pool, ids, now - 2 * _DAY, now + (most + 2) * _DAY)
        ratings = await resource_ratings_of(pool, ids)
        ways = await travel_times_of(pool, ids)
        first, changed = not self._bookable, set[UUID]()
        for gone in set(asked) - set(ids):
            if self._known.pop(gone, None) is not None:
                changed.add(gone)
        for one in ids:
            made = schedules.get(one)
            new = Known(
                found[one],
                None if made is None else made.schedule,
                0 if made is None else made.version,
                blocks[one],
                ratings.get(one),
                ways.get(one),
            )
            before = self._known.get(one)
            if before is not None and same(before, new):
                continue
            if before is not None and same_cells(before.resource, new.resource):
                new.taken = before.taken  # what is taken is the ledger's, whatever the schedule
                new.chunks = {at: Chunk() for at in before.chunks}
            self._known[one] = new
            changed.add(one)
        if not (first or changed):
            return
        for room in self._known.values():
            if room.resource.home in changed:
                room.chunks = {at: Chunk() for at in room.chunks}
        self.changes += 1
        self._bookable = tuple(
            placed(one, self._known.get(one.resource.studio_id or one.resource.id))
            for one in self._known.values()
        )
        self.ways.learn(self._bookable, self._known.values())

    async def _read_chunks(self, asked: Sequence[tuple[UUID, int]]) -> dict[tuple[UUID, int], None]:
        async with self._one:
            await self._read_cells(asked)
            self._make_room(asked)
        return {}  # they are at hand, or their resource is gone

    async def _read_cells(self, asked: Sequence[tuple[UUID, int]]) -> None:
        self._reading += 1
        new = False
        try:
            for at in range(0, len(asked), AT_ONCE):
                some = asked[at : at + AT_ONCE]
                accounts = await read_cells(self._reader, [ranges_of(*one) for one in some])
                for one, chunk in some:
                    known = self._known.get(one)
                    if known is not None and chunk not in known.chunks:
                        known.chunks[chunk] = Chunk()
                        new = True
                    if known is not None:
                        known.stays.pop(chunk, None)
                by_text = {str(one): self._known.get(one) for one, _ in some}
                for account in (*accounts, *self._heard):
                    known = by_text.get(account.key.split("/", 2)[1])
                    if known is not None and known.chunks:
                        new |= known.taken.take(account)
        finally:
            self.changes += new  # what was read again as it was leaves answers good
            self._reading -= 1
            if not self._reading:
                self._heard.clear()

    def _make_room(self, asked: Iterable[tuple[UUID, int]]) -> None:
        """Whose time was asked for longest ago is forgotten, beyond the bounds."""
        now = {one for one, _ in asked}
        for one in now & self._known.keys():
            self._known.move_to_end(one)
        cells, chunks = self.cells, sum(len(one.chunks) for one in self._known.values())
        for one, known in self._known.items():
            if (cells <= MOST_CELLS and chunks <= MOST_CHUNKS) or one in now:
                return
            cells, chunks = cells - known.taken.count, chunks - len(known.chunks)
            known.taken.forget(known.chunks)
            known.chunks.clear()
            known.stays.clear()

    async def _again(self, some: Sequence[UUID]) -> None:
        """What was not heard does not count for long."""
        known = [one for one in map(self._known.get, some) if one is not None]
        await self._read_cells([(one.resource.id, chunk) for one in known for chunk in one.chunks])


def _others(
    stays: Iterable[tuple[int, int, Place]], own: Sequence[Taking]
) -> list[tuple[int, int, Place]]:
    """Without where ``own`` lets them be: nobody is at two places at once."""
    spans = [(slot_at(one.starts_at), slot_from(one.ends_at)) for one in own]
    return [
        stay for stay in stays if not any(stay[0] < end and begin < stay[1] for begin, end in spans)
    ]
