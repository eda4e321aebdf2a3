"""A file is fetched by who bought it, as long as they have a unit of it."""

import asyncio
import csv
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from holdfast.catalog import VariantNotFound
from holdfast.catalog.pictures import Workshop
from holdfast.digital import MOST_AN_HOUR, FileNotFound, file_of
from holdfast.flows.commit.refusals import InsufficientStock, OrderNotFound
from holdfast.flows.digital.delivery import DeliveryFixed, choose_delivery
from holdfast.flows.digital.fetching import TooManyDownloads, fetch, which_file
from holdfast.flows.digital.files import BadFile, bring_file, clear_files
from holdfast.flows.digital.giving import give
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.codes_back import CodesNotGiven
from holdfast.flows.ending.parcels import CodesGiven
from holdfast.flows.ending.refunded_units import refund_of_units
from holdfast.flows.fulfilment.packing import make_parcel
from holdfast.flows.inventory.by_codes import UNLIMITED, FileMissing, GoodsAreFiles, NotByFile
from holdfast.flows.inventory.parts import set_parts
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.flows.payments.give_back import RefundedMeanwhile, refund_part
from holdfast.flows.payments.tries import paid_with
from holdfast.flows.returning.standing import returns_now
from holdfast.flows.staff.orders import refund
from holdfast.fulfilment import NothingToPack, parcels_of
from holdfast.kit import new_id, utc_now
from holdfast.returns import NotReturnable
from holdfast.views.catalogue_export import export_lines
from holdfast.worker.stock_levels import StockLevels
from tests.db.flows.buying import a_customer, new_goods, reserve, stock_of
from tests.db.flows.digital.codes import STAFF, again, bought, buyer_of, given, new_codes
from tests.db.flows.digital.files import brought, fetched_bytes, grant_of, new_file, stocked
from tests.db.flows.stage import Stage, events_of


async def test_a_paid_order_has_its_file_and_is_completed(stage: Stage, tmp_path: Path) -> None:
    goods, store = await new_file(stage, tmp_path, 5, b"twelve poems")
    order = await bought(stage, goods, quantity=2)
    assert order.status == "paid"
    await give(stage, order.id)
    order = await again(stage, order)
    assert (order.status, order.fulfilment) == ("completed", "delivered")
    assert "files.given" in await events_of(stage, order.id)
    await give(stage, order.id)  # again, as a job that was killed after its commit is
    assert await fetched_bytes(stage, store, order) == b"twelve poems"
    assert await fetched_bytes(stage, store, order) == b"twelve poems"
    grant = await grant_of(stage, order)
    assert (grant.status, grant.downloads) == ("fetched", 2)
    assert await stock_of(stage, goods) == (3, 0)


async def test_who_bought_before_has_the_newest(stage: Stage, tmp_path: Path) -> None:
    goods, store = await new_file(stage, tmp_path, 1, b"first edition")
    order = await given(stage, goods)
    old = await file_of(stage.database.pool, goods.variant_id)
    await brought(stage, store, goods.variant_id, b"second ", b"edition", name="../b\\new.pdf")
    assert await fetched_bytes(stage, store, order) == b"second edition"
    assert (await grant_of(stage, order)).name == "new.pdf"
    assert old is not None
    room = PictureRoom(database=stage.database, workshop=Workshop(), store=store)
    await clear_files(room, utc_now())
    assert await store.get(old.kept_as), "whoever fetches it now has it to the end"
    await clear_files(room, utc_now() + timedelta(days=2))
    assert await store.get(old.kept_as) is None
    assert await fetched_bytes(stage, store, order) == b"second edition"


