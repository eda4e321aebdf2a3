"""Saved views: a name for the filters of a list, one's own; colleagues see the shared ones."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.desk.tables import saved_views as table

MOST_VIEWS: Final = 50
"""Of one person, in all lists together."""
_MOST_SHARED: Final = 200

_VIEW: Final = (
    table.c.id, table.c.owner, table.c.list, table.c.name, table.c.search, table.c.shared,
    table.c.place,
)  # fmt: skip
_LOCK: Final = sa.text(
    "SELECT pg_advisory_xact_lock(hashtextextended('saved_views/' || :owner, 0))"
)
_COUNT: Final = sa.text("SELECT count(*) FROM saved_views WHERE owner = :owner")
_PUT: Final = sa.text("""
INSERT INTO saved_views (id, owner, list, name, search, shared, place)
VALUES (:id, :owner, :list, :name, CAST(:search AS jsonb), :shared,
        (SELECT coalesce(max(place), 0) + 1 FROM saved_views WHERE owner = :owner))
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, search = excluded.search, shared = excluded.shared
""")
_PLACE: Final = sa.text("""
UPDATE saved_views v SET place = wanted.place
FROM (
    SELECT id, row_number() OVER (
        ORDER BY coalesce(array_position(CAST(:ids AS uuid[]), id), 2147483647), place, id
    ) AS place FROM saved_views WHERE owner = :owner
) wanted
WHERE v.id = wanted.id AND v.place <> wanted.place
""")
_DROP: Final = sa.text("DELETE FROM saved_views WHERE id = :id")


class SavedView(Struct, frozen=True):
    """``search``: the filters as the list's address has them; ``place``: among its owner's."""

    id: UUID
    owner: str
    list: str
    name: str
    search: dict[str, Any]
    shared: bool
    place: int = 0

    @property
    def said(self) -> dict[str, object]:
        """As the audit log tells it."""
        return {"list": self.list, "name": self.name, "search": self.search, "shared": self.shared}


async def views_for(connection: AsyncConnection, owner: str, list_name: str) -> list[SavedView]:
    """The owner's own views of a list in their order, then colleagues' shared ones by name."""
    query = sa.select(*_VIEW).where(table.c.list == list_name)
    own = query.where(table.c.owner == owner).order_by(table.c.place, table.c.id)
    others = query.where(table.c.shared, table.c.owner != owner)
    others = others.order_by(sa.func.lower(table.c.name), table.c.id).limit(_MOST_SHARED)
    rows = [*(await connection.execute(own)), *(await connection.execute(others))]
    return [SavedView(*row) for row in rows]


async def lock_views(connection: AsyncConnection, owner: str) -> None:
    """Whoever else changes this person's views waits until the transaction ends."""
    await connection.execute(_LOCK, {"owner": owner})


async def view_of(connection: AsyncConnection, view_id: UUID) -> SavedView | None:
    """Whosever it is; it stays so until the transaction ends."""
    query = sa.select(*_VIEW).where(table.c.id == view_id).with_for_update()
    row = (await connection.execute(query)).first()
    return None if row is None else SavedView(*row)


async def count_views(connection: AsyncConnection, owner: str) -> int:
    return int((await connection.execute(_COUNT, {"owner": owner})).scalar_one())


async def put_view(connection: AsyncConnection, view: SavedView) -> None:
    """Make it, behind its owner's others, or change its name, filters and sharing."""
    row: Mapping[str, object] = {
        "id": view.id,
        "owner": view.owner,
        "list": view.list,
        "name": view.name,
        "search": msgspec.json.encode(view.search).decode(),
        "shared": view.shared,
    }
    await connection.execute(_PUT, row)


async def place_views(connection: AsyncConnection, owner: str, ids: Sequence[UUID]) -> None:
    """The owner's views in this order; those that are not named stand behind, as they stood."""
    await connection.execute(_PLACE, {"owner": owner, "ids": list(ids)})


async def drop_view(connection: AsyncConnection, view_id: UUID) -> None:
    await connection.execute(_DROP, {"id": view_id})
