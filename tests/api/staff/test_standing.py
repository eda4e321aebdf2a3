"""Staff change how somebody stands: roles, coming in at all, sessions. What ends, ends at once."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import ADMIN, MANAGER
from tests.api.live.test_live_orders import cookie, watching
from tests.api.shop.wallet_buyers import buy, member
from tests.support.live import WalletWatcher
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in, token_for
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

Visit = Callable[..., Buyer]
WHY = {"reason": "Cards that were not theirs"}


class Desk:
    """Somebody at a browser of one shop; ``id`` is theirs."""

    def __init__(self, shop: ServerProcess, email: str) -> None:
        self.email = email
        self.http = httpx.Client(base_url=shop.url, timeout=PATIENCE)
        log_in(self.http, email)
        self.id = str(expect(self.http.get("/api/session"))["user"]["id"])

    def does(
        self, action: str, to: str, body: Any = None, key: str | None = None
    ) -> httpx.Response:
        headers = {} if key is None else {"Idempotency-Key": key}
        path = f"/api/staff/people/{to}/{action}"
        return self.http.post(path, json={} if body is None else body, headers=headers)

    def sees(self, user: str) -> dict[str, Any]:
        return expect(self.http.get(f"/api/staff/people/{user}"))

    def logged_in(self) -> bool:
        return expect(self.http.get("/api/session"))["user"] is not None


Come = Callable[..., Desk]


@pytest.fixture
def come(shop: ServerProcess, shop_database_url: str) -> Iterator[Come]:
    """Somebody new with these roles, logged in; or again, by address."""
    opened: list[Desk] = []

    def arrive(*roles: str, email: str = "") -> Desk:
        if not email:
            email = f"{uuid4().hex}@test.example"
            add_person(shop_database_url, email, roles or ("customer",))
        opened.append(Desk(shop, email))
        return opened[-1]

    yield arrive
    for one in opened:
        one.http.close()


@pytest.fixture
def admin(come: Come) -> Desk:
    return come(email=ADMIN)


@pytest.fixture
def manager(come: Come) -> Desk:
    return come(email=MANAGER)


async def audited(url: str, user: str) -> list[tuple[str, dict[str, Any]]]:
    rows = await fetch(
        url, f"SELECT action, data::text FROM audit_log WHERE subject = 'user:{user}' ORDER BY id"
    )
    return [(row[0], json.loads(row[1])) for row in rows if row[0] != "user.added"]


# --- blocking ------------------------------------------------------------------------------------


async def test_who_is_blocked_is_out_at_once(
    shop: ServerProcess, shop_database_url: str, come: Come, admin: Desk
) -> None:
    ann = await asyncio.to_thread(come)
    elsewhere = await asyncio.to_thread(come, email=ann.email)
    token = await asyncio.to_thread(token_for, shop_database_url, ann.email)
    bearer = {"Authorization": f"Bearer {token}"}
    assert expect(httpx.get(f"{shop.url}/api/session", headers=bearer))["user"]["id"] == ann.id
    session = {"Cookie": "; ".join(f"{k}={v}" for k, v in ann.http.cookies.items())}
    async with WalletWatcher(shop.url, session) as watcher:
        assert await watcher.subscribe() == {"ok": True}
        seen = expect(await asyncio.to_thread(admin.does, "disable", ann.id, WHY))
        assert (seen["person"]["active"], seen["sessions"], seen["tokens"]) == (False, 0, 0)
        assert (seen["blocked"]["by"], seen["blocked"]["reason"]) == ("admin", WHY["reason"])
        assert not ann.logged_in()
        assert not elsewhere.logged_in()
        refusal(httpx.get(f"{shop.url}/api/session", headers=bearer), 401, "invalid-token")
        await watcher.until(lambda: bool(watcher.problems))
        assert watcher.problems[0]["code"] == "login-required"
    assert await audited(shop_database_url, ann.id) == [
        ("token.created", {"name": "test", "roles": ["customer"]}),
        ("user.disabled", {"active": [True, False], "sessions": 2, "tokens": 1, **WHY}),
    ]


def test_who_is_blocked_is_told_so_by_the_right_password_alone(come: Come, admin: Desk) -> None:
    ann = come()
    expect(admin.does("disable", ann.id, WHY))
    login = "/api/session/login"
    wrong = ann.http.post(login, json={"email": ann.email, "password": "not that one"})
    refusal(wrong, 401, "wrong-password")
    right = {"email": ann.email, "password": PASSWORD}
    told = refusal(ann.http.post(login, json=right), 403, "account-disabled")
    assert "blocked" in told["detail"]
    in_korean = ann.http.post(login, json=right, headers={"Accept-Language": "ko"})
    assert refusal(in_korean, 403, "account-disabled")["title"] == "차단된 계정입니다"
    expect(admin.does("enable", ann.id))
    assert not ann.logged_in()  # what was ended stays so
    expect(ann.http.post(login, json=right))
    assert ann.logged_in()


async def test_a_login_at_that_very_moment_leads_nowhere(
    shop: ServerProcess, come: Come, admin: Desk
) -> None:
    for _ in range(4):
        ann = await asyncio.to_thread(come)
        async with httpx.AsyncClient(base_url=shop.url, timeout=PATIENCE) as late:
            login = {"email": ann.email, "password": PASSWORD}
            await asyncio.gather(
                late.post("/api/session/login", json=login),
                asyncio.to_thread(admin.does, "disable", ann.id, WHY),
            )
            assert expect(await late.get("/api/session"))["user"] is None
        assert admin.sees(ann.id)["sessions"] == 0


async def test_orders_and_wallets_stay(market: Market, visit: Visit) -> None:
    buyer, goods = await member(market, visit, 1000), market.goods(2)
    order = expect(await buy(buyer, goods), 201)["order"]["id"]
    held = expect(await buyer.reserve(goods))
    user = expect(await buyer.get("/api/session"))["user"]["id"]
    async with watching(market, buyer) as watcher:
        await watcher.subscribe()
        done = market.staff.post(f"/api/staff/people/{user}/disable", json=WHY)
        seen = expect(done)
        await watcher.until(lambda: bool(watcher.problems))
    assert {one["id"] for one in seen["orders"]} == {order, held["orderId"]}
    assert {one["status"] for one in seen["orders"]} == {"paid", "pending"}
    (wallet,) = expect(market.staff.get(f"/api/staff/users/{user}/wallets"))["wallets"]
    assert wallet["balance"] > 0
    refusal(await buyer.get("/api/wallets"), 401, "login-required")
    assert cookie(buyer)


def test_being_logged_out_by_staff(come: Come, manager: Desk) -> None:
    ann = come()
    come(email=ann.email)
    assert manager.sees(ann.id)["sessions"] == 2
    assert expect(manager.does("end-sessions", ann.id))["sessions"] == 0
    assert not ann.logged_in()
    log_in(ann.http, ann.email)
    assert ann.logged_in()


# --- roles ---------------------------------------------------------------------------------------


async def test_roles_count_at_once(
    shop: ServerProcess, shop_database_url: str, come: Come, admin: Desk
) -> None:
    ann = await asyncio.to_thread(come)
    refusal(ann.http.get("/api/staff/people"), 403, "forbidden")
    seen = expect(admin.does("roles", ann.id, {"roles": ["manager", "customer", "manager"]}))
    assert seen["person"]["roles"] == ["customer", "manager"]
    expect(ann.http.get("/api/staff/people"))
    token = await asyncio.to_thread(token_for, shop_database_url, ann.email, ["manager"])
    bearer = {"Authorization": f"Bearer {token}"}
    expect(httpx.get(f"{shop.url}/api/staff/people", headers=bearer))
    expect(admin.does("roles", ann.id, {"roles": ["customer"]}))
    refusal(ann.http.get("/api/staff/people"), 403, "forbidden")
    refusal(httpx.get(f"{shop.url}/api/staff/people", headers=bearer), 403, "forbidden")
    assert [one for one in await audited(shop_database_url, ann.id) if "roles-" in one[0]] == [
        ("user.roles-changed", {"roles": [["customer"], ["customer", "manager"]]}),
        ("user.roles-changed", {"roles": [["customer", "manager"], ["customer"]]}),
    ]


# --- who may -------------------------------------------------------------------------------------


def test_a_manager_touches_no_staff_and_no_roles(come: Come, manager: Desk, admin: Desk) -> None:
    ann, colleague = come(), come("manager")
    for to in (colleague.id, admin.id):
        assert manager.sees(to)["may"] == []
        refusal(manager.does("disable", to, WHY), 403, "admin-needed")
        refusal(manager.does("enable", to), 403, "admin-needed")
        refusal(manager.does("end-sessions", to), 403, "admin-needed")
        refusal(manager.does("roles", to, {"roles": ["customer"]}), 403, "admin-needed")
    refusal(manager.does("roles", ann.id, {"roles": ["admin"]}), 403, "admin-needed")
    assert manager.sees(ann.id)["may"] == ["sessions", "standing"]
    assert admin.sees(ann.id)["may"] == ["sessions", "standing", "roles", "second-factor", "data"]
    assert ann.logged_in()
    assert colleague.logged_in()


def test_nobody_raises_demotes_or_shuts_out_themselves(manager: Desk, admin: Desk) -> None:
    for one in (manager, admin):
        assert one.sees(one.id)["may"] == ["sessions"]
        refusal(one.does("roles", one.id, {"roles": ["admin", "manager"]}), 403, "own-standing")
        refusal(one.does("disable", one.id, WHY), 403, "own-standing")
        refusal(one.does("enable", one.id), 403, "own-standing")


def test_nobody_else_may_anything(shop: ServerProcess, come: Come) -> None:
    ann, bob = come(), come()
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as stranger:
        for action, body in (
            ("disable", WHY), ("enable", {}), ("end-sessions", {}), ("roles", {"roles": ["admin"]}),
        ):  # fmt: skip
            refusal(ann.does(action, bob.id, body), 403, "forbidden")
            refusal(ann.does(action, ann.id, body), 403, "forbidden")
            path = f"/api/staff/people/{bob.id}/{action}"
            refusal(stranger.post(path, json=body), 401, "login-required")
    assert bob.logged_in()


def test_a_page_of_another_site_does_nothing(come: Come, admin: Desk) -> None:
    ann = come()
    path, evil = f"/api/staff/people/{ann.id}/disable", {"Origin": "https://evil.example"}
    refusal(admin.http.post(path, json=WHY, headers=evil), 403, "cross-origin")
    assert ann.logged_in()


# --- keys and bad requests -----------------------------------------------------------------------


def test_a_repeated_request_does_nothing_twice(come: Come, admin: Desk) -> None:
    ann, key = come(), str(uuid4())
    expect(admin.does("disable", ann.id, WHY, key))
    expect(admin.does("enable", ann.id))
    log_in(ann.http, ann.email)
    again = expect(admin.does("disable", ann.id, WHY, key))
    assert again["person"]["active"] is True
    assert ann.logged_in()
    other = {"reason": "Another one"}
    refusal(admin.does("disable", ann.id, other, key), 422, "idempotency-key-reused")
    bob = come()
    expect(admin.does("disable", bob.id, other, key))  # the key is of one person and action


@pytest.mark.parametrize(
    ("action", "body", "code", "field"),
    [
        ("roles", {"roles": ["king"]}, "unknown-role", "roles"),
        ("roles", {"roles": []}, "invalid-request", "roles"),
        ("roles", {"roles": ["customer"] * 11}, "invalid-request", "roles"),
        ("roles", {"roles": "admin"}, "invalid-request", "roles"),
        ("roles", {}, "invalid-request", "roles"),
        ("roles", {"roles": ["customer"], "active": True}, "unknown-field", "active"),
        ("disable", {}, "invalid-request", "reason"),
        ("disable", {"reason": "  "}, "invalid-request", "reason"),
        ("disable", {"reason": "x" * 501}, "invalid-request", "reason"),
    ],
)
def test_bad_requests_are_named(
    come: Come, admin: Desk, action: str, body: Any, code: str, field: str
) -> None:
    ann = come()
    told = refusal(admin.does(action, ann.id, body), 422, code)
    assert told["field"] == field
    assert ann.logged_in()


def test_who_is_unknown(admin: Desk) -> None:
    for action, body in (("disable", WHY), ("enable", {}), ("end-sessions", {})):
        refusal(admin.does(action, str(uuid4()), body), 404, "user-not-found")
    refusal(admin.does("enable", "nobody"), 404, "user-not-found")


def test_what_is_so_already_stays_so(come: Come, admin: Desk, shop_database_url: str) -> None:
    ann = come()
    expect(admin.does("enable", ann.id))
    expect(admin.does("roles", ann.id, {"roles": ["customer"]}))
    for _ in range(2):
        expect(admin.does("disable", ann.id, WHY))
    written = asyncio.run(audited(shop_database_url, ann.id))
    assert [action for action, _ in written] == ["user.disabled"]
