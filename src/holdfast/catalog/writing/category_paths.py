"""Categories as sources name them: found by their path, made where they are missing."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.categories import MAX_CATEGORIES, CategoryDraft, CategoryPath, path_of
from holdfast.kit.ids import new_id
from holdfast.kit.slugs import slug_of

_FIND: Final = sa.text("""
SELECT r.place, c.id
FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(place integer, parent uuid, name text)
JOIN categories c ON c.parent_id IS NOT DISTINCT FROM r.parent AND c.name = r.name
""")
_ADD: Final = sa.text("""
INSERT INTO categories (id, parent_id, slug, name, translations, position, image, path, key)
SELECT CAST(:id AS uuid), CAST(:parent_id AS uuid), :slug, :name, CAST(:translations AS jsonb),
       (SELECT coalesce(max(position) + 1, 0) FROM categories
        WHERE parent_id IS NOT DISTINCT FROM CAST(:parent_id AS uuid)),
       :image,
       coalesce((SELECT path FROM categories WHERE id = CAST(:parent_id AS uuid)), '{}')
           || CAST(:id AS uuid), CAST(:key AS text)
""")
# A slug that somebody takes leads to nobody else any more.
_TAKE_SLUG: Final = sa.text("DELETE FROM category_slugs WHERE slug = :slug")
_COUNT: Final = sa.text("SELECT count(*) FROM categories")
_SLUGS: Final = sa.text("""
SELECT slug FROM categories WHERE slug = ANY(:slugs)
UNION ALL SELECT slug FROM category_slugs WHERE slug = ANY(:slugs)
""")
_RAISE: Final = sa.text("UPDATE directory_stamp SET revision = revision + 1")
_NUMBERED: Final = 50

Wanted = tuple[CategoryDraft, ...]


async def find_paths(
    connection: AsyncConnection, wanted: Iterable[Wanted]
) -> dict[CategoryPath, UUID]:
    """Those of the paths, and of what is above them, that are there."""
    found: dict[CategoryPath, UUID] = {}
    paths = {path_of(path) for path in wanted}
    depth, level = 1, {path[:1] for path in paths if path}
    while level:
        asked = sorted(level)
        rows = [
            {"place": place, "parent": found.get(path[:-1]), "name": path[-1]}
            for place, path in enumerate(asked)
        ]
        known = await connection.execute(_FIND, {"rows": msgspec.json.encode(rows).decode()})
        found |= {asked[place]: UUID(str(id_)) for place, id_ in known}
        depth += 1
        level = {
            path[:depth] for path in paths if len(path) >= depth and path[: depth - 1] in found
        }
    return found


async def make_paths(
    connection: AsyncConnection, wanted: Iterable[Wanted]
) -> dict[CategoryPath, UUID]:
    """Find the paths, and make what is missing of them while there is room; the catalogue is
    locked."""
    by_names = {path_of(path): path for path in wanted if path}
    found = await find_paths(connection, by_names.values())
    missing = [path for names, path in by_names.items() if names not in found]
    if not missing:
        return found
    room = MAX_CATEGORIES - ((await connection.execute(_COUNT)).scalar_one())
    for path in missing:
        for depth in range(1, len(path) + 1):
            names = path_of(path[:depth])
            if names not in found and room:
                parent = found.get(names[:-1])
                found[names] = await add_category(connection, parent, path[depth - 1])
                room -= 1
    await raise_directory(connection)
    return found


async def add_category(
    connection: AsyncConnection,
    parent: UUID | None,
    draft: CategoryDraft,
    slug: str = "",
    image: str | None = None,
    key: str | None = None,
) -> UUID:
    """The last below its parent; ``key``: of the request that makes it."""
    made = new_id()
    values = {
        "id": made,
        "parent_id": parent,
        "slug": slug or await free_category_slug(connection, slug_of(draft.name), made),
        "name": draft.name,
        "translations": msgspec.json.encode(draft.translations).decode(),
        "image": image,
        "key": key,
    }
    await connection.execute(_TAKE_SLUG, {"slug": values["slug"]})
    await connection.execute(_ADD, values)
    return made


async def free_category_slug(connection: AsyncConnection, wanted: str, made: UUID) -> str:
    """The slug, or the first of it with a number that no category has."""
    wanted = wanted or "category"
    tries = [wanted, *(f"{wanted}-{number}" for number in range(2, _NUMBERED + 1))]
    taken = set((await connection.execute(_SLUGS, {"slugs": tries})).scalars())
    return next((one for one in tries if one not in taken), f"{wanted}-{made.hex[-12:]}")


async def raise_directory(connection: AsyncConnection) -> None:
    """Whoever keeps what products name by id reads it anew from this commit on."""
    await connection.execute(_RAISE)


def rehearsed(
    wanted: Iterable[Wanted], found: Mapping[CategoryPath, UUID]
) -> dict[CategoryPath, UUID]:
    """Ids that the missing ones would have, for who only wants to know what would change."""
    return {names: new_id() for path in wanted if (names := path_of(path)) and names not in found}
