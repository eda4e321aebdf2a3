"""Staff: services that can be booked."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import problems
from holdfast.api.contract.service_preview import ServicePreview, prices_shown
from holdfast.api.contract.services import ServiceAsked, StaffService, asked_terms, staff_service
from holdfast.api.contract.slot_reasons import hindrances
from holdfast.api.contract.slot_times import slots_json
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.state import state_of
from holdfast.booking.places import GeocoderAway, GeocoderBusy, GeocoderRefused
from holdfast.booking.services import Service, ServiceNotFound, Terms, load_services
from holdfast.flows.booking.naming_places import located
from holdfast.flows.booking.services import (
    BadService,
    ServiceChangedMeanwhile,
    make_service,
    must_be_sound,
    save_service,
)
from holdfast.flows.commit.refusals import IdempotencyKeyReused
from holdfast.kit import new_id, shop_now
from holdfast.views.booking.finding import Query

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/services", tags=["staff"])

_NEXT: Final = 5
_LOOKS: Final = (GeocoderAway, GeocoderBusy, GeocoderRefused)
"""Of a place that is named by its address."""


class StaffServices(Answer):
    services: list[StaffService] = Field(description="The oldest first")


@router.get("")
async def list_staff_services(request: Request) -> StaffServices:
    """All services, those that cannot be booked too."""
    known = await load_services(database(request).pool)
    return StaffServices(services=[staff_service(one) for one in known])


@router.post("", status_code=201, responses=problems(BadService, IdempotencyKeyReused, *_LOOKS))
async def post_service(request: Request, response: Response, asked: ServiceAsked) -> StaffService:
    """Make a service."""
    terms = await _located(request, asked)
    made = await make_service(database(request), caller(request, "service"), terms)
    state_of(request).slots.forget()
    return _shown(response, made)


@router.post(
    "/preview",
    operation_id="previewService",
    response_model=ServicePreview,
    responses=problems(BadService),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_preview(request: Request, asked: ServiceAsked) -> Response:
    """What a service would cost and when it could be had, were it saved like this. Nothing is."""
    terms = await _located(request, asked, asks=False)
    must_be_sound(terms)
    service = Service.of(new_id(), terms)
    reads, query = state_of(request).slots, Query(service=new_id(), most=3)
    found = await reads.next(service, query, shop_now(), _NEXT)
    told = slots_json(service, query, found, None, locale=locale_of(request))
    reasons: list[dict[str, Any]] = []
    if not found:
        why = await reads.why(service, query, (shop_now() + timedelta(days=1)).date())
        reasons = hindrances(why, locale_of(request), staff=True)
    return json_answer(
        {
            "currency": service.currency,
            "prices": prices_shown(service),
            "times": told["times"],
            "resources": told["resources"],
            "reasons": reasons,
        }
    )


@router.get("/{service_id}", responses=problems(ServiceNotFound))
async def get_staff_service(request: Request, response: Response, service_id: UUID) -> StaffService:
    """A service, and as `ETag` which revision it is."""
    for one in await load_services(database(request).pool):
        if one.id == service_id:
            return _shown(response, one)
    raise ServiceNotFound("There is no such service.")


@router.put(
    "/{service_id}",
    responses=problems(
        BadService, ServiceNotFound, ServiceChangedMeanwhile, VersionMissing, *_LOOKS
    ),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_service(
    request: Request, response: Response, service_id: UUID, asked: ServiceAsked
) -> StaffService:
    """Change a service as it was read: `If-Match` names its revision. What is booked stays as it
    was booked."""
    revision = version_of(request)
    terms = await _located(request, asked)
    saved = await save_service(database(request), caller(request), service_id, terms, revision)
    state_of(request).slots.forget()
    return _shown(response, saved)


async def _located(request: Request, asked: ServiceAsked, *, asks: bool = True) -> Terms:
    """With the position of each place that is named; a geocoder is asked where it ``asks``."""
    geocoder = state_of(request).geocoder if asks else None
    pool = database(request).pool
    return await located(pool, geocoder, asked_terms(asked), locale_of(request))


def _shown(response: Response, one: Service) -> StaffService:
    response.headers["etag"] = etag(one.revision)
    return staff_service(one)
