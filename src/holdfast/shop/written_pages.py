"""Pages that a merchant writes beside those the shop has by itself: who we are, sizes, answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.shop.tables import shop_pages

MAX_PAGES: Final = 50


class WrittenPageNotFound(Problem):
    """The shop has no page at this address."""

    status = 404
    code = "written-page-not-found"
    title = "The shop has no such page"


class PageText(Struct, frozen=True, omit_defaults=True):
    """In one language; ``html`` is plain."""

    title: str
    html: str = ""


class WrittenPage(Struct, frozen=True):
    """At ``/pages/<slug>``, with a text for each language that it is in; ``at_foot``: every page
    leads to it, in the order of ``position``."""

    slug: str
    texts: Mapping[str, PageText]
    at_foot: bool
    position: int
    changed_at: datetime

    def text_in(self, locale: str, languages: Sequence[str]) -> tuple[str, PageText]:
        """The text in that language, else in the first of the shop's that it is in, else any; and
        which language that is."""
        wanted = next(one for one in (locale, *languages, *self.texts) if one in self.texts)
        return wanted, self.texts[wanted]


_COLUMNS: Final = (
    shop_pages.c.slug,
    shop_pages.c.texts,
    shop_pages.c.at_foot,
    shop_pages.c.position,
    shop_pages.c.changed_at,
)


async def read_pages(connection: AsyncConnection, slug: str | None = None) -> list[WrittenPage]:
    """All of them, in their order, or the one at that address."""
    statement = sa.select(*_COLUMNS).order_by(shop_pages.c.position, shop_pages.c.slug)
    if slug is not None:
        statement = statement.where(shop_pages.c.slug == slug)
    return [
        WrittenPage(row.slug, msgspec.convert(row.texts, dict[str, PageText]), *row[2:])
        for row in await connection.execute(statement)
    ]


async def put_page(connection: AsyncConnection, page: WrittenPage) -> None:
    """Keep it in place of what was there."""
    values = {
        "texts": msgspec.to_builtins(page.texts),
        "at_foot": page.at_foot,
        "position": page.position,
    }
    statement = insert(shop_pages).values(slug=page.slug, **values)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["slug"], set_={**values, "changed_at": sa.func.now()}
        )
    )


async def remove_page(connection: AsyncConnection, slug: str) -> None:
    await connection.execute(sa.delete(shop_pages).where(shop_pages.c.slug == slug))
