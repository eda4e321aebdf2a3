"""Resources as they stand, the schedule that each has, and the blocks laid over them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.booking.block import Block
from holdfast.booking.open_hours import OpenHours
from holdfast.booking.owners import AT_HOME
from holdfast.booking.resource import Resource
from holdfast.booking.schedule import Schedule
from holdfast.booking.tables import RESOURCE_COLUMNS

ResourceSpan: TypeAlias = tuple[UUID, datetime, datetime]
"""A resource from one moment to another."""

MAX_RESOURCES: Final = 10_000
MAX_BLOCKS: Final = 5_000  # that are not over, of one resource

_COLUMNS: Final = ", ".join(
    f"r.{column}::text" if column in ("texts", "tags") else f"r.{column}"
    for column in ("id", "status", *RESOURCE_COLUMNS)
)
_LOAD: Final = f"SELECT {_COLUMNS} FROM resources r WHERE r.id = ANY($1::uuid[])"
_ALL: Final = f"""
SELECT {_COLUMNS} FROM resources r
WHERE ($1::text IS NULL OR r.kind = $1) AND ($2::text IS NULL OR r.status = $2)
ORDER BY r.kind, r.name, r.id LIMIT $3
"""
_OF_USER: Final = f"""
SELECT {_COLUMNS} FROM resources r
WHERE r.user_id = $1 OR {AT_HOME} AND r.studio_id IN (
    SELECT id FROM resources WHERE user_id = $1)
ORDER BY r.user_id IS NULL, r.kind = 'equipment', r.name, r.id LIMIT $2
"""
_NEWEST: Final = """
SELECT DISTINCT ON (resource_id) resource_id, version, data::text, zone_data, made_by, made_at
FROM schedules WHERE resource_id = ANY($1::uuid[]) ORDER BY resource_id, version DESC
"""
_BLOCK: Final = (
    "id, resource_id, starts_at, ends_at, soft, note, source, made_by, made_at, ended_at"
)
_BLOCKS: Final = f"""
SELECT asked.number, b.*
FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY
  AS asked(resource, first, last, number)
CROSS JOIN LATERAL (
  SELECT {_BLOCK} FROM blocks
  WHERE resource_id = asked.resource AND ended_at IS NULL
    AND ends_at > asked.first AND starts_at < asked.last
  ORDER BY starts_at, id LIMIT $4) b
ORDER BY b.starts_at, b.id
"""
_TO_COME: Final = """
SELECT count(*) FROM blocks WHERE resource_id = $1 AND ended_at IS NULL AND ends_at > now()
"""
_BLOCK_OF: Final = f"SELECT {_BLOCK} FROM blocks WHERE id = $1"

_JSON: Final = ("texts", "tags")
_schedules = msgspec.json.Decoder(Schedule)


class ScheduleVersion(Struct, frozen=True):
    """A schedule that was set, under which version of the zones' data, and by whom."""

    resource_id: UUID
    version: int
    schedule: Schedule
    zone_data: str
    made_by: str
    made_at: datetime


async def load_resources(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Resource]:
    """These, of any status; unknown ids are left out."""
    return {row["id"]: _resource(row) for row in await pool.fetch(_LOAD, ids)}


async def resource_of(pool: asyncpg.Pool, resource_id: UUID) -> Resource | None:
    return (await load_resources(pool, [resource_id])).get(resource_id)


async def list_resources(
    pool: asyncpg.Pool, kind: str | None = None, status: str | None = None
) -> tuple[Resource, ...]:
    """All, or those of a kind or status: by kind and name."""
    return tuple(_resource(row) for row in await pool.fetch(_ALL, kind, status, MAX_RESOURCES))


async def resource_of_user(pool: asyncpg.Pool, user: UUID) -> Resource | None:
    """The photographer or studio whose account that is."""
    return next(iter(await _of_user(pool, user, 1)), None)


async def resources_of_user(pool: asyncpg.Pool, user: UUID) -> list[Resource]:
    """The same first; of a studio then its rooms, and the equipment that stays there."""
    return await _of_user(pool, user, MAX_RESOURCES)


