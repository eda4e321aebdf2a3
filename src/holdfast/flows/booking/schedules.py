"""Staff, and who is booked for themselves, say when a resource is open."""

from uuid import UUID

from msgspec.structs import replace

from holdfast.booking import ScheduleVersion, load_resources, schedule_of, schedule_set
from holdfast.booking.schedule import Schedule, schedule_faults
from holdfast.flows.booking.changing import Seen, change
from holdfast.flows.booking.resources import ResourceChangedMeanwhile
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.kit import FieldError, Problem, utc_now
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone_data_version
from holdfast.ledger import Rider

__all__ = ["BadSchedule", "set_schedule"]


class BadSchedule(Problem):
    """A schedule that makes no sense; ``errors`` names each field at fault."""

    status = 422
    code = "schedule-invalid"
    title = "The schedule cannot be saved like this"


async def set_schedule(
    studio: Studio, caller: Caller, resource_id: UUID, asked: Schedule, version: int
) -> None:
    """In force from now on, by the clock of its resource; what is booked stays booked. ``version``:
    that of the one it was made from, 0 of none. Raises :class:`BadSchedule`,
    :class:`~holdfast.booking.ResourceNotFound`, and
    :class:`~holdfast.flows.booking.resources.ResourceChangedMeanwhile`."""

    async def riders(seen: Seen) -> tuple[Rider, ...]:
        schedule = replace(asked, zone=seen.resource.zone)
        before = await schedule_of(studio.database.pool, resource_id)
        if (0 if before is None else before.version) != version:
            raise ResourceChangedMeanwhile("Read it again, and change it then.")
        found = schedule_faults(schedule) or await _unknown_studios(studio, schedule)
        if found:
            raise BadSchedule.of(found, named=True)
        if before is not None and before.schedule == schedule:
            return ()
        said = ScheduleVersion(
            resource_id, seen.version + 1, schedule, zone_data_version(), caller.actor, utc_now()
        )
        told = {"before": None if before is None else before.schedule, "after": schedule}
        return *schedule_set(said), caller.audited("schedule.changed", resource_id, told)

    await change(studio, caller, resource_id, riders)


async def _unknown_studios(studio: Studio, schedule: Schedule) -> list[FieldError]:
    """Rules and hours that name what is no studio."""
    named = [(f"rules[{place}].studio", rule.studio) for place, rule in enumerate(schedule.rules)]
    named += [
        (f"exceptions[{place}].hours[{number}].studio", hours.studio)
        for place, one in enumerate(schedule.exceptions)
        for number, hours in enumerate(one.hours)
    ]
    ids = {one for _, one in named if one is not None}
    if not ids:
        return []
    known = await load_resources(studio.database.pool, list(ids))
    studios = {one.id for one in known.values() if one.kind == "studio"}
    return [
        FieldError(field, "unknown", say("There is no such studio."))
        for field, one in named
        if one is not None and one not in studios
    ]
