"""Products: put into the database, and what is left of them."""

import asyncio
import csv
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID, uuid4

from tests.specs.sentences import sentence
from tests.support.market import Buyer, Goods, Market, eventually, expect
from tests.support.member import Member
from tests.support.patience import PATIENCE
from tests.support.straight import insert_product_in_variants, run_documented

Visit = Callable[..., Buyer]
Join = Callable[..., Awaitable[Member]]
Things = Callable[..., Awaitable[Goods]]


@sentence("D", "Products", "Minimal data: name and price. No registration process: products are "
          "inserted into the database.",
          at="docs/merchants/catalogue.md, GET /api/products/{id}")  # fmt: skip
async def test_a_product_that_was_inserted_is_on_sale_at_once(
    market: Market, visit: Visit, things: Things, join: Join
) -> None:
    thing = await things(price=250)
    page = market.product(thing.product_id)
    assert (page["stock"], page["available"]) == (0, False)
    product = page["product"]
    assert (product["price"], product["currency"]) == (250, "PTS")
    buyer = visit(market)

    async def found() -> bool:
        listed = expect(await buyer.get("/api/products", q=product["name"]))["products"]
        return product["id"] in [one["id"] for one in listed]

    await eventually(found, PATIENCE, "what was inserted is found")
    market.change(thing, deposit=1)
    order = await (await join(250)).bought(thing)
    assert order["items"][0]["productName"] == product["name"]
    assert market.stock(thing) == (0, 0)


async def test_variants_that_were_inserted_are_found_by_their_options(
    market: Market, join: Join
) -> None:
    black, white = await insert_product_in_variants(market.database_url, 50)
    market.change(white, deposit=2)
    someone = await join(100)
    line = {"productId": white.product_id, "color": "white", "quantity": 2}
    order = await someone.bought(line)
    assert [one["variantId"] for one in order["items"]] == [white.variant_id]
    assert (market.stock(black), market.stock(white)) == ((0, 0), (0, 0))


async def test_a_new_price_counts_from_the_next_request_on(
    market: Market, things: Things, join: Join
) -> None:
    thing, someone = await things(price=250, stock=2), await join(1000)
    assert (await someone.bought(thing))["total"] == 250
    await run_documented(market.database_url, "a new price", product=thing.product_id, price=300)
    assert market.product(thing.product_id)["product"]["price"] == 300
    assert (await someone.bought(thing))["total"] == 300


async def test_stock_of_what_was_inserted_also_comes_by_the_command_line(
    market: Market, scratch: Path
) -> None:
    handle = f"sql-{uuid4().hex}"
    rows = await run_documented(
        market.database_url, "a product", handle=handle, name="Thing", currency="EUR", price=100
    )
    (inserted,) = [Goods(str(one["product_id"]), str(one["variant_id"])) for one in rows]
    counts = scratch / "counts.csv"
    with counts.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [
                ["Handle", "Title", "Option1 Name", "Option1 Value", "Variant Price",
                 "Variant Inventory Qty"],
                [handle, "Thing", "Title", "Default Title", "1.00", "12"],
            ]
        )  # fmt: skip
    words = [sys.executable, "-m", "holdfast.cli", "import", str(counts), "--currency", "EUR",
             "--set-stock", "--data", str(scratch / "data"), "--database-url",
             market.database_url]  # fmt: skip
    done = await asyncio.to_thread(
        subprocess.run, words, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert market.stock(inserted) == (12, 0)


@sentence("D", "Products", "A user looking at a product sees the remaining quantity, and that "
          "quantity is exact at the moment of the query.",
          at="GET /api/products/{id}, GET /api/products, stock:update")  # fmt: skip
async def test_what_is_left_is_exact_at_the_moment_of_the_query(
    market: Market, visit: Visit, things: Things
) -> None:
    """Whoever asks while others buy sees all that was answered before the question, and nothing
    that was not asked before the answer."""
    thing = await things(stock=60)
    asked = answered = 0
    buyers = [visit(market) for _ in range(40)]

    async def take(buyer: Buyer) -> None:
        nonlocal asked, answered
        asked += 1
        expect(await buyer.reserve(thing))
        answered += 1
        least = answered
        page = expect(await buyer.get(f"/api/products/{thing.product_id}"))
        assert 60 - asked <= page["stock"] <= 60 - least
        assert page["product"]["held"] == 60 - page["stock"]

    await asyncio.gather(*map(take, buyers))
    assert market.stock(thing) == (20, 40)
    listed = expect(await visit(market).get("/api/products/stock", ids=thing.product_id))
    assert listed["stock"] == {thing.product_id: 20}


async def test_who_looks_at_a_product_that_was_inserted_sees_it_go(
    market: Market, things: Things, join: Join
) -> None:
    thing, someone = await things(price=10, stock=3), await join(30)
    async with market.watch() as watcher:
        await watcher.subscribe([UUID(thing.product_id)])
        for left in (2, 1, 0):
            await someone.bought(thing)
            await watcher.until(lambda left=left: watcher.stock(UUID(thing.variant_id)) == left)
