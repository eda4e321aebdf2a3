"""Alerts as they stand: opened, ended, and what of that nobody was told yet."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.alerts.facts import AlertName

_OPEN: Final = sa.text("""
INSERT INTO shop_alerts (name, subject, count)
SELECT name, subject, count FROM unnest(
    CAST(:names AS text[]), CAST(:subjects AS text[]), CAST(:counts AS int[])
) AS s(name, subject, count)
ON CONFLICT (name, subject) WHERE ended_at IS NULL DO NOTHING
""")
_END: Final = sa.text("""
UPDATE shop_alerts SET ended_at = now() WHERE ended_at IS NULL AND (name, subject) NOT IN (
    SELECT * FROM unnest(CAST(:names AS text[]), CAST(:subjects AS text[])))
""")
# What ended before anybody knew of it is told nobody, nor what is turned off.
_FORGET: Final = sa.text("""
DELETE FROM shop_alerts
WHERE ended_at IS NOT NULL AND (NOT known OR name = ANY(CAST(:off AS text[])))
""")
_UNTOLD: Final = sa.text("""
SELECT id, name, subject, count, began_at, ended_at
FROM shop_alerts
WHERE (NOT known OR ended_at IS NOT NULL) AND NOT name = ANY(CAST(:off AS text[]))
ORDER BY coalesce(ended_at, began_at), id LIMIT :most FOR UPDATE
""")
_KNOWN: Final = sa.text("""
UPDATE shop_alerts SET known = true WHERE id = ANY(CAST(:ids AS uuid[])) AND ended_at IS NULL
""")
_OVER: Final = sa.text("""
DELETE FROM shop_alerts WHERE id = ANY(CAST(:ids AS uuid[])) AND ended_at IS NOT NULL
""")
_TELL: Final = sa.text("""
INSERT INTO alert_tellings (gathered) SELECT unnest(CAST(:gathered AS boolean[]))
""")
_CLEAR: Final = sa.text("DELETE FROM alert_tellings WHERE at <= now() - interval '1 hour'")
_LATELY: Final = sa.text("""
SELECT count(*) FILTER (WHERE NOT gathered), count(*) FILTER (WHERE gathered) FROM alert_tellings
""")
_GOING_ON: Final = sa.text("""
SELECT subject FROM shop_alerts WHERE name = :name AND ended_at IS NULL ORDER BY 1 LIMIT :most
""")
_OPEN_OF: Final = sa.text("""
SELECT name, subject, count FROM shop_alerts
WHERE name = ANY(CAST(:names AS text[])) AND ended_at IS NULL ORDER BY 1, 2 LIMIT :most
""")
_MOST: Final = 1000


class Seen(Struct, frozen=True):
    """Something that needs a person now."""

    name: AlertName
    subject: str
    count: int


class Untold(Struct, frozen=True):
    """One of whose beginning nobody was told yet; or of its end, if it has ended."""

    id: UUID
    name: AlertName
    subject: str
    count: int
    began_at: datetime
    ended_at: datetime | None


async def open_alerts(
    connection: AsyncConnection, seen: Sequence[Seen], off: Collection[str] = ()
) -> list[Untold]:
    """Those that are seen go on, all others have ended; what nobody was told of, oldest first, but
    for names that are ``off``."""
    asked: dict[str, object] = {
        "names": [one.name for one in seen],
        "subjects": [one.subject for one in seen],
        "counts": [one.count for one in seen],
    }
    await connection.execute(_OPEN, asked)
    await connection.execute(_END, {"names": asked["names"], "subjects": asked["subjects"]})
    unsaid = {"off": list(off)}
    await connection.execute(_FORGET, unsaid)
    found = await connection.execute(_UNTOLD, {"most": _MOST, **unsaid})
    return [Untold(*row) for row in found]


async def going_on(connection: AsyncConnection, name: AlertName) -> list[str]:
    """With what, of all alerts of that name that go on."""
    found = await connection.execute(_GOING_ON, {"name": name, "most": _MOST})
    return [row.subject for row in found]


async def open_of(connection: AsyncConnection, names: Collection[AlertName]) -> list[Seen]:
    """All of these names that go on, as they were seen when they began."""
    found = await connection.execute(_OPEN_OF, {"names": list(names), "most": _MOST})
    return [Seen(*row) for row in found]


async def told_in_the_hour(connection: AsyncConnection) -> tuple[int, int]:
    """How many were told one by one, and how often several by one line."""
    await connection.execute(_CLEAR)
    alone, gathered = (await connection.execute(_LATELY)).one()
    return alone, gathered


async def tell_alerts(
    connection: AsyncConnection, ids: Collection[UUID], gathered: Sequence[bool]
) -> None:
    """They are told now: what goes on is kept until it ends, what has ended is forgotten.
    ``gathered``: of each telling, whether it is about several."""
    await connection.execute(_TELL, {"gathered": list(gathered)})
    await connection.execute(_KNOWN, {"ids": list(ids)})
    await connection.execute(_OVER, {"ids": list(ids)})
