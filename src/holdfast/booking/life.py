"""The life of a resource, its schedule and its blocks: each move as riders, with its fact."""

from uuid import UUID

import msgspec

from holdfast.booking.block import Block
from holdfast.booking.book import ScheduleVersion
from holdfast.booking.facts import (
    BlockLaid,
    BlockLifted,
    ResourceChanged,
    ResourceMade,
    ScheduleChanged,
    TravelTimesChanged,
)
from holdfast.booking.resource import Resource, ResourceStatus, ResourceTerms
from holdfast.booking.tables import (
    BLOCK_LIFE,
    BLOCK_ROWS,
    RESOURCE_COLUMNS,
    RESOURCE_LIFE,
    RESOURCE_ROWS,
    SCHEDULE_ROWS,
    TRAVEL_ROWS,
)
from holdfast.booking.travel_times import TravelTimes
from holdfast.ledger import NOW, Insert, Rider, Transition, tell


def resource_made(resource_id: UUID, terms: ResourceTerms) -> tuple[Rider, ...]:
    """It is there, and active."""
    columns = dict(_columns(terms, revision=1))
    row = (resource_id, *(columns[name] for name in RESOURCE_COLUMNS), "active")
    fact = ResourceMade(terms.kind, terms.name)
    return Insert(RESOURCE_ROWS, (row,)), tell(fact, resource_id)


def resource_changed(
    before: Resource, terms: ResourceTerms, status: ResourceStatus
) -> tuple[Rider, ...]:
    """It is as staff say from now on."""
    revision = before.revision + 1
    also = _columns(terms, revision=revision)
    fact = ResourceChanged(terms.kind, terms.name, revision, status)
    moved = Transition(RESOURCE_LIFE, before.id, (before.status,), status, also)
    return moved, tell(fact, before.id)


def schedule_set(said: ScheduleVersion) -> tuple[Rider, ...]:
    """This version counts."""
    data = msgspec.json.encode(said.schedule).decode()
    row = (said.resource_id, said.version, data, said.zone_data, said.made_by, NOW)
    return Insert(SCHEDULE_ROWS, (row,)), tell(ScheduleChanged(said.version), said.resource_id)


def travel_times_set(said: TravelTimes) -> tuple[Rider, ...]:
    """These ways from the studio count."""
    data = msgspec.json.encode(said.minutes).decode()
    row = (said.studio_id, said.version, data, said.made_by, NOW)
    return Insert(TRAVEL_ROWS, (row,)), tell(TravelTimesChanged(said.version), said.studio_id)


def block_laid(block: Block) -> tuple[Rider, ...]:
    """The resource is not to be had in that time."""
    row = (
        block.id, block.resource_id, block.starts_at, block.ends_at, block.soft, block.note,
        block.source, block.made_by, NOW, "laid",
    )  # fmt: skip
    fact = BlockLaid(block.resource_id, block.starts_at, block.ends_at, block.soft, block.source)
    return Insert(BLOCK_ROWS, (row,)), tell(fact, block.id)


def block_lifted(block: Block) -> tuple[Rider, ...]:
    """It is to be had again; a second time is refused as a ``Conflict``."""
    gone = Transition(BLOCK_LIFE, block.id, ("laid",), "lifted", (("ended_at", NOW),))
    fact = BlockLifted(block.resource_id, block.starts_at, block.ends_at)
    return gone, tell(fact, block.id)


def _columns(terms: ResourceTerms, *, revision: int) -> tuple[tuple[str, object], ...]:
    written = {
        "texts": msgspec.json.encode(terms.texts).decode(),
        "tags": msgspec.json.encode(terms.tags).decode(),
        "revision": revision,
    }
    return tuple(
        (name, written[name] if name in written else getattr(terms, name))
        for name in RESOURCE_COLUMNS
    )
