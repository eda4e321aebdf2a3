"""Why no time of a service is offered with a photographer or a studio, as they read it
themselves."""

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
from holdfast.api.shell.dependencies import principal, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE
from holdfast.api.shell.state import state_of
from holdfast.api.shell.taken_times import taken_times
from holdfast.booking import ResourceNotFound
from holdfast.booking.services import ServiceNotFound
from holdfast.flows.booking.own_calendar import own_resources

__all__ = ["router"]

router = APIRouter(prefix="/api/studio/slots", tags=["studio"])


@router.get(
    "/why",
    response_model=TakenTimesBody,
    responses=problems(ServiceNotFound, ResourceNotFound),
    openapi_extra=IN_A_LANGUAGE,
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
    mine = await own_resources(shop_parts(request), principal(request))
    service = await state_of(request).slots.service(service_id)
    own = frozenset(one.id for one in mine)
    return await taken_times(request, service, (first, last), length, people, own=own)
