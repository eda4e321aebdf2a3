"""Live stock over real sockets: a snapshot plus the updates equals a fresh snapshot."""

import asyncio
import json
import random
import time
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import socketio
import websockets

from holdfast.catalog import stock_key
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Busy, Command, Deposit, Hold, Line
from holdfast.live import Limits, telling
from holdfast.views.live.stock import StockUpdate
from tests.support.live import LiveWorker, Watcher, add_product, live_worker
from tests.support.market import eventually
from tests.support.mute import narrow
from tests.support.patience import PATIENCE
from tests.support.redis import redis_server


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


def without_sums(known: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """States by variant; a product's sum is as of its last message, so it is compared apart."""
    return {
        variant: {
            name: value for name, value in state.items() if name not in ("stock", "available")
        }
        for variant, state in known.items()
    }


async def same_as_fresh(watcher: Watcher, url: str, ids: list[UUID] | None) -> None:
    """What the watcher has come to believe is what a new one is told."""
    async with Watcher(url, beside=watcher) as fresh:
        await fresh.subscribe(ids)
        await watcher.until(
            lambda: (
                without_sums(watcher.known) == without_sums(fresh.known)
                and watcher.product_stock == fresh.product_stock
            )
        )


async def trade(worker: LiveWorker, variants: list[UUID], turns: int, seed: int) -> None:
    """Hold, capture, release and deposit at random."""
    chance = random.Random(seed)
    held: list[UUID] = []
    for _ in range(turns):
        what = chance.random()
        if what < 0.2:
            await worker.deposit(chance.choice(variants), chance.randint(1, 3))
        elif what < 0.6 or not held:
            some = chance.sample(variants, chance.randint(1, min(2, len(variants))))
            hold_id = new_id()
            lines = tuple(Line(stock_key(one), 1) for one in some)
            outcome = await worker.ledger.commit(Command((Hold(hold_id, lines, 60.0),)))
            if isinstance(outcome, Accepted):
                held.append(hold_id)
        else:
            end = worker.capture if chance.random() < 0.5 else worker.release
            await end(held.pop(chance.randrange(len(held))))


async def test_a_change_is_told_with_every_number(database_url: str) -> None:
    async with live_worker(database_url) as worker:
        product, (variant, other) = await add_product(worker.database, 2)
        await worker.deposit(variant, 3)
        await worker.deposit(other, 4)
        async with Watcher(worker.url) as watcher:
            assert await watcher.subscribe([product]) == {"ok": True}
            await watcher.until(lambda: len(watcher.known) == 2)
            hold_id = await worker.hold(variant)
            await watcher.until(lambda: watcher.stock(variant) == 2)
            # Who reads the database at that very moment hears of the hold itself a little later.
            await watcher.until(lambda: watcher.known[str(variant)]["nextReleaseAt"] is not None)
            told = watcher.known[str(variant)]
            assert told["productId"] == str(product)
            assert (told["stock"], told["available"]) == (6, True)
            assert (told["variantStock"], told["held"]) == (2, 1)
            assert told["version"] == 2
            assert told["nextReleaseAt"].endswith("Z")
            await worker.capture(hold_id)
            await watcher.until(lambda: watcher.known[str(variant)]["held"] == 0)
            assert watcher.known[str(variant)]["nextReleaseAt"] is None


async def test_snapshot_plus_updates_is_a_fresh_snapshot_over_reconnects(
    database_url: str,
) -> None:
    async with live_worker(database_url) as worker:
        products = [await add_product(worker.database, number) for number in (1, 2, 3)]
        variants = [variant for _, some in products for variant in some]
        for variant in variants:
            await worker.deposit(variant, 20)
        ids = [product for product, _ in products]
        async with Watcher(worker.url) as steady, Watcher(worker.url, ["polling"]) as polling:
            await steady.subscribe()
            await polling.subscribe(ids)
            for turn in range(4):
                trading = asyncio.create_task(trade(worker, variants, 60, turn))
                async with Watcher(worker.url) as passing:
                    await passing.subscribe(ids[turn % 3 :])
                    await trading
                    await same_as_fresh(passing, worker.url, ids[turn % 3 :])
            await same_as_fresh(steady, worker.url, None)
            await same_as_fresh(polling, worker.url, ids)


async def test_a_hundred_buyers_of_ten_and_every_watcher_ends_at_nothing(
    database_url: str,
) -> None:
    async with live_worker(database_url) as worker:
        product, (variant,) = await add_product(worker.database)
        await worker.deposit(variant, 10)
        watchers = [Watcher(worker.url) for _ in range(20)]
        for number, watcher in enumerate(watchers):
            await watcher.__aenter__()
            await watcher.subscribe([product] if number % 2 else None)

        async def buy() -> bool:
            lines = (Line(stock_key(variant), 1),)
            outcome = await worker.ledger.commit(Command((Hold(new_id(), lines, 60.0),)))
            assert not isinstance(outcome, Busy)
            return isinstance(outcome, Accepted)

        assert sum(await asyncio.gather(*(buy() for _ in range(100)))) == 10
        for watcher in watchers:
            await watcher.until(lambda watcher=watcher: watcher.stock(variant) == 0)
            assert watcher.known[str(variant)]["available"] is False
            await watcher.__aexit__()


async def test_bursts_are_coalesced(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "SHORTEST", 0.5)
    async with live_worker(database_url) as worker:
        product, (variant,) = await add_product(worker.database)
        async with Watcher(worker.url) as watcher:
            await watcher.subscribe([product])
            begun = time.monotonic()
            for _ in range(300):
                await worker.deposit(variant, 1)
            await watcher.until(lambda: watcher.stock(variant) == 300)
            rounds = (time.monotonic() - begun) / 0.5
            assert watcher.updates <= rounds + 2  # however long three hundred deposits take here


async def test_frames_go_straight_to_the_connection(database_url: str) -> None:
    """Guards the short cut of ``live/wire.py`` against changes in the libraries under it."""
    async with live_worker(database_url) as worker, Watcher(worker.url) as watcher:
        await watcher.subscribe()
        (inside,) = worker.sockets.watchers.by_sid.values()
        assert inside.wire.direct


async def test_long_messages_arrive_whole(database_url: str) -> None:
    """Frames of more than 125 and of more than 65,535 bytes have longer headers."""
    async with live_worker(database_url) as worker:
        products = [await add_product(worker.database) for _ in range(300)]
        async with Watcher(worker.url) as watcher:
            await watcher.subscribe()
            await watcher.until(lambda: len(watcher.known) == len(products))


async def test_a_product_put_on_sale_later_reaches_those_who_watch_everything(
    database_url: str,
) -> None:
    async with live_worker(database_url) as worker, Watcher(worker.url) as watcher:
        await watcher.subscribe()
        _, (variant,) = await add_product(worker.database)
        await worker.deposit(variant, 3)
        await watcher.until(lambda: watcher.stock(variant) == 3)


async def test_a_change_that_nobody_told_heals(database_url: str) -> None:
    """An import in a process of its own tells no server; the server finds out."""
    async with live_worker(database_url) as worker, live_worker(database_url) as silent:
        product, (variant,) = await add_product(worker.database)
        async with Watcher(worker.url) as watcher:
            await watcher.subscribe([product])
            await silent.deposit(variant, 7)
            await watcher.until(lambda: watcher.stock(variant) == 7)


async def test_news_during_the_first_reading_is_not_lost(database_url: str) -> None:
    async with live_worker(database_url) as worker:
        product, (variant,) = await add_product(worker.database)
        await worker.deposit(variant, 1)
        stock = worker.feed.watched["products"]
        usual = stock._reads

        async def slow(ids: Any, rows: Any) -> Any:
            stock._reads = usual  # once: it is read again every second, to heal
            found = await usual.read(ids, rows)
            await worker.deposit(variant, 4)  # committed and told while the reading is under way
            return found

        stock._reads = type(usual)(slow)
        await stock.watch([product])
        (told,) = stock.snapshot([product])
        assert isinstance(told, StockUpdate)
        assert told.variant_stock == 5


async def test_what_is_left_is_told_no_more(database_url: str) -> None:
    async with live_worker(database_url) as worker:
        product, (variant,) = await add_product(worker.database)
        other, (another,) = await add_product(worker.database)
        async with Watcher(worker.url) as watcher:
            await watcher.subscribe([product, other])
            await watcher.unsubscribe([product])
            await worker.deposit(variant, 1)
            await worker.deposit(another, 1)
            await watcher.until(lambda: watcher.stock(another) == 1)
            assert watcher.stock(variant) == 0
            await watcher.unsubscribe()
            assert not worker.feed.watched["products"].keys


async def test_bad_subscriptions_are_refused_with_a_problem(database_url: str) -> None:
    async with live_worker(database_url) as worker, Watcher(worker.url) as watcher:
        answer = await watcher.subscribe([new_id() for _ in range(1001)])
        assert answer["error"]["code"] == "too-many-products"
        wrong: list[object] = ["abc", ["not a uuid"], [7], {"ids": []}]
        for bad in wrong:
            answer = await watcher.client.ask("subscribe:products", bad)
            assert answer["error"]["code"] == "invalid-request"
        await watcher.until(lambda: len(watcher.problems) == 5)
        assert await watcher.subscribe([new_id()]) == {"ok": True}  # nobody's product: nothing


async def test_everything_is_refused_in_a_shop_of_more_than_a_thousand_products(
    database_url: str,
) -> None:
    async with live_worker(database_url) as worker:
        await worker.database.pool.execute(
            "INSERT INTO products (id, handle, name, currency, status)"
            " SELECT gen_random_uuid(), n::text, 'Thing', 'EUR', 'active'"
            " FROM generate_series(1, 1001) n"
        )
        async with Watcher(worker.url) as watcher:
            answer = await watcher.subscribe()
            assert answer["error"]["code"] == "too-many-products"
            product, _ = await add_product(worker.database)
            assert await watcher.subscribe([product]) == {"ok": True}


async def test_limits_on_connections_subscriptions_and_haste(database_url: str) -> None:
    limits = Limits(per_address=2, watched=3, burst=4, regained=0)
    async with live_worker(database_url, limits=limits) as worker, Watcher(worker.url) as watcher:
        async with Watcher(worker.url):
            with pytest.raises(socketio.exceptions.ConnectionError):
                await Watcher(worker.url).__aenter__()

        async def one_has_left() -> bool:
            return worker.sockets.connected == 1

        await eventually(one_has_left, PATIENCE, "the server has seen one leave")
        async with Watcher(worker.url):  # so there is room again
            pass
        answer = await watcher.subscribe([new_id() for _ in range(4)])
        assert answer["error"]["code"] == "too-many-products"
        codes = []
        for _ in range(5):
            answer = await watcher.subscribe([new_id()])
            codes.append(answer.get("error", {}).get("code"))
        assert codes == [None, None, None, "rate-limited", "rate-limited"]


async def test_too_large_a_message_closes_the_connection(database_url: str) -> None:
    async with live_worker(database_url) as worker, Watcher(worker.url) as watcher:
        gone = asyncio.Event()
        watcher.client.on("disconnect", lambda *_: gone.set())
        await watcher.client.emit("subscribe:products", ["x" * 100_000])
        await asyncio.wait_for(gone.wait(), PATIENCE)


async def test_who_does_not_read_delays_nobody_and_gets_the_latest_later(
    database_url: str,
) -> None:
    async with live_worker(database_url) as worker:
        variants = [(await add_product(worker.database))[1][0] for _ in range(200)]
        url = worker.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        async with (
            websockets.connect(url, sock=narrow(worker.url), compression=None, max_queue=1) as lazy,
            Watcher(worker.url) as watcher,
        ):
            for said in ("40", '42["subscribe:products"]'):
                await lazy.recv()
                await lazy.send(said)
            await watcher.subscribe()
            (inside,) = [
                one for one in worker.sockets.watchers.by_sid.values() if one.sid != watcher.sid
            ]
            total = 0
            while inside.slow is None:  # until every buffer on the way is full
                total += 1
                await worker.do(*(Deposit(stock_key(one), 1) for one in variants))
                await watcher.until(lambda now=total: watcher.stock(variants[-1]) == now)
            known: dict[str, int] = {}
            async with asyncio.timeout(PATIENCE):
                while set(known.values()) != {total} or len(known) < len(variants):
                    said = str(await lazy.recv())
                    if said.startswith('42["stock:update"'):
                        told = json.loads(said[2:])[1]
                        known[told["variantId"]] = told["variantStock"]
            assert inside.slow is None


async def test_two_workers_tell_each_other(database_url: str, redis_url: str) -> None:
    async with (
        live_worker(database_url, redis_url) as one,
        live_worker(database_url, redis_url) as two,
    ):
        products = [await add_product(one.database, 2) for _ in range(3)]
        variants = [variant for _, some in products for variant in some]
        for variant in variants:
            await one.deposit(variant, 30)
        async with Watcher(one.url) as here, Watcher(two.url) as there:
            await here.subscribe()
            await there.subscribe([product for product, _ in products])
            await asyncio.gather(trade(one, variants, 100, 1), trade(two, variants, 100, 2))
            await same_as_fresh(here, two.url, None)
            await same_as_fresh(there, one.url, [product for product, _ in products])
        async with httpx.AsyncClient() as page:  # several workers: websockets only
            poll = f"{one.url}/socket.io/?EIO=4&transport=polling"
            assert (await page.get(poll)).status_code == 400


async def test_what_redis_lost_heals(database_url: str) -> None:
    with redis_server() as url:
        async with live_worker(database_url, url) as one, live_worker(database_url, url) as two:
            product, (variant,) = await add_product(one.database)
            async with Watcher(two.url) as watcher:
                await watcher.subscribe([product])
                assert two.bus is not None
                two.bus._on_news = lambda _: None  # as if it was lost on the way
                await one.deposit(variant, 5)
                await watcher.until(lambda: watcher.stock(variant) == 5)
