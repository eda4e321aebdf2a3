"""Where photographers and studios have a page of their own: an address made of the name and of the
end of the id, which finds it whatever it is called by then."""

from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg

from holdfast.booking.book import resource_of
from holdfast.booking.resource import Resource
from holdfast.kit.slugs import slug_of

PageKind: TypeAlias = Literal["photographer", "studio"]

_END: Final = 12  # the last letters of an id, which are random
_LIKE: Final = """
SELECT id FROM resources WHERE kind = $1 AND status = 'active' AND right(id::text, 12) = $2
LIMIT 2
"""


def page_slug(one: Resource) -> str:
    """``anna-petrova-3f2a91c07b1e``."""
    return "-".join(filter(None, (slug_of(one.name), str(one.id)[-_END:])))


def page_path(one: Resource) -> str:
    return f"/{one.kind}s/{page_slug(one)}"


async def with_page(pool: asyncpg.Pool, kind: PageKind, slug: str) -> Resource | None:
    """Whose page it is, by what ends the address, or by the id alone."""
    found = _id(slug)
    if found is None:
        rows = await pool.fetch(_LIKE, kind, slug[-_END:].lower())
        found = rows[0][0] if len(rows) == 1 else None
    one = None if found is None else await resource_of(pool, found)
    return one if one is not None and one.kind == kind and one.is_active else None


def _id(slug: str) -> UUID | None:
    try:
        return UUID(slug)
    except ValueError:
        return None
