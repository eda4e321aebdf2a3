"""Pictures that were uploaded, or fetched by an import, and that no product has after a day."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from holdfast.catalog.pictures import forget, unwanted_since
from holdfast.db.engine import Database

__all__ = ["clear_pictures"]

UNUSED_FOR: Final = timedelta(days=1)
AT_ONCE: Final = 5000
MOST: Final = 10_000
"""Files deleted in a run; the rest in the next."""

# Also in a description, though the editor puts none there.
_USED: Final = sa.text(
    r"""
    SELECT url FROM (
        SELECT image->>'url' AS url FROM products, jsonb_array_elements(images) AS image
        UNION SELECT image_url FROM variants WHERE image_url LIKE '/media/%'
        UNION SELECT found[1] FROM products,
            regexp_matches(description, '/media/[0-9a-f]{32}[.][a-z]{3,5}', 'g') AS found
        WHERE description LIKE '%/media/%') AS used
    WHERE url = ANY(:urls)
    """
)


async def clear_pictures(database: Database, folder: Path, now: datetime) -> int:
    """Delete them from ``folder``; how many went."""
    before = (now - UNUSED_FOR).timestamp()
    gone = 0
    for urls in await asyncio.to_thread(unwanted_since, folder, before, AT_ONCE):
        async with database.read() as connection:
            used = set(await connection.scalars(_USED, {"urls": urls}))
        unused = [url for url in urls if url not in used][: MOST - gone]
        gone += await asyncio.to_thread(_forget_all, folder, unused, before)
    return gone


def _forget_all(folder: Path, urls: list[str], before: float) -> int:
    return sum(forget(folder, url, before) for url in urls)
