"""`holdfast user ...`: passwords, roles, blocking and sessions, while a server runs on the same
database."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.shop.test_second_factor import Owner
from tests.support.command import holdfast
from tests.support.live import WalletWatcher
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in, token_for
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

NEW = "another horse battery"
RESET = (
    "SELECT actor FROM audit_log a JOIN users u ON a.subject = 'user:' || u.id"
    " WHERE u.email = $1 AND a.action = 'user.second-factor-reset'"
)


@pytest.fixture
def ann(shop_database_url: str) -> str:
    """Somebody's address."""
    email = f"{uuid4().hex}@test.example"
    add_person(shop_database_url, email)
    return email


def run(url: str, *words: str, given: str = "") -> dict[str, Any]:
    """What the command printed; it must have done its work."""
    done = holdfast("user", *words, "--database-url", url, "--json", given=given)
    assert done.returncode == 0, done.stderr
    printed: dict[str, Any] = json.loads(done.stdout)
    return printed


def refused(url: str, *words: str, given: str = "") -> str:
    done = holdfast("user", *words, "--database-url", url, given=given)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr


async def test_who_is_logged_out_or_blocked_by_a_command_is_out_at_once(
    shop: ServerProcess, shop_database_url: str, ann: str
) -> None:
    url = shop_database_url
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        for words in (("logout", ann, "--yes"), ("disable", ann, "--yes", "--reason", "Fraud")):
            await asyncio.to_thread(log_in, client, ann)
            session = {"Cookie": "; ".join(f"{k}={v}" for k, v in client.cookies.items())}
            async with WalletWatcher(shop.url, session) as watcher:
                assert await watcher.subscribe() == {"ok": True}
                printed = await asyncio.to_thread(run, url, *words)
                assert printed["sessions"] == 0
                assert printed["active"] is (words[0] == "logout")
                await watcher.until(lambda watcher=watcher: bool(watcher.problems))
            assert expect(client.get("/api/session"))["user"] is None
        login = {"email": ann, "password": PASSWORD}
        refusal(client.post("/api/session/login", json=login), 403, "account-disabled")
        assert (await asyncio.to_thread(run, url, "enable", ann))["active"] is True
        expect(client.post("/api/session/login", json=login))
    rows = await fetch(
        url,
        "SELECT action, actor, data::text FROM audit_log a JOIN users u"
        f" ON a.subject = 'user:' || u.id WHERE u.email = '{ann}' ORDER BY a.id",
    )
    assert [(row[0], row[1], json.loads(row[2])) for row in rows[1:]] == [
        ("user.sessions-ended", "cli", {"sessions": [1, 0]}),
        ("user.disabled", "cli",
         {"active": [True, False], "sessions": 1, "tokens": 0, "reason": "Fraud"}),
        ("user.enabled", "cli", {"active": [False, True]}),
    ]  # fmt: skip


def test_a_password_is_set(shop: ServerProcess, shop_database_url: str, ann: str) -> None:
    url = shop_database_url
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, ann)
        run(url, "password", ann, "--password-stdin", given=f"{NEW}\n")
        assert expect(client.get("/api/session"))["user"] is None
        login = "/api/session/login"
        old = client.post(login, json={"email": ann, "password": PASSWORD})
        refusal(old, 401, "wrong-password")
        expect(client.post(login, json={"email": ann, "password": NEW}))
        weak = refused(url, "password", ann, "--password-stdin", given="short\n")
        assert "8 to 200 characters" in weak
        assert expect(client.get("/api/session"))["user"] is not None


def test_roles_are_set(shop: ServerProcess, shop_database_url: str, ann: str) -> None:
    url = shop_database_url
    bearer = {"Authorization": f"Bearer {token_for(url, ann)}"}
    printed = run(url, "roles", ann, "--role", "manager", "--role", "customer", "--yes")
    assert (printed["roles"], printed["tokens"]) == (["customer", "manager"], 1)
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, ann)
        expect(client.get("/api/staff/people"))
        # A token has what it was made with, and never more than its owner.
        refusal(client.get("/api/staff/people", headers=bearer), 403, "forbidden")
    assert "king is not a role" in refused(url, "roles", ann, "--role", "king", "--yes").replace(
        "'", ""
    )


def test_a_second_factor_is_shown_and_reset(
    shop: ServerProcess, shop_database_url: str, ann: str
) -> None:
    url = shop_database_url
    assert run(url, "show", ann)["secondFactor"] is False
    owner = Owner(shop.url, ann)
    owner.turn_on()
    assert run(url, "show", ann)["secondFactor"] is True
    assert "; second factor on" in holdfast("user", "show", ann, "--database-url", url).stdout
    assert owner.login().status_code == 202
    for _ in range(2):  # none is on, the second time: nothing is done
        assert run(url, "second-factor-off", ann, "--yes")["secondFactor"] is False
    expect(owner.login())
    assert [row[0] for row in asyncio.run(fetch(url, RESET, ann))] == ["cli"]
    owner.http.close()


def test_nobody_is_changed_by_mistake(shop_database_url: str, ann: str) -> None:
    """Each asks first; an answer that is none is a no."""
    url = shop_database_url
    for words in (
        ("disable", ann), ("logout", ann), ("roles", ann, "--role", "admin"),
        ("second-factor-off", ann),
    ):  # fmt: skip
        for given in ("n\n", ""):
            assert "Go on?" in refused(url, *words, given=given)
    shown = run(url, "show", ann)
    assert (shown["roles"], shown["active"]) == (["customer"], True)
    assert "no user with the email nobody@test.example" in refused(
        url, "disable", "nobody@test.example", "--yes"
    )


def test_the_last_admin_is_kept(database_url: str) -> None:
    add_person(database_url, "ada@test.example", ["admin"])
    for words in (("disable",), ("roles", "--role", "customer")):
        said = refused(database_url, words[0], "ada@test.example", "--yes", *words[1:])
        assert "Make somebody else an admin first." in said
    printed = holdfast("user", "show", "ada@test.example", "--database-url", database_url)
    assert printed.stdout == "ada@test.example: admin; 0 sessions, 0 tokens\n"
