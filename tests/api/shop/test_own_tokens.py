"""Bearer tokens that people make for themselves, and what becomes of them."""

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pyotp
import pytest

from holdfast.people import MOST_TOKENS
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in, token_for
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

OWN = "/api/profile/tokens"
FACTOR = "/api/profile/second-factor"


class Owner:
    """Somebody who is logged in."""

    def __init__(self, url: str, email: str) -> None:
        self.url, self.email = url, email
        self.http = httpx.Client(base_url=url, timeout=PATIENCE)
        log_in(self.http, email)

    @property
    def id(self) -> str:
        return str(expect(self.http.get("/api/session"))["user"]["id"])

    def asks(self, key: str | None = None, **body: Any) -> httpx.Response:
        asked = {"name": "1C", "roles": ["customer"], "currentPassword": PASSWORD} | body
        headers = {"Idempotency-Key": key} if key else {}
        return self.http.post(OWN, json=asked, headers=headers)

    def has(self) -> list[dict[str, Any]]:
        return list(expect(self.http.get(OWN))["tokens"])


def by(url: str, token: str, path: str = "/api/profile/tokens") -> httpx.Response:
    """What a program is answered that comes in by it."""
    return httpx.get(url + path, headers={"Authorization": f"Bearer {token}"}, timeout=PATIENCE)


@pytest.fixture
def come(shop: ServerProcess, shop_database_url: str) -> Iterator[Callable[..., Owner]]:
    opened: list[Owner] = []

    def arrive(*roles: str, duties: list[str] | None = None) -> Owner:
        email = f"{uuid4().hex}@test.example"
        add_person(shop_database_url, email, roles or ("customer",), duties)
        opened.append(Owner(shop.url, email))
        return opened[-1]

    yield arrive
    for one in opened:
        one.http.close()


Come = Callable[..., Owner]


def test_a_program_comes_in_by_it_until_it_is_ended(come: Come, shop: ServerProcess) -> None:
    ann = come()
    assert expect(ann.http.get(OWN)) == {
        "tokens": [], "most": MOST_TOKENS, "asksPassword": True, "asksCode": False,
    }  # fmt: skip
    made = expect(ann.asks(name="My shelf", days=30))
    (shown,) = made["tokens"]
    assert shown["name"] == "My shelf"
    assert shown["hint"] == made["token"][-4:]
    assert shown["expiresAt"] is not None
    assert shown["lastUsedAt"] is None
    assert expect(by(shop.url, made["token"]))["tokens"][0]["lastUsedAt"] is not None
    assert expect(ann.http.delete(f"{OWN}/{shown['id']}"))["tokens"] == []
    refusal(by(shop.url, made["token"]), 401, "invalid-token")
    refusal(ann.http.delete(f"{OWN}/{shown['id']}"), 404, "token-unknown")


def test_making_one_takes_the_password(come: Come) -> None:
    ann = come()
    wrong = ann.asks(currentPassword="not that one")
    assert refusal(wrong, 403, "current-password-wrong")["field"] == "currentPassword"
    refusal(ann.asks(currentPassword=""), 403, "current-password-wrong")
    assert ann.has() == []


def test_with_two_step_login_it_takes_a_code_that_works_once(come: Come) -> None:
    ann = come()
    begun = expect(ann.http.post(f"{FACTOR}/begin", json={"currentPassword": PASSWORD}))
    app = pyotp.TOTP(begun["secret"])
    first = app.at(time.time() - 30)
    expect(ann.http.post(f"{FACTOR}/confirm", json={"code": first}))
    assert expect(ann.http.get(OWN))["asksCode"] is True
    refusal(ann.asks(), 422, "second-code-wrong")
    refusal(ann.asks(code=first), 422, "second-code-wrong")
    expect(ann.asks(code=app.at(time.time() + 30)))
    assert len(ann.has()) == 1


def test_it_is_no_more_than_who_makes_it(come: Come, shop: ServerProcess) -> None:
    assert refusal(come().asks(roles=["admin"]), 422, "unknown-role")["field"] == "roles"
    mina = come("manager", duties=["orders:read", "books:read"])
    refusal(mina.asks(roles=["manager"], duties=["settings:write"]), 403, "duty-lacking")
    refusal(mina.asks(roles=["manager"], duties=["fly"]), 422, "unknown-duty")
    token = expect(mina.asks(roles=["manager"], duties=["books:read"]))["token"]
    refusal(by(shop.url, token, "/api/staff/orders"), 403, "duty-lacking")
    whole = expect(mina.asks(roles=["manager"]))["token"]
    assert by(shop.url, whole, "/api/staff/orders").status_code == 200
    refusal(by(shop.url, whole, "/api/staff/settings"), 403, "duty-lacking")
    refusal(come().asks(duties=["books:read"]), 422, "duties-of-managers")


