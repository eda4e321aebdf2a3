"""Live time: what is taken of a resource, to everybody who looks at its times. A time that somebody
pays for turns grey at once, and comes back if they do not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking import CELL_PREFIX, WHOLE, Resource, load_resources
from holdfast.booking.slots import cell_slots, moment_of
from holdfast.db.engine import Database
from holdfast.kit import iso, shop_now
from holdfast.ledger import AccountState, LedgerReader
from holdfast.live import Accounts, Channel, Reads, TooManyKeys, Who
from holdfast.views.booking.taken import range_of, read_cells, resource_of_key

__all__ = ["LIVE_SLOTS", "TakenSpan", "TakenTime", "source_by"]

DAYS: Final = 62
"""Ahead of now that are told."""
_DAY: Final = timedelta(days=1)
_EPOCH: Final = date(1970, 1, 1).toordinal()
_CHANGES: Final = 1 << 32
"""More than the cells of one resource change in those days; times the days since 1970, it is still
a whole number to every browser."""


class TakenSpan(Struct, frozen=True, rename="camel"):
    """``left``: seats that are free in it."""

    start: str
    end: str
    left: int


class TakenTime(Struct, frozen=True, rename="camel"):
    """All that is taken of a resource, in order of time; what is not named is free, where its
    schedule is open. ``version``: the day that it begins with, and how often its cells have changed
    from that day on. Counted alone, changes would get fewer when a day of them is over, and what
    came then would be taken for older than what is known. ``studio_id``: of a room, whose whole
    takes it as well."""

    resource_id: str
    taken: list[TakenSpan]
    version: int
    studio_id: str | None = None


class TooManyResources(TooManyKeys):
    code = "too-many-resources"
    title = "Too many resources"


def source_by(
    clock: Callable[[], datetime],
) -> Callable[[Database, int], Reads[UUID, TakenTime]]:
    """From the day before the one that the clock shows on."""

    def source(database: Database, partitions: int) -> Reads[UUID, TakenTime]:
        return Reads(partial(_read, database, LedgerReader(database, partitions), clock))

    return source


async def _read(
    database: Database,
    reader: LedgerReader,
    clock: Callable[[], datetime],
    ids: Sequence[UUID],
    _: Sequence[UUID],
) -> Mapping[UUID, Mapping[str, TakenTime]]:
    resources = await load_resources(database.pool, list(ids))
    first = clock() - _DAY
    last = first + timedelta(days=DAYS + 2)
    homes = {one.home for one in resources.values() if one.kind == "room" and one.home}
    known = resources | await load_resources(
        database.pool, [one for one in homes if one not in resources]
    )
    accounts = await read_cells(reader, [range_of(one, first, last) for one in known])
    of_each: dict[UUID, list[AccountState]] = {one: [] for one in known}
    for account in accounts:
        of_each[resource_of_key(account.key)].append(account)
    day = first.toordinal() - _EPOCH
    return {
        one.id: {str(one.id): _state(one, _home(one, known), day, of_each)}
        for one in resources.values()
    }


def _home(one: Resource, known: Mapping[UUID, Resource]) -> Resource | None:
    return known.get(one.home) if one.kind == "room" and one.home is not None else None


def _state(
    resource: Resource,
    home: Resource | None,
    day: int,
    of_each: Mapping[UUID, Sequence[AccountState]],
) -> TakenTime:
    taken, changes = [], 0
    for account in of_each[resource.id]:
        changes += account.version
        if account.balance + account.held:
            first, end = cell_slots(resource, account.key)
            taken.append((first, end, account.seats(resource.capacity)))
    for account in of_each[home.id] if home is not None else ():
        changes += account.version
        if home is not None and not account.seats(WHOLE):
            taken.append((*cell_slots(home, account.key), 0))
    studio = None if home is None else str(home.id)
    version = day * _CHANGES + changes
    return TakenTime(str(resource.id), list(_spans(sorted(taken))), version, studio)


def _of_resource(key: str) -> str:
    """What stands for all cells of the account's resource."""
    return f"{CELL_PREFIX}{resource_of_key(key)}"


def _studio(state: TakenTime) -> list[str]:
    return [] if state.studio_id is None else [f"{CELL_PREFIX}{state.studio_id}"]


def _spans(cells: Sequence[tuple[int, int, int]]) -> Iterator[TakenSpan]:
    """Cells side by side with as many seats left are one span."""
    at = 0
    while at < len(cells):
        first, end, left = cells[at]
        at += 1
        while at < len(cells) and cells[at][0] == end and cells[at][2] == left:
            end = cells[at][1]
            at += 1
        yield TakenSpan(iso(moment_of(first)) or "", iso(moment_of(end)) or "", left)


def _after(state: TakenTime, _: AccountState) -> TakenTime:
    """Never asked: no account is a state here; a resource is read as a whole."""
    return state


LIVE_SLOTS: Final[Channel[UUID, Any]] = Channel(
    name="slots",
    event="slots",
    about="time of resources: what is taken of it in the next two months",
    listed="resources",
    who=Who.EVERYBODY,
    source=source_by(shop_now),
    state=TakenTime,
    update=TakenTime,
    accounts=Accounts(
        CELL_PREFIX, _after, key_of=resource_of_key, akin=_of_resource, needs=_studio
    ),
    most=50,
    too_many=TooManyResources,
)
