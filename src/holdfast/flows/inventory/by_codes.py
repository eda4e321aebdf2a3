"""Goods that nobody sends: codes, whose stock is the codes that nobody was given and changes with
those alone; and files, which lie nowhere, and of which there are as many as staff say."""

from asyncio import gather
from collections.abc import Iterable, Mapping
from typing import Final, Protocol
from uuid import UUID

import asyncpg

from holdfast.catalog import DeliveredAs, delivery_key, stock_variant
from holdfast.db.engine import Database
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.lines import order_ref
from holdfast.kit.errors import Problem
from holdfast.ledger import Expect, LedgerReader, Operation, Withdraw
from holdfast.orders import OrderItem

__all__ = [
    "UNLIMITED", "FileMissing", "GoodsAreFiles", "NotByFile", "StockIsCodes", "delivered_still",
    "kept_off_sale", "must_be_counted", "must_be_sent", "not_sent", "refuse_unsent",
    "sold_otherwise",
]  # fmt: skip

UNLIMITED: Final = 1_000_000_000
"""What of a file without a limit is brought to its stock: more than are ever sold. From
:data:`~holdfast.catalog.NO_LIMIT` on nobody is shown how many."""
_THESE: Final = """
SELECT v.id, v.delivered_as, EXISTS (
    SELECT FROM digital_files f WHERE f.variant_id = v.id AND f.state = 'ready') AS has_file
FROM variants v WHERE v.id = ANY($1::uuid[]) AND v.delivered_as <> 'parcel'
"""
_AS_NOW: Final = "SELECT id, delivered_as FROM variants WHERE id = ANY($1::uuid[])"


class StockIsCodes(Problem):
    """Of what is delivered as codes there are as many as there are codes."""

    status = 409
    code = "stock-is-codes"
    title = "Its stock is its codes"


class GoodsAreFiles(StockIsCodes):
    """What is delivered as a file lies nowhere, and is not handed over."""

    code = "goods-are-files"
    title = "It is delivered as a file"


class FileMissing(Problem):
    """What is delivered as a file is on sale once that is there."""

    status = 409
    code = "file-missing"
    title = "Its file is not there yet"


class NotByFile(Problem):
    """Only of a file there are as many as anybody wants, and only its variant has one."""

    status = 409
    code = "not-by-file"
    title = "It is not delivered as a file"


class Looks(Protocol):
    """Who reads how variants are delivered, and the ledger."""

    @property
    def database(self) -> Database: ...
    @property
    def reader(self) -> LedgerReader: ...


async def delivered_still(reader: LedgerReader, ids: Iterable[UUID]) -> tuple[Expect, ...]:
    """That nobody says otherwise as what these variants are delivered, until what is done to their
    stock is done. To be asked for before one looks as what they are."""
    keys = [delivery_key(one) for one in dict.fromkeys(ids)]
    accounts = await gather(*map(reader.account, keys))
    if any(one.held for one in accounts):
        raise crowded_out("as what it is delivered is being said")
    return tuple(Expect(one.key, one.version) for one in accounts)


async def not_sent(pool: asyncpg.Pool, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of these that are delivered as codes or as a file."""
    return frozenset(row[0] for row in await pool.fetch(_THESE, list(ids)))


async def must_be_sent(pool: asyncpg.Pool, ids: Iterable[UUID], field: str) -> None:
    """Raises :class:`StockIsCodes` and :class:`GoodsAreFiles`."""
    for _, delivered_as, _ in await pool.fetch(_THESE, list(ids)):
        refuse_unsent(delivered_as, field)


def refuse_unsent(delivered_as: DeliveredAs, field: str) -> None:
    """The same of one that was read."""
    if delivered_as == "file":
        raise GoodsAreFiles(
            "It is delivered as a file: it lies nowhere, and goes with nothing else.",
            field=field,
        )
    if delivered_as == "codes":
        raise _codes(field)


async def must_be_counted(
    pool: asyncpg.Pool, ids: Iterable[UUID], field: str, *, none: bool = False
) -> None:
    """Of a file there may be as many as staff say, once it is there; ``none``: or none. Raises
    :class:`StockIsCodes` and :class:`FileMissing`."""
    for _, delivered_as, has_file in await pool.fetch(_THESE, list(ids)):
        if delivered_as == "codes":
            raise _codes(field)
        if not has_file and not none:
            raise FileMissing("Upload its file first.", field=field)


async def sold_otherwise(
    pool: asyncpg.Pool, items: Iterable[OrderItem], ids: Iterable[UUID]
) -> frozenset[UUID]:
    """Those of these variants that are delivered in another way by now than these lines of an order
    were: what came or went by that order is none of what is on sale."""
    was = {one.variant_id: one.delivered_as for one in items}
    rows = await pool.fetch(_AS_NOW, list(ids))
    return frozenset(one for one, now in rows if now != (was.get(one) or "parcel"))


async def kept_off_sale(
    looks: Looks, order_id: UUID, items: Iterable[OrderItem], back: Mapping[str, int]
) -> tuple[Operation, ...]:
    """What is to be taken out again with the command that brings these units ``back`` to accounts,
    since it is not what is sold by them now: a code more than there are would be sold. It guards
    that this stays so."""
    accounts = {key: one for key in back if (one := stock_variant(key)) is not None}
    if not accounts:
        return ()
    still = await delivered_still(looks.reader, accounts.values())
    other = await sold_otherwise(looks.database.pool, items, set(accounts.values()))
    note = f"{order_ref(order_id)} delivered otherwise"
    taken = (Withdraw(key, back[key], note=note) for key, one in accounts.items() if one in other)
    return (*still, *taken)


def _codes(field: str) -> StockIsCodes:
    return StockIsCodes("Bring codes, or take some out: that is its stock.", field=field)
