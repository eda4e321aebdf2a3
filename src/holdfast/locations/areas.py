"""Where postal codes are: asked of a geocoder once, without anybody's name or street."""

from typing import Final

import asyncpg
from msgspec import Struct

from holdfast.kit.positions import Position
from holdfast.locations.planning import plain_code

_POSITION: Final = """
SELECT latitude, longitude FROM areas
WHERE country = $1 AND postal_code = $2 AND latitude IS NOT NULL
"""
_KEEP: Final = """
INSERT INTO areas (country, postal_code, latitude, longitude) VALUES ($1, $2, $3, $4)
ON CONFLICT (country, postal_code) DO UPDATE SET latitude = excluded.latitude,
    longitude = excluded.longitude, asked_at = now()
"""


class Area(Struct, frozen=True):
    """A postal code of a country, by ISO 3166."""

    country: str
    postal_code: str


async def position_of(pool: asyncpg.Pool, country: str, postal_code: str) -> Position | None:
    """Where it is, if anybody knows."""
    row = await pool.fetchrow(_POSITION, country, plain_code(postal_code))
    return None if row is None else Position(*row)


async def keep_area(pool: asyncpg.Pool, area: Area, at: Position | None) -> None:
    """As the geocoder said; None: it does not know."""
    north, east = (None, None) if at is None else (at.latitude, at.longitude)
    code = plain_code(area.postal_code)
    await pool.execute(_KEEP, area.country, code, north, east)
