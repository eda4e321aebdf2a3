"""Staff make resources, change them, archive them and bring them back."""

from typing import Literal
from uuid import UUID

from msgspec.structs import replace

from holdfast import people
from holdfast.booking import (
    DAY,
    MAX_RESOURCES,
    Resource,
    ResourceStatus,
    ResourceTerms,
    list_resources,
    resource_changed,
    resource_faults,
    resource_made,
    resource_of,
    resource_of_user,
    schedule_key,
    schedule_of,
    schedule_set,
)
from holdfast.booking.services import load_services, off_cells
from holdfast.flows.booking.changing import Seen, change
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import answered, stored
from holdfast.flows.commit.refusals import refuse
from holdfast.kit import FieldError, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.kit.zones import zone_data_version
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Deposit, Rider

__all__ = [
    "BadResource", "ResourceChangedMeanwhile", "keep_status", "make_resource", "save_resource",
]  # fmt: skip

ROLE: Literal["photographer"] = "photographer"


class BadResource(Problem):
    """A resource that cannot be so; ``errors`` names each field at fault."""

    status = 422
    code = "resource-invalid"
    title = "The resource cannot be saved like this"


class ResourceChangedMeanwhile(Problem):
    """Somebody saved it, or its schedule, since it was read."""

    status = 412
    code = "resource-changed"
    title = "It was changed meanwhile"


async def make_resource(studio: Studio, caller: Caller, terms: ResourceTerms) -> UUID:
    """The new resource's id; that of the first, if the request is a repetition. Raises
    :class:`BadResource` and the problems of the ledger."""
    if caller.key is not None and (before := await answered(studio, caller.key)) is not None:
        return stored(before, UUID)
    pool = studio.database.pool
    if len(await list_resources(pool)) >= MAX_RESOURCES:
        most = say("There are {most} resources, as many as may be.", most=MAX_RESOURCES)
        raise BadResource(most, field="name")
    await _must_be_sound(studio, terms, None)
    made = new_id()
    riders = (
        *resource_made(made, terms),
        caller.audited("resource.made", made, {"after": terms}),
    )
    opened = (Deposit(schedule_key(made), 1, unit="change"),)
    outcome = await studio.ledger.commit(
        caller.keyed(opened, riders, f"make-resource/{made}", made)
    )
    match outcome:
        case Accepted():
            return made
        case AlreadyDone(answer=answer):
            return stored(answer, UUID)
        case Conflict():  # another has the account, since just now
            await _must_be_sound(studio, terms, None)
    raise refuse(outcome)


async def save_resource(
    studio: Studio, caller: Caller, resource_id: UUID, terms: ResourceTerms, revision: int
) -> None:
    """Raises :class:`~holdfast.booking.ResourceNotFound`, :class:`BadResource`, and
    :class:`ResourceChangedMeanwhile` if it is not of that ``revision``."""

    async def riders(seen: Seen) -> tuple[Rider, ...]:
        before = seen.resource
        _must_be_of(before, revision)
        await _must_be_sound(studio, terms, before)
        if _terms_of(before) == terms:
            return ()
        return (
            *resource_changed(before, terms, before.status),
            *await _on_the_new_clock(studio, caller, seen, terms),
            caller.audited(
                "resource.changed", resource_id, {"before": _terms_of(before), "after": terms}
            ),
        )

    await change(studio, caller, resource_id, riders)


async def keep_status(
    studio: Studio, caller: Caller, resource_id: UUID, status: ResourceStatus, revision: int
) -> None:
    """Archive it, or bring it back; what is booked stays booked. Raises
    :class:`~holdfast.booking.ResourceNotFound`, :class:`ResourceChangedMeanwhile` and
    :class:`BadResource`, if services it could serve are of no whole cells of it."""

    async def riders(seen: Seen) -> tuple[Rider, ...]:
        before = seen.resource
        _must_be_of(before, revision)
        if before.stands(status):
            return ()
        if status == "active" and (found := await _off_cells(studio, before, before.id, None)):
            raise BadResource.of(found)
        action = "resource.archived" if status == "archived" else "resource.restored"
        return (
            *resource_changed(before, _terms_of(before), status),
            caller.audited(action, resource_id, {"before": before.status, "after": status}),
        )

    await change(studio, caller, resource_id, riders)


