"""Typed user ids (``X-User-Id``): believed with --demo, ignored without."""

import asyncio
from uuid import uuid4

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from holdfast.people import user_of_handle
from tests.support.live import OrderWatcher, WalletWatcher
from tests.support.market import Market, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person
from tests.support.postgres import execute, fetch
from tests.support.server import ServerProcess


def typed(market: Market, handle: str) -> httpx.Client:
    return httpx.Client(base_url=market.url, headers={"X-User-Id": handle}, timeout=PATIENCE)


def open_wallet(client: httpx.Client, amount: int) -> str:
    """The id of a wallet in points, topped up."""
    opened = client.post("/api/wallets", json={"currency": "PTS"}).json()["wallet"]["id"]
    expect(client.post(f"/api/wallets/{opened}/top-ups", json={"amount": amount}))
    return str(opened)


def test_a_typed_id_is_a_user_at_first_sight(market: Market) -> None:
    handle = f"h-{uuid4().hex}"
    with typed(market, handle) as client:
        session = expect(client.get("/api/session"))
        assert session["typedUserId"] == handle
        assert session["user"]["id"] == str(user_of_handle(handle))
        assert session["user"]["name"] == handle
        assert (session["guest"], session["roles"]) == (False, ["customer"])
        open_wallet(client, 100)
        order = {"amount": 60, "currency": "PTS", "description": "a cap", "paymentMethod": "wallet"}
        answer = client.post("/api/orders", json=order | {"userId": handle})
        assert answer.status_code in (201, 202), answer.text
        assert len(expect(client.get(f"/api/users/{handle}/orders"))["orders"]) == 1
        assert expect(client.get(f"/api/cart/{handle}"))["items"] == []
        refusal(client.get(f"/api/cart/{handle}x"), 404, "user-not-found")
    with typed(market, handle) as again:
        assert len(expect(again.get("/api/orders"))["orders"]) == 1
        refusal(again.get("/api/staff/stock-log"), 403, "forbidden")
    with typed(market, handle.upper()) as other:
        assert expect(other.get("/api/orders"))["orders"] == []


def test_a_page_is_told_that_ids_may_be_typed(market: Market, shop: ServerProcess) -> None:
    assert expect(httpx.get(f"{market.url}/api/config"))["typedUserIds"] is True
    assert expect(httpx.get(f"{shop.url}/api/config"))["typedUserIds"] is False


def test_the_typed_id_counts_more_than_a_cookie_and_less_than_a_token(market: Market) -> None:
    with httpx.Client(base_url=market.url) as client:
        demo = {"email": "customer@example.com", "password": "holdfast-customer"}
        mine = expect(client.post("/api/session/login", json=demo))["user"]["id"]
        assert expect(client.get("/api/session"))["user"]["id"] == mine
        said = expect(client.get("/api/session", headers={"X-User-Id": "7"}))
        assert said["user"]["id"] == str(user_of_handle("7"))
        both = {"X-User-Id": "7", "Authorization": "Bearer hf_wrong"}
        refusal(client.get("/api/session", headers=both), 401, "invalid-token")


def test_a_hundred_first_sights_at_once_are_one_user(market: Market) -> None:
    handle = f"h-{uuid4().hex}"

    async def all_at_once() -> set[str]:
        headers = {"X-User-Id": handle}
        async with httpx.AsyncClient(base_url=market.url, headers=headers, timeout=30) as client:
            answers = await asyncio.gather(*(client.get("/api/session") for _ in range(100)))
            return {expect(one)["user"]["id"] for one in answers}

    assert asyncio.run(all_at_once()) == {str(user_of_handle(handle))}


async def test_a_user_put_into_the_database_is_found_by_id(market: Market) -> None:
    user = uuid4()
    await execute(
        market.database_url,
        "INSERT INTO users (id, email, name, password_hash, roles)"
        f" VALUES ('{user}', '{user}@sql.example', 'Kim', '', '{{customer,admin}}')",
    )
    with typed(market, str(user)) as client:
        session = expect(client.get("/api/session"))
        assert (session["user"]["name"], session["user"]["id"]) == ("Kim", str(user))
        assert session["roles"] == ["customer"]  # a typed id is never staff
        refusal(client.get("/api/staff/stock-log"), 403, "forbidden")


