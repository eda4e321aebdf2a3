"""A file that a variant is delivered as, and whose order may have it: values, and what is read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.kit.errors import Problem

GrantStatus: TypeAlias = Literal["given", "fetched", "void"]
MOST_AN_HOUR: Final = 20
"""Downloads of one line of an order."""
_READY: Final = """
SELECT id, variant_id, name, bytes, place, brought_by, brought_at FROM digital_files
WHERE variant_id = $1 AND state = 'ready'
"""
_KEPT: Final = """
SELECT id, variant_id, name, bytes, place, brought_by, brought_at FROM digital_files
WHERE id = $1 AND state IN ('ready', 'going')
"""
_COLUMNS: Final = """
SELECT g.id, g.order_id, g.line, g.variant_id, g.status, g.given_at, g.fetched_at, g.void_at,
       f.name, f.bytes, f.brought_at,
       (SELECT count(*) FROM file_downloads d WHERE d.grant_id = g.id)
FROM file_grants g LEFT JOIN digital_files f ON f.variant_id = g.variant_id AND f.state = 'ready'
"""
_OF_ORDER: Final = f"{_COLUMNS} WHERE g.order_id = $1 ORDER BY g.line"
_ONE: Final = f"{_COLUMNS} WHERE g.id = $1"
_LATELY: Final = """
SELECT count(*) FROM file_downloads
WHERE grant_id = $1 AND at > clock_timestamp() - interval '1 hour'
"""
_COUNTED: Final = """
SELECT count(*) FILTER (WHERE g.status <> 'void'), count(*) FILTER (WHERE g.status = 'fetched'),
       coalesce(sum((SELECT count(*) FROM file_downloads d WHERE d.grant_id = g.id)), 0)::bigint
FROM file_grants g WHERE g.variant_id = $1
"""


class FileNotFound(Problem):
    """There is no such file, it is somebody else's, or its units were refunded."""

    status = 404
    code = "file-not-found"
    title = "There is no such file"


class DigitalFile(Struct, frozen=True):
    """The one that a variant's buyers get from now on."""

    id: UUID
    variant_id: UUID
    name: str
    bytes: int
    place: str
    brought_by: str
    brought_at: datetime

    @property
    def kept_as(self) -> str:
        """Its name in the store: none that the shop's own pictures' addresses can have."""
        return kept_as(self.place)


class FileGrant(Struct, frozen=True):
    """A line of an order whose buyer may have the file; ``name``, ``bytes`` and ``brought_at`` are
    those of the newest. ``downloads``: how often it was fetched."""

    id: UUID
    order_id: UUID
    line: int
    variant_id: UUID
    status: GrantStatus
    given_at: datetime
    fetched_at: datetime | None
    void_at: datetime | None
    name: str | None
    bytes: int | None
    brought_at: datetime | None
    downloads: int

    @property
    def is_there(self) -> bool:
        """Whether its buyer may fetch it."""
        return self.status != "void"

    @property
    def is_unseen(self) -> bool:
        """Whether they may, and never did."""
        return self.status == "given"


class FilesGiven(Struct, frozen=True):
    """Of a variant: how many lines of orders have it, how many of them were ``fetched``, and how
    often all together."""

    given: int
    fetched: int
    downloads: int


def kept_as(place: str) -> str:
    return f"goods_{place}"


async def file_of(pool: asyncpg.Pool, variant_id: UUID) -> DigitalFile | None:
    """The newest that is whole."""
    row = await pool.fetchrow(_READY, variant_id)
    return None if row is None else DigitalFile(*row)


async def kept_file(pool: asyncpg.Pool, file_id: UUID) -> DigitalFile | None:
    """One that is in the store still, replaced or not."""
    row = await pool.fetchrow(_KEPT, file_id)
    return None if row is None else DigitalFile(*row)


async def grants_of(pool: asyncpg.Pool, order_id: UUID) -> tuple[FileGrant, ...]:
    """Of an order, by line, with those that are void."""
    return tuple(FileGrant(*row) for row in await pool.fetch(_OF_ORDER, order_id))


async def grant_by_id(pool: asyncpg.Pool, grant_id: UUID) -> FileGrant | None:
    row = await pool.fetchrow(_ONE, grant_id)
    return None if row is None else FileGrant(*row)


async def fetched_lately(pool: asyncpg.Pool, grant_id: UUID) -> int:
    """How often in the last hour."""
    found: int = await pool.fetchval(_LATELY, grant_id)
    return found


async def given_of(pool: asyncpg.Pool, variant_id: UUID) -> FilesGiven:
    row: Sequence[int] = await pool.fetchrow(_COUNTED, variant_id)
    return FilesGiven(*row)
