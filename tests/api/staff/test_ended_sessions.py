"""Sessions that end: what was opened with one is told nothing more, and nothing opens again."""

import asyncio
from collections.abc import Callable
from uuid import uuid4

import httpx

from tests.api.live.test_live_orders import cookie, watching
from tests.api.shop.wallet_buyers import buy, member
from tests.support.live import WalletWatcher
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person
from tests.support.server import ServerProcess

Visit = Callable[..., Buyer]
PROMPTLY = 5.0
"""Seconds: more than any notice takes, fewer than somebody is remembered for."""


async def again(market: Market, visit: Visit, buyer: Buyer) -> Buyer:
    """The same person in another browser."""
    email = expect(await buyer.get("/api/session"))["user"]["email"]
    other = visit(market)
    expect(await other.post("/api/session/login", {"email": email, "password": PASSWORD}))
    return other


async def test_a_socket_is_told_nothing_after_logout(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 1000), market.goods(2)
    other = await again(market, visit, buyer)
    async with watching(market, buyer) as watcher, watching(market, other) as stays:
        assert await watcher.subscribe() == await stays.subscribe() == {"ok": True}
        order = expect(await buy(buyer, goods), 201)["order"]["id"]
        await watcher.until(lambda: watcher.phase(order) == "FINISHED")
        expect(await buyer.post("/api/session/logout", {}))
        late = expect(await buy(other, goods), 201)["order"]["id"]
        await stays.until(lambda: stays.phase(late) == "FINISHED")
        await watcher.until(lambda: bool(watcher.problems), PROMPTLY)
        assert watcher.problems[0]["code"] == "login-required"
        refused = await watcher.subscribe()
        assert refused.get("error", {}).get("code") == "login-required", refused
        assert watcher.phase(late) == ""
        assert not stays.problems


async def test_a_new_password_ends_the_sockets_of_other_sessions(
    market: Market, visit: Visit
) -> None:
    buyer = await member(market, visit, 1000)
    other = await again(market, visit, buyer)
    async with watching(market, buyer) as stays, watching(market, other) as watcher:
        assert await watcher.subscribe() == await stays.subscribe() == {"ok": True}
        asked = {"currentPassword": PASSWORD, "password": "another horse battery"}
        expect(await buyer.post("/api/profile/password", asked))
        await watcher.until(lambda: bool(watcher.problems), PROMPTLY)
        order = expect(await buy(buyer, market.goods(1)), 201)["order"]["id"]
        await stays.until(lambda: stays.phase(order) == "FINISHED")
        assert watcher.phase(order) == ""
        assert not stays.problems


def browsers(url: str, session: dict[str, str], how_many: int = 20) -> list[bool]:
    """Whether the session is honoured, over so many connections: some reach every worker."""
    found = []
    for _ in range(how_many):
        answer = httpx.get(f"{url}/api/session", headers=session, timeout=PATIENCE)
        found.append(expect(answer)["user"] is not None)
    return found


async def test_every_worker_refuses_a_session_that_was_logged_out(
    start_server: Callable[..., ServerProcess], database_url: str, redis_url: str
) -> None:
    email = f"{uuid4().hex}@test.example"
    await asyncio.to_thread(add_person, database_url, email)
    environment = {"REDIS_URL": redis_url, "HOLDFAST_LIMITS": "off"}
    running = await asyncio.to_thread(
        start_server, "--workers", "2", database_url=database_url, environment=environment
    )
    buyer = Buyer(running.url)
    expect(await buyer.post("/api/session/login", {"email": email, "password": PASSWORD}))
    session = cookie(buyer)
    assert all(await asyncio.to_thread(browsers, running.url, session))

    async def refused() -> bool:
        return not any(await asyncio.to_thread(browsers, running.url, session))

    async with WalletWatcher(running.url, session) as watcher:
        assert await watcher.subscribe() == {"ok": True}
        expect(await buyer.post("/api/session/logout", {}))
        await buyer.http.aclose()
        await eventually(refused, PROMPTLY, "no worker honours the session")
        assert await refused()
        await watcher.until(lambda: bool(watcher.problems), PROMPTLY)
