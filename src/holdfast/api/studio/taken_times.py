"""Why no time of a service is offered with a photographer, as they read it themselves."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.problems import problems
from holdfast.api.contract.slots import query_of
from holdfast.api.contract.taken_times import (
    FirstDay,
    LastDay,
    Minutes,
    People,
    TakenTimesBody,
    taken_days_asked,
    taken_times_body,
)
from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.api.shell.languages import LOCALE_PARAMETER, locale_of
from holdfast.api.shell.state import state_of
from holdfast.booking import ResourceNotFound
from holdfast.booking.services import ServiceNotFound
from holdfast.flows.booking.own_calendar import own_person
from holdfast.views.booking.taken_times import read_taken_times

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/slots", tags=["studio"])


@router.get(
    "/why",
    response_model=TakenTimesBody,
    responses=problems(ServiceNotFound, ResourceNotFound),
    openapi_extra={"parameters": [LOCALE_PARAMETER]},
)
async def get_own_taken_times(
    request: Request,
    service_id: Annotated[UUID, Query(alias="service", description="The service's id")],
    first: FirstDay,
    last: LastDay,
    length: Minutes = None,
    people: People = 1,
) -> Response:
    """Of each day how many times of the service are offered with oneself; if none, why, of each
    resource it needs; and what lies on one's own time. Of others' time nothing is told but that it
    is taken or closed."""
    parts, reads = shop_parts(request), state_of(request).slots
    mine = await own_person(parts, principal(request))
    service = await reads.service(service_id)
    days = taken_days_asked(first, last)
    query = query_of(service, length, people, None, str(mine.id), 1)
    found = await read_taken_times(
        parts.database.pool, reads, service, query, *days, shown=[mine.id]
    )
    return json_answer(taken_times_body(found, locale_of(request), mine.id))
