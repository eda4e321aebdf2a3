"""What is to be had in one visit, as it is asked for or was booked, of the services as they are
now."""

from collections.abc import Awaitable, Callable, Sequence
from itertools import zip_longest
from typing import TypeAlias
from uuid import UUID

import asyncpg
from msgspec.structs import replace

from holdfast.booking import load_resources
from holdfast.booking.bookings import BookedPart, Booking, Taking, takings_of
from holdfast.booking.services import Extra, Lengths, Need, Service, visit_of

__all__ = ["FindService", "visit_again", "visit_booked", "visit_kept", "visit_wanted"]

FindService: TypeAlias = Callable[[UUID], Awaitable[Service]]
"""Raises :class:`~holdfast.booking.services.ServiceNotFound`."""


async def visit_wanted(
    find: FindService,
    service_id: UUID,
    extras: Sequence[str] = (),
    also: Sequence[tuple[UUID, int | None]] = (),
) -> Service:
    """Raises :class:`ServiceNotFound` and :class:`NotTogether`."""
    service = await find(service_id)
    others = [(await find(one), minutes) for one, minutes in also]
    return visit_of(service, extras, others)


async def visit_booked(find: FindService, booking: Booking) -> Service:
    """The service of a booking, or all that its visit is made of. Raises :class:`ServiceNotFound`
    and :class:`NotTogether`."""
    return await visit_again(find, booking.service_id, booking.parts)


async def visit_again(find: FindService, service_id: UUID, parts: Sequence[BookedPart]) -> Service:
    """The same of what was planned. Raises :class:`ServiceNotFound` and :class:`NotTogether`."""
    extras = [one.id for one in parts if one.kind == "extra"]
    services = [one for one in parts if one.kind == "service"]
    also = [(UUID(one.id), one.minutes) for one in services[1:]]
    return await visit_wanted(find, service_id, extras, also)


async def visit_kept(pool: asyncpg.Pool, find: FindService, booking: Booking) -> Service:
    """The service of a booking, or all that its visit is made of, for those who serve it: an extra
    that is offered no more is what it was, with whom or what it took; a further service takes as
    long as it does. Raises :class:`ServiceNotFound` and :class:`NotTogether`."""
    service = await find(booking.service_id)
    services = [one for one in booking.parts if one.kind == "service"]
    also = [(_as_long(await find(UUID(one.id)), one), one.minutes) for one in services[1:]]
    extras = [one for one in booking.parts if one.kind == "extra"]
    offered = {one.id: one for one in service.extras}
    gone = [one for one in extras if one.id not in offered]
    if gone:
        needs = [*service.needs, *(need for one, _ in also for need in one.needs)]
        still = [offered[one.id] for one in extras if one.id in offered]
        needs += [one.need for one in still if one.need is not None]
        taken = await _taken_beside(pool, booking, {one.role for one in needs})
        past = [_extra(one, need) for one, need in zip_longest(gone, taken[: len(gone)])]
        service = replace(service, extras=(*service.extras, *past))
    return visit_of(service, [one.id for one in extras], also)


def _as_long(service: Service, part: BookedPart) -> Service:
    return replace(service, lengths=Lengths(minutes=(part.minutes,)))


def _extra(part: BookedPart, need: Need | None) -> Extra:
    return Extra(id=part.id, name=part.name, price=part.price, minutes=part.minutes, need=need)


async def _taken_beside(pool: asyncpg.Pool, booking: Booking, roles: set[str]) -> list[Need]:
    """What it takes in other roles than these, of what can be had still: the same again."""
    takings = (await takings_of(pool, [booking.id]))[booking.id]
    others: list[Taking] = [one for one in takings if one.role not in roles]
    known = await load_resources(pool, [one.resource_id for one in others])
    return [
        Need(
            role=one.role,
            kind=known[one.resource_id].kind,
            resources=(one.resource_id,),
            seats="people" if one.seats > 1 else "one",
        )
        for one in others
        if one.resource_id in known and known[one.resource_id].is_active
    ]
