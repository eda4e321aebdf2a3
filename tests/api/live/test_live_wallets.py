"""Live balances over real sockets: a snapshot plus the updates equals a fresh snapshot, and each
owner is told of their own wallets only."""

import asyncio
import json
import random
import time
from collections.abc import Iterator
from uuid import UUID

import pytest
import websockets

from holdfast.catalog import stock_key
from holdfast.kit import new_id
from holdfast.ledger import Capture, Command, Deposit, Hold, Line, Release, Withdraw
from holdfast.live import sessions, telling
from holdfast.wallets import wallet_key
from tests.support.live import OWNER, LiveWorker, WalletWatcher, Watcher, add_product, live_worker
from tests.support.mute import narrow
from tests.support.patience import PATIENCE
from tests.support.redis import redis_server


@pytest.fixture(scope="module")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


def somebody() -> str:
    return f"user:{new_id()}"


async def open_wallet(worker: LiveWorker, owner: str, currency: str = "PTS") -> UUID:
    wallet = new_id()
    await worker.database.pool.execute(
        "INSERT INTO wallets (id, owner, currency) VALUES ($1, $2, $3)", wallet, owner, currency
    )
    return wallet


async def top_up(worker: LiveWorker, owner: str, amount: int, currency: str = "PTS") -> None:
    key = wallet_key(owner, currency)
    await worker.do(Deposit(key, amount, currency, counterparty="world/demo"))


def watching(worker: LiveWorker, owner: str, *transports: str) -> WalletWatcher:
    return WalletWatcher(worker.url, {OWNER: owner}, list(transports))


async def same_as_fresh(watcher: WalletWatcher, worker: LiveWorker, owner: str) -> None:
    """What the watcher has come to believe is what a new one is told."""
    async with WalletWatcher(worker.url, {OWNER: owner}, beside=watcher) as fresh:
        await fresh.subscribe()
        await watcher.until(lambda: bool(fresh.known) and watcher.known == fresh.known)


async def trade(worker: LiveWorker, owner: str, turns: int, seed: int) -> None:
    """Top up, spend, set aside, capture and release at random."""
    chance = random.Random(seed)
    held: list[UUID] = []
    for _ in range(turns):
        currency = chance.choice(["PTS", "EUR"])
        key = wallet_key(owner, currency)
        what = chance.random()
        if what < 0.4:
            await top_up(worker, owner, chance.randint(1, 9), currency)
        elif what < 0.6:
            take = Withdraw(key, 1, currency, counterparty=f"order/{new_id()}")
            await worker.ledger.commit(Command((take,)))
        elif what < 0.8 or not held:
            hold_id = new_id()
            await worker.do(
                Deposit(key, 1, currency, counterparty="world/demo"),
                Hold(hold_id, (Line(key, 1),), 60.0),
            )
            held.append(hold_id)
        else:
            hold_id = held.pop(chance.randrange(len(held)))
            await worker.do(Capture(hold_id) if chance.random() < 0.5 else Release(hold_id))


async def test_a_change_is_told_with_every_number(database_url: str) -> None:
    async with live_worker(database_url) as worker:
        owner = somebody()
        points = await open_wallet(worker, owner)
        euros = await open_wallet(worker, owner, "EUR")
        await top_up(worker, owner, 5)
        async with watching(worker, owner) as watcher:
            assert await watcher.subscribe() == {"ok": True}
            await watcher.until(lambda: len(watcher.known) == 2)
            assert watcher.known[str(points)] == {
                "walletId": str(points),
                "currency": "PTS",
                "balance": 5,
                "held": 0,
                "version": 1,
            }
            assert watcher.balance(euros) == 0
            await worker.do(Hold(new_id(), (Line(wallet_key(owner, "PTS"), 2),), 60.0))
            await watcher.until(lambda: watcher.balance(points) == 3)
            assert watcher.known[str(points)]["held"] == 2
            assert watcher.known[str(points)]["version"] == 2


