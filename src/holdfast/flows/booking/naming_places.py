"""Places that a service names without saying where they are: the studio of that name, else the
address, where the shop has a geocoder."""

import asyncpg
from msgspec.structs import replace

from holdfast.booking import list_resources
from holdfast.booking.places import Geocoder
from holdfast.booking.services import Need, Point, Terms
from holdfast.kit.positions import Position

__all__ = ["located"]

_SHORTEST = 3  # of an address that is asked for


async def located(
    pool: asyncpg.Pool, geocoder: Geocoder | None, terms: Terms, language: str
) -> Terms:
    """The service with the position of each place that it names; what nobody knows stays without.
    Raises :class:`~holdfast.booking.places.GeocoderAway` and the others of a geocoder."""
    extras = [one.need for one in terms.extras if one.need is not None]
    if all(_is_known(need) for need in (*terms.needs, *extras)):
        return terms
    found: dict[str, Position | None] = {}

    async def known(need: Need) -> Need:
        if _is_known(need) or need.around is None:
            return need
        name = need.around.name.strip()
        if name not in found:
            found[name] = await _found(pool, geocoder, name, language)
        at = found[name]
        if at is None:
            return need
        point = Point(name=name, latitude=at.latitude, longitude=at.longitude)
        return replace(need, around=point)

    return replace(
        terms,
        needs=tuple([await known(need) for need in terms.needs]),
        extras=tuple(
            [
                one if one.need is None else replace(one, need=await known(one.need))
                for one in terms.extras
            ]
        ),
    )


def _is_known(need: Need) -> bool:
    return need.around is None or need.around.position is not None


async def _found(
    pool: asyncpg.Pool, geocoder: Geocoder | None, name: str, language: str
) -> Position | None:
    for one in await list_resources(pool, "studio", "active"):
        names = {one.name, *(text.name for text in one.texts.values())}
        named = name.casefold() in {each.casefold() for each in names if each}
        if named and one.latitude is not None and one.longitude is not None:
            return Position(one.latitude, one.longitude)
    if geocoder is None or len(name) < _SHORTEST:
        return None
    places = await geocoder.find(name, language)
    return places[0].position if places else None
