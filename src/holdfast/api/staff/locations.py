"""Staff: where stock lies."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_VERSION, VersionMissing, version_named
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import one_line
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.flows.inventory.locations import TooManyLocations, add_location, change_location
from holdfast.kit import new_id
from holdfast.kit.versions import content_version
from holdfast.locations import (
    BadLocation,
    Location,
    LocationChangedMeanwhile,
    LocationNotFound,
    load_locations,
)

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/locations", tags=["staff"])


class LocationBody(Answer):
    """Units of an order come from one location if that has all of them: in the buyer's country
    before others, then the nearest by its position, where that is known of both, else by
    `postalCode` (the more it begins with what theirs does), then by `priority` (the lower first),
    then where most lies."""

    id: UUID
    name: str
    address: str
    country: str | None
    priority: int
    active: bool = Field(description="False: nothing new comes; what is there is sold, last")
    postal_code: str
    low_stock_at: int | None = Field(
        description="Low there at so many on hand or fewer; null: as the variant or the shop says"
    )
    latitude: float | None
    longitude: float | None
    first: bool = Field(description="What names no location means this one")
    version: int = Field(description="Of what is said of it, for `If-Match`")


class LocationsBody(Answer):
    locations: list[LocationBody] = Field(description="By priority")


class LocationAsked(Ask):
    """What is said of a location; all of it is kept anew."""

    name: Annotated[str, Field(max_length=100)]
    address: Annotated[str, Field(max_length=500)] = ""
    country: Annotated[str, Field(max_length=2)] | None = Field(
        None, description="By ISO 3166, such as `DE`"
    )
    priority: Annotated[int, Field(ge=0, le=1000, strict=True)] = 0
    active: Annotated[bool, Field(strict=True)] = True
    postal_code: Annotated[str, Field(max_length=20), AfterValidator(one_line)] = ""
    low_stock_at: Annotated[int, Field(ge=0, le=1_000_000_000, strict=True)] | None = Field(
        default=None, description="From how many on hand goods are low there"
    )

    latitude: Annotated[float, Field(ge=-90, le=90)] | None = Field(
        default=None, description="Degrees north, as `GET /api/staff/places` finds them"
    )
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = Field(
        default=None, description="Degrees east"
    )

    def location(self) -> Location:
        return Location(
            new_id(),
            self.name,
            self.address,
            self.country or None,
            self.priority,
            self.active,
            self.postal_code.strip(),
            self.low_stock_at,
            self.latitude,
            self.longitude,
        )


@router.get("")
async def list_locations(request: Request) -> LocationsBody:
    """Every location; the first there was is always open."""
    async with shop_parts(request).database.read() as connection:
        found = await load_locations(connection)
    return LocationsBody(locations=[_body(one) for one in found])


@router.post("", status_code=201, responses=problems(BadLocation, TooManyLocations))
async def post_location(request: Request, asked: LocationAsked) -> LocationBody:
    """Add a location. Asked for again, the same one is answered."""
    here, by = shop_parts(request), caller(request, "location")
    return _body(await add_location(here, by, asked.location()))


@router.put(
    "/{location_id}",
    responses=problems(LocationNotFound, LocationChangedMeanwhile, BadLocation, VersionMissing),
    openapi_extra={"parameters": [IF_VERSION]},
)
async def put_location(request: Request, location_id: UUID, asked: LocationAsked) -> LocationBody:
    """Change what is said of a location, over the version that `If-Match` names, where it names
    one. It is never removed, since the stock log names it."""
    here, by, version = shop_parts(request), caller(request), version_named(request)
    return _body(await change_location(here, by, location_id, asked.location(), version))


def _body(one: Location) -> LocationBody:
    return LocationBody(
        id=one.id,
        name=one.name,
        address=one.address,
        country=one.country,
        priority=one.priority,
        active=one.active,
        postal_code=one.postal_code,
        low_stock_at=one.low_stock_at,
        latitude=one.latitude,
        longitude=one.longitude,
        first=one.is_first,
        version=content_version(one),
    )
