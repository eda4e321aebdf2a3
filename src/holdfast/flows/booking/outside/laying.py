"""Appointments elsewhere become blocks: those that are missing are laid, those that are no longer
said are lifted, by commands that raise the resource's version as any block does."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from holdfast.booking import FROM_CALENDAR, Block, ResourceNotFound, block_laid, block_lifted
from holdfast.booking.outside import (
    Connected,
    Laid,
    busy_spans,
    fresh_series,
    laid_blocks,
    of_series,
    series_laid,
)
from holdfast.booking.schedule import Span
from holdfast.flows.booking.changing import Seen, change
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.commit.caller import Caller, process
from holdfast.kit import new_id, utc_now
from holdfast.ledger import Rider

__all__ = ["HORIZON", "RELAID_EVERY", "lay", "lift_all"]

HORIZON: Final = timedelta(days=400)
RELAID_EVERY: Final = timedelta(days=1)
BACK: Final = timedelta(days=1)
MOST_CHANGES: Final = 100  # by one command
MOST_ROUNDS: Final = 20


class _Change(Struct, frozen=True):
    """A block to be laid for a series, or one to be lifted."""

    series: str
    span: Span | None = None
    block: Block | None = None


async def lay(here: Calendars, calendar: Connected, request: str) -> bool:
    """Until no series is left whose blocks are not as it says; whether some are."""
    pool, clock = here.database.pool, await here.clock_of(calendar)
    caller = process("calendars", request)
    for _ in range(MOST_ROUNDS):
        fresh = await fresh_series(pool, calendar.id)
        if not fresh:
            return False
        since = utc_now() - BACK
        wanted = await asyncio.to_thread(_wanted, fresh, clock, since)
        laid = await laid_blocks(pool, calendar.id, list(fresh), since)
        changes = _difference(wanted, laid)
        for first in range(0, len(changes), MOST_CHANGES):
            await _write(here, calendar, caller, changes[first : first + MOST_CHANGES])
        await series_laid(pool, calendar.id, list(fresh))
    return True


async def lift_all(here: Calendars, calendar: Connected, request: str) -> None:
    """Nothing of it takes time any more."""
    laid = await laid_blocks(here.database.pool, calendar.id, None, utc_now() - BACK)
    changes = [_Change(one.series, block=one.block) for one in laid]
    for first in range(0, len(changes), MOST_CHANGES):
        some = changes[first : first + MOST_CHANGES]
        await _write(here, calendar, process("calendars", request), some)


def _wanted(fresh: dict[str, list[str]], clock: ZoneInfo, since: datetime) -> dict[str, set[Span]]:
    until = since + BACK + HORIZON
    return {series: busy_spans(texts, clock, since, until) for series, texts in fresh.items()}


def _difference(wanted: dict[str, set[Span]], laid: Sequence[Laid]) -> list[_Change]:
    """What is to be lifted, then what is to be laid. Of two blocks that say the same one goes."""
    there: dict[str, set[Span]] = {series: set() for series in wanted}
    changes = []
    for one in laid:
        span = one.block.span
        if span in wanted[one.series] and span not in there[one.series]:
            there[one.series].add(span)
        else:
            changes.append(_Change(one.series, block=one.block))
    for series, spans in wanted.items():
        changes += [_Change(series, span) for span in sorted(spans - there[series])]
    return changes


async def _write(
    here: Calendars, calendar: Connected, caller: Caller, changes: Sequence[_Change]
) -> None:
    """Asked again, since something was changed meanwhile, without what is lifted by now."""
    some = changes
    asked = False

    async def riders(_: Seen) -> tuple[Rider, ...]:
        nonlocal some, asked
        if asked:
            laid = await laid_blocks(here.database.pool, calendar.id, None, utc_now() - BACK)
            there = {one.block.id for one in laid}
            some = [one for one in changes if one.block is None or one.block.id in there]
        asked = True
        return tuple(rider for one in some for rider in _riders(calendar, caller, one))

    try:
        await change(here.studio, caller, calendar.resource_id, riders)
    except ResourceNotFound:
        return  # nothing is left to block


def _riders(calendar: Connected, caller: Caller, one: _Change) -> tuple[Rider, ...]:
    if one.block is not None:
        return block_lifted(one.block)
    assert one.span is not None
    made: UUID = new_id()
    block = Block(
        made, calendar.resource_id, one.span.start, one.span.end, False, calendar.name,
        FROM_CALENDAR, caller.actor, utc_now(),
    )  # fmt: skip
    return *block_laid(block), of_series(made, calendar.id, one.series)
