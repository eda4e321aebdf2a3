"""Live balances through the shell: sessions and tokens say whose they are, at every worker."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack

import httpx
import pytest

from tests.api.conftest import CUSTOMER, MANAGER
from tests.support.live import WalletWatcher
from tests.support.market import expect
from tests.support.people import add_person, log_in, token_for
from tests.support.server import ServerProcess


def cookie(client: httpx.Client) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in client.cookies.items())}


def opened(client: httpx.Client) -> str:
    """The id of one's points."""
    answer = client.post("/api/wallets", json={"currency": "PTS"})
    assert answer.status_code in (200, 201)
    return str(answer.json()["wallet"]["id"])


@pytest.mark.parametrize("transport", ["websocket", "polling"])
async def test_a_session_is_told_of_its_own_wallets(shop: ServerProcess, transport: str) -> None:
    with (
        httpx.Client(base_url=shop.url) as customer,
        httpx.Client(base_url=shop.url) as manager,
    ):
        log_in(customer, CUSTOMER)
        log_in(manager, MANAGER)
        wallet, other = opened(customer), opened(manager)
        before = expect(customer.get(f"/api/wallets/{wallet}"))["wallet"]["balance"]
        async with (
            WalletWatcher(shop.url, cookie(customer), [transport]) as mine,
            WalletWatcher(shop.url, cookie(manager), [transport]) as theirs,
            WalletWatcher(shop.url, {}, [transport]) as guest,
        ):
            assert await mine.subscribe() == {"ok": True}
            assert await theirs.subscribe() == {"ok": True}
            assert (await guest.subscribe())["error"]["code"] == "login-required"
            for each in (wallet, other):  # the other's is changed last, and told last
                path = f"/api/wallets/{each}/top-ups"
                expect(await asyncio.to_thread(manager.post, path, json={"amount": 3}))
            await mine.until(lambda: mine.balance(wallet) == before + 3)
            await theirs.until(lambda: theirs.known[other]["version"] > 0)
            assert set(theirs.known) == {other}
            assert set(mine.known) == {wallet}
            assert guest.known == {}


async def test_a_token_is_told_of_its_users_wallets(
    shop: ServerProcess, shop_database_url: str
) -> None:
    token = await asyncio.to_thread(token_for, shop_database_url, CUSTOMER)
    bearer = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=shop.url, headers=bearer) as customer:
        wallet = opened(customer)
    async with WalletWatcher(shop.url, bearer) as watcher:
        assert await watcher.subscribe() == {"ok": True}
        await watcher.until(lambda: wallet in watcher.known)


@pytest.mark.slow
async def test_who_logs_out_elsewhere_is_told_no_more(shop: ServerProcess) -> None:
    with httpx.Client(base_url=shop.url) as customer:
        log_in(customer, CUSTOMER)
        opened(customer)
        async with WalletWatcher(shop.url, cookie(customer)) as watcher:
            assert await watcher.subscribe() == {"ok": True}
            expect(customer.post("/api/session/logout"))
            await watcher.until(lambda: bool(watcher.problems))
            assert watcher.problems[0]["code"] == "login-required"
            assert (await watcher.subscribe())["error"]["code"] == "login-required"


async def test_pages_at_two_workers_are_told_alike(
    start_server: Callable[..., ServerProcess], redis_url: str, database_url: str
) -> None:
    await asyncio.to_thread(add_person, database_url, CUSTOMER)
    await asyncio.to_thread(add_person, database_url, MANAGER, ["manager"])
    shop = start_server(
        "--workers",
        "2",
        environment={"REDIS_URL": redis_url, "HOLDFAST_LIMITS": "off"},
        database_url=database_url,
    )
    with (
        httpx.Client(base_url=shop.url) as customer,
        httpx.Client(base_url=shop.url) as manager,
    ):
        log_in(customer, CUSTOMER)
        log_in(manager, MANAGER)
        wallet = opened(customer)
        async with AsyncExitStack() as stack:
            pages = [
                await stack.enter_async_context(WalletWatcher(shop.url, cookie(customer)))
                for _ in range(8)
            ]
            for page in pages:
                assert await page.subscribe() == {"ok": True}
            path = f"/api/wallets/{wallet}/top-ups"
            for _ in range(10):
                expect(await asyncio.to_thread(manager.post, path, json={"amount": 1}))
            for page in pages:
                await page.until(lambda page=page: page.balance(wallet) == 10)
