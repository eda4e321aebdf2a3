"""Staff arrange the shop's home page; the audit log says from what to what."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from holdfast.catalog import clean_html
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.flows.staff.shop_settings import lock_settings, shop_picture
from holdfast.kit.errors import FieldError, Problem
from holdfast.kit.sentences import say
from holdfast.shop import (
    Banner,
    Block,
    Collection,
    Home,
    HomeWords,
    Text,
    home_faults,
    put_home,
    raise_shop,
    read_home,
)

__all__ = ["BadHome", "save_home", "sound_home"]

_KNOWN: Final = sa.text("""
SELECT id FROM products WHERE id = ANY(CAST(:products AS uuid[]))
UNION ALL SELECT id FROM categories WHERE id = ANY(CAST(:categories AS uuid[]))
""")


class BadHome(Problem):
    """A home page that cannot be; ``errors`` names each field at fault."""

    status = 422
    code = "home-invalid"
    title = "The home page cannot be shown like this"


async def sound_home(room: PictureRoom, home: Home, named: Mapping[int, str]) -> Home:
    """The blocks as they are kept: pictures whole, texts harmless, languages with nothing to say
    left out. ``named``: of the picture that
    the banner at that place asks for. Raises
    :class:`BadHome`."""
    pictures = await room.book.want(sorted(set(named.values()) - {""}))
    faults, blocks = [], []
    for place, block in enumerate(home):
        if isinstance(block, Banner) and place in named:
            kept = pictures.get(named[place])
            if kept is None:
                detail = say("Upload the picture first.")
                faults.append(FieldError(f"blocks[{place}].picture", "not-uploaded", detail))
                continue
            block = replace(block, picture=shop_picture(kept))
        blocks.append(_clean(block))
    faults += [FieldError(at, "invalid", detail) for at, detail in home_faults(tuple(blocks))]
    faults += [
        FieldError(at, "unknown", say("There is no such thing in the shop."))
        for at in await _unknown(room.database, blocks)
    ]
    if faults:
        raise BadHome.of(faults)
    return tuple(blocks)


async def save_home(database: Database, home: Home | None, version: int, caller: Caller) -> None:
    """Show this from now on; None: as if nobody had arranged it. Raises
    :class:`~holdfast.flows.staff.shop_settings.SettingsChangedMeanwhile`."""
    async with database.transaction() as connection:
        await lock_settings(connection, version)
        before = await read_home(connection)
        if before == home:
            return
        await put_home(connection, home)
        await raise_shop(connection)
        told = {"blocks": [msgspec.to_builtins(before), msgspec.to_builtins(home)]}
        await caller.note(connection, "home.changed", "shop", told)


def _clean(block: Block) -> Block:
    html = isinstance(block, Text)
    words = {
        locale: replace(one, text=clean_html(one.text)) if html else one
        for locale, one in block.words.items()
    }
    return replace(
        block, words={locale: one for locale, one in words.items() if one != HomeWords()}
    )


async def _unknown(database: Database, blocks: list[Block]) -> list[str]:
    """The fields that name a category or product which is not there."""
    categories: dict[str, set[UUID]] = {}
    products: dict[str, set[UUID]] = {}
    for place, block in enumerate(blocks):
        if isinstance(block, Collection):
            if block.category_id:
                categories[f"blocks[{place}].categoryId"] = {block.category_id}
            products[f"blocks[{place}].productIds"] = set(block.product_ids)
    asked = {
        "products": sorted(set().union(*products.values())),
        "categories": sorted(set().union(*categories.values())),
    }
    async with database.read() as connection:
        known = set(await connection.scalars(_KNOWN, asked))
    return [at for at, ids in (categories | products).items() if ids - known]
