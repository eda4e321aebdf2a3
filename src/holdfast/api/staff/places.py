"""Staff: where an address is."""

from fastapi import APIRouter, Request

from holdfast.api.contract.found_places import AddressAsked, PlacesAnswer, places_answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.state import state_of
from holdfast.booking.places import GeocoderAway, GeocoderBusy, GeocoderRefused, NoGeocoder

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/places", tags=["studio"])


@router.get(
    "",
    responses=problems(NoGeocoder, GeocoderAway, GeocoderBusy, GeocoderRefused),
    openapi_extra=IN_A_LANGUAGE,
)
async def find_places(request: Request, address: AddressAsked) -> PlacesAnswer:
    """Where an address is, by the geocoder that the shop's settings name."""
    geocoder = state_of(request).geocoder
    if geocoder is None:
        raise NoGeocoder("Enter the position by hand: latitude and longitude.")
    return places_answer(await geocoder.find(address.strip(), locale_of(request)))
