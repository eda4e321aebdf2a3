"""A code as a value, and what is read of codes. What a code says is never among it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.kit.errors import Problem

CodeStatus: TypeAlias = Literal["free", "given", "seen", "void"]
MOST_AT_ONCE: Final = 5_000
"""Codes that one request brings."""
MOST_CODES: Final = 500_000
"""Of one variant, whatever became of them."""
LONGEST: Final = 500
_COLUMNS: Final = (
    "id, variant_id, status, order_id, line, unit, brought_by, brought_at, given_at, seen_at,"
    " void_at"
)
_OF_ORDERS: Final = f"""
SELECT {_COLUMNS} FROM digital_codes WHERE order_id = ANY($1::uuid[])
ORDER BY order_id, line, unit
"""
_ONE: Final = f"SELECT {_COLUMNS} FROM digital_codes WHERE id = $1"
_SEALED: Final = "SELECT sealed FROM digital_codes WHERE id = $1"
_FREE: Final = """
SELECT id FROM digital_codes WHERE variant_id = $1 AND status = 'free' ORDER BY id LIMIT $2
"""
_COUNTS: Final = "SELECT status, count(*) FROM digital_codes WHERE variant_id = $1 GROUP BY status"
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM digital_codes
WHERE variant_id = $1 AND ($2::text IS NULL OR status = $2) AND ($3::uuid IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4
"""
_KNOWN: Final = (
    "SELECT digest FROM digital_codes WHERE variant_id = $1 AND digest = ANY($2::bytea[])"
)


class CodeNotFound(Problem):
    """There is no such code, or it is somebody else's."""

    status = 404
    code = "code-not-found"
    title = "There is no such code"


class CodeUnreadable(Problem):
    """It was sealed under another secret than the shop has now."""

    status = 409
    code = "code-unreadable"
    title = "The code cannot be read"


class DigitalCode(Struct, frozen=True):
    """``unit``: which of its line's units it is, where it was given to an order."""

    id: UUID
    variant_id: UUID
    status: CodeStatus
    order_id: UUID | None
    line: int | None
    unit: int | None
    brought_by: str
    brought_at: datetime
    given_at: datetime | None
    seen_at: datetime | None
    void_at: datetime | None

    @property
    def is_free(self) -> bool:
        """Whether nobody was given it."""
        return self.status == "free"

    @property
    def is_unseen(self) -> bool:
        """Whether its buyer has it, and has not looked at it."""
        return self.status == "given"

    @property
    def is_void(self) -> bool:
        """Whether nobody is given it any more."""
        return self.status == "void"

    @property
    def is_there(self) -> bool:
        """Whether its buyer has it."""
        return self.status in ("given", "seen")


async def codes_of_orders(
    pool: asyncpg.Pool, order_ids: Sequence[UUID]
) -> dict[UUID, tuple[DigitalCode, ...]]:
    """Those that were given to these orders, with those that were void later, by line and unit."""
    found: dict[UUID, list[DigitalCode]] = {order_id: [] for order_id in order_ids}
    for row in await pool.fetch(_OF_ORDERS, order_ids):
        one = DigitalCode(*row)
        assert one.order_id is not None, "asked for"
        found[one.order_id].append(one)
    return {order_id: tuple(codes) for order_id, codes in found.items()}


async def code_by_id(pool: asyncpg.Pool, code_id: UUID) -> DigitalCode:
    """Raises :class:`CodeNotFound`."""
    row = await pool.fetchrow(_ONE, code_id)
    if row is None:
        raise CodeNotFound("There is no such code.")
    return DigitalCode(*row)


async def sealed_code(pool: asyncpg.Pool, code_id: UUID) -> bytes:
    """As it lies in the database."""
    found = await pool.fetchval(_SEALED, code_id)
    assert isinstance(found, bytes), "none is ever deleted"
    return found


async def free_codes(pool: asyncpg.Pool, variant_id: UUID, most: int) -> list[UUID]:
    """Those that were brought first."""
    return [row[0] for row in await pool.fetch(_FREE, variant_id, most)]


async def counts_of(pool: asyncpg.Pool, variant_id: UUID) -> Mapping[CodeStatus, int]:
    """How many of a variant there are in each state."""
    found: dict[CodeStatus, int] = {"free": 0, "given": 0, "seen": 0, "void": 0}
    found.update(dict(await pool.fetch(_COUNTS, variant_id)))
    return found


async def page_of_codes(
    pool: asyncpg.Pool, variant_id: UUID, status: CodeStatus | None, before: UUID | None, limit: int
) -> list[DigitalCode]:
    """The latest that were brought first."""
    rows = await pool.fetch(_PAGE, variant_id, status, before, limit)
    return [DigitalCode(*row) for row in rows]


async def known_digests(
    pool: asyncpg.Pool, variant_id: UUID, digests: Iterable[bytes]
) -> frozenset[bytes]:
    """Those of these that the variant has a code of."""
    rows = await pool.fetch(_KNOWN, variant_id, list(digests))
    return frozenset(row[0] for row in rows)
