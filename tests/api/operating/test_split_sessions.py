"""A session that ends is honoured by no service behind the door."""

import asyncio

import pytest

from tests.api.live.test_live_orders import cookie
from tests.api.operating.services import Visit
from tests.api.staff.test_ended_sessions import PROMPTLY, browsers
from tests.support.live import WalletWatcher
from tests.support.market import Market, eventually, expect


@pytest.mark.slow
async def test_behind_the_door_no_service_honours_it_either(split: Market, visit: Visit) -> None:
    who = {"email": "customer@example.com", "password": "holdfast-customer"}
    buyer = visit(split)
    expect(await buyer.post("/api/session/login", who))
    session = cookie(buyer)
    assert all(await asyncio.to_thread(browsers, split.url, session))

    async def refused() -> bool:
        return not any(await asyncio.to_thread(browsers, split.url, session))

    async with WalletWatcher(split.url, session) as watcher:
        assert await watcher.subscribe() == {"ok": True}
        expect(await buyer.post("/api/session/logout", {}))
        # A gateway remembered for three seconds, and then asked an instance that did for ten.
        await eventually(refused, 2.5, "no gateway honours the session")
        assert await refused()
        await watcher.until(lambda: bool(watcher.problems), PROMPTLY)
