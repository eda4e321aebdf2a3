"""The locations there are: read once in a while, for they hardly ever change."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.kit.lately import Lately
from holdfast.locations.areas import position_of
from holdfast.locations.location import Location
from holdfast.locations.planning import Destination

_ALL: Final = sa.text("""
SELECT id, name, address, country, priority, active, postal_code, low_stock_at, latitude, longitude
FROM locations ORDER BY priority, id
""")
_PUT: Final = sa.text("""
INSERT INTO locations
    (id, name, address, country, priority, active, postal_code, low_stock_at, latitude, longitude)
VALUES (:id, :name, :address, :country, :priority, :active, :postal_code, :low_stock_at, :latitude,
    :longitude)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, address = excluded.address,
    country = excluded.country, priority = excluded.priority, active = excluded.active,
    postal_code = excluded.postal_code, low_stock_at = excluded.low_stock_at,
    latitude = excluded.latitude, longitude = excluded.longitude,
    changed_at = clock_timestamp()
""")
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtextextended('locations', 0))")


async def load_locations(
    connection: AsyncConnection, *, to_change: bool = False
) -> Sequence[Location]:
    """By priority, the first there was before others; ``to_change``: who else would waits."""
    if to_change:
        await connection.execute(_LOCK)
    return [Location(*row) for row in await connection.execute(_ALL)]


async def put_location(connection: AsyncConnection, one: Location) -> None:
    """Keep it, new or changed."""
    about = {name: getattr(one, name) for name in Location.__struct_fields__}
    await connection.execute(_PUT, about)


class CurrentLocations(Lately[Sequence[Location]]):
    """As they are, or were two seconds ago: for who asks a thousand times a second."""

    def __init__(self, database: Database, seconds: float = 2.0) -> None:
        async def read() -> Sequence[Location]:
            async with database.read() as connection:
                return await load_locations(connection)

        super().__init__(read, seconds)
        self._database = database

    async def located(self, to: Destination) -> Destination:
        """With where its postal code is, if that is known and any location's position is."""
        if to.country is None or not to.postal_code or to.position is not None:
            return to
        if all(one.position is None for one in await self.now()):
            return to
        found = await position_of(self._database.pool, to.country, to.postal_code)
        return replace(to, position=found)
