"""Pictures that were sent, or fetched by an import, and that nothing in the shop shows."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from holdfast.catalog import KeptPicture
from holdfast.catalog.pictures import FolderStore, forget, unwanted_since
from holdfast.db.engine import Database
from holdfast.flows.inventory.pictures import PictureRoom

__all__ = ["clear_pictures"]

UNUSED_FOR: Final = timedelta(days=1)
AT_ONCE: Final = 500
MOST: Final = 10_000
"""Pictures looked at in a run; the rest in the next."""

# Whatever may show one: products, also in their descriptions; portfolios, reviews, variants,
# categories, sellers, settings, home; and what somebody types and has not saved yet.
_LOOKED_AT: Final = sa.text(
    r"""
    WITH old AS (
        SELECT name, widths FROM pictures WHERE state <> 'going' AND wanted_at < :before
        ORDER BY wanted_at LIMIT :most FOR UPDATE SKIP LOCKED),
    typed AS MATERIALIZED (
        SELECT DISTINCT found[1] AS name
        FROM drafts, regexp_matches(form::text, '/media/([0-9a-f]{32})-', 'g') AS found),
    unused AS (
        SELECT name FROM old WHERE NOT (
            EXISTS (SELECT 1 FROM products WHERE jsonb_path_exists(images, '$[*].picture')
                AND jsonb_path_query_array(images, '$[*].picture') @> to_jsonb(old.name))
            OR EXISTS (SELECT 1 FROM portfolios
                WHERE jsonb_path_query_array(images, '$[*].picture') @> to_jsonb(old.name))
            OR EXISTS (SELECT 1 FROM reviews WHERE images <> '[]'
                AND jsonb_path_query_array(images, '$[*].picture') @> to_jsonb(old.name))
            OR EXISTS (SELECT 1 FROM variants WHERE image_url LIKE '/media/%' AND image_url IN (
                SELECT '/media/' || old.name || '-' || width || '.webp'
                FROM unnest(old.widths) AS width))
            OR EXISTS (SELECT 1 FROM products WHERE description LIKE '%/media/%'
                AND position(old.name IN description) > 0)
            OR EXISTS (SELECT 1 FROM categories WHERE position(old.name IN image) > 0)
            OR EXISTS (SELECT 1 FROM sellers WHERE position(old.name IN logo) > 0)
            OR EXISTS (SELECT 1 FROM shop_settings
                WHERE position(old.name IN shop_settings::text) > 0)
            OR EXISTS (SELECT 1 FROM shop_home WHERE position(old.name IN blocks::text) > 0)
            OR EXISTS (SELECT 1 FROM typed WHERE typed.name = old.name)))
    UPDATE pictures p SET
        state = CASE WHEN u.name IS NULL THEN p.state ELSE 'going' END,
        wanted_at = CASE WHEN u.name IS NULL THEN now() ELSE p.wanted_at END
    FROM old LEFT JOIN unused u USING (name) WHERE p.name = old.name
    RETURNING p.name
    """
)
_GOING: Final = sa.text("""
SELECT name, width, height, widths, stand_in FROM pictures WHERE state = 'going'
ORDER BY wanted_at LIMIT :most
""")
_GONE: Final = sa.text("DELETE FROM pictures WHERE state = 'going' AND name = ANY(:names)")

# Of those from before there were sizes.
_USED: Final = sa.text(
    r"""
    SELECT url FROM (
        SELECT image->>'url' AS url FROM products, jsonb_array_elements(images) AS image
        UNION SELECT image_url FROM variants WHERE image_url LIKE '/media/%'
        UNION SELECT image FROM categories WHERE image LIKE '/media/%'
        UNION SELECT logo FROM sellers WHERE logo LIKE '/media/%'
        UNION SELECT found[1] FROM products,
            regexp_matches(description, '/media/[0-9a-f]{32}[.][a-z]{3,5}', 'g') AS found
        WHERE description LIKE '%/media/%') AS used
    WHERE url = ANY(:urls)
    """
)


async def clear_pictures(room: PictureRoom, now: datetime) -> int:
    """Delete them, their files before their rows; how many went."""
    before = now - UNUSED_FOR
    looked = AT_ONCE
    for _ in range(MOST // AT_ONCE):
        async with room.database.transaction() as connection:
            rows = await connection.execute(_LOOKED_AT, {"before": before, "most": AT_ONCE})
            looked = len(rows.all())
        if looked < AT_ONCE:
            break
    gone = 0
    while going := await _going(room.database):
        names = [file for one in going for file in one.files]
        await room.store.delete(names)
        async with room.database.transaction() as connection:
            await connection.execute(_GONE, {"names": [one.name for one in going]})
        gone += len(going)
    if isinstance(room.store, FolderStore):
        gone += await _clear_files(room.database, room.store.folder, before.timestamp())
    return gone


async def _going(database: Database) -> list[KeptPicture]:
    async with database.read() as connection:
        rows = await connection.execute(_GOING, {"most": AT_ONCE})
        return [
            KeptPicture(name, width, height, tuple(widths), stand_in)
            for name, width, height, widths, stand_in in rows
        ]


async def _clear_files(database: Database, folder: Path, before: float) -> int:
    gone = 0
    for urls in await asyncio.to_thread(unwanted_since, folder, before, 5000):
        async with database.read() as connection:
            used = set(await connection.scalars(_USED, {"urls": urls}))
        unused = [url for url in urls if url not in used][: MOST - gone]
        gone += await asyncio.to_thread(_forget_all, folder, unused, before)
    return gone


def _forget_all(folder: Path, urls: list[str], before: float) -> int:
    return sum(forget(folder, url, before) for url in urls)