async def _on_the_new_clock(
    studio: Studio, caller: Caller, seen: Seen, terms: ResourceTerms
) -> tuple[Rider, ...]:
    """A schedule holds by its resource's own clock: with another, there is another schedule."""
    said = await schedule_of(studio.database.pool, seen.resource.id)
    if said is None or said.schedule.zone == terms.zone:
        return ()
    return schedule_set(
        replace(
            said,
            version=seen.version + 1,
            schedule=replace(said.schedule, zone=terms.zone),
            zone_data=zone_data_version(),
            made_by=caller.actor,
        )
    )


def _must_be_of(resource: Resource, revision: int) -> None:
    if resource.revision != revision:
        raise ResourceChangedMeanwhile("Read it again, and change it then.")


def _terms_of(resource: Resource) -> ResourceTerms:
    fields = ResourceTerms.__struct_fields__
    return ResourceTerms(**{name: getattr(resource, name) for name in fields})


async def _must_be_sound(studio: Studio, terms: ResourceTerms, before: Resource | None) -> None:
    """Raises :class:`BadResource`."""
    found = resource_faults(terms) or await _unknown(studio, terms, before)
    found = found or await _off_cells(studio, terms, None if before is None else before.id, before)
    if before is not None:
        fixed = say("This never changes. Make another resource.")
        if terms.kind != before.kind:
            found.append(FieldError("kind", "fixed", fixed))
        if terms.cell_minutes != before.cell_minutes:
            found.append(FieldError("cellMinutes", "fixed", fixed))
        if before.cell_minutes == DAY and terms.zone != before.zone:
            # Its cells are called by the days of its clock: by another's, hours sell twice.
            found.append(FieldError("zone", "fixed", fixed))
    if found:
        raise BadResource.of(found)


async def _off_cells(
    studio: Studio, terms: ResourceTerms, own: UUID | None, before: ResourceTerms | None
) -> list[FieldError]:
    """Services that it could serve from now on, of minutes that are no whole cells of it; ``own``:
    its id, ``before``: what it was offered as until now."""
    for one in await load_services(studio.database.pool):
        bad = next((minutes for _, minutes in off_cells(one, terms, own)), None)
        known = before is not None and any(off_cells(one, before, own))
        if one.active and bad is not None and not known:
            detail = say(
                "{service} takes {minutes} minutes, which are not whole cells of it.",
                service=one.name,
                minutes=bad,
            )
            return [FieldError("cellMinutes", "off-cells", detail)]
    return []


async def _unknown(
    studio: Studio, terms: ResourceTerms, before: Resource | None
) -> list[FieldError]:
    """The studio and the person it names, if they are not such."""
    pool, found = studio.database.pool, []
    if terms.studio_id is not None:
        home = await resource_of(pool, terms.studio_id)
        if home is None or home.kind != "studio":
            found.append(FieldError("studioId", "unknown", say("There is no such studio.")))
    if terms.user_id is not None:
        async with studio.database.read() as connection:
            person = await people.by_id(connection, terms.user_id)
        other = await resource_of_user(pool, terms.user_id)
        if person is None:
            found.append(FieldError("userId", "unknown", say("There is no such person.")))
        elif ROLE not in person.roles:
            detail = say("Give this person the role {role} first.", role=ROLE)
            found.append(FieldError("userId", "invalid", detail))
        elif other is not None and (before is None or other.id != before.id):
            detail = say("This person has a photographer or a studio already.")
            found.append(FieldError("userId", "taken", detail))
    return found
