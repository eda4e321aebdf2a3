"""Nominatim (OpenStreetMap) and Google Maps, as their documentation describes them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import httpx
import msgspec
from msgspec import Struct

from holdfast.booking.places.port import (
    FoundPlace,
    GeocoderAway,
    GeocoderBusy,
    GeocoderRefused,
)
from holdfast.kit.positions import Position

SECONDS: Final = 5.0
MOST_BYTES: Final = 256 * 1024
MOST_FOUND: Final = 5
_MOST_NAME: Final = 300


class _NominatimPlace(Struct):
    display_name: str
    lat: str
    lon: str


class _Spot(Struct):
    lat: float
    lng: float


class _Geometry(Struct):
    location: _Spot


class _GooglePlace(Struct):
    formatted_address: str
    geometry: _Geometry


class _GoogleAnswer(Struct):
    status: str
    results: list[_GooglePlace] = []


class Nominatim:
    """``agent``: who asks, by which OpenStreetMap tells shops apart; it serves no other."""

    def __init__(self, address: str, agent: str) -> None:
        self._address = f"{address.rstrip('/')}/search"
        self._headers = {"user-agent": agent}

    async def find(self, address: str, language: str) -> Sequence[FoundPlace]:
        asked = {"q": address, "format": "jsonv2", "limit": str(MOST_FOUND)}
        body = await _answer(self._address, {**asked, "accept-language": language}, self._headers)
        try:
            found = msgspec.json.decode(body, type=list[_NominatimPlace])
            return _places((one.display_name, float(one.lat), float(one.lon)) for one in found)
        except (msgspec.MsgspecError, ValueError):
            raise GeocoderAway("What it answered cannot be read.") from None


class Google:
    """Says what is wrong in the body, with a status of 200."""

    _BUSY: Final = frozenset({"OVER_QUERY_LIMIT", "OVER_DAILY_LIMIT"})

    def __init__(self, address: str, key: str) -> None:
        self._address = f"{address.rstrip('/')}/maps/api/geocode/json"
        self._key = key

    async def find(self, address: str, language: str) -> Sequence[FoundPlace]:
        asked = {"address": address, "language": language, "key": self._key}
        body = await _answer(self._address, asked, {})
        try:
            answer = msgspec.json.decode(body, type=_GoogleAnswer)
        except msgspec.MsgspecError:
            raise GeocoderAway("What it answered cannot be read.") from None
        match answer.status:
            case "OK" | "ZERO_RESULTS":
                return _places(
                    (one.formatted_address, one.geometry.location.lat, one.geometry.location.lng)
                    for one in answer.results
                )
            case "REQUEST_DENIED":
                raise GeocoderRefused("It does not take the shop's key.")
            case status if status in self._BUSY:
                raise GeocoderBusy("Try again in a while.", headers={"Retry-After": "60"})
            case _:
                raise GeocoderAway("Try again in a while.")


async def _answer(url: str, asked: Mapping[str, str], headers: Mapping[str, str]) -> bytes:
    """The body of a good answer, within bounds of time and size."""
    try:
        async with (
            httpx.AsyncClient(timeout=SECONDS) as client,
            client.stream("GET", url, params=asked, headers=headers) as answer,
        ):
            _must_serve(answer.status_code)
            body = b""
            async for piece in answer.aiter_bytes():
                body += piece
                if len(body) > MOST_BYTES:
                    raise GeocoderAway("What it answered cannot be read.")
            return body
    except httpx.HTTPError:
        raise GeocoderAway("Try again in a while.") from None


def _must_serve(status: int) -> None:
    if status == 429:
        raise GeocoderBusy("Try again in a while.", headers={"Retry-After": "60"})
    if status in (401, 403):
        raise GeocoderRefused("It does not answer this shop.")
    if status != 200:
        raise GeocoderAway("Try again in a while.")


def _places(found: Iterable[tuple[str, float, float]]) -> Sequence[FoundPlace]:
    """Those that are on the earth."""
    return [
        FoundPlace(name[:_MOST_NAME], Position(round(north, 6), round(east, 6)))
        for name, north, east in found
        if -90 <= north <= 90 and -180 <= east <= 180
    ][:MOST_FOUND]
