"""Orders told live, through the shell: each owner sees their own move, and nobody else's."""

import asyncio
import random
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.api.shop.wallet_buyers import buy, coupon, member
from tests.support.live import OrderWatcher
from tests.support.market import Buyer, Market, eventually, expect, opened_market
from tests.support.patience import PATIENCE
from tests.support.postgres import execute

Visit = Callable[..., Buyer]


def cookie(buyer: Buyer) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{one}={value}" for one, value in buyer.http.cookies.items())}


def watching(market: Market, buyer: Buyer, *transports: str) -> OrderWatcher:
    return OrderWatcher(market.url, cookie(buyer), list(transports))


async def same_as_fresh(watcher: OrderWatcher, market: Market, buyer: Buyer) -> None:
    """What the watcher has come to believe is what a new one is told."""
    headers = cookie(buyer)
    async with OrderWatcher(market.url, headers, beside=watcher) as fresh:
        await fresh.subscribe()
        await watcher.until(lambda: bool(fresh.known) and watcher.known == fresh.known)


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_an_owner_sees_an_order_paid_and_refunded(
    market: Market, visit: Visit, transport: str
) -> None:
    buyer, goods = await member(market, visit, 1000), market.goods(2)
    async with watching(market, buyer, transport) as watcher:
        assert await watcher.subscribe() == {"ok": True}
        order = expect(await buy(buyer, goods), 201)["order"]
        await watcher.until(lambda: watcher.phase(order["id"]) == "FINISHED")
        told = watcher.known[order["id"]]
        assert told.pop("version") > 0
        assert told == {
            "orderId": order["id"],
            "number": order["number"],
            "status": "paid",
            "phase": "FINISHED",
            "reason": None,
            "cancelledBy": None,
            "refund": "none",
            "fulfilment": "unfulfilled",
            "at": order["paidAt"],
        }
        told["version"] = 0
        expect(await buyer.cancel(orderId=order["id"]))
        await watcher.until(lambda: watcher.phase(order["id"]) == "CANCELLED")
        told = watcher.known[order["id"]]
        assert (told["status"], told["reason"], told["refund"]) == ("cancelled", "refunded", "done")


async def test_a_guest_sees_a_reservation_become_an_order(market: Market, visit: Visit) -> None:
    guest, other, goods = visit(market), visit(market), market.goods(5)
    first = expect(await guest.reserve(goods))
    expect(await other.reserve(goods))
    async with watching(market, guest) as watcher, watching(market, other) as stranger:
        assert await watcher.subscribe() == {"ok": True}
        assert await stranger.subscribe() == {"ok": True}
        await watcher.until(lambda: watcher.phase(first["orderId"]) == "NEW")
        expect(await guest.create(first, expect(await guest.pay(first))))
        await watcher.until(lambda: watcher.phase(first["orderId"]) == "FINISHED")
        second = expect(await guest.reserve(goods))
        await watcher.until(lambda: watcher.phase(second["orderId"]) == "NEW")
        third = expect(await other.reserve(goods))
        await stranger.until(lambda: stranger.phase(third["orderId"]) == "NEW")
        assert set(watcher.known) == {first["orderId"], second["orderId"]}
        assert not set(watcher.known) & set(stranger.known)


@pytest.mark.parametrize("wallet", [False, True])
async def test_an_open_page_looks_again_when_a_part_of_the_money_goes_back(
    market: Market, visit: Visit, wallet: bool
) -> None:
    buyer, goods = await member(market, visit, 1000), market.goods(1)
    order = (
        expect(await buy(buyer, goods), 201)["order"]["id"]
        if wallet
        else (await buyer.buy(goods))["orderId"]
    )

    async def shown() -> dict[str, Any]:
        found: dict[str, Any] = expect(await buyer.get(f"/api/orders/{order}"))["order"]
        return found

    async with watching(market, buyer) as watcher:
        await watcher.subscribe()
        await watcher.until(lambda: watcher.phase(order) == "FINISHED")
        version = watcher.known[order]["version"]
        for times, part, back in ((1, 100, 100), (2, 150, 250)):
            asked = {"amount": part, "reason": "a scratch"}
            expect(market.staff.post(f"/api/staff/orders/{order}/refund", json=asked))

            async def done(times: int = times) -> bool:
                moments = [one["what"] for one in (await shown())["timeline"]]
                return moments.count("refunded") == times

            await eventually(done, PATIENCE, "the money is back")
            page = await shown()
            assert (page["status"], page["refunded"]) == ("paid", back)
            assert page["version"] > version
            version = page["version"]
            await watcher.until(lambda version=version: watcher.known[order]["version"] == version)
            assert watcher.known[order]["status"] == "paid"
        expect(await buyer.cancel(orderId=order))
        await watcher.until(lambda: watcher.phase(order) == "CANCELLED")
        assert watcher.known[order]["version"] > version


