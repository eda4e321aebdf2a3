"""Services that can be booked, as clients see them."""

from uuid import UUID

from fastapi import APIRouter, Request

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.contract.services import ServiceBody, service_body
from holdfast.api.shell.dependencies import database
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.booking.services import ServiceNotFound, load_services

__all__ = ["router"]

router = APIRouter(prefix="/api/services", tags=["booking"], route_class=DirectRoute)


class ServicesBody(Answer):
    services: list[ServiceBody]


@router.get("", openapi_extra=IN_A_LANGUAGE)
async def list_services(request: Request) -> ServicesBody:
    """What can be booked, in the reader's language."""
    locale = locale_of(request)
    known = await load_services(database(request).pool)
    return ServicesBody(services=[service_body(one, locale) for one in known if one.active])


@router.get("/{service_id}", responses=problems(ServiceNotFound), openapi_extra=IN_A_LANGUAGE)
async def get_service(request: Request, service_id: UUID) -> ServiceBody:
    """One of them."""
    for one in await load_services(database(request).pool):
        if one.id == service_id and one.active:
            return service_body(one, locale_of(request))
    raise ServiceNotFound("There is no such service.")
