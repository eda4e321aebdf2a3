"""Which galleries are over, or soon will be, and which files go."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.galleries.gallery import DRAFT_DAYS, TOLD_DAYS

_SOON: Final = sa.text("""
UPDATE galleries g SET ending_told_at = clock_timestamp()
WHERE g.booking_id IN (
    SELECT booking_id FROM galleries
    WHERE until_at > :now AND until_at <= :soon AND status <> 'ended' AND ending_told_at IS NULL
      AND delivered_at < CAST(:now AS timestamptz) - interval '1 day'
    ORDER BY until_at LIMIT :most FOR UPDATE SKIP LOCKED)
RETURNING g.booking_id, g.until_at,
    (SELECT count(*) FROM gallery_pictures p WHERE p.booking_id = g.booking_id
     AND p.state = 'ready' AND p.shown_at IS NOT NULL)
""")
_END: Final = sa.text("""
WITH over AS (
    UPDATE galleries SET status = 'ended', changed_at = clock_timestamp()
    WHERE booking_id IN (
        SELECT booking_id FROM galleries
        WHERE status <> 'ended' AND (until_at <= :now OR until_at IS NULL AND changed_at < :before)
        LIMIT :most FOR UPDATE SKIP LOCKED)
    RETURNING booking_id)
UPDATE gallery_pictures p SET state = 'going' FROM over
WHERE p.booking_id = over.booking_id AND p.state <> 'going'
""")
_LEFT: Final = sa.text("""
UPDATE gallery_pictures SET state = 'going' WHERE state = 'unfinished' AND sent_at < :before
""")
_GOING: Final = sa.text("""
SELECT id, place FROM gallery_pictures WHERE state = 'going' AND sent_at < :before
ORDER BY id LIMIT :most
""")
_GONE: Final = sa.text("""
WITH gone AS (DELETE FROM gallery_pictures WHERE state = 'going' AND id = ANY(:ids) RETURNING id)
DELETE FROM bought_pictures b USING gone WHERE b.picture_id = gone.id
""")

_STILL_COMING: Final = timedelta(hours=1)
"""No picture is sent for so long: its file is in memory by then, and each put has its time."""


class EndingSoon(Struct, frozen=True):
    """``pictures``: how many its client was shown."""

    booking_id: UUID
    until: datetime
    pictures: int


async def galleries_ending(
    connection: AsyncConnection, now: datetime, most: int
) -> list[EndingSoon]:
    """Each once, a week before, if it was not delivered just now."""
    about = {"now": now, "soon": now + timedelta(days=TOLD_DAYS), "most": most}
    return [EndingSoon(*row) for row in await connection.execute(_SOON, about)]


async def end_galleries(connection: AsyncConnection, now: datetime, most: int) -> None:
    """Those whose time is over, and pictures that nobody delivered; with what was begun only."""
    about = {"now": now, "before": now - timedelta(days=DRAFT_DAYS), "most": most}
    await connection.execute(_END, about)
    await connection.execute(_LEFT, {"before": now - timedelta(days=1)})


async def pictures_going(
    connection: AsyncConnection, now: datetime, most: int
) -> list[tuple[UUID, str]]:
    """Their ids, and what their files have in common. Of one that was just being sent when it was
    taken out files may still come: it stays for the next time."""
    about = {"most": most, "before": now - _STILL_COMING}
    return [(row[0], row[1]) for row in await connection.execute(_GOING, about)]


async def pictures_gone(connection: AsyncConnection, ids: Sequence[UUID]) -> None:
    """Their files are deleted."""
    await connection.execute(_GONE, {"ids": list(ids)})
