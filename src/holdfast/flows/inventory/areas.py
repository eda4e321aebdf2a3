"""Where goods go is looked up beside the sale, never in it: a timer asks the geocoder of postal
codes that it was not asked of. Until it has answered, what is near is told by the codes alone."""

from collections.abc import Sequence

import structlog

from holdfast.booking.places import Geocoder, GeocoderAway, GeocoderBusy, GeocoderRefused
from holdfast.db.engine import forbid_open_transaction
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.locations import Area, keep_area

__all__ = ["find_areas"]

log = structlog.get_logger("holdfast.stock")


async def find_areas(stockroom: Stockroom, geocoder: Geocoder, areas: Sequence[Area]) -> int:
    """Ask of these; how many were answered. What is not answered now is asked another time."""
    forbid_open_transaction("asking a geocoder")
    found = 0
    for area in areas:
        try:
            said = await geocoder.find(f"{area.postal_code}, {area.country}", "en")
        except (GeocoderAway, GeocoderBusy, GeocoderRefused) as problem:
            log.warning("postal codes are not found", why=problem.code)
            break
        await keep_area(stockroom.database.pool, area, said[0].position if said else None)
        found += 1
    return found
