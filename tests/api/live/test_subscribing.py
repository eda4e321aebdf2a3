"""What a subscription is answered with: one snapshot, and of what changed shortly before, a word to
whoever may show a page from before."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from holdfast.live import LATELY
from tests.support.live import LiveWorker, Watcher, add_product, live_worker
from tests.support.server import ServerProcess


async def products_of(worker: LiveWorker, *variants: int) -> list[tuple[UUID, list[UUID]]]:
    """So many products of so many variants, ten in stock of each."""
    found = [await add_product(worker.database, number) for number in variants]
    for _, some in found:
        for variant in some:
            await worker.deposit(variant, 10)
    worker.feed.nobody_has_seen()
    return found


def page_of(watcher: Watcher) -> dict[str, int]:
    """A page that knows of ``stock:update`` alone, and of products: what it shows."""
    shown: dict[str, int] = {}
    watcher.client.on("stock:snapshot", lambda _: None)

    def update(told: dict[str, Any]) -> None:
        shown[told["productId"]] = told["stock"]
        watcher._update(told)

    watcher.client.on("stock:update", update)
    return shown


@pytest.mark.parametrize("named", [True, False], ids=["by ids", "everything"])
async def test_one_snapshot_answers_and_no_update_repeats_it(
    database_url: str, named: bool
) -> None:
    async with live_worker(database_url) as worker:
        found = await products_of(worker, 1, 2, 3)
        ids = [product for product, _ in found] if named else None
        variant = found[2][1][0]
        async with Watcher(worker.url) as watcher:
            await watcher.subscribe(ids)
            await worker.hold(variant)  # told after whatever was told before
            await watcher.until(lambda: watcher.stock(variant) == 9)
            assert (watcher.snapshots, watcher.updates) == (1, 1)
            assert len(watcher.known) == 6
            async with Watcher(worker.url) as second:
                await second.subscribe(ids)
                assert second.product_stock == watcher.product_stock
                await watcher.subscribe(ids)  # again: again a snapshot
                await worker.hold(variant)
                await second.until(lambda: second.stock(variant) == 8)
                assert watcher.snapshots == 2
                assert second.snapshots == 1
                assert second.updates == (1 if named else 2)


async def test_a_page_that_knows_updates_alone_is_told_what_changed_while_it_loaded(
    database_url: str,
) -> None:
    async with live_worker(database_url) as worker:
        found = await products_of(worker, 1, 4, 2)
        (still, _), (sold, phones), (_, _) = found
        # ... the page is loaded: 10, 40, 20 ...
        held = await worker.hold(phones[0], phones[1])
        await worker.capture(held)
        await worker.hold(phones[2])
        async with Watcher(worker.url) as watcher:
            shown = page_of(watcher)
            await watcher.subscribe()
            await worker.deposit(found[0][1][0], 1)
            await watcher.until(lambda: shown.get(str(still)) == 11)
            assert shown == {str(sold): 37, str(still): 11}
            assert watcher.updates == 2  # one of each product


async def test_what_changed_long_ago_is_not_told_again(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with live_worker(database_url) as worker:
        ((product, (variant,)),) = await products_of(worker, 1)
        await worker.hold(variant)
        everything = worker.feed.watched["products"].everything
        assert everything is not None
        later = everything.lately._now() + LATELY + 1
        monkeypatch.setattr(everything.lately, "_now", lambda: later)
        async with Watcher(worker.url) as watcher:
            await watcher.subscribe()
            await worker.hold(variant)
            await watcher.until(lambda: watcher.stock(variant) == 8)
            assert watcher.updates == 1
            assert watcher.product_stock == {str(product): 8}


async def test_every_variant_of_a_product_is_in_its_sum_at_each_step(database_url: str) -> None:
    """A cart of three variants is one step: no sum of a half of it is ever told, none goes back."""
    async with live_worker(database_url) as worker:
        ((product, phones),) = await products_of(worker, 3)
        seen: list[int] = []
        async with Watcher(worker.url) as watcher:

            def see(told: dict[str, Any]) -> None:
                seen.append(told["stock"])
                watcher._update(told)

            watcher.client.on("stock:update", see)
            await watcher.subscribe([product])
            for _ in range(10):
                await worker.hold(*phones)
            await watcher.until(lambda: watcher.product_stock[str(product)] == 0)
            assert all(stock % 3 == 0 for stock in seen)
            assert seen == sorted(seen, reverse=True)
            assert watcher.available[str(product)] is False


async def test_a_product_that_goes_off_sale_is_told_to_all_who_watch_it(database_url: str) -> None:
    async with live_worker(database_url) as worker:
        (product, _), (other, _) = await products_of(worker, 2, 1)
        async with Watcher(worker.url) as some, Watcher(worker.url, beside=some) as everything:
            await some.subscribe([product, other])
            await everything.subscribe()
            await worker.database.pool.execute(
                "UPDATE products SET status = 'archived' WHERE id = $1", product
            )
            for watcher in (some, everything):
                await some.until(lambda one=watcher: not one.available[str(product)])
                assert watcher.product_stock == {str(product): 0, str(other): 10}
            await worker.database.pool.execute(
                "UPDATE products SET status = 'active' WHERE id = $1", product
            )
            for watcher in (some, everything):
                await some.until(lambda one=watcher: one.product_stock[str(product)] == 20)


async def test_who_watches_everything_is_told_of_what_somebody_else_watched_before_it_was_on_sale(
    database_url: str,
) -> None:
    async with live_worker(database_url) as worker:
        await products_of(worker, 1)
        async with Watcher(worker.url) as everything, Watcher(worker.url) as waiting:
            await everything.subscribe()
            product, (variant,) = await add_product(worker.database)
            await waiting.subscribe([product])
            await everything.until(lambda: str(product) in everything.product_stock)
            assert everything.stock(variant) == 0


async def test_a_shop_that_was_just_furnished_answers_with_the_snapshot_alone(
    start_server: Callable[..., ServerProcess], database_url: str
) -> None:
    running = start_server("--demo", database_url=database_url)
    async with Watcher(running.url) as watcher:
        await watcher.subscribe()
        await asyncio.wait_for(watcher.subscribe([]), 10)  # answered after whatever came before
        assert watcher.updates == 0
        assert len(watcher.product_stock) > 20
