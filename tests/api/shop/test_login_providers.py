"""Logging in by a provider, over HTTP, with a provider that can lie."""

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pyotp
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from tests.support.login_provider import (
    CLIENT_ID,
    CLIENT_SECRET,
    Lie,
    LoginProvider,
    opened_login_provider,
)
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in
from tests.support.server import ServerProcess, free_port


@pytest.fixture(scope="module")
def provider() -> Iterator[LoginProvider]:
    with opened_login_provider() as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(module_database_url: str, provider: LoginProvider) -> Iterator[ServerProcess]:
    """One whose login providers are all the one of this machine."""
    folder = Path(tempfile.mkdtemp(prefix="holdfast-test-"))
    port = free_port()
    key = ec.generate_private_key(ec.SECP256R1())
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    environment = {
        "HOLDFAST_LIMITS": "off", "HOLDFAST_WEB": str(folder / "web"),
        "HOLDFAST_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "HOLDFAST_LOGIN_GOOGLE_ID": CLIENT_ID, "HOLDFAST_LOGIN_GOOGLE_SECRET": CLIENT_SECRET,
        "HOLDFAST_LOGIN_GOOGLE_ISSUER": provider.url,
        "HOLDFAST_LOGIN_APPLE_ID": CLIENT_ID, "HOLDFAST_LOGIN_APPLE_TEAM": "TEAM",
        "HOLDFAST_LOGIN_APPLE_KEY_ID": "KEY", "HOLDFAST_LOGIN_APPLE_KEY": pem.replace("\n", "\\n"),
        "HOLDFAST_LOGIN_APPLE_ISSUER": provider.url,
        "HOLDFAST_LOGIN_VK_ID": CLIENT_ID, "HOLDFAST_LOGIN_VK_URL": provider.url,
        "HOLDFAST_LOGIN_OIDC_ID": CLIENT_ID, "HOLDFAST_LOGIN_OIDC_SECRET": CLIENT_SECRET,
        "HOLDFAST_LOGIN_OIDC_ISSUER": provider.url, "HOLDFAST_LOGIN_OIDC_TITLE": "Guild",
    }  # fmt: skip
    with ServerProcess(
        folder / "data", environment=environment, database_url=module_database_url, port=port
    ) as running:
        yield running
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def other(shop: ServerProcess) -> Iterator[httpx.Client]:
    """Another browser."""
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        yield opened


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


def test_the_shop_says_by_which_providers_one_logs_in(client: httpx.Client) -> None:
    listed = expect(client.get("/api/config"))["loginProviders"]
    assert [(one["name"], one["title"]) for one in listed] == [
        ("google", "Google"), ("apple", "Apple"), ("vk", "VK"), ("oidc", "Guild"),
    ]  # fmt: skip
    refusal(
        client.post("/api/session/providers/myspace", json={}, headers=key()),
        404, "login-provider-unknown",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["google", "oidc"])
def test_a_verified_address_that_nobody_has_makes_an_account(
    client: httpx.Client, other: httpx.Client, provider: LoginProvider, name: str
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email.upper())
    answer = come_in(client, name, next="/orders?page=2")
    assert (answer["next"], answer["connected"]) == ("/orders?page=2", False)
    assert answer["user"]["email"] == email
    assert answer["user"]["roles"] == ["customer"]
    assert who_is(client) == email
    assert expect(client.get("/api/profile/email"))["verified"] is True
    assert come_in(other, name)["user"]["id"] == answer["user"]["id"], "by the subject, next time"