async def test_an_open_page_looks_again_when_an_order_is_held_anew(
    market: Market, visit: Visit
) -> None:
    """At another price, and under another reservation: what the page shows could not be paid."""
    buyer, goods = await member(market, visit), market.goods(1)
    used = await coupon(market, buyer)
    made = expect(await buyer.reserve(goods))
    order = made["orderId"]
    async with watching(market, buyer) as watcher:
        await watcher.subscribe()
        await watcher.until(lambda: watcher.phase(order) == "NEW")
        version = watcher.known[order]["version"]
        for chosen in (used, None):
            path = f"/api/orders/{order}/coupon"
            page = expect(await buyer.post(path, {"couponId": chosen}))["order"]
            assert page["version"] > version
            version = page["version"]
            await watcher.until(lambda version=version: watcher.known[order]["version"] == version)


async def test_what_runs_out_is_told(hasty_market: Market, visit: Visit) -> None:
    guest = visit(hasty_market)
    order = expect(await guest.reserve(hasty_market.goods(1)))["orderId"]
    async with watching(hasty_market, guest) as watcher:
        await watcher.subscribe()
        await watcher.until(lambda: watcher.phase(order) == "CANCELLED")
        assert watcher.known[order]["reason"] == "expired"


async def test_who_is_nobody_yet_is_told_so(market: Market) -> None:
    async with OrderWatcher(market.url, {}) as nobody:
        assert (await nobody.subscribe())["error"]["code"] == "login-required"


async def test_a_snapshot_and_its_updates_equal_a_fresh_snapshot(
    market: Market, visit: Visit
) -> None:
    buyer, goods, chance = await member(market, visit, 10_000), market.goods(50), random.Random(5)
    async with watching(market, buyer) as watcher:
        await watcher.subscribe()

        async def one() -> None:
            order = (await buy(buyer, goods)).json()["order"]["id"]
            if chance.random() < 0.5:
                await buyer.cancel(orderId=order)

        await asyncio.gather(*(one() for _ in range(15)))
        listed = expect(await buyer.get("/api/orders"))["orders"]
        truth = {one["id"]: one["phase"] for one in listed}
        assert set(truth.values()) == {"FINISHED", "CANCELLED"}
        await watcher.until(
            lambda: {one: told["phase"] for one, told in watcher.known.items()} == truth
        )
        await same_as_fresh(watcher, market, buyer)


async def test_what_no_event_told_heals(market: Market, visit: Visit) -> None:
    guest = visit(market)
    order = expect(await guest.reserve(market.goods(1)))["orderId"]
    async with watching(market, guest) as watcher:
        await watcher.subscribe()
        await execute(
            market.server.database_url,
            f"UPDATE orders SET status = 'cancelled', reason = 'unpaid' WHERE id = '{order}'",
        )
        await watcher.until(lambda: watcher.phase(order) == "CANCELLED")


async def test_who_leaves_is_told_no_more(market: Market, visit: Visit) -> None:
    guest, goods = visit(market), market.goods(3)
    expect(await guest.reserve(goods))
    async with watching(market, guest) as watcher, watching(market, guest) as other:
        await watcher.subscribe()
        await other.subscribe()
        await watcher.unsubscribe()
        order = expect(await guest.reserve(goods))["orderId"]
        await other.until(lambda: other.phase(order) == "NEW")
        assert watcher.phase(order) == ""


async def test_whichever_worker_a_socket_hangs_on(
    scratch: Path, stocked_url: str, redis_url: str, visit: Visit
) -> None:
    shop = {"HOLDFAST_LIMITS": "off", "REDIS_URL": redis_url}
    words = "--workers", "2"
    with opened_market(scratch, *words, environment=shop, database_url=stocked_url) as market:
        goods = market.goods(100)
        buyers = [visit(market) for _ in range(6)]
        for buyer in buyers:
            expect(await buyer.reserve(goods))
        async with AsyncExitStack() as stack:
            watchers = [
                await stack.enter_async_context(watching(market, one, "websocket"))
                for one in buyers
            ]
            orders: list[Any] = []
            for watcher, buyer in zip(watchers, buyers, strict=True):
                assert await watcher.subscribe() == {"ok": True}
                orders.append((await buyer.buy(goods))["orderId"])
            for watcher, order in zip(watchers, orders, strict=True):
                await watcher.until(lambda one=watcher, its=order: one.phase(its) == "FINISHED")
