"""Categories: the tree that products stand in."""

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct, field

from holdfast.kit.errors import Problem
from holdfast.kit.versions import content_version

MAX_DEPTH: Final = 6
MAX_CATEGORIES: Final = 10_000
BETWEEN: Final = " > "
"""Between the names of a path where it is one text, so in no name."""

_ALL: Final = """
SELECT id, parent_id, slug, name, translations::text, position, image, path FROM categories
"""
_OF_PRODUCTS: Final = """
SELECT p.id, coalesce(c.path, '{}') AS path
FROM products p LEFT JOIN categories c ON c.id = p.category_id WHERE p.id = ANY($1::uuid[])
"""
_translations = msgspec.json.Decoder(dict[str, str])


class CategoryNotFound(Problem):
    """No such category."""

    status = 404
    code = "category-not-found"
    title = "No such category"


class CategoryChangedMeanwhile(Problem):
    """Somebody saved it since it was read."""

    status = 412
    code = "category-changed"
    title = "The category was changed meanwhile"


CategoryPath: TypeAlias = tuple[str, ...]
"""Names from the root on."""


class CategoryDraft(Struct, frozen=True):
    """A category as a source names it."""

    name: str
    translations: dict[str, str] = field(default_factory=dict)


def path_of(drafts: Iterable[CategoryDraft]) -> CategoryPath:
    return tuple(one.name for one in drafts)


class Category(Struct, frozen=True):
    """``path`` is the ids from the root to the category itself; ``translations``: its name by
    locale."""

    id: UUID
    parent_id: UUID | None
    slug: str
    name: str
    translations: dict[str, str]
    position: int
    image: str | None
    path: tuple[UUID, ...]

    @property
    def version(self) -> int:
        """Of what it is called and its picture; where it stands is another matter."""
        return content_version((self.slug, self.name, self.translations, self.image))

    def name_in(self, locale: str) -> str:
        return self.translations.get(locale) or self.name


class CategoryTree:
    """All categories of a shop."""

    def __init__(self, categories: Iterable[Category] = ()) -> None:
        self._by_id = {one.id: one for one in categories}
        self._by_slug = {one.slug: one for one in self._by_id.values()}
        self._below: dict[UUID | None, list[Category]] = {}
        for one in sorted(self._by_id.values(), key=lambda one: (one.position, one.name, one.id)):
            self._below.setdefault(one.parent_id, []).append(one)

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, category_id: UUID | None) -> Category | None:
        return self._by_id.get(category_id) if category_id else None

    def called(self, word: str) -> Category | None:
        """By id or slug."""
        try:
            found = self._by_id.get(UUID(word)) if len(word) == 36 else None
        except ValueError:
            found = None
        return found or self._by_slug.get(word)

    def named(self, name: str, locale: str) -> Category | None:
        """The first that is called so, in that language or in the shop's own words."""
        tree = tuple(self.walk())
        return next((one for one in tree if one.name_in(locale) == name), None) or next(
            (one for one in tree if one.name == name), None
        )

    def below(self, category_id: UUID | None) -> tuple[Category, ...]:
        """Those right below it, in their order; below None: the roots."""
        return tuple(self._below.get(category_id, ()))

    def walk(self, category_id: UUID | None = None) -> Iterator[Category]:
        """All that is below it, each before what is below that."""
        for one in self._below.get(category_id, ()):
            yield one
            yield from self.walk(one.id)

    def with_below(self, category_id: UUID) -> tuple[UUID, ...]:
        """The category and all that is below it."""
        return (category_id, *(one.id for one in self.walk(category_id)))

    def way(self, category_id: UUID | None) -> tuple[Category, ...]:
        """From the root to the category."""
        found = self.get(category_id)
        return tuple(self._by_id[one] for one in found.path) if found else ()

    def names(self, category_id: UUID | None) -> CategoryPath:
        return tuple(one.name for one in self.way(category_id))


async def load_categories(pool: asyncpg.Pool) -> CategoryTree:
    """The tree as it stands."""
    return CategoryTree(
        Category(id_, parent, slug, name, _translations.decode(said), place, image, tuple(path))
        for id_, parent, slug, name, said, place, image, path in await pool.fetch(_ALL)
    )


async def category_paths(
    pool: asyncpg.Pool, products: Iterable[UUID]
) -> dict[UUID, tuple[UUID, ...]]:
    """The ids from the root to the category of each product; none of one without a category."""
    rows = await pool.fetch(_OF_PRODUCTS, list(products))
    return {row["id"]: tuple(row["path"]) for row in rows}
