"""A visitor saw a variant: told by their browser, counted once.

Whose browser it is may not be known yet, since who only looks has no cookie; it is told again once
they have one, or log in. Nobody gets one for being counted.
"""

import re
from typing import Final
from uuid import UUID

import asyncpg

from holdfast.experiments import ExperimentNotFound, forget_seen, note_seen, shown_experiments
from holdfast.people import Principal

__all__ = ["see"]

_ROBOT: Final = re.compile(
    rb"(?<!cu)bot\b|crawl|spider|slurp|headless|lighthouse|preview|monitor", re.IGNORECASE
)
"""What robots call themselves that say they are some; a Cubot is a telephone."""


async def see(
    pool: asyncpg.Pool,
    experiment_id: UUID,
    visitor: UUID,
    variant: int,
    who: Principal | None,
    agent: bytes,
) -> None:
    """Staff and robots are not counted, nor is a browser from which somebody of the staff logs in.
    Raises :class:`ExperimentNotFound`."""
    running = [one for one in await shown_experiments(pool) if one.is_running]
    found = next((one for one in running if one.id == experiment_id), None)
    if found is None or variant >= len(found.terms.variants):
        raise ExperimentNotFound("No such experiment runs.")
    if who is not None and who.is_staff:
        await forget_seen(pool, experiment_id, visitor)
    elif not _ROBOT.search(agent) and not found.full:
        await note_seen(pool, experiment_id, visitor, variant, None if who is None else who.id)
