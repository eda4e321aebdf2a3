"""What is asked of a geocoder: where an address is."""

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from holdfast.kit import Problem
from holdfast.kit.positions import Position


class FoundPlace(Struct, frozen=True):
    """An address as the geocoder writes it, and where it is."""

    name: str
    position: Position


class Geocoder(Protocol):
    async def find(self, address: str, language: str) -> Sequence[FoundPlace]:
        """The likeliest first; none, if it knows of none. Raises :class:`GeocoderAway`,
        :class:`GeocoderBusy` and :class:`GeocoderRefused`."""
        ...


class NoGeocoder(Problem):
    """The shop's settings name none: positions are entered by hand."""

    status = 409
    code = "no-geocoder"
    title = "No geocoder is set up"


class GeocoderAway(Problem):
    """It did not answer in time, or not in a way that can be read."""

    status = 503
    code = "geocoder-away"
    title = "The geocoder does not answer"


class GeocoderBusy(Problem):
    """It is asked too often, by us or by its own count."""

    status = 503
    code = "geocoder-busy"
    title = "The geocoder is asked too often"


class GeocoderRefused(Problem):
    """It does not serve this shop: a key that is wrong, or an access that is blocked."""

    status = 502
    code = "geocoder-refused"
    title = "The geocoder refuses this shop"