def test_the_subject_counts_and_not_the_address(
    client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    first = come_in(client)
    provider.is_now(subject, fresh()[1], verified=False)
    assert come_in(other)["user"] == first["user"]


def test_what_a_guest_put_in_the_cart_comes_along(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    admin = f"{uuid4().hex[:8]}@test.example"
    assert shop.database_url is not None
    add_person(shop.database_url, admin, ["admin"])
    log_in(other, admin)
    expect(other.patch("/api/staff/settings", json={"currency": "EUR"}))
    lamp = {"name": "Lamp", "status": "active", "variants": [{"price": 900, "stock": 5}]}
    product = expect(other.post("/api/staff/products", json=lamp), 201)["product"]["id"]
    put = {"productId": product, "quantity": 2}
    expect(client.post("/api/cart/items", json=put, headers=key()))
    provider.is_now(*fresh())
    come_in(client)
    (line,) = expect(client.get("/api/cart"))["items"]
    assert (line["productId"], line["quantity"]) == (product, 2)


def test_an_address_that_an_account_has_waits_for_its_password(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    assert shop.database_url is not None
    add_person(shop.database_url, email)
    provider.is_now(subject, email)
    problem = refusal(back(client, over_there(begin(client))), 409, "login-email-has-account")
    assert problem["email"] == email
    assert who_is(client) is None
    assert rows(shop, email) == (1, 0)
    log_in(other, email)
    assert connected(other) == set(), "another browser's password does not count"
    log_in(client, email)
    assert connected(client) == {"google"}
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as third:
        assert come_in(third)["user"]["email"] == email


def test_a_password_of_another_account_connects_nothing(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    another = fresh()[1]
    assert shop.database_url is not None
    add_person(shop.database_url, email)
    add_person(shop.database_url, another)
    provider.is_now(subject, email)
    refusal(back(client, over_there(begin(client))), 409, "login-email-has-account")
    log_in(client, another)
    assert connected(client) == set()


@pytest.mark.parametrize("name", ["google", "vk"])
def test_an_address_that_is_not_verified_makes_no_account(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider, name: str
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email, verified=False)
    refusal(back(client, over_there(begin(client, name)), name), 409, "login-email-not-confirmed")
    assert who_is(client) is None
    assert rows(shop, email) == (0, 0)


def test_an_address_that_is_not_verified_takes_over_no_account(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    assert shop.database_url is not None
    add_person(shop.database_url, email)
    provider.is_now(subject, email, verified=False)
    refusal(back(client, over_there(begin(client))), 409, "login-email-not-confirmed")
    log_in(client, email)
    assert connected(client) == set()


def test_who_is_logged_in_connects_and_disconnects(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    assert shop.database_url is not None
    add_person(shop.database_url, email)
    log_in(client, email)
    provider.is_now(subject, fresh()[1], verified=False)
    at = "/api/session/providers/vk"
    for wrong in ("", "not the password"):
        asked = {"currentPassword": wrong}
        refusal(client.post(at, json=asked, headers=key()), 403, "current-password-wrong")
    answer = come_in(client, "vk", currentPassword=PASSWORD, next="/account")
    assert (answer["connected"], answer["next"]) == (True, "/account")
    assert connected(client) == {"vk"}
    assert come_in(other, "vk")["user"]["email"] == email
    gone = client.delete("/api/profile/login-providers/vk", headers=key())
    assert not any(one["connected"] for one in expect(gone)["providers"])
    refusal(
        client.delete("/api/profile/login-providers/vk", headers=key()),
        404, "login-not-connected",
    )  # fmt: skip


def test_an_identity_belongs_to_one_account_and_an_account_has_one_of_a_provider(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    come_in(other)
    another = fresh()[1]
    assert shop.database_url is not None
    add_person(shop.database_url, another)
    log_in(client, another)
    said = over_there(begin(client, currentPassword=PASSWORD))
    refusal(back(client, said), 409, "identity-taken")
    provider.is_now(*fresh())
    come_in(client, currentPassword=PASSWORD)
    provider.is_now(*fresh())
    said = over_there(begin(client, currentPassword=PASSWORD))
    refusal(back(client, said), 409, "identity-taken")


def test_the_last_way_in_stays_until_there_is_a_password_or_another(
    client: httpx.Client, provider: LoginProvider
) -> None:
    provider.is_now(*fresh())
    come_in(client)
    assert expect(client.get("/api/profile/login-providers"))["hasPassword"] is False
    last = "/api/profile/login-providers/google"
    refusal(client.delete(last, headers=key()), 409, "last-way-in")
    come_in(client, "oidc")
    expect(client.delete(last, headers=key()))
    assert connected(client) == {"oidc"}


def test_who_says_no_there_stays_a_guest(client: httpx.Client, provider: LoginProvider) -> None:
    provider.is_now(*fresh())
    provider.denies = True
    refusal(back(client, over_there(begin(client))), 403, "login-denied")
    assert who_is(client) is None


def test_a_login_of_another_browser_or_provider_or_of_nobody_has_expired(
    client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    provider.is_now(*fresh())
    said = over_there(begin(client))
    expect(other.get("/api/cart"))
    refusal(back(other, said), 410, "login-attempt-expired")
    refusal(back(client, said, "oidc"), 410, "login-attempt-expired")
    for state in ("", "x", "é", said["state"][:-2], "A" + said["state"][1:], "=" * 80):
        refusal(back(client, {**said, "state": state}), 410, "login-attempt-expired")
    assert who_is(client) is None
    expect(back(client, said))


@pytest.mark.parametrize("forgets", [True, False])
def test_a_code_works_once(
    client: httpx.Client, other: httpx.Client, provider: LoginProvider, forgets: bool
) -> None:
    provider.is_now(*fresh())
    provider.forgets = forgets
    said = over_there(begin(client))
    expect(back(client, said))
    refusal(back(client, said), 410, "login-attempt-expired")
    again = over_there(begin(other))
    refusal(back(other, {**again, "code": said["code"]}), 409, "login-code-refused")
    assert who_is(other) is None


@pytest.mark.parametrize(
    "lie",
    [
        "signature", "issuer", "audience", "azp", "expired", "nonce", "no-nonce", "unsigned",
        "shared-key", "no-token", "no-subject",
    ],
)  # fmt: skip
def test_what_is_not_signed_for_this_shop_and_this_login_is_not_believed(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider, lie: Lie
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    said = over_there(begin(client))
    provider.lie = lie
    refusal(back(client, said), 502, "login-token-wrong")
    assert who_is(client) is None
    assert rows(shop, email) == (0, 0)


def test_a_provider_that_signs_with_another_key_by_now_is_believed(
    client: httpx.Client, provider: LoginProvider
) -> None:
    provider.is_now(*fresh())
    said = over_there(begin(client))
    provider.signs_with_another_key()
    expect(back(client, said))


@pytest.mark.parametrize("lie", ["broken", "silly"])
def test_a_provider_that_answers_nonsense_is_away(
    client: httpx.Client, provider: LoginProvider, lie: Lie
) -> None:
    provider.is_now(*fresh())
    said = over_there(begin(client))
    provider.lie = lie
    refusal(back(client, said), 503, "login-provider-away")
    assert who_is(client) is None


def test_a_provider_that_hangs_up_is_away(client: httpx.Client, provider: LoginProvider) -> None:
    provider.is_now(*fresh())
    said = over_there(begin(client))
    provider.away = True
    refusal(back(client, said), 503, "login-provider-away")
    at = "/api/session/providers/vk"
    expect(client.post(at, json={}, headers=key()))  # nothing is asked yet
    assert who_is(client) is None
    provider.away = False
    come_in(client)


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", "x"])
def test_a_login_leads_to_the_shops_own_pages_alone(client: httpx.Client, to: str) -> None:
    at = "/api/session/providers/google"
    problem = refusal(client.post(at, json={"next": to}, headers=key()), 422, "invalid-request")
    assert problem["errors"][0]["field"] == "next"


def test_apple_sends_the_browser_back_by_a_form(
    shop: ServerProcess, client: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    provider.person["email_verified"] = "true"  # as Apple writes it
    address = begin(client, "apple")
    asked = dict(parse_qsl(urlsplit(address).query))
    assert (asked["response_mode"], asked["redirect_uri"]) == (
        "form_post", f"{shop.url}/hooks/login/apple",
    )  # fmt: skip
    query = {name: value for name, value in asked.items() if name != "response_mode"}
    said = over_there(f"{provider.url}/authorize?{httpx.QueryParams(query)}")
    crossing = {"Sec-Fetch-Site": "cross-site", "Origin": "https://appleid.apple.com"}
    answer = httpx.post(f"{shop.url}/hooks/login/apple", data=said, headers=crossing)
    assert answer.status_code == 303, answer.text
    to = urlsplit(answer.headers["location"])
    assert to.path == "/login/apple"
    found = expect(back(client, dict(parse_qsl(to.query)), "apple"))
    assert found["user"]["email"] == email


def test_a_blocked_account_stays_blocked(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    provider.is_now(subject, email)
    come_in(client)

    async def block() -> None:
        assert shop.database_url is not None
        connection = await asyncpg.connect(shop.database_url)
        await connection.execute("UPDATE users SET active = false WHERE email = $1", email)
        await connection.close()

    asyncio.run(block())
    refusal(back(other, over_there(begin(other))), 403, "account-disabled")


def test_of_whom_a_second_factor_is_on_a_code_comes_next(
    shop: ServerProcess, client: httpx.Client, other: httpx.Client, provider: LoginProvider
) -> None:
    subject, email = fresh()
    assert shop.database_url is not None
    add_person(shop.database_url, email, ["customer"])
    log_in(client, email)
    provider.is_now(subject, email)
    assert come_in(client, currentPassword=PASSWORD)["connected"]
    factor = "/api/profile/second-factor"
    begun = expect(client.post(f"{factor}/begin", json={"currentPassword": PASSWORD}))
    codes = pyotp.TOTP(begun["secret"])
    expect(client.post(f"{factor}/confirm", json={"code": codes.at(time.time() - 30)}))
    answer = come_in(other, next="/account")
    assert (answer["user"], answer["next"]) == (None, "/account")
    assert who_is(other) is None
    said = {"step": answer["step"], "code": codes.at(time.time() + 30)}
    expect(other.post("/api/session/second-step", json=said))
    assert who_is(other) == email
