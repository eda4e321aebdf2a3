"""The demo's studios furnished: resources, schedules and services, as staff would have made them.
Done twice, it does nothing the second time."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast import people
from holdfast.booking import Resource, keep_portfolio, list_resources, load_resources
from holdfast.booking.bookings import USUAL
from holdfast.booking.demo import CAST, OFFERS, SHARES, DemoResource, demo_portfolio
from holdfast.booking.schedule import Schedule
from holdfast.booking.services import Service, keep_rules
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.booking.services import make_service
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.people import Principal

__all__ = ["Furnished", "furnish_studios"]


class Furnished(Struct, frozen=True):
    """What there is now, by the handles of the demo's tables."""

    resources: Mapping[str, Resource]
    services: Mapping[str, Service]

    @property
    def handles(self) -> Mapping[UUID, str]:
        return {one.id: handle for handle, one in self.resources.items()}


async def furnish_studios(studio: Studio, staff: str, currency: str) -> Furnished | None:
    """None: the shop has resources already."""
    if await list_resources(studio.database.pool):
        return None
    by = Caller(Principal(staff, "user", frozenset({"manager"})))
    persons = await _persons(studio)
    studios = [one for one in CAST if one.kind == "studio"]
    ids = await _made(studio, by, studios, {}, persons)
    ids |= await _made(studio, by, [one for one in CAST if one.kind != "studio"], ids, persons)
    await asyncio.gather(*(_opened(studio, by, one, ids) for one in CAST))
    async with studio.database.transaction() as connection:
        await keep_rules(connection, USUAL, SHARES)
        for handle, made in ids.items():
            if pictures := demo_portfolio(handle):
                images = msgspec.json.encode(pictures).decode()
                await keep_portfolio(connection, made, images, 0)
    known = await load_resources(studio.database.pool, list(ids.values()))
    services = {
        one.handle: await make_service(studio.database, by, one.terms(currency)) for one in OFFERS
    }
    return Furnished({handle: known[made] for handle, made in ids.items()}, services)


async def _persons(studio: Studio) -> dict[str, UUID]:
    """Whose calendars there are, by their addresses. Nobody logs in as one who is none of
    :data:`~holdfast.flows.people.logins.DEMO_USERS`."""
    found = {}
    async with studio.database.transaction() as connection:
        for one in CAST:
            if one.person is not None:
                user = await people.by_email(connection, one.person) or await people.add(
                    connection, one.person, one.names[0], people.NO_PASSWORD, ("photographer",)
                )
                found[one.person] = user.id
    return found


async def _made(
    studio: Studio,
    by: Caller,
    those: Sequence[DemoResource],
    homes: Mapping[str, UUID],
    persons: Mapping[str, UUID],
) -> dict[str, UUID]:
    """Their ids, by handle."""

    async def made(one: DemoResource) -> UUID:
        terms = replace(
            one.terms(),
            studio_id=homes.get(one.city),
            user_id=None if one.person is None else persons[one.person],
        )
        return await make_resource(studio, by, terms)

    ids = await asyncio.gather(*(made(one) for one in those))
    return {one.handle: made_id for one, made_id in zip(those, ids, strict=True)}


async def _opened(studio: Studio, by: Caller, one: DemoResource, ids: Mapping[str, UUID]) -> None:
    """Its hours; a photographer's hold for the studio of their city."""
    where = ids[one.city] if one.kind == "photographer" else None
    rules = tuple(replace(rule, studio=where) for rule in one.rules())
    await set_schedule(studio, by, ids[one.handle], Schedule(one.place.zone, rules), 0)
