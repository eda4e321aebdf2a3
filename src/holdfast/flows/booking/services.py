"""Staff make services and change them: one transaction each, audited with what it was before."""

from uuid import UUID

from msgspec import to_builtins

from holdfast.booking import list_resources
from holdfast.booking.services import (
    MAX_SERVICES,
    Service,
    ServiceNotFound,
    Terms,
    add_service,
    change_service,
    locked_services,
    off_cells,
    service_faults,
    service_under,
    terms_of,
)
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.kit import FieldError, Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import KeyReused

__all__ = ["BadService", "ServiceChangedMeanwhile", "make_service", "must_be_sound", "save_service"]


class BadService(Problem):
    """A service that cannot be so; ``errors`` names each field at fault."""

    status = 422
    code = "service-invalid"
    title = "The service cannot be saved like this"


class ServiceChangedMeanwhile(Problem):
    """Somebody else saved it since it was read."""

    status = 412
    code = "service-changed"
    title = "The service was changed meanwhile"


async def make_service(database: Database, caller: Caller, terms: Terms) -> Service:
    """The new service; the first one, if the request is a repetition. Raises
    :class:`BadService`."""
    must_be_sound(terms)
    await must_be_whole_cells(database, terms)
    key = None if caller.key is None else caller.key.text
    async with database.transaction() as connection:
        known = await locked_services(connection)
        if key is not None and (before := await service_under(connection, key)):
            if known[before].revision == 1 and terms_of(known[before]) != terms:
                raise refuse(KeyReused(key))
            return known[before]
        if len(known) >= MAX_SERVICES:
            most = say("There are {most} services, as many as may be.", most=MAX_SERVICES)
            raise BadService(most, field="name")
        made = new_id()
        await add_service(connection, made, terms, key)
        await caller.note(connection, "service.made", str(made), {"after": to_builtins(terms)})
        return (await locked_services(connection))[made]


async def save_service(
    database: Database, caller: Caller, service_id: UUID, terms: Terms, revision: int
) -> Service:
    """Keep it as staff want it, over the ``revision`` they read. Raises
    :class:`ServiceNotFound`, :class:`ServiceChangedMeanwhile` and :class:`BadService`."""
    async with database.transaction() as connection:
        before = (await locked_services(connection)).get(service_id)
        if before is None:
            raise ServiceNotFound("There is no such service.")
        if before.revision != revision:
            raise ServiceChangedMeanwhile("Somebody saved it since you read it. Look at it again.")
        must_be_sound(terms)
        if _asked_of(terms) != _asked_of(before) or (terms.active and not before.active):
            await must_be_whole_cells(database, terms)
        if terms_of(before) == terms:
            return before
        await change_service(connection, service_id, terms)
        about = {"before": to_builtins(terms_of(before)), "after": to_builtins(terms)}
        await caller.note(connection, "service.changed", str(service_id), about)
        return (await locked_services(connection))[service_id]


def _asked_of(terms: Terms) -> tuple[object, ...]:
    """What decides of whom it takes which cells."""
    return terms.lengths, terms.needs, terms.extras


def must_be_sound(terms: Terms) -> None:
    """Raises :class:`BadService`, which names each field at fault."""
    if faults := service_faults(terms):
        raise BadService.of(faults, named=True)


async def must_be_whole_cells(database: Database, terms: Terms) -> None:
    """Raises :class:`BadService` for minutes that are no whole cells of who could serve them."""
    found: dict[str, FieldError] = {}
    for one in await list_resources(database.pool, None, "active"):
        for field, minutes in off_cells(terms, one, one.id):
            detail = say(
                "{name} is booked in cells of {cell} minutes: {minutes} are not whole ones.",
                name=one.name,
                cell=one.cell_minutes,
                minutes=minutes,
            )
            found.setdefault(field, FieldError(field, "off-cells", detail))
    if found:
        raise BadService.of(tuple(found.values()), named=True)
