"""What mails say of a series: all of its sessions, to whose it is. Its event says which of them it
is about."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.flows.mailing.reading import BOOKINGS, About, Told

__all__ = ["SERIES", "named_sessions"]

_SAID: Final = ("number", "starts", "ends", "who", "place", "confirmed", "moves")

_SESSIONS: Final = sa.text("""
SELECT series_id, booking_id FROM series_sessions WHERE series_id = ANY(CAST(:ids AS uuid[]))
ORDER BY series_id, planned_at, booking_id
""")


async def _series(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Told]:
    of: dict[str, list[str]] = {}
    for row in await connection.execute(_SESSIONS, {"ids": list(ids)}):
        of.setdefault(str(row.series_id), []).append(str(row.booking_id))
    assert BOOKINGS.read is not None
    bookings = await BOOKINGS.read(connection, [one for some in of.values() for one in some])
    return {
        series: _told({one: bookings[one] for one in some if one in bookings})
        for series, some in of.items()
        if any(one in bookings for one in some)
    }


def _told(sessions: dict[str, Told]) -> Told:
    first = next(iter(sessions.values()))
    said = {
        "service": first.said["service"],
        "zone": first.said["zone"],
        "order": first.said["order"],
        "confirmed": any(one.said["confirmed"] for one in sessions.values()),
        "byStaff": first.said["byStaff"],
        "paid": first.said["paid"]
        | {"amount": sum(one.said["paid"]["amount"] for one in sessions.values())},
        "sessions": [
            {"id": id_} | {name: one.said[name] for name in _SAID} for id_, one in sessions.items()
        ],
    }
    return Told(first.owner, first.locale, said)


def named_sessions(said: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Those that the event is about."""
    named = {one["bookingId"] for one in said["fact"]["sessions"]}
    return [one for one in said["series"]["sessions"] if one["id"] in named]


SERIES: Final = About("series", "/bookings", _series, order=True)
