"""Staff: services that can be booked."""

from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import problems
from holdfast.api.contract.services import ServiceAsked, StaffService, asked_terms, staff_service
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.shell.state import state_of
from holdfast.booking.services import Service, ServiceNotFound, load_services
from holdfast.flows.booking.services import (
    BadService,
    ServiceChangedMeanwhile,
    make_service,
    save_service,
)
from holdfast.flows.commit.refusals import IdempotencyKeyReused

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/services", tags=["staff"])


class StaffServices(Answer):
    services: list[StaffService] = Field(description="The oldest first")


@router.get("")
async def list_staff_services(request: Request) -> StaffServices:
    """All services, those that cannot be booked too."""
    known = await load_services(database(request).pool)
    return StaffServices(services=[staff_service(one) for one in known])


@router.post("", status_code=201, responses=problems(BadService, IdempotencyKeyReused))
async def post_service(request: Request, response: Response, asked: ServiceAsked) -> StaffService:
    """Make a service."""
    made = await make_service(database(request), caller(request, "service"), asked_terms(asked))
    state_of(request).slots.forget()
    return _shown(response, made)


@router.get("/{service_id}", responses=problems(ServiceNotFound))
async def get_staff_service(request: Request, response: Response, service_id: UUID) -> StaffService:
    """A service, and as `ETag` which revision it is."""
    for one in await load_services(database(request).pool):
        if one.id == service_id:
            return _shown(response, one)
    raise ServiceNotFound("There is no such service.")


@router.put(
    "/{service_id}",
    responses=problems(BadService, ServiceNotFound, ServiceChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_service(
    request: Request, response: Response, service_id: UUID, asked: ServiceAsked
) -> StaffService:
    """Change a service as it was read: `If-Match` names its revision. What is booked stays as it
    was booked."""
    revision = version_of(request)
    saved = await save_service(
        database(request), caller(request), service_id, asked_terms(asked), revision
    )
    state_of(request).slots.forget()
    return _shown(response, saved)


def _shown(response: Response, one: Service) -> StaffService:
    response.headers["etag"] = etag(one.revision)
    return staff_service(one)