def test_a_token_makes_no_tokens(come: Come, shop: ServerProcess) -> None:
    mina = come("manager")
    narrow = expect(mina.asks(roles=["manager"], duties=["books:read"]))["token"]
    asked = {"name": "all", "roles": ["manager"], "currentPassword": PASSWORD}
    headers = {"Authorization": f"Bearer {narrow}"}
    answer = httpx.post(shop.url + OWN, json=asked, headers=headers, timeout=PATIENCE)
    refusal(answer, 403, "not-by-token")
    assert len(mina.has()) == 1


def test_asked_again_with_its_key_no_second_one_is_made(come: Come) -> None:
    ann, key = come(), str(uuid4())
    expect(ann.asks(key))
    refusal(ann.asks(key), 409, "token-made-before")
    refusal(ann.asks(key, name="another"), 422, "idempotency-key-reused")
    assert len(ann.has()) == 1


def test_of_many_at_once_with_one_key_one_is_made(come: Come) -> None:
    ann, key = come(), str(uuid4())
    cookies, asked = dict(ann.http.cookies), {"name": "x", "roles": ["customer"]}

    def ask(_: int) -> int:
        return httpx.post(
            ann.url + OWN,
            json=asked | {"currentPassword": PASSWORD},
            headers={"Idempotency-Key": key},
            cookies=cookies,
            timeout=PATIENCE,
        ).status_code

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(ask, range(6)))
    assert answers == [200] + [409] * 5
    assert len(ann.has()) == 1


def test_no_more_than_so_many_work_at_the_same_time(come: Come, shop_database_url: str) -> None:
    ann = come()
    fill = (
        "INSERT INTO api_tokens (token_hash, user_id, name, roles)"
        " SELECT sha256(gen_random_uuid()::text::bytea), id, 'by hand', '{customer}'"
        f" FROM users, generate_series(1, {MOST_TOKENS}) WHERE email = $1"
    )
    asyncio.run(fetch(shop_database_url, fill, ann.email))
    refusal(ann.asks(), 409, "too-many-tokens")
    first = ann.has()[0]
    assert first["hint"] == ""
    expect(ann.http.delete(f"{OWN}/{first['id']}"))
    expect(ann.asks())
    assert len(ann.has()) == MOST_TOKENS


def test_anothers_is_unknown(come: Come) -> None:
    ann, bob = come(), come()
    (token,) = expect(ann.asks())["tokens"]
    refusal(bob.http.delete(f"{OWN}/{token['id']}"), 404, "token-unknown")
    refusal(bob.http.delete(f"{OWN}/{uuid4()}"), 404, "token-unknown")
    refusal(bob.http.delete(f"{OWN}/that-one"), 404, "token-unknown")
    assert len(ann.has()) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "bell\x07"),
        ("name", "x" * 101),
        ("roles", []),
        ("days", 0),
        ("days", 3651),
        ("days", "9"),
    ],
)
def test_what_is_asked_for_wrongly_is_named(come: Come, field: str, value: Any) -> None:
    assert refusal(come().asks(None, **{field: value}), 422, "invalid-request")["field"] == field


def test_staff_see_those_of_others_and_end_them(
    come: Come, shop: ServerProcess, shop_database_url: str
) -> None:
    ann, mina, ada = come(), come("manager"), come("admin")
    token = expect(ann.asks())["token"]
    theirs = f"/api/staff/people/{ann.id}/tokens"
    (shown,) = expect(mina.http.get(theirs))["tokens"]
    refusal(ann.http.get(theirs), 403, "forbidden")
    assert expect(mina.http.delete(f"{theirs}/{shown['id']}"))["tokens"] == []
    refusal(by(shop.url, token), 401, "invalid-token")
    refusal(mina.http.delete(f"{theirs}/{shown['id']}"), 404, "token-unknown")
    (of_ada,) = expect(ada.asks(roles=["admin"]))["tokens"]
    refusal(
        mina.http.delete(f"/api/staff/people/{ada.id}/tokens/{of_ada['id']}"), 403, "admin-needed"
    )
    refusal(mina.http.get(f"/api/staff/people/{uuid4()}/tokens"), 404, "user-not-found")
    done = "SELECT action, data FROM audit_log WHERE subject = $1 ORDER BY id"
    rows = asyncio.run(fetch(shop_database_url, done, f"user:{ann.id}"))
    assert [row["action"] for row in rows][-2:] == ["token.created", "token.revoked"]


def test_a_token_made_by_command_is_seen_too(come: Come, shop_database_url: str) -> None:
    ann = come()
    made = token_for(shop_database_url, ann.email)
    (shown,) = ann.has()
    assert (shown["name"], shown["hint"], shown["expiresAt"]) == ("test", made[-4:], None)
