"""Reads for the shop: fresh numbers and prices around documents kept in the process."""

import asyncio
import csv
import io
import json
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.catalog import Shelf, load_offers, stock_key
from holdfast.flows.commit.caller import process
from holdfast.flows.inventory.stock_count import set_counts
from holdfast.kit.ids import new_id
from holdfast.kit.paging import BadCursor
from holdfast.ledger import Accepted, Command, Deposit, Hold, Line, Withdraw
from holdfast.views.product_list import ListQuery
from holdfast.views.products import ProductReads
from holdfast.views.stock_log import LogQuery, log_csv, log_page
from tests.db.catalogue.conftest import SAMPLE, Shop, Write

PARTITIONS = 4  # more may be asked for than there are


def reads(shop: Shop) -> ProductReads:
    return ProductReads(shop.database, Shelf(shop.database), lambda _: None, PARTITIONS)


async def shown(reads: ProductReads, name: str) -> dict[str, Any]:
    product_id = await reads.find(name)
    assert product_id is not None
    found = await reads.product(product_id, "en")
    assert found is not None
    document: dict[str, Any] = json.loads(found[0])
    return document


async def test_prices_stock_and_variants_are_never_stale(shop: Shop, write: Write) -> None:
    here = reads(shop)
    await shop.load(write("tee,Tee,,,,,,Size,S,,,,4,10.00,,,,,,"))
    first = await shown(here, "tee")
    assert (first["stock"], first["product"]["price"]) == (4, 1000)
    await shop.load(write("tee,Tee,,,,,,Size,S,,,,4,12.00,,,,,,"))
    assert (await shown(here, "tee"))["product"]["price"] == 1200
    # A new variant joins with its stock, in the ledger's transaction.
    await shop.load(write("tee,Tee,,,,,,Size,M,,,,3,9.00,,,,,,"))
    document = await shown(here, "tee")
    assert document["stock"] == 7
    assert sorted(one["price"] for one in document["product"]["variants"]) == [900, 1200]
    small = next(v for v in document["product"]["variants"] if v["options"]["size"] == "S")
    hold = Hold(new_id(), (Line(stock_key(UUID(small["id"])), 3),), 60.0)
    assert isinstance(await shop.ledger.commit(Command((hold,))), Accepted)
    document = await shown(here, "tee")
    assert (document["stock"], document["product"]["held"]) == (4, 3)


async def test_what_is_taken_off_sale_is_gone_at_once(shop: Shop, write: Write) -> None:
    here = reads(shop)
    await shop.load(write("tee,Tee,,,,,,,,,,,4,10.00,,,,,,active"))
    product_id = (await shown(here, "tee"))["product"]["id"]
    await shop.load(write("tee,Tee,,,,,,,,,,,4,10.00,,,,,,draft"))
    assert await here.find("tee") == UUID(product_id)
    assert await here.product(UUID(product_id), "en") is None
    assert await load_offers(Shelf(shop.database), [UUID(product_id)]) == {}
    assert json.loads(await here.products(ListQuery("en")))["products"] == []
    assert json.loads(await here.stock(None))["stock"] == {}


async def test_many_readers_at_once_see_what_each_alone_would(shop: Shop) -> None:
    await shop.load(SAMPLE)
    here = reads(shop)
    page = json.loads(await here.products(ListQuery("en", limit=100)))
    ids = [UUID(one["id"]) for one in page["products"]]
    found = await asyncio.gather(*(here.product(ids[n % 20], "en") for n in range(400)))
    alone = {one: await here.product(one, "en") for one in ids}
    assert found == [alone[ids[n % 20]] for n in range(400)]
    products = [json.loads(one[0])["product"] for one in found[:20] if one is not None]
    assert [one.pop("reviews") for one in products] == [[]] * 20
    assert products == page["products"]


async def test_a_small_shelf_forgets_and_reads_again(shop: Shop) -> None:
    await shop.load(SAMPLE)
    shelf = Shelf(shop.database, size=3)
    rows = await shop.rows("SELECT id, name FROM products")
    for _ in range(2):
        for product_id, name in rows:
            product = await shelf.get(UUID(str(product_id)))
            assert product is not None
            assert product.name == name