async def test_nobody_is_told_of_anothers(database_url: str) -> None:
    async with live_worker(database_url) as worker:
        owner, other = somebody(), somebody()
        mine, theirs = await open_wallet(worker, owner), await open_wallet(worker, other)
        async with watching(worker, owner) as watcher, watching(worker, other) as stranger:
            await watcher.subscribe()
            # Whatever a client says, it is told of its own.
            for said in (str(mine), [str(mine)], {"owner": owner}, owner):
                answer = await stranger.client.ask("subscribe:wallets", said)
                assert answer == {"ok": True}
            for amount in range(1, 20):
                await top_up(worker, owner, amount)
            await watcher.until(lambda: watcher.balance(mine) == 190)
            await top_up(worker, other, 1)
            await stranger.until(lambda: stranger.balance(theirs) == 1)
            assert set(stranger.known) == {str(theirs)}
            assert set(watcher.known) == {str(mine)}


async def test_who_is_not_logged_in_is_told_nothing(database_url: str) -> None:
    async with live_worker(database_url) as worker:
        owner = somebody()
        await open_wallet(worker, owner)
        async with WalletWatcher(worker.url, {}) as guest, watching(worker, owner) as watcher:
            answer = await guest.subscribe()
            assert answer["error"]["code"] == "login-required"
            assert answer["error"]["status"] == 401
            await watcher.subscribe()
            await top_up(worker, owner, 1)
            await watcher.until(lambda: 1 in [one["balance"] for one in watcher.known.values()])
            assert guest.known == {}


async def test_who_has_logged_out_is_told_no_more(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sessions, "CHECK_EVERY", 0.05)
    async with live_worker(database_url) as worker:
        owner = somebody()
        wallet = await open_wallet(worker, owner)
        async with watching(worker, owner) as watcher, watching(worker, owner) as late:
            await watcher.subscribe()
            worker.gone.add(owner)
            await watcher.until(lambda: bool(watcher.problems))
            assert watcher.problems[0]["code"] == "login-required"
            assert (await late.subscribe())["error"]["code"] == "login-required"
            await top_up(worker, owner, 1)
            worker.gone.clear()
            assert await late.subscribe() == {"ok": True}
            await late.until(lambda: late.balance(wallet) == 1)
            assert watcher.balance(wallet) == 0


async def test_snapshot_plus_updates_is_a_fresh_snapshot_over_reconnects(
    database_url: str,
) -> None:
    async with live_worker(database_url) as worker:
        owner = somebody()
        for currency in ("PTS", "EUR"):
            await open_wallet(worker, owner, currency)
        async with (
            watching(worker, owner) as steady,
            watching(worker, owner, "polling") as polling,
        ):
            await steady.subscribe()
            await polling.subscribe()
            for turn in range(4):
                trading = asyncio.create_task(trade(worker, owner, 60, turn))
                async with watching(worker, owner) as passing:
                    await passing.subscribe()
                    await trading
                    await same_as_fresh(passing, worker, owner)
            await same_as_fresh(steady, worker, owner)
            await same_as_fresh(polling, worker, owner)


async def test_bursts_are_coalesced(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "SHORTEST", 0.5)
    async with live_worker(database_url) as worker:
        owner = somebody()
        wallet = await open_wallet(worker, owner)
        async with watching(worker, owner) as watcher:
            await watcher.subscribe()
            begun = time.monotonic()
            for _ in range(300):
                await top_up(worker, owner, 1)
            await watcher.until(lambda: watcher.balance(wallet) == 300)
            rounds = (time.monotonic() - begun) / 0.5
            assert watcher.updates <= rounds + 2  # however long three hundred top-ups take here


async def test_a_wallet_opened_later_is_told_with_its_first_movement(database_url: str) -> None:
    async with live_worker(database_url) as worker:
        owner = somebody()
        async with watching(worker, owner) as watcher:
            await watcher.subscribe()
            wallet = await open_wallet(worker, owner)
            await top_up(worker, owner, 3)
            await watcher.until(lambda: watcher.balance(wallet) == 3)


