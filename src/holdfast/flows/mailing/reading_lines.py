"""What mails say to who stands in a line: of a time that is held for them, and of their leaving."""

from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import About, Told

__all__ = ["LEFT_LINES", "PLACES_IN_LINE"]

_PLACES: Final = sa.text("""
SELECT w.id, w.owner, w.service_name, w.starts_at, w.order_id, o.locale, w.missing,
       coalesce((SELECT b.zone FROM bookings b WHERE b.order_id = w.order_id LIMIT 1), 'UTC')
           AS zone
FROM waiting_line w LEFT JOIN orders o ON o.id = w.order_id WHERE w.id = ANY(CAST(:ids AS uuid[]))
""")


async def _places(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    rows = await connection.execute(_PLACES, {"ids": list(ids)})
    return {
        str(row.id): Told(
            row.owner,
            row.locale,
            {
                "service": row.service_name,
                "starts": row.starts_at.isoformat(),
                "zone": row.zone,
                "order": str(row.order_id),
                "missing": [
                    {"name": one["name"], "quantity": one["quantity"]} for one in row.missing
                ],
            },
        )
        for row in rows
    }


PLACES_IN_LINE: Final = About("waiting", "/checkout/{order}", _places, order=True, waits=True)
LEFT_LINES: Final = About("line", "/", None, waits=True)