async def test_only_whose_order_it_is_fetches_it_and_not_without_end(
    stage: Stage, tmp_path: Path
) -> None:
    goods, _ = await new_file(stage, tmp_path, 2)
    order, other = await given(stage, goods), await given(stage, goods)
    grant = await grant_of(stage, order)
    with pytest.raises(OrderNotFound):
        await fetch(stage, buyer_of(other), order.id, grant.id)
    with pytest.raises(FileNotFound):
        await fetch(stage, buyer_of(other), other.id, grant.id)
    found = await fetch(stage, buyer_of(order), order.id, grant.id)
    for key in ("", "1", found.key[:-2], f"1{found.key}", found.key.replace(".", ".0", 1)):
        with pytest.raises(FileNotFound):
            await which_file(stage, grant.id, key)
    with pytest.raises(FileNotFound):
        await which_file(stage, (await grant_of(stage, other)).id, found.key)
    for _ in range(MOST_AN_HOUR - 1):
        await fetch(stage, buyer_of(order), order.id, grant.id)
    with pytest.raises(TooManyDownloads):
        await fetch(stage, buyer_of(order), order.id, grant.id)


async def test_refunded_units_that_nobody_fetched_are_sold_again(
    stage: Stage, tmp_path: Path
) -> None:
    goods, store = await new_file(stage, tmp_path, 3)
    order = await given(stage, goods, quantity=3)
    await refund(stage, STAFF, order.id, {0: 1}, "one too many")
    assert await stock_of(stage, goods) == (1, 0)
    assert await fetched_bytes(stage, store, order)
    grant = await grant_of(stage, order)
    found = await fetch(stage, buyer_of(order), order.id, grant.id)
    await refund(stage, STAFF, order.id, {0: 2}, "all of it")
    assert await stock_of(stage, goods) == (1, 0), "what was fetched is not sold again"
    assert (await grant_of(stage, order)).status == "void"
    with pytest.raises(FileNotFound):
        await fetch(stage, buyer_of(order), order.id, grant.id)
    with pytest.raises(FileNotFound):
        await which_file(stage, grant.id, found.key)
    assert (await again(stage, order)).is_completed


async def test_who_refunds_what_is_just_downloaded_is_told_to_look_again(
    stage: Stage, tmp_path: Path
) -> None:
    for wanted in (1, 2):
        goods, store = await new_file(stage, tmp_path, 2)
        order = await given(stage, goods, quantity=2)
        paid = paid_with(order, await stage.payments.of_order(order.id))
        back = await refund_of_units(stage, order, {0: wanted})
        assert await fetched_bytes(stage, store, order)
        with pytest.raises(RefundedMeanwhile):
            await refund_part(
                stage, order, paid, back.sum.total, STAFF,
                by_staff=True, marks=back.riders, units=back.operations,
            )  # fmt: skip
        await refund(stage, STAFF, order.id, {0: wanted}, "not wanted")
        assert await stock_of(stage, goods) == (0, 0)


async def test_without_its_file_nothing_is_on_sale(stage: Stage, tmp_path: Path) -> None:
    goods = await new_goods(stage, 0, 500)
    _, store = await new_file(stage, tmp_path, 0)
    with pytest.raises(NotByFile):
        await brought(stage, store, goods.variant_id, b"a book")
    with pytest.raises(VariantNotFound):
        await brought(stage, store, new_id(), b"a book")
    with pytest.raises(NotByFile):
        await stocked(stage, goods, UNLIMITED, unlimited=True)
    await choose_delivery(stage, STAFF, goods.variant_id, "file")
    with pytest.raises(FileMissing):
        await stocked(stage, goods, 1)
    with pytest.raises(BadFile):
        await brought(stage, store, goods.variant_id)
    with pytest.raises(BadFile):
        await brought(stage, store, goods.variant_id, b"a book", name="/ ..")
    assert await file_of(stage.database.pool, goods.variant_id) is None
    await brought(stage, store, goods.variant_id, b"a book")
    await stocked(stage, goods, 1)
    with pytest.raises(DeliveryFixed):
        await choose_delivery(stage, STAFF, goods.variant_id, "parcel")


