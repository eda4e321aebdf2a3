"""Experiments as stored, and who saw which variant of them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
from msgspec import json

from holdfast.db.slices import delete_in_slices
from holdfast.experiments.comparison import Counted
from holdfast.experiments.experiment import MOST_VISITORS, Experiment, Terms, Variant

_COLUMNS: Final = (
    "e.key, e.name, e.goal, e.base_rate, e.least_difference, e.variants::text, e.id, e.status,"
    " s.slot, coalesce(s.is_full, false), e.kept, e.created_at, e.started_at, e.ended_at"
)
_FROM: Final = (
    f"SELECT {_COLUMNS} FROM experiments e LEFT JOIN experiment_slots s ON s.experiment_id = e.id"
)
_ONE: Final = f"{_FROM} WHERE e.id = $1 AND e.status <> 'discarded'"
_PAGE: Final = f"""
{_FROM} WHERE e.status <> 'discarded' AND ($1::uuid IS NULL OR e.id < $1)
ORDER BY e.id DESC LIMIT $2
"""
_SHOWN: Final = f"""
{_FROM} WHERE e.status = 'running' OR e.kept IS NOT NULL ORDER BY e.ended_at, e.id
"""
_KEY_TAKEN: Final = """
SELECT EXISTS (SELECT FROM experiments WHERE key = $1 AND status <> 'discarded')
"""
# Whose browser it is may be known later only, and may be somebody else's later still; what was seen
# first in it stays what was seen.
_SEEN: Final = """
INSERT INTO experiment_visitors AS v (experiment_id, visitor, variant, owner)
VALUES ($1, $2, $3, $4)
ON CONFLICT (experiment_id, visitor) DO UPDATE SET owner = excluded.owner
WHERE excluded.owner IS NOT NULL AND v.owner IS DISTINCT FROM excluded.owner
"""
_NOT_COUNTED: Final = "DELETE FROM experiment_visitors WHERE experiment_id = $1 AND visitor = $2"
_LOOK_FOR_FULL: Final = """
UPDATE experiment_slots s SET is_full = true WHERE NOT is_full AND (
    SELECT count(*) FROM (
        SELECT FROM experiment_visitors v WHERE v.experiment_id = s.experiment_id LIMIT $1) AS found
) >= $1
"""
_COUNTS: Final = """
SELECT experiment_id, variant, count(*), count(ordered_at), count(booked_at)
FROM experiment_visitors WHERE experiment_id = ANY($1::uuid[]) GROUP BY 1, 2
"""
_COUNTED: Final = """
SELECT id, counted::text FROM experiments WHERE id = ANY($1::uuid[]) AND counted IS NOT NULL
"""
_OLD: Final = """
SELECT id FROM experiments
WHERE status = 'ended' AND counted IS NULL AND ended_at < clock_timestamp() - interval '30 days'
ORDER BY id LIMIT 1
"""
_SUM_UP: Final = "UPDATE experiments SET counted = $2::jsonb WHERE id = $1"
_FORGET: Final = """
DELETE FROM experiment_visitors WHERE (experiment_id, visitor) IN (
    SELECT e.id, v.visitor FROM experiments e CROSS JOIN LATERAL (
        SELECT visitor FROM experiment_visitors WHERE experiment_id = e.id LIMIT $1) v
    WHERE e.counted IS NOT NULL LIMIT $1)
"""


async def load_experiment(pool: asyncpg.Pool, experiment_id: UUID) -> Experiment | None:
    row = await pool.fetchrow(_ONE, experiment_id)
    return None if row is None else _experiment(row)


async def list_experiments(pool: asyncpg.Pool, before: UUID | None, limit: int) -> list[Experiment]:
    """Newest first, before the given one."""
    return [_experiment(row) for row in await pool.fetch(_PAGE, before, limit)]


async def shown_experiments(pool: asyncpg.Pool) -> list[Experiment]:
    """Those that run, and those of which everybody sees a variant: these as they ended."""
    return [_experiment(row) for row in await pool.fetch(_SHOWN)]


async def key_taken(pool: asyncpg.Pool, key: str) -> bool:
    found: bool = await pool.fetchval(_KEY_TAKEN, key)
    return found


async def note_seen(
    pool: asyncpg.Pool, experiment_id: UUID, visitor: UUID, variant: int, owner: str | None
) -> None:
    """The visitor saw the variant; told again, only whose browser it is is news."""
    await pool.execute(_SEEN, experiment_id, visitor, variant, owner)


async def forget_seen(pool: asyncpg.Pool, experiment_id: UUID, visitor: UUID) -> None:
    await pool.execute(_NOT_COUNTED, experiment_id, visitor)


async def counts_of(
    pool: asyncpg.Pool, ids: Sequence[UUID]
) -> Mapping[UUID, Mapping[int, Counted]]:
    """By experiment and variant; of a variant that nobody saw nothing."""
    found: dict[UUID, dict[int, Counted]] = {one: {} for one in ids}
    for experiment_id, variant, *counted in await pool.fetch(_COUNTS, ids):
        found[experiment_id][variant] = Counted(*counted)
    for experiment_id, text in await pool.fetch(_COUNTED, ids):
        found[experiment_id] = json.decode(text, type=dict[int, Counted])
    return found


async def look_after_experiments(pool: asyncpg.Pool, most: int = MOST_VISITORS) -> None:
    """Those that have ``most`` visitors take no more. Of what ended a month ago the figures stay,
    and nobody who saw it: one of them a call."""
    await pool.execute(_LOOK_FOR_FULL, most)
    old = await pool.fetchval(_OLD)
    if old is not None:
        counted = {
            variant: Counted(*counts) for _, variant, *counts in await pool.fetch(_COUNTS, [old])
        }
        await pool.execute(_SUM_UP, old, json.encode(counted).decode())
    await delete_in_slices(pool, _FORGET)


def _experiment(row: Sequence[Any]) -> Experiment:
    key, name, goal, base_rate, least, variants, *rest = row
    read = json.decode(variants, type=tuple[Variant, ...])
    return Experiment(Terms(key, name, goal, base_rate, least, read), *rest)
