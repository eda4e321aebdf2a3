"""A location, and the accounts that are its own."""

import re
from collections.abc import Iterator
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.kit import FieldError, Problem
from holdfast.kit.positions import Position
from holdfast.kit.sentences import say

FIRST_LOCATION: Final = UUID("00000000-0000-7000-8000-000000000001")
"""The one that every shop has; what names no location means it."""
TO_COME: Final = UUID("00000000-0000-7000-8000-000000000002")
"""No place: what is announced and may be sold before it is there lies so in the ledger's words. No
row of a location has it, so no sum of stock counts it."""
MOST_LOCATIONS: Final = 20
MOST_PRIORITY: Final = 1000
LONGEST_NAME: Final = 100
LONGEST_ADDRESS: Final = 500
LONGEST_POSTAL_CODE: Final = 20
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


class BadLocation(Problem):
    """What is no location; ``errors`` names each field at fault."""

    status = 422
    code = "location-invalid"
    title = "The location is not valid"


class LocationNotFound(Problem):
    status = 404
    code = "location-not-found"
    title = "No such location"


class LocationChangedMeanwhile(Problem):
    """Somebody saved it since it was read."""

    status = 412
    code = "location-changed"
    title = "The location was changed meanwhile"


class Location(Struct, frozen=True):
    """``priority``: of two that are equally near the lower is taken from first. To one that is not
    ``active`` nothing new comes; what lies there is still sold, last. ``low_stock_at``: goods of
    which so many or fewer lie there are low there; None: as they are everywhere."""

    id: UUID
    name: str
    address: str = ""
    country: str | None = None
    priority: int = 0
    active: bool = True
    postal_code: str = ""
    low_stock_at: int | None = None
    latitude: float | None = None
    longitude: float | None = None

    @property
    def position(self) -> Position | None:
        """Where it is on the earth, if that is known."""
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude)

    @property
    def is_first(self) -> bool:
        return self.id == FIRST_LOCATION


def location_faults(one: Location) -> Iterator[FieldError]:
    """What is wrong with it."""
    if not one.name.strip() or len(one.name) > LONGEST_NAME:
        said = say("Write 1 to {most} characters.", most=LONGEST_NAME)
        yield FieldError("name", "length", said)
    if len(one.address) > LONGEST_ADDRESS:
        said = say("Write at most {most} characters.", most=LONGEST_ADDRESS)
        yield FieldError("address", "length", said)
    if len(one.postal_code) > LONGEST_POSTAL_CODE:
        said = say("Write at most {most} characters.", most=LONGEST_POSTAL_CODE)
        yield FieldError("postalCode", "length", said)
    if one.country is not None and not _COUNTRY.fullmatch(one.country):
        yield FieldError("country", "format", say("Use a country of ISO 3166, such as DE."))
    if (one.latitude is None) != (one.longitude is None):
        yield FieldError("longitude", "missing", say("Give latitude and longitude, or neither."))
    if not -90 <= (one.latitude or 0) <= 90:
        yield FieldError("latitude", "range", say("Use {least} to {most}.", least=-90, most=90))
    if not -180 <= (one.longitude or 0) <= 180:
        yield FieldError("longitude", "range", say("Use {least} to {most}.", least=-180, most=180))
    if not 0 <= one.priority <= MOST_PRIORITY:
        yield FieldError("priority", "range", say("Use 0 to {most}.", most=MOST_PRIORITY))
    if one.is_first and not one.active:
        yield FieldError("active", "first", say("The first location is always open."))


def account_at(key: str, location: UUID) -> str:
    """Of the account of some goods the part that lies there."""
    return key if location == FIRST_LOCATION else f"{key}/{location}"


def location_at(key: str) -> UUID:
    """Where that lies which an account ``stock/<variant>`` or a part of it counts."""
    _, _, *place = key.split("/", 2)
    return UUID(place[0]) if place else FIRST_LOCATION


def to_come_key(key: str) -> str:
    """Of the goods of ``key``, the account of what is sold before it is there."""
    return account_at(key, TO_COME)


def places_key(key: str) -> str:
    """The account that counts in how many locations beside the first the goods of ``key`` have ever
    lain: whoever acts on all parts of it expects that there are no more by then."""
    return f"places/{key.partition('/')[2]}"