async def test_a_change_that_nobody_told_heals(database_url: str) -> None:
    async with live_worker(database_url) as worker, live_worker(database_url) as silent:
        owner = somebody()
        wallet = await open_wallet(worker, owner)
        async with watching(worker, owner) as watcher:
            await watcher.subscribe()
            await top_up(silent, owner, 7)
            await watcher.until(lambda: watcher.balance(wallet) == 7)


async def test_who_leaves_is_told_no_more_and_leaves_nothing_behind(database_url: str) -> None:
    async with live_worker(database_url) as worker:
        owner = somebody()
        wallet = await open_wallet(worker, owner)
        balances = worker.feed.watched["wallets"]
        async with watching(worker, owner) as watcher, watching(worker, owner) as other:
            await watcher.subscribe()
            await other.subscribe()
            await other.subscribe()
            await watcher.unsubscribe()
            await top_up(worker, owner, 1)
            await other.until(lambda: other.balance(wallet) == 1)
            assert watcher.balance(wallet) == 0
            assert set(balances.keys) == {owner}
            await other.unsubscribe()
            assert not balances.keys
            await other.subscribe()
        async with asyncio.timeout(PATIENCE), Watcher(worker.url) as beside:
            while balances.keys:  # the server has yet to hear that they are gone
                await beside.unsubscribe()


async def test_two_workers_tell_each_other(database_url: str, redis_url: str) -> None:
    async with (
        live_worker(database_url, redis_url) as one,
        live_worker(database_url, redis_url) as two,
    ):
        owner = somebody()
        for currency in ("PTS", "EUR"):
            await open_wallet(one, owner, currency)
        async with watching(one, owner) as here, watching(two, owner) as there:
            await here.subscribe()
            await there.subscribe()
            await asyncio.gather(trade(one, owner, 100, 1), trade(two, owner, 100, 2))
            await same_as_fresh(here, two, owner)
            await same_as_fresh(there, one, owner)
            await one.feed.watched[
                "wallets"
            ].stop()  # nothing heals now: what comes is the other's word
            told = here.updates
            await top_up(two, owner, 1000)
            await here.until(lambda: here.updates > told)


async def test_what_redis_lost_heals(database_url: str) -> None:
    with redis_server() as url:
        async with live_worker(database_url, url) as one, live_worker(database_url, url) as two:
            owner = somebody()
            wallet = await open_wallet(one, owner)
            async with watching(two, owner) as watcher:
                await watcher.subscribe()
                assert two.bus is not None
                two.bus._on_news = lambda _: None  # as if it was lost on the way
                await top_up(one, owner, 4)
                await watcher.until(lambda: watcher.balance(wallet) == 4)


async def test_who_does_not_read_delays_nobody_and_gets_the_latest_later(
    database_url: str,
) -> None:
    async with live_worker(database_url) as worker:
        owner = somebody()
        wallet = await open_wallet(worker, owner)
        variants = [(await add_product(worker.database))[1][0] for _ in range(200)]
        url = worker.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        async with (
            websockets.connect(
                url,
                sock=narrow(worker.url),
                compression=None,
                max_queue=1,
                additional_headers={OWNER: owner},
            ) as lazy,
            watching(worker, owner) as watcher,
            Watcher(worker.url) as products,
        ):
            for said in ("40", '42["subscribe:products"]', '42["subscribe:wallets"]'):
                await lazy.recv()
                await lazy.send(said)
            await products.subscribe()
            await watcher.subscribe()
            (inside,) = [
                one for one in worker.sockets.watchers.by_sid.values() if len(one.listening) == 2
            ]
            total = 0
            while inside.slow is None:  # until every buffer on the way is full
                total += 1
                await worker.do(*(Deposit(stock_key(one), 1) for one in variants))
                await products.until(lambda now=total: products.stock(variants[-1]) == now)
            await top_up(worker, owner, 8)
            await watcher.until(lambda: watcher.balance(wallet) == 8)
            async with asyncio.timeout(PATIENCE):
                while True:
                    said = str(await lazy.recv())
                    if said.startswith('42["wallet:update"'):
                        told = json.loads(said[2:])[1]
                        if told["balance"] == 8:
                            break
