"""Why no time is offered, answered: to staff of everybody, to a photographer or a studio of
itself."""

from uuid import UUID

from fastapi import Request, Response
from msgspec.structs import replace

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.slots import query_of
from holdfast.api.contract.taken_times import taken_days_asked, taken_times_body
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.languages import locale_of
from holdfast.api.shell.state import state_of
from holdfast.booking.services import Service
from holdfast.views.booking.taken_times import read_taken_times
from holdfast.views.names_now import bookings_named

__all__ = ["taken_times"]


async def taken_times(
    request: Request,
    service: Service,
    days: tuple[str, str],
    length: int | None,
    people: int,
    resources: str | None = None,
    own: frozenset[UUID] | None = None,
) -> Response:
    """``days``: from the first until before the last. With ``own``, of times with these alone,
    and nothing that lies on others' time, nor what their schedules note."""
    span = taken_days_asked(*days)
    query = query_of(service, length, people, None, resources, 1)
    if own is not None:
        query = replace(query, resources=own)
    reads = state_of(request).slots
    here, locale = database(request), locale_of(request)
    found = await read_taken_times(here.pool, reads, service, query, *span, own)
    named = await bookings_named(here, [one.booking for one in found.took], locale)
    took = [replace(one, booking=now) for one, now in zip(found.took, named, strict=True)]
    return json_answer(taken_times_body(replace(found, took=took), locale, own))
