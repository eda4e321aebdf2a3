"""Goods that are files, and what is kept of them where."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

from holdfast.catalog.pictures import FolderStore
from holdfast.digital import DigitalFile, FileGrant, grants_of
from holdfast.flows.digital.delivery import choose_delivery
from holdfast.flows.digital.fetching import fetch, opened_file, which_file
from holdfast.flows.digital.files import bring_file
from holdfast.flows.inventory.stock import StockChange, change_stock
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.orders import Order
from tests.db.flows.buying import Goods, new_goods
from tests.db.flows.digital.codes import STAFF, buyer_of
from tests.db.flows.stage import Stage

__all__ = ["brought", "fetched_bytes", "grant_of", "in_pieces", "new_file", "stocked"]


async def in_pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


async def brought(
    stage: Stage, store: FolderStore, variant_id: UUID, *pieces: bytes, name: str = "book.pdf"
) -> DigitalFile:
    return await bring_file(stage, store, STAFF, variant_id, name, in_pieces(*pieces))


async def stocked(stage: Stage, goods: Goods, many: int, *, unlimited: bool = False) -> None:
    change = StockChange(goods.variant_id, "set", many, "so many", unlimited=unlimited)
    await change_stock(stage, STAFF, change, GoodsLine(stage))


async def new_file(
    stage: Stage, folder: Path, many: int, content: bytes = b"a book"
) -> tuple[Goods, FolderStore]:
    """A product that is a file, of which so many are on sale."""
    store = FolderStore(folder)
    goods = await new_goods(stage, 0, 500)
    await choose_delivery(stage, STAFF, goods.variant_id, "file")
    await brought(stage, store, goods.variant_id, content)
    if many:
        await stocked(stage, goods, many)
    return goods, store


async def grant_of(stage: Stage, order: Order) -> FileGrant:
    (one,) = await grants_of(stage.database.pool, order.id)
    return one


async def fetched_bytes(stage: Stage, store: FolderStore, order: Order) -> bytes:
    """What its buyer has, once they downloaded it."""
    grant = await grant_of(stage, order)
    found = await fetch(stage, buyer_of(order), order.id, grant.id)
    file = await which_file(stage, grant.id, found.key)
    opened = await opened_file(store, file, 0, file.bytes)
    return b"".join([piece async for piece in opened.pieces])