async def test_who_is_not_active_is_refused(market: Market) -> None:
    user = uuid4()
    await execute(
        market.database_url,
        "INSERT INTO users (id, email, name, password_hash, roles, active)"
        f" VALUES ('{user}', '{user}@sql.example', 'Kim', '', '{{customer}}', false)",
    )
    with typed(market, str(user)) as client:
        refusal(client.get("/api/session"), 401, "invalid-token")


@pytest.mark.parametrize("handle", ["", "a b", "x" * 65])
def test_what_cannot_be_typed_is_refused(market: Market, handle: str) -> None:
    with typed(market, handle) as client:
        problem = refusal(client.get("/api/session"), 422, "invalid-request")
        assert problem["field"] == "X-User-Id"


async def test_nobody_logs_in_by_password_as_a_typed_user(market: Market) -> None:
    handle = f"h-{uuid4().hex}"
    with typed(market, handle) as client:
        email = expect(client.get("/api/session"))["user"]["email"]
    for password in ("nobody has this password", handle, " "):
        answer = httpx.post(
            f"{market.url}/api/session/login", json={"email": email, "password": password}
        )
        refusal(answer, 401, "wrong-password")
    ((stored,),) = await fetch(
        market.database_url, f"SELECT password_hash FROM users WHERE email = '{email}'"
    )
    assert stored == ""


async def test_without_demo_the_header_is_ignored(
    shop: ServerProcess, shop_database_url: str
) -> None:
    email = f"{uuid4().hex}@test.example"
    await asyncio.to_thread(add_person, shop_database_url, email)
    ((user,),) = await fetch(shop_database_url, f"SELECT id FROM users WHERE email = '{email}'")
    for handle in ("1", str(user), "a b"):
        headers = {"X-User-Id": handle}
        said = expect(httpx.get(f"{shop.url}/api/session", headers=headers))
        assert (said["user"], said["guest"], said["typedUserId"]) == (None, True, None)
        refusal(httpx.get(f"{shop.url}/api/wallets", headers=headers), 401, "login-required")
    async with WalletWatcher(f"{shop.url}?userId={user}", {}) as watcher:
        assert (await watcher.subscribe())["error"]["code"] == "login-required"
    rows = await fetch(shop_database_url, f"SELECT FROM users WHERE id = '{user_of_handle('1')}'")
    assert rows == []


async def test_a_socket_says_the_id_in_its_address(market: Market) -> None:
    handle = f"h-{uuid4().hex}"
    with typed(market, handle) as client:
        wallet = await asyncio.to_thread(open_wallet, client, 5)
        async with (
            WalletWatcher(f"{market.url}?userId={handle}", {}) as wallets,
            OrderWatcher(market.url, {"X-User-Id": handle}) as orders,
        ):
            assert await wallets.subscribe() == {"ok": True}
            assert await orders.subscribe() == {"ok": True}
            await wallets.until(lambda: wallets.balance(wallet) == 5)
            asked = {"amount": 5, "currency": "PTS", "description": "x", "paymentMethod": "wallet"}
            answer = await asyncio.to_thread(client.post, "/api/orders", json=asked)
            order = answer.json()["order"]["id"]
            await orders.until(lambda: orders.phase(order) == "FINISHED")
            await wallets.until(lambda: wallets.balance(wallet) == 0)


def test_an_id_in_an_address_does_not_let_pages_of_others_in(market: Market) -> None:
    """Any page can open an address; a header of its own it can send only if it may."""
    door = f"{market.url}/socket.io/?EIO=4&transport=polling"
    evil, handle = {"Origin": "https://evil.example"}, f"h-{uuid4().hex}"
    refusal(httpx.get(f"{door}&userId={handle}", headers=evil), 403, "cross-origin")
    own = {"Origin": market.url}
    assert httpx.get(f"{door}&userId={handle}", headers=own).status_code == 200
    assert httpx.get(door, headers=evil | {"X-User-Id": handle}).status_code == 200


@pytest.mark.parametrize("sent", ["%F0%9F%98%80", "%00", "a%20b", "x" * 65])
def test_a_socket_with_an_id_that_is_none_is_refused(market: Market, sent: str) -> None:
    for transport in ("polling", "websocket"):
        door = f"/socket.io/?EIO=4&transport={transport}&userId={sent}"
        if transport == "polling":
            refusal(httpx.get(market.url + door), 422, "invalid-request")
            continue
        with pytest.raises(InvalidStatus) as refused:
            connect(market.url.replace("http://", "ws://") + door, open_timeout=PATIENCE)
        assert refused.value.response.status_code == 422
