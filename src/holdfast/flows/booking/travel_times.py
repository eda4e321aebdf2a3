"""Staff say how long the ways from a studio to others take."""

from collections.abc import Sequence
from uuid import UUID

from holdfast.booking import (
    TravelTimes,
    load_resources,
    travel_time_faults,
    travel_times_of,
    travel_times_set,
)
from holdfast.flows.booking.changing import Seen, change
from holdfast.flows.booking.resources import ResourceChangedMeanwhile
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.ledger import Rider

__all__ = ["BadTravelTimes", "set_travel_times"]


class BadTravelTimes(Problem):
    """Ways that cannot be; ``errors`` names each field at fault."""

    status = 422
    code = "travel-times-invalid"
    title = "The travel times cannot be saved like this"


async def set_travel_times(
    studio: Studio,
    caller: Caller,
    studio_id: UUID,
    ways: Sequence[tuple[UUID, int]],
    version: int,
) -> None:
    """Minutes to each other studio, in force from now on in place of all that was said; what is
    booked stays booked. ``version``: that of those they were made from, 0 of none. Raises
    :class:`BadTravelTimes`, :class:`~holdfast.booking.ResourceNotFound`, and
    :class:`~holdfast.flows.booking.resources.ResourceChangedMeanwhile`."""

    async def riders(seen: Seen) -> tuple[Rider, ...]:
        before = (await travel_times_of(studio.database.pool, [studio_id])).get(studio_id)
        if (0 if before is None else before.version) != version:
            raise ResourceChangedMeanwhile("Read it again, and change it then.")
        if seen.resource.kind != "studio":
            raise BadTravelTimes("Only a studio has ways to other studios.")
        found = [*travel_time_faults(ways)] or await _unknown(studio, studio_id, ways)
        if found:
            raise BadTravelTimes.of(found, named=True)
        said = TravelTimes(studio_id, seen.version + 1, dict(ways), caller.actor)
        was = {} if before is None else before.minutes
        if was == said.minutes:
            return ()
        told = {"before": was, "after": said.minutes}
        return *travel_times_set(said), caller.audited("travel-times.changed", studio_id, told)

    await change(studio, caller, studio_id, riders)


async def _unknown(
    studio: Studio, here: UUID, ways: Sequence[tuple[UUID, int]]
) -> list[FieldError]:
    """Ways to what is no other studio."""
    known = await load_resources(studio.database.pool, [there for there, _ in ways])
    studios = {one.id for one in known.values() if one.kind == "studio"} - {here}
    return [
        FieldError(f"ways[{number}].studioId", "unknown", say("There is no such other studio."))
        for number, (there, _) in enumerate(ways)
        if there not in studios
    ]
