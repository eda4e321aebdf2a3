"""The table of place to place: how many minutes the ways from a studio to others take, where staff
say so. Whole for each studio, and a new version at each change; the newest counts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.travel import Travelling
from holdfast.kit.errors import FieldError
from holdfast.kit.sentences import say

MAX_WAYS: Final = 500
MAX_WAY: Final = 12 * 60  # minutes

_NEWEST: Final = """
SELECT DISTINCT ON (resource_id) resource_id, version, minutes::text, made_by
FROM travel_times WHERE resource_id = ANY($1::uuid[]) ORDER BY resource_id, version DESC
"""
_minutes = msgspec.json.Decoder(dict[UUID, int])


class TravelTimes(Struct, frozen=True):
    """From a studio: minutes by the studio they lead to."""

    studio_id: UUID
    version: int
    minutes: Mapping[UUID, int]
    made_by: str


async def travel_times_of(pool: asyncpg.Pool, studios: Sequence[UUID]) -> dict[UUID, TravelTimes]:
    """What counts of each; a studio of which nothing was ever said is left out."""
    return {
        row[0]: TravelTimes(row[0], row[1], _minutes.decode(row[2]), row[3])
        for row in await pool.fetch(_NEWEST, studios)
    }


def with_table(travelling: Travelling, tables: Iterable[TravelTimes]) -> Travelling:
    """The same where the tables say nothing."""
    said = {
        (one.studio_id, there): minutes for one in tables for there, minutes in one.minutes.items()
    }
    return replace(travelling, minutes={**travelling.minutes, **said}) if said else travelling


def travel_time_faults(ways: Sequence[tuple[UUID, int]]) -> Iterator[FieldError]:
    """Nothing, if they can be kept; each field by its place among them."""
    if len(ways) > MAX_WAYS:
        yield FieldError("ways", "invalid", say("Use {bound} or less.", bound=MAX_WAYS))
    seen: set[UUID] = set()
    for number, (there, minutes) in enumerate(ways):
        if not 0 <= minutes <= MAX_WAY:
            detail = say("Use a number from {least} to {most}.", least=0, most=MAX_WAY)
            yield FieldError(f"ways[{number}].minutes", "invalid", detail)
        if there in seen:
            detail = say("Each studio once.")
            yield FieldError(f"ways[{number}].studioId", "invalid", detail)
        seen.add(there)
