"""Changing the tree of categories: what one is called, where it stands, and that it goes. The
catalogue is locked."""

from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.catalog.categories import Category, CategoryTree

_ROWS: Final = sa.text("""
SELECT id, parent_id, slug, name, translations, position, image, path FROM categories
""")
_BY_KEY: Final = sa.text("SELECT id FROM categories WHERE key = :key")
_CHANGE: Final = sa.text("""
UPDATE categories SET slug = :slug, name = :name, translations = CAST(:translations AS jsonb),
    image = :image
WHERE id = :id
""")
# A slug that somebody takes leads to nobody else any more; the one of before leads on.
_MOVE_SLUG: Final = (
    sa.text("DELETE FROM category_slugs WHERE slug = :slug"),
    sa.text("""
        INSERT INTO category_slugs (slug, category_id)
        SELECT slug, id FROM categories WHERE id = :id AND slug <> :slug
    """),
)
# The part of each path above the category gives way to the new parent's path.
_MOVE: Final = sa.text("""
UPDATE categories SET
    path = CAST(:above AS uuid[]) || path[CAST(:depth AS integer) : cardinality(path)],
    parent_id = CASE WHEN id = :id THEN CAST(:parent AS uuid) ELSE parent_id END
WHERE path @> ARRAY[CAST(:id AS uuid)]
""")
_ORDER: Final = sa.text("""
UPDATE categories SET position = r.place - 1
FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS r(id, place)
WHERE categories.id = r.id AND position <> r.place - 1
""")
_REMOVE: Final = sa.text("DELETE FROM categories WHERE id = :id")
_USED: Final = sa.text("SELECT count(*) FROM products WHERE category_id = :id")


class CategoryEdit(Struct, frozen=True):
    """What is said of a category, but not where it stands."""

    name: str
    slug: str
    translations: dict[str, str]
    image: str | None


async def read_tree(connection: AsyncConnection) -> CategoryTree:
    """The tree, as this transaction has it."""
    rows = await connection.execute(_ROWS)
    return CategoryTree(
        Category(id_, parent, slug, name, said, place, image, tuple(path))
        for id_, parent, slug, name, said, place, image, path in rows
    )


async def made_under(connection: AsyncConnection, key: str) -> UUID | None:
    """The category that was made under the key."""
    found: UUID | None = (await connection.execute(_BY_KEY, {"key": key})).scalar()
    return found


async def change_category(
    connection: AsyncConnection, category_id: UUID, edit: CategoryEdit
) -> None:
    for statement in _MOVE_SLUG:
        await connection.execute(statement, {"id": category_id, "slug": edit.slug})
    await connection.execute(
        _CHANGE,
        {
            "id": category_id,
            "slug": edit.slug,
            "name": edit.name,
            "translations": msgspec.json.encode(edit.translations).decode(),
            "image": edit.image,
        },
    )


async def move_category(
    connection: AsyncConnection,
    tree: CategoryTree,
    known: Category,
    parent: Category | None,
    before: UUID | None,
) -> None:
    """With all that is below it; right before that one, or last."""
    below = parent.id if parent else None
    values = {
        "id": known.id,
        "parent": below,
        "above": list(parent.path) if parent else [],
        "depth": len(known.path),
    }
    await connection.execute(_MOVE, values)
    others = [one.id for one in tree.below(below) if one.id != known.id]
    place = others.index(before) if before in others else len(others)
    await connection.execute(_ORDER, {"ids": [*others[:place], known.id, *others[place:]]})


async def products_in(connection: AsyncConnection, category_id: UUID) -> int:
    count: int = (await connection.execute(_USED, {"id": category_id})).scalar_one()
    return count


async def remove_category(connection: AsyncConnection, category_id: UUID) -> None:
    """One without products and without any below it."""
    await connection.execute(_REMOVE, {"id": category_id})
