"""Staff: photographers, studios, rooms and equipment whose time is sold."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, database, principal, shop_parts
from holdfast.api.staff.resource_bodies import (
    ResourceAnswer,
    ResourceAsked,
    ResourcesAnswer,
    resource_body,
)
from holdfast.booking import (
    Kind,
    ResourceNotFound,
    ResourceStatus,
    list_resources,
    resources_of_user,
)
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.booking.resources import (
    BadResource,
    ResourceChangedMeanwhile,
    keep_status,
    make_resource,
    save_resource,
)
from holdfast.kit.zones import zone_data_version, zone_names

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/resources", tags=["studio"])

_SAVED_OVER = {"parameters": [IF_MATCH]}


@router.get("", responses=problems())
async def list_all(
    request: Request,
    kind: Annotated[Kind | None, Query(description="Only of this kind")] = None,
    status: Annotated[ResourceStatus | None, Query(description="Only of this status")] = None,
) -> ResourcesAnswer:
    """All resources; who is not staff finds their own, a studio with what is a part of it."""
    who, pool = principal(request), database(request).pool
    if who.is_staff:
        found = await list_resources(pool, kind, status)
    else:
        found = tuple(await resources_of_user(pool, who.user_id))
    return ResourcesAnswer(
        resources=[resource_body(one) for one in found],
        zones=sorted(zone_names()),
        zone_data=zone_data_version(),
    )


@router.post("", status_code=201, responses=problems(BadResource, *TELLS_AGAIN))
async def post_resource(
    request: Request, response: Response, asked: ResourceAsked
) -> ResourceAnswer:
    """Make a resource. It is closed until it has a schedule."""
    made = await make_resource(shop_parts(request), caller(request, "resource"), asked.terms())
    return await _shown(request, response, made)


@router.get("/{resource_id}", responses=problems(ResourceNotFound))
async def get_resource(request: Request, response: Response, resource_id: UUID) -> ResourceAnswer:
    """A resource as it stands; a photographer and a studio find their own."""
    return await _shown(request, response, resource_id)


@router.put(
    "/{resource_id}",
    responses=problems(BadResource, ResourceChangedMeanwhile, ResourceNotFound, VersionMissing),
    openapi_extra=_SAVED_OVER,
)
async def put_resource(
    request: Request, response: Response, resource_id: UUID, asked: ResourceAsked
) -> ResourceAnswer:
    """Change a resource as it was read. What is booked stays booked."""
    here, revision = shop_parts(request), version_of(request)
    await save_resource(here, caller(request), resource_id, asked.terms(), revision)
    return await _shown(request, response, resource_id)


@router.post(
    "/{resource_id}/archive",
    responses=problems(ResourceChangedMeanwhile, ResourceNotFound, VersionMissing),
    openapi_extra=_SAVED_OVER,
)
async def post_archive(request: Request, response: Response, resource_id: UUID) -> ResourceAnswer:
    """It is offered no more. What is booked stays booked."""
    return await _kept(request, response, resource_id, "archived")


@router.post(
    "/{resource_id}/restore",
    responses=problems(BadResource, ResourceChangedMeanwhile, ResourceNotFound, VersionMissing),
    openapi_extra=_SAVED_OVER,
)
async def post_restore(request: Request, response: Response, resource_id: UUID) -> ResourceAnswer:
    """Offer an archived resource again. Services it could serve must be of whole cells of it."""
    return await _kept(request, response, resource_id, "active")


async def _kept(
    request: Request, response: Response, resource_id: UUID, status: ResourceStatus
) -> ResourceAnswer:
    here, revision = shop_parts(request), version_of(request)
    await keep_status(here, caller(request), resource_id, status, revision)
    return await _shown(request, response, resource_id)


async def _shown(request: Request, response: Response, resource_id: UUID) -> ResourceAnswer:
    found = await own_resource(shop_parts(request), caller(request), resource_id)
    response.headers["etag"] = etag(found.revision)
    return ResourceAnswer(resource=resource_body(found))
