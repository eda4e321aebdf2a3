"""Staff: the table of place to place, a studio at a time."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.booking import (
    MAX_WAY,
    MAX_WAYS,
    Resource,
    ResourceNotFound,
    list_resources,
    load_resources,
    travel_minutes,
    travel_times_of,
    with_table,
)
from holdfast.flows.booking.changing import own_resource
from holdfast.flows.booking.resources import ResourceChangedMeanwhile
from holdfast.flows.booking.travel_times import BadTravelTimes, set_travel_times
from holdfast.kit.positions import Position

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/resources/{resource_id}/travel-times", tags=["studio"])

_STUDIO: Final = "studio"


class WayAsked(Ask):
    """To another studio."""

    studio_id: UUID
    minutes: Annotated[int, Field(ge=0, le=MAX_WAY)]


class TravelTimesAsked(Ask):
    """All of them, in place of what was said before."""

    ways: Annotated[list[WayAsked], Field(max_length=MAX_WAYS)]


class WayShown(Answer):
    studio_id: UUID
    name: str
    minutes: int | None = Field(description="What is said of the way there; null: nothing")
    usual: int = Field(
        description="What counts where nothing is said: the way back, or else the distance; "
        "0 where one of them has no position"
    )


class TravelTimesAnswer(Answer):
    """``version`` goes into `If-Match`; 0: nothing was ever said."""

    version: int
    ways: list[WayShown] = Field(description="To each other studio, by name")


@router.get("", responses=problems(ResourceNotFound))
async def get_travel_times(
    request: Request, response: Response, resource_id: UUID
) -> TravelTimesAnswer:
    """How long the ways from a studio to the others take."""
    return await _shown(request, response, resource_id)


@router.put(
    "",
    responses=problems(BadTravelTimes, ResourceChangedMeanwhile, ResourceNotFound, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_travel_times(
    request: Request, response: Response, resource_id: UUID, asked: TravelTimesAsked
) -> TravelTimesAnswer:
    """Say how long the ways from a studio take, from now on: it counts in place of the distance,
    and for the way back too where that studio says nothing. What is booked stays booked."""
    ways = [(one.studio_id, one.minutes) for one in asked.ways]
    here, version = shop_parts(request), version_of(request)
    await set_travel_times(here, caller(request), resource_id, ways, version)
    return await _shown(request, response, resource_id)


async def _shown(request: Request, response: Response, studio: UUID) -> TravelTimesAnswer:
    here = shop_parts(request)
    pool = here.database.pool
    own = await own_resource(here, caller(request), studio)
    if own.kind != _STUDIO:
        raise ResourceNotFound("There is no such studio.")
    others = await list_resources(pool, _STUDIO, "active")
    tables = await travel_times_of(pool, [studio, *(one.id for one in others)])
    said = tables.pop(studio, None)
    minutes = {} if said is None else said.minutes
    # What was said of one that is archived stays, and is shown.
    gone = await load_resources(pool, list(minutes.keys() - {one.id for one in others}))
    shown = sorted((*others, *gone.values()), key=lambda one: (one.name, one.id))
    positions = {one.id: where for one in (own, *shown) if (where := _position(one)) is not None}
    usual = with_table(here.travelling, tables.values())
    version = 0 if said is None else said.version
    response.headers["etag"] = etag(version)
    return TravelTimesAnswer(
        version=version,
        ways=[
            WayShown(
                studio_id=one.id,
                name=one.name,
                minutes=minutes.get(one.id),
                usual=travel_minutes(usual, studio, one.id, positions),
            )
            for one in shown
            if one.id != studio
        ],
    )


def _position(one: Resource) -> Position | None:
    if one.latitude is None or one.longitude is None:
        return None
    return Position(one.latitude, one.longitude)
