"""Repeat orders as stored."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from holdfast.db.slices import delete_in_slices
from holdfast.repeats.repeat import Repeat, RepeatCard, RepeatedUnits, RepeatLine, RepeatStep

KEPT_DAYS: Final = 30
"""For so long one is kept whose first order nobody pays."""
_COLUMNS: Final = (
    "r.id, r.owner, r.order_id, r.status, r.every, r.lines::text, r.package_id, r.method,"
    " r.region, r.address::text, r.pay_by, r.card::text, r.locale, r.first_on, r.next_on,"
    " r.told_on, r.rev, r.reason, r.note, r.created_at, r.ended_at"
)
_NAMES: Final = (
    "id", "owner", "order_id", "status", "every", "lines", "package_id", "method", "region",
    "address_text", "pay_by", "card", "locale", "first_on", "next_on", "told_on", "rev", "reason",
    "note", "created_at", "ended_at",
)  # fmt: skip
_ONE: Final = f"SELECT {_COLUMNS} FROM repeat_orders r WHERE r.id = $1"
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM repeat_orders r
WHERE r.status <> 'asked' AND ($1::text IS NULL OR r.owner = $1)
  AND ($2::text IS NULL OR r.status = $2) AND ($3::uuid IS NULL OR r.id < $3)
  AND ($5::uuid IS NULL OR r.package_id = $5)
ORDER BY r.id DESC LIMIT $4
"""
_DUE: Final = f"""
SELECT {_COLUMNS} FROM repeat_orders r
WHERE r.status = 'active' AND r.next_on <= $1 AND ($2::uuid IS NULL OR r.id > $2)
ORDER BY r.id LIMIT $3
"""
_COMING: Final = f"""
SELECT {_COLUMNS} FROM repeat_orders r
WHERE r.status = 'active' AND r.next_on > $1 AND r.next_on <= $2
  AND r.told_on IS DISTINCT FROM r.next_on AND ($3::uuid IS NULL OR r.id > $3)
ORDER BY r.id LIMIT $4
"""
_STEPS: Final = """
SELECT rev, what, due_on, order_id, reason, at FROM repeat_steps WHERE repeat_id = $1
ORDER BY rev DESC LIMIT $2
"""
_SKIPS: Final = """
SELECT DISTINCT ON (repeat_id, due_on) repeat_id, rev, what, due_on, order_id, reason, at
FROM repeat_steps
WHERE repeat_id = ANY($1::uuid[]) AND what IN ('skipped', 'restored') AND due_on > $2
ORDER BY repeat_id, due_on, rev DESC
"""
_COUNT: Final = """
SELECT count(*) FROM repeat_orders WHERE owner = $1 AND status IN ('active', 'paused')
"""
_UNITS: Final = """
SELECT every, package_id, NULL::uuid AS product_id, NULL::uuid AS variant_id, count(*) AS units
FROM repeat_orders WHERE status = 'active' AND package_id IS NOT NULL GROUP BY 1, 2
UNION ALL
SELECT r.every, NULL, (l.line ->> 'product_id')::uuid, (l.line ->> 'variant_id')::uuid,
       sum((l.line ->> 'quantity')::bigint)::bigint
FROM repeat_orders r CROSS JOIN jsonb_array_elements(r.lines) AS l (line)
WHERE r.status = 'active' AND r.package_id IS NULL GROUP BY 1, 3, 4
ORDER BY 1, 2, 3, 4 LIMIT $1
"""
_MARKED: Final = "SELECT product_id FROM repeat_products WHERE product_id = ANY($1::uuid[])"
_FORGET: Final = """
DELETE FROM repeat_orders WHERE id IN (
    SELECT id FROM repeat_orders WHERE status = 'asked'
      AND created_at < clock_timestamp() - make_interval(days => $1)
    LIMIT $2)
"""
_BY_CARD: Final = f"""
SELECT {_COLUMNS} FROM repeat_orders r
WHERE r.owner = $1 AND r.pay_by = 'card' AND r.status IN ('active', 'paused') ORDER BY r.id
"""
_card = msgspec.json.Decoder(RepeatCard).decode
_lines = msgspec.json.Decoder(tuple[RepeatLine, ...]).decode


async def load_repeat(pool: asyncpg.Pool, repeat_id: UUID) -> Repeat | None:
    row = await pool.fetchrow(_ONE, repeat_id)
    return None if row is None else _repeat(row)


async def repeats_page(
    pool: asyncpg.Pool,
    owner: str | None,
    status: str | None,
    before: UUID | None,
    limit: int,
    package: UUID | None = None,
) -> list[Repeat]:
    """Those that have begun, newest first: of one owner, in one state, of one package, if these are
    named."""
    return [_repeat(row) for row in await pool.fetch(_PAGE, owner, status, before, limit, package)]


async def due_repeats(
    pool: asyncpg.Pool, today: date, after: UUID | None, most: int
) -> list[Repeat]:
    """Those to be ordered by that day, after the given one by their ids."""
    return [_repeat(row) for row in await pool.fetch(_DUE, today, after, most)]


async def coming_repeats(
    pool: asyncpg.Pool, today: date, until: date, after: UUID | None, most: int
) -> list[Repeat]:
    """Those whose next day is after that one and until the other, and was not told."""
    return [_repeat(row) for row in await pool.fetch(_COMING, today, until, after, most)]


async def repeats_by_card(pool: asyncpg.Pool, owner: str) -> list[Repeat]:
    """Those of an owner that a card pays, ended ones aside: at most as many as one may have."""
    return [_repeat(row) for row in await pool.fetch(_BY_CARD, owner)]


async def repeat_steps_of(pool: asyncpg.Pool, repeat_id: UUID, most: int = 50) -> list[RepeatStep]:
    """The last ones, newest first."""
    return [RepeatStep(*row) for row in await pool.fetch(_STEPS, repeat_id, most)]


async def skips_of(
    pool: asyncpg.Pool, ids: Sequence[UUID], after: date
) -> dict[UUID, list[RepeatStep]]:
    """What was said last of each later day that was left out."""
    found: dict[UUID, list[RepeatStep]] = {}
    for repeat_id, *step in await pool.fetch(_SKIPS, list(ids), after):
        found.setdefault(repeat_id, []).append(RepeatStep(*step))
    return found


async def count_repeats(pool: asyncpg.Pool, owner: str) -> int:
    """Those that have begun and not ended."""
    return int(await pool.fetchval(_COUNT, owner))


async def repeated_units(pool: asyncpg.Pool, most: int = 10_000) -> list[RepeatedUnits]:
    """Of those that go on: at most so many kinds."""
    return [RepeatedUnits(*row) for row in await pool.fetch(_UNITS, most)]


async def repeatable(pool: asyncpg.Pool, products: Sequence[UUID]) -> frozenset[UUID]:
    """Which of these goods may be ordered again and again."""
    return frozenset(row[0] for row in await pool.fetch(_MARKED, products))


async def forget_unpaid(pool: asyncpg.Pool) -> int:
    """Those whose first order nobody paid; how many that were."""
    return await delete_in_slices(pool, _FORGET, KEPT_DAYS)


def _repeat(row: Sequence[Any]) -> Repeat:
    said = dict(zip(_NAMES, row, strict=True))
    card = said["card"]
    told = {"lines": _lines(said["lines"]), "card": None if card is None else _card(card)}
    return Repeat(**(said | told))
