"""A seller brings files of their own alone, and together they take so much room."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from holdfast.catalog import VariantNotFound
from holdfast.digital import file_of
from holdfast.flows.digital.delivery import choose_delivery
from holdfast.flows.digital.files import MOST_BYTES, MOST_OF_SELLER, FilesFull, bring_file
from holdfast.flows.inventory.bulk_stock import change_stock_of_many
from holdfast.flows.inventory.by_codes import UNLIMITED, FileMissing, NotByFile
from tests.db.flows.buying import Goods, stock_of
from tests.db.flows.digital.codes import STAFF, new_codes
from tests.db.flows.digital.files import in_pieces, new_file
from tests.db.flows.selling.selling import a_seller, goods_of
from tests.db.flows.stage import Stage, select

TAKEN = "UPDATE digital_files SET bytes = $2 WHERE variant_id = $1"


async def brings(stage: Stage, folder: Path, goods: Goods, owner: UUID, *pieces: bytes) -> None:
    _, store = await new_file(stage, folder, 0)
    await bring_file(stage, store, STAFF, goods.variant_id, "b.pdf", in_pieces(*pieces), owner)


async def test_only_of_their_own(stage: Stage, tmp_path: Path) -> None:
    mill, loom = await a_seller(stage), await a_seller(stage)
    goods = await goods_of(stage, mill, 500, stock=0)
    for owner in (loom, UUID(int=0)):
        with pytest.raises(VariantNotFound):
            await choose_delivery(stage, STAFF, goods.variant_id, "file", owner)
    await choose_delivery(stage, STAFF, goods.variant_id, "file", mill)
    with pytest.raises(VariantNotFound):
        await brings(stage, tmp_path, goods, loom, b"a book")
    assert await file_of(stage.database.pool, goods.variant_id) is None
    await brings(stage, tmp_path, goods, mill, b"a book")
    assert await file_of(stage.database.pool, goods.variant_id)


async def test_whose_product_it_is_no_longer_gets_no_file_in(stage: Stage, tmp_path: Path) -> None:
    mill, loom = await a_seller(stage), await a_seller(stage)
    goods = await goods_of(stage, mill, 500, stock=0)
    await choose_delivery(stage, STAFF, goods.variant_id, "file", mill)
    _, store = await new_file(stage, tmp_path, 0)

    async def moved_meanwhile() -> AsyncIterator[bytes]:
        yield b"a book"
        await select(
            stage, "UPDATE products SET seller_id = $2 WHERE id = $1", goods.product_id, loom
        )

    with pytest.raises(VariantNotFound):
        await bring_file(stage, store, STAFF, goods.variant_id, "b.pdf", moved_meanwhile(), mill)
    assert await file_of(stage.database.pool, goods.variant_id) is None


async def test_their_files_take_so_much_room_and_one_that_broke_off_none(
    stage: Stage, tmp_path: Path
) -> None:
    mill = await a_seller(stage)
    goods, other = [await goods_of(stage, mill, 500, stock=0) for _ in range(2)]
    for one in (goods, other):
        await choose_delivery(stage, STAFF, one.variant_id, "file", mill)
    await brings(stage, tmp_path, goods, mill, b"a book")
    await select(stage, TAKEN, goods.variant_id, MOST_OF_SELLER - MOST_BYTES)
    _, store = await new_file(stage, tmp_path, 0)

    async def broken() -> AsyncIterator[bytes]:
        yield b"half of "
        with pytest.raises(FilesFull):  # what is on its way counts as the largest
            await brings(stage, tmp_path, other, mill, b"a book")
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        await bring_file(stage, store, STAFF, other.variant_id, "b.pdf", broken(), mill)
    await brings(stage, tmp_path, other, mill, b"a book")
    with pytest.raises(FilesFull):
        await brings(stage, tmp_path, other, mill, b"a book")
    # Staff are not bounded by it.
    await bring_file(stage, store, STAFF, other.variant_id, "b.pdf", in_pieces(b"a book"))


async def test_of_a_file_they_have_as_many_as_anybody_wants(stage: Stage, tmp_path: Path) -> None:
    mill, loom = await a_seller(stage), await a_seller(stage)
    goods = await goods_of(stage, mill, 500, stock=0)
    codes = await new_codes(stage, 1)

    async def endless(owner: UUID, one: Goods) -> None:
        await change_stock_of_many(
            stage, STAFF, [one.variant_id], "set", UNLIMITED, "all", preview=False,
            seller_id=owner, unlimited=True,
        )  # fmt: skip

    with pytest.raises(NotByFile):
        await endless(mill, goods)
    for foreign in (goods, codes):  # whatever it is delivered as
        with pytest.raises(VariantNotFound):
            await endless(loom, foreign)
    await choose_delivery(stage, STAFF, goods.variant_id, "file", mill)
    with pytest.raises(FileMissing):
        await endless(mill, goods)
    await brings(stage, tmp_path, goods, mill, b"a book")
    await endless(mill, goods)
    assert await stock_of(stage, goods) == (UNLIMITED, 0)
