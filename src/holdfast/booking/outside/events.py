"""What stands in a calendar elsewhere, as it was read, and the blocks that came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.booking.block import Block
from holdfast.booking.outside.port import Found
from holdfast.booking.outside.tables import OUTSIDE_BLOCKS
from holdfast.ledger import Insert

MOST_SERIES: Final = 50  # laid at a time
_KEEP: Final = """
INSERT INTO outside_events AS e (calendar_id, event_id, series, text, listing, gone, fresh)
SELECT $1, id, series, text, $2, text = '', true
FROM unnest($3::text[], $4::text[], $5::text[]) AS found (id, series, text)
ON CONFLICT (calendar_id, event_id) DO UPDATE SET
    series = excluded.series, text = excluded.text, listing = excluded.listing,
    gone = excluded.gone,
    fresh = e.fresh OR e.text <> excluded.text OR e.gone <> excluded.gone
"""
_NOT_LISTED: Final = """
UPDATE outside_events SET gone = true, fresh = true
WHERE calendar_id = $1 AND listing < $2 AND NOT gone
"""
_ALL_FRESH: Final = "UPDATE outside_events SET fresh = true WHERE calendar_id = $1"
_FRESH: Final = """
SELECT DISTINCT series FROM outside_events WHERE calendar_id = $1 AND fresh ORDER BY series LIMIT $2
"""
_TEXTS: Final = """
SELECT series, text FROM outside_events
WHERE calendar_id = $1 AND series = ANY($2::text[]) AND NOT gone ORDER BY event_id
"""
_BLOCKS: Final = """
SELECT o.series, b.id, b.resource_id, b.starts_at, b.ends_at, b.soft, b.note, b.source, b.made_by,
       b.made_at, b.ended_at
FROM outside_blocks o JOIN blocks b ON b.id = o.block_id
WHERE o.calendar_id = $1 AND ($2::text[] IS NULL OR o.series = ANY($2))
  AND b.ended_at IS NULL AND b.ends_at > $3
"""
_LAID: Final = """
WITH gone AS (
    DELETE FROM outside_events WHERE calendar_id = $1 AND series = ANY($2::text[]) AND gone)
UPDATE outside_events SET fresh = false
WHERE calendar_id = $1 AND series = ANY($2::text[]) AND NOT gone AND fresh
"""


class Laid(Struct, frozen=True):
    """A block, and the series that it came of."""

    series: str
    block: Block


async def keep_found(
    pool: asyncpg.Pool, calendar_id: UUID, listing: int, found: Sequence[Found]
) -> None:
    """As they stand there now."""
    ids, series, texts = (
        [getattr(one, name) for one in found] for name in ("event_id", "series", "text")
    )
    await pool.execute(_KEEP, calendar_id, listing, ids, series, [_plain(one) for one in texts])


async def gone_unlisted(pool: asyncpg.Pool, calendar_id: UUID, listing: int) -> None:
    """A full reading is over: what was not in it is gone."""
    await pool.execute(_NOT_LISTED, calendar_id, listing)


async def all_fresh(pool: asyncpg.Pool, calendar_id: UUID) -> None:
    """Each series is to be laid out anew."""
    await pool.execute(_ALL_FRESH, calendar_id)


async def fresh_series(pool: asyncpg.Pool, calendar_id: UUID) -> dict[str, list[str]]:
    """Some whose blocks are not as they say, each with its texts."""
    names = [row[0] for row in await pool.fetch(_FRESH, calendar_id, MOST_SERIES)]
    found: dict[str, list[str]] = {name: [] for name in names}
    for series, text in await pool.fetch(_TEXTS, calendar_id, names):
        found[series].append(text)
    return found


async def laid_blocks(
    pool: asyncpg.Pool, calendar_id: UUID, series: Sequence[str] | None, since: datetime
) -> list[Laid]:
    """What lies of these series, or of all, and is not over."""
    names = None if series is None else list(series)
    rows = await pool.fetch(_BLOCKS, calendar_id, names, since)
    return [Laid(row[0], Block(*row[1:])) for row in rows]


async def series_laid(pool: asyncpg.Pool, calendar_id: UUID, series: Sequence[str]) -> None:
    """Their blocks are as they say."""
    await pool.execute(_LAID, calendar_id, list(series))


def of_series(block_id: UUID, calendar_id: UUID, series: str) -> Insert:
    """That a block came of it, as a rider."""
    return Insert(OUTSIDE_BLOCKS, ((block_id, calendar_id, series),))


def _plain(text: str) -> str:
    return text.replace("\x00", "")
