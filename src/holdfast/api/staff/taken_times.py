"""Staff: why no time of a service is offered, day by day, and what took it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.problems import problems
from holdfast.api.contract.taken_times import (
    FirstDay,
    LastDay,
    Minutes,
    People,
    TakenTimesBody,
)
from holdfast.api.shell.languages import IN_A_LANGUAGE
from holdfast.api.shell.state import state_of
from holdfast.api.shell.taken_times import taken_times
from holdfast.booking.services import ServiceNotFound

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/slots", tags=["studio"])


@router.get(
    "/why",
    response_model=TakenTimesBody,
    responses=problems(ServiceNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_taken_times(
    request: Request,
    service_id: Annotated[UUID, Query(alias="service", description="The service's id")],
    first: FirstDay,
    last: LastDay,
    resources: Annotated[
        str | None,
        Query(max_length=2000, description="Only with these, by id, with commas between"),
    ] = None,
    length: Minutes = None,
    people: People = 1,
) -> Response:
    """Of each day by the studio's clock: how many times are offered; if none, why, of each
    resource; and what takes their time: bookings with their clients, what is being paid or offered
    to the first in line, blocks, and the way from place to place."""
    service = await state_of(request).slots.service(service_id)
    return await taken_times(request, service, (first, last), length, people, resources)
