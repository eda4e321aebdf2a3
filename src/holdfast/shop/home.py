"""The home page as a merchant arranged it: blocks in their order. Without an arrangement the page
shows what sells best, and all products below.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import msgspec
import sqlalchemy as sa
from msgspec import Struct, field
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.sentences import say
from holdfast.shop.pictures import ShopPicture
from holdfast.shop.tables import shop_home

MAX_BLOCKS: Final = 12
MAX_SHOWN: Final = 24
"""Products of one block."""

Source: TypeAlias = Literal["category", "products", "newest", "popular", "best", "offers"]
_PAGE: Final = re.compile(r"/(?![/\\])[^\s\\<>\"]*")
_ELSEWHERE: Final = re.compile(r"https://[^\s/\\<>\"@]+(/[^\s\\<>\"]*)?")


class HomeWords(Struct, frozen=True, omit_defaults=True):
    """What a block says in one language. ``text`` is plain in a banner, HTML in a text; ``link``
    the words that lead on, ``alt`` what the picture shows."""

    title: str = ""
    text: str = ""
    link: str = ""
    alt: str = ""


Words: TypeAlias = dict[str, HomeWords]


class Banner(Struct, frozen=True, tag_field="kind", tag="banner"):
    """Leads to ``link``: a page of the shop (``/category/lamps``) or any other (``https://``)."""

    picture: ShopPicture | None = None
    link: str = ""
    words: Words = field(default_factory=dict)


class Collection(Struct, frozen=True, tag_field="kind", tag="collection"):
    """At most ``count`` products on sale: of a category and those below it, these products, the
    newest, what sold most since ever or in the last days, or what costs less now."""

    source: Source
    count: int = 10
    category_id: UUID | None = None
    product_ids: tuple[UUID, ...] = ()
    words: Words = field(default_factory=dict)


class Text(Struct, frozen=True, tag_field="kind", tag="text"):
    words: Words = field(default_factory=dict)


Block: TypeAlias = Banner | Collection | Text
Home: TypeAlias = tuple[Block, ...]


def leads_somewhere(link: str) -> bool:
    """Whether it is the address of a page: of the shop, or of any other."""
    return bool(_PAGE.fullmatch(link) or _ELSEWHERE.fullmatch(link))


def home_faults(home: Home) -> Iterator[tuple[str, str]]:
    """What is wrong with it, by field."""
    for place, block in enumerate(home):
        at = f"blocks[{place}]"
        for name, detail in _faults(block):
            yield f"{at}.{name}", detail


def _faults(block: Block) -> Iterator[tuple[str, str]]:
    said = block.words.values()
    if isinstance(block, Text) and not any(one.text for one in said):
        yield "words", say("Write the text in one language at least.")
    if isinstance(block, Banner):
        if block.picture is None and not any(one.title for one in said):
            yield "picture", say("A banner needs a picture or a title.")
        if block.link and not leads_somewhere(block.link):
            yield "link", say("Use an address of the shop, such as /category/lamps, or https://.")
        if any(one.link for one in said) and not block.link:
            yield "link", say("Say where the button leads.")
    if isinstance(block, Collection):
        if block.source == "category" and block.category_id is None:
            yield "categoryId", say("Choose a category.")
        if block.source == "products" and not block.product_ids:
            yield "productIds", say("Choose products.")


def words_in(words: Mapping[str, HomeWords], locale: str, languages: Sequence[str]) -> HomeWords:
    """In that language, else in the first of the shop's that has them, else any."""
    wanted = (locale, *languages, *words)
    return next((words[one] for one in wanted if one in words), HomeWords())


async def read_home(connection: AsyncConnection) -> Home | None:
    """None: nobody arranged it."""
    found = (await connection.execute(sa.select(shop_home.c.blocks))).scalar_one_or_none()
    return None if found is None else msgspec.convert(found, Home)


async def put_home(connection: AsyncConnection, home: Home | None) -> None:
    """Keep it; None: it is as if nobody had arranged it."""
    if home is None:
        await connection.execute(sa.delete(shop_home))
        return
    statement = insert(shop_home).values(blocks=msgspec.to_builtins(home))
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["one"], set_={"blocks": statement.excluded.blocks}
        )
    )
