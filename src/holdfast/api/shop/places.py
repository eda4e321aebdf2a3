"""Where a client is, by an address they write."""

from fastapi import APIRouter, Request

from holdfast.api.contract.found_places import AddressAsked, PlacesAnswer, places_answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import exchange
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.pacing import pace
from holdfast.api.shell.state import state_of
from holdfast.booking.places import GeocoderAway, GeocoderBusy, GeocoderRefused, NoGeocoder

__all__ = ["router"]

router = APIRouter(prefix="/api/places", tags=["booking"])


@router.get(
    "",
    operation_id="findOwnPlace",
    responses=problems(NoGeocoder, GeocoderAway, GeocoderBusy, GeocoderRefused),
    openapi_extra=IN_A_LANGUAGE,
)
async def find_own_place(request: Request, address: AddressAsked) -> PlacesAnswer:
    """Where an address is, for who books near it; so often of one address of the net, since the
    geocoder counts what the shop asks. Nothing of it is kept with who asked."""
    geocoder = state_of(request).geocoder
    if geocoder is None:
        raise NoGeocoder("Let your browser say where you are.")
    await _may_ask(request)
    return places_answer(await geocoder.find(address.strip(), locale_of(request)))


async def _may_ask(request: Request) -> None:
    await pace(state_of(request).finding, exchange(request).address)
