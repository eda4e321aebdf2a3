"""Where a shop's pictures are at home: one folder or one bucket, for all of its processes.

A word that was made up once stands in the database and in the file ``home`` beside the pictures. A
server whose own folder does not have it would keep pictures where the others do not look.
"""

import secrets
from typing import Final

from holdfast.catalog.pictures.stores import Store
from holdfast.db.engine import connect

HOME: Final = "home"
_LOCK: Final = "SELECT pg_advisory_lock(hashtext('holdfast picture home'))"  # to its end
_SETTLE: Final = "INSERT INTO picture_home (word) VALUES ($1) ON CONFLICT DO NOTHING"
_THERE: Final = "SELECT to_regclass('picture_home') IS NOT NULL"
_KNOWN: Final = "SELECT word FROM picture_home"


async def word_of_home(url: str, store: Store, *, settle: bool = True) -> str | None:
    """None: the pictures are at home in this store, as from the first start on. Else the word that
    the store they are in has. ``settle``: whether a first start may make this store their home.
    Raises :class:`StoreAway`."""
    connection = await connect(url, "holdfast pictures")
    try:
        await connection.execute(_LOCK)  # workers that start together settle it one by one
        there = settle or await connection.fetchval(_THERE)
        known: str | None = await connection.fetchval(_KNOWN) if there else None
        if known is None and not settle:
            return None
        here = await store.get(HOME)
        if known is None:
            word = here.decode(errors="replace").strip() if here else secrets.token_hex(8)
            if here is None:
                here = word.encode()
                await store.put(HOME, here, "text/plain")
            await connection.execute(_SETTLE, word)
            known = str(await connection.fetchval(_KNOWN))
        same = here is not None and here.decode(errors="replace").strip() == known
        return None if same else known
    finally:
        await connection.close()
