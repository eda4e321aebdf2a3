"""What a browser does between the shop and a login provider."""

import asyncio
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import asyncpg
import httpx

from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess


def key() -> dict[str, str]:
    return {"Idempotency-Key": uuid4().hex}


def begin(client: httpx.Client, name: str = "google", **asked: str) -> str:
    """Where the browser is to go."""
    at = f"/api/session/providers/{name}"
    return str(expect(client.post(at, json=asked, headers=key()))["address"])


def over_there(address: str) -> dict[str, str]:
    """What the provider sends the browser back with."""
    answer = httpx.get(address, timeout=PATIENCE)
    assert answer.status_code == 302, answer.text
    said = dict(parse_qsl(urlsplit(answer.headers["location"]).query))
    if "device_id" in said:
        said["deviceId"] = said.pop("device_id")
    return said


def back(client: httpx.Client, said: dict[str, str], name: str = "google") -> httpx.Response:
    return client.post(f"/api/session/providers/{name}/answer", json=said, headers=key())


def come_in(client: httpx.Client, name: str = "google", **asked: str) -> dict[str, Any]:
    return expect(back(client, over_there(begin(client, name, **asked)), name))


def who_is(client: httpx.Client) -> str | None:
    user = expect(client.get("/api/session"))["user"]
    return user and str(user["email"])


def connected(client: httpx.Client) -> set[str]:
    listed = expect(client.get("/api/profile/login-providers"))["providers"]
    return {one["name"] for one in listed if one["connected"]}


def rows(shop: ServerProcess, email: str) -> tuple[int, int]:
    """Accounts with the address, and identities the provider said it of."""

    async def counted() -> tuple[int, int]:
        assert shop.database_url is not None
        connection = await asyncpg.connect(shop.database_url)
        try:
            users = await connection.fetchval("SELECT count(*) FROM users WHERE email = $1", email)
            known = await connection.fetchval(
                "SELECT count(*) FROM provider_identities WHERE email = $1", email
            )
        finally:
            await connection.close()
        return users, known

    return asyncio.run(counted())


def fresh() -> tuple[str, str]:
    """Somebody whom nobody knows yet: a subject and an address."""
    word = uuid4().hex[:10]
    return f"subject-{word}", f"{word}@mail.example"