async def test_a_file_that_breaks_off_leaves_the_one_before(stage: Stage, tmp_path: Path) -> None:
    goods, store = await new_file(stage, tmp_path, 1, b"whole")

    async def broken() -> AsyncIterator[bytes]:
        yield b"half of "
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        await bring_file(stage, store, STAFF, goods.variant_id, "b.pdf", broken())
    order = await given(stage, goods)
    assert await fetched_bytes(stage, store, order) == b"whole"
    assert len(list(tmp_path.iterdir())) == 1


async def test_there_are_as_many_as_anybody_wants_or_as_staff_say(
    stage: Stage, tmp_path: Path
) -> None:
    goods, _ = await new_file(stage, tmp_path, 1)
    await bought(stage, goods)
    with pytest.raises(InsufficientStock):
        await reserve(stage, a_customer(), goods)
    await stocked(stage, goods, UNLIMITED, unlimited=True)
    await asyncio.gather(*(bought(stage, goods, quantity=7) for _ in range(3)))
    assert await stock_of(stage, goods) == (UNLIMITED - 21, 0)
    await stocked(stage, goods, 2)
    assert await stock_of(stage, goods) == (2, 0)


async def test_what_has_no_limit_is_in_no_sum_and_no_file(stage: Stage, tmp_path: Path) -> None:
    goods, _ = await new_file(stage, tmp_path, 3)
    few = await new_goods(stage, 4)
    assert await levels(stage) == {str(goods.product_id): 3, str(few.product_id): 4}
    await stocked(stage, goods, UNLIMITED, unlimited=True)
    assert await levels(stage) == {str(few.product_id): 4}
    file = "".join([text async for text, _ in export_lines(stage.database)])
    told = {row["Variant Inventory Qty"] for row in csv.DictReader(io.StringIO(file))}
    assert told == {"", "4"}  # which an import leaves as it is


async def levels(stage: Stage) -> dict[str, float]:
    found = StockLevels()
    await found.look(stage.database, stage.reader.partitions)
    (family,) = found.collect()
    return {one.labels["product_id"]: one.value for one in family.samples}


async def test_a_file_goes_beside_goods_and_codes_and_is_packed_with_none(
    stage: Stage, tmp_path: Path
) -> None:
    sent, codes = await new_goods(stage, 1), await new_codes(stage, 1)
    goods, store = await new_file(stage, tmp_path, 1)
    order = await given(stage, sent, goods, codes)
    assert (order.status, order.fulfilment) == ("paid", "partly-shipped")
    assert await fetched_bytes(stage, store, order) == b"a book"
    await make_parcel(stage, STAFF, order.id, None, packed=True)
    (parcel,) = (await parcels_of(stage.database.pool, [order.id]))[order.id]
    assert dict(parcel.lines) == {0: 1}
    with pytest.raises(NothingToPack):
        await make_parcel(stage, STAFF, order.id, None, packed=True)
    with pytest.raises(GoodsAreFiles):
        await set_parts(stage, STAFF, sent.variant_id, {goods.variant_id: 1})


async def test_given_files_are_refunded_not_cancelled_and_others_cancelled_not_refunded(
    stage: Stage, tmp_path: Path
) -> None:
    goods, _ = await new_file(stage, tmp_path, 2)
    order = await given(stage, goods, await new_goods(stage, 1))
    with pytest.raises(CodesGiven):
        await cancel(stage, buyer_of(order), order_id=order.id)
    line, _ = (await returns_now(stage, order)).returnable(by_staff=True)
    assert isinstance(line.refusal, NotReturnable)
    early = await bought(stage, goods)
    with pytest.raises(CodesNotGiven):
        await refund(stage, STAFF, early.id, {0: 1}, "not wanted")
    await cancel(stage, buyer_of(early), order_id=early.id)
    await give(stage, early.id)  # the job came too late
    assert await stock_of(stage, goods) == (1, 0)
