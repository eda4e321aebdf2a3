"""Addresses that lead on: those of the shop that a merchant had before, above all."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote, unquote

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.sentences import Sentence, say
from holdfast.shop.tables import shop_redirects

MAX_REDIRECTS: Final = 20_000
MAX_ADDRESS: Final = 1000
_KEPT: Final = "/:?#[]@!$&'()*+,;=%-._~"
_FIND: Final = "SELECT target FROM shop_redirects WHERE path = $1"


class Redirect(Struct, frozen=True):
    """Who comes to ``path`` is led to ``target``, a path of the shop's or an address elsewhere."""

    path: str
    target: str


def path_of(written: str) -> str:
    """As it is compared: without what stands before the path or behind it, however it was typed."""
    bare = written.strip().partition("#")[0].partition("?")[0]
    if "://" in bare[:10]:
        bare = "/" + bare.partition("://")[2].partition("/")[2]
    return "/" + unicodedata.normalize("NFC", unquote(bare)).strip("/")


def target_of(written: str) -> str:
    """As it is sent: what cannot stand in an address is written otherwise."""
    return quote(written.strip(), safe=_KEPT)


def redirect_faults(redirects: Sequence[Redirect]) -> Iterator[tuple[str, Sentence]]:
    """What is wrong with them, by field."""
    for place, one in enumerate(redirects):
        at = f"redirects[{place}]"
        if one.path == "/":
            yield f"{at}.path", say("The shop's first page stays where it is.")
        elif len(one.path) > MAX_ADDRESS:
            yield f"{at}.path", say("The address is too long.")
        local = one.target.startswith("/") and not one.target.startswith("//")
        if not local and not one.target.startswith("https://"):
            yield f"{at}.target", say("Write a path of the shop, or an address with https://.")
        elif len(one.target) > MAX_ADDRESS:
            yield f"{at}.target", say("The address is too long.")
        elif local and path_of(one.target) == one.path:
            yield f"{at}.target", say("It would lead to itself.")


async def redirect_target(pool: asyncpg.Pool, path: str) -> str | None:
    """Where who comes there is led."""
    found: str | None = await pool.fetchval(_FIND, path_of(path)[: MAX_ADDRESS + 1])
    return found


async def read_redirects(
    connection: AsyncConnection, words: str = "", after: str = "", limit: int = 100
) -> list[Redirect]:
    """In the order of their paths, those with ``words`` in one of their addresses."""
    columns = shop_redirects.c
    statement = sa.select(columns.path, columns.target).where(columns.path > after)
    if words:
        either = sa.or_(
            columns.path.contains(words, autoescape=True),
            columns.target.contains(words, autoescape=True),
        )
        statement = statement.where(either)
    rows = await connection.execute(statement.order_by(columns.path).limit(limit))
    return [Redirect(*row) for row in rows]


async def put_redirects(connection: AsyncConnection, redirects: Mapping[str, str]) -> int:
    """Targets by path, in place of those there were; how many there are then in all."""
    rows = [{"path": path, "target": target} for path, target in sorted(redirects.items())]
    if rows:
        statement = insert(shop_redirects)
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=["path"], set_={"target": statement.excluded.target}
            ),
            rows,
        )
    counted = sa.select(sa.func.count()).select_from(shop_redirects)
    found: int = (await connection.execute(counted)).scalar_one()
    return found


async def remove_redirects(connection: AsyncConnection, paths: Sequence[str]) -> list[Redirect]:
    """Those that were there."""
    gone = sa.delete(shop_redirects).where(shop_redirects.c.path.in_(paths))
    rows = await connection.execute(gone.returning(shop_redirects.c.path, shop_redirects.c.target))
    return [Redirect(*row) for row in rows]