async def test_a_count_is_exact_while_the_shop_sells(shop: Shop, write: Write) -> None:
    await shop.load(write("mug,Mug,,,,,,,,,,,1000,9.00,,,,,,"))
    ((variant,),) = await shop.rows("SELECT id FROM variants")
    variant_id = UUID(str(variant))
    key = stock_key(variant_id)

    async def sell() -> None:
        for _ in range(30):
            await shop.ledger.commit(Command((Withdraw(key, 1),)))

    counting = set_counts(
        shop.database, shop.ledger, {variant_id: 500}, note="count", caller=process("staff")
    )
    (moved,), *_ = await asyncio.gather(counting, sell(), sell())
    ((before, change),) = await shop.rows(
        "SELECT balance - change, change FROM ledger_entries WHERE operation = 'set'"
    )
    assert (moved.before, moved.after) == (before, 500)
    assert int(str(before)) + int(str(change)) == 500


def filters(variant_id: UUID) -> tuple[dict[str, Any], ...]:
    return ({}, {"variant_id": variant_id}, {"actor": "staff"}, {"operation": "deposit"})


async def logged(shop: Shop) -> UUID:
    """29 entries in all; 8 of this variant, 7 of them by staff."""
    await shop.load(SAMPLE)
    ((variant,),) = await shop.rows("SELECT id FROM variants LIMIT 1")
    variant_id = UUID(str(variant))
    for n in range(7):
        command = Command((Deposit(stock_key(variant_id), n + 1, note=f"n{n}"),), actor="staff")
        await shop.ledger.commit(command)
    # Some of it happened long ago.
    await shop.rows(
        "UPDATE ledger_entries SET at = at - make_interval(days => 40) WHERE note = 'import'"
    )
    return variant_id


async def test_the_log_reaches_back_page_by_page(shop: Shop) -> None:
    for only in filters(await logged(shop)):
        whole = LogQuery("en", limit=100, **only)
        async with shop.database.read() as connection:
            everything, _ = await log_page(connection, whole, PARTITIONS)
            pages: list[dict[str, Any]] = []
            cursor: str | None = ""
            while cursor is not None:
                query = LogQuery("en", limit=3, cursor=cursor or None, **only)
                page, cursor = await log_page(connection, query, PARTITIONS)
                pages += page
        assert pages == everything
        assert len(pages) == {"actor": 7, "variant_id": 8}.get(next(iter(only), ""), 29)
        assert [entry["at"] for entry in pages] == sorted(
            (entry["at"] for entry in pages), reverse=True
        )


async def spreadsheet(shop: Shop, query: LogQuery, most: int) -> tuple[list[tuple[str, str]], str]:
    """Which entries it has, and what its last line says when it ends before the log does."""
    pieces = [piece async for piece in log_csv(shop.database, query, PARTITIONS, most)]
    assert max(len(piece.splitlines()) for piece in pieces) <= query.limit
    header, *lines = csv.reader(io.StringIO("".join(pieces)))
    assert {len(line) for line in lines} <= {len(header)}
    end = lines.pop()[0] if lines and lines[-1][0].startswith("Older") else ""
    found = [dict(zip(header, line, strict=True)) for line in lines]
    return [(one["variant_id"], one["version"]) for one in found], end


async def test_the_spreadsheet_of_the_log_is_whole_or_says_how_it_goes_on(shop: Shop) -> None:
    for only in filters(await logged(shop)):
        query = LogQuery("en", limit=3, **only)
        async with shop.database.read() as connection:
            entries, _ = await log_page(connection, replace(query, limit=100), PARTITIONS)
        whole = [(str(one["variant_id"]), str(one["version"])) for one in entries]
        for most in (len(whole), 100):
            assert await spreadsheet(shop, query, most) == (whole, "")
        first, end = await spreadsheet(shop, query, 4)
        assert end.startswith("Older entries follow with cursor=")
        further = replace(query, cursor=end.partition("cursor=")[2])
        rest, end = await spreadsheet(shop, further, 100)
        assert (first + rest, len(first), end) == (whole, 4, "")


async def test_a_spreadsheet_from_a_forged_cursor_is_refused_before_it_begins(shop: Shop) -> None:
    with pytest.raises(BadCursor):
        log_csv(shop.database, LogQuery("en", cursor="x"), PARTITIONS)