async def _of_user(pool: asyncpg.Pool, user: UUID, most: int) -> list[Resource]:
    return [_resource(row) for row in await pool.fetch(_OF_USER, user, most)]


async def owner_of(pool: asyncpg.Pool, resource: Resource) -> UUID | None:
    """Whose account it is: of a room, and of equipment that stays there, its studio's."""
    home = None if resource.home is None else await resource_of(pool, resource.home)
    return (home or resource).user_id


async def schedules_of(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, ScheduleVersion]:
    """The schedule that counts of each; who never had one is left out."""
    return {
        row[0]: ScheduleVersion(row[0], row[1], _schedules.decode(row[2]), row[3], row[4], row[5])
        for row in await pool.fetch(_NEWEST, ids)
    }


async def schedule_of(pool: asyncpg.Pool, resource_id: UUID) -> ScheduleVersion | None:
    return (await schedules_of(pool, [resource_id])).get(resource_id)


async def blocks_between(
    pool: asyncpg.Pool, ids: Sequence[UUID], start: datetime, end: datetime
) -> dict[UUID, list[Block]]:
    """What lies over each of them in that time and was not lifted, in order of time."""
    found = await blocks_over(pool, [(one, start, end) for one in ids])
    return {resource: blocks for (resource, _, _), blocks in found.items()}


async def blocks_over(
    pool: asyncpg.Pool, asked: Sequence[ResourceSpan]
) -> dict[ResourceSpan, list[Block]]:
    """The same, of each in a time of its own."""
    found: dict[ResourceSpan, list[Block]] = {one: [] for one in asked}
    for number, *row in await pool.fetch(_BLOCKS, *_columns_of(asked), MAX_BLOCKS):
        found[asked[number - 1]].append(Block(*row))
    return found


async def open_hours_of(
    pool: asyncpg.Pool, some: Iterable[Resource], start: datetime, end: datetime
) -> dict[UUID, OpenHours]:
    """Of each when it is open, by its own schedule and blocks and by its studio's; of blocks those
    that touch the time between."""
    resources = {one.id: one for one in some}
    homes = {one.home for one in resources.values() if one.home is not None}
    others = await load_resources(pool, [one for one in homes if one not in resources])
    known = {**resources, **others}
    schedules = await schedules_of(pool, [*known])
    blocks = await blocks_between(pool, [*known], start, end)
    said = {one: made.schedule for one, made in schedules.items()}
    return {one: hours_of(known, said, blocks, one) for one in resources}


def hours_of(
    resources: Mapping[UUID, Resource],
    schedules: Mapping[UUID, Schedule],
    blocks: Mapping[UUID, Sequence[Block]],
    one: UUID,
) -> OpenHours:
    """When it is open, by what was read of it and its studio. A studio in the archive binds
    nothing."""
    home = resources.get(resources[one].home or one)
    if home is None or home.id == one or not home.is_active:
        return OpenHours(schedules.get(one), None, blocks.get(one, ()))
    return OpenHours(
        schedules.get(one), schedules.get(home.id), blocks.get(one, ()), blocks.get(home.id, ())
    )


def _columns_of(asked: Sequence[ResourceSpan]) -> tuple[list[Any], list[Any], list[Any]]:
    return [one[0] for one in asked], [one[1] for one in asked], [one[2] for one in asked]


async def blocks_to_come(pool: asyncpg.Pool, resource_id: UUID) -> int:
    """How many lie over it that are not over."""
    found: int = await pool.fetchval(_TO_COME, resource_id)
    return found


async def block_of(pool: asyncpg.Pool, block_id: UUID) -> Block | None:
    row = await pool.fetchrow(_BLOCK_OF, block_id)
    return None if row is None else Block(*row)


def _resource(row: Mapping[str, Any]) -> Resource:
    values = {
        key: msgspec.json.decode(value) if key in _JSON else value for key, value in row.items()
    }
    return msgspec.convert(values, Resource)
