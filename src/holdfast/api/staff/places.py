"""Staff: where an address is."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.languages import LOCALE_PARAMETER, locale_of
from holdfast.api.shell.state import state_of
from holdfast.booking.places import GeocoderAway, GeocoderBusy, GeocoderRefused, NoGeocoder

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/places", tags=["studio"])


class PlaceBody(Answer):
    name: str = Field(description="As the geocoder writes it")
    latitude: float
    longitude: float


class PlacesAnswer(Answer):
    places: list[PlaceBody] = Field(description="The likeliest first")


@router.get(
    "",
    responses=problems(NoGeocoder, GeocoderAway, GeocoderBusy, GeocoderRefused),
    openapi_extra={"parameters": [LOCALE_PARAMETER]},
)
async def find_places(
    request: Request,
    address: Annotated[str, Query(min_length=3, max_length=300, description="As one writes it")],
) -> PlacesAnswer:
    """Where an address is, by the geocoder that the shop's settings name."""
    geocoder = state_of(request).geocoder
    if geocoder is None:
        raise NoGeocoder("Enter the position by hand: latitude and longitude.")
    return PlacesAnswer(
        places=[
            PlaceBody(
                name=one.name, latitude=one.position.latitude, longitude=one.position.longitude
            )
            for one in await geocoder.find(address.strip(), locale_of(request))
        ]
    )
