"""People sign up, change their name, address and password, and come back in when they forgot it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from holdfast.kit.ids import new_id
from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, log_in
from tests.support.postgres import execute, fetch
from tests.support.server import ServerProcess

NEW_PASSWORD = "another horse, another battery"


def address() -> str:
    return f"ann-{new_id()}@shop.example"


def signed_up(client: httpx.Client, **other: object) -> httpx.Response:
    body = {"name": "Ann", "email": address(), "password": PASSWORD, **other}
    return client.post("/api/signup", json=body)


@pytest.fixture
def ann(client: httpx.Client) -> httpx.Client:
    """Somebody who has just signed up, logged in."""
    assert signed_up(client).status_code == 201
    return client


@pytest.fixture
def elsewhere(shop: ServerProcess) -> Iterator[httpx.Client]:
    """Another browser."""
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        yield opened


def me(client: httpx.Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/session").json()["user"]
    return found


def may_log_in(client: httpx.Client, email: str, password: str) -> bool:
    body = {"email": email, "password": password}
    return client.post("/api/session/login", json=body).status_code == 200


def test_who_signs_up_is_logged_in_as_a_customer(client: httpx.Client) -> None:
    email = address()
    answer = signed_up(client, name=" Ann  Lee ", email=email.upper())
    assert answer.status_code == 201
    assert answer.json()["user"] == me(client)
    assert me(client)["name"] == "Ann Lee"
    assert me(client)["email"] == email
    assert me(client)["roles"] == ["customer"]
    assert client.get("/api/staff/settings").status_code == 403


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        ({"password": "short"}, 422, "weak-password", "password"),
        ({"password": "x" * 201}, 422, "weak-password", "password"),
        ({"email": "ann"}, 422, "bad-email", "email"),
        ({"email": "a@b.cd,c@d.ef"}, 422, "bad-email", "email"),
        ({"email": f"{new_id()}@typed.invalid"}, 422, "bad-email", "email"),
        ({"name": "  "}, 422, "invalid-request", "name"),
        ({"name": "x" * 101}, 422, "invalid-request", "name"),
        ({"email": CUSTOMER}, 409, "email-taken", "email"),
        ({"email": CUSTOMER.upper()}, 409, "email-taken", "email"),
    ],
)
def test_a_sign_up_that_will_not_do_is_refused_by_its_field(
    client: httpx.Client, change: dict[str, object], status: int, code: str, field: str
) -> None:
    answer = signed_up(client, **change)
    body = answer.json()
    assert (answer.status_code, body["code"], body.get("field")) == (status, code, field)
    assert client.get("/api/session").json()["user"] is None


def test_asking_again_and_again_for_one_address_is_throttled(client: httpx.Client) -> None:
    email = address()
    answers = [signed_up(client, email=email) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [201, *[409] * 7, 429]
    assert answers[-1].json()["code"] == "too-many-sign-ups"
    assert int(answers[-1].headers["retry-after"]) > 0
    assert may_log_in(client, email, PASSWORD)  # logins are counted apart


def test_a_name_changes_and_the_address_stays(ann: httpx.Client) -> None:
    before = me(ann)
    changed = ann.patch("/api/profile", json={"name": "Annabel"})
    assert changed.status_code == 200
    assert me(ann) == {**before, "name": "Annabel"}


def test_a_new_address_takes_the_password(ann: httpx.Client, elsewhere: httpx.Client) -> None:
    old, new = me(ann)["email"], address()
    missing = ann.patch("/api/profile", json={"email": new})
    assert (missing.status_code, missing.json()["code"]) == (422, "invalid-request")
    wrong = ann.patch("/api/profile", json={"email": new, "currentPassword": "guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "current-password-wrong")
    assert wrong.json()["field"] == "currentPassword"
    taken = ann.patch("/api/profile", json={"email": CUSTOMER, "currentPassword": PASSWORD})
    assert (taken.status_code, taken.json()["code"]) == (409, "email-taken")
    assert me(ann)["email"] == old
    changed = ann.patch("/api/profile", json={"email": new, "currentPassword": PASSWORD})
    assert changed.json()["user"]["email"] == new
    assert me(ann)["email"] == new
    assert not may_log_in(elsewhere, old, PASSWORD)
    assert may_log_in(elsewhere, new, PASSWORD)


def test_a_new_password_ends_every_other_session(
    ann: httpx.Client, elsewhere: httpx.Client
) -> None:
    email = me(ann)["email"]
    assert may_log_in(elsewhere, email, PASSWORD)
    body = {"currentPassword": PASSWORD, "password": NEW_PASSWORD}
    wrong = ann.post("/api/profile/password", json={**body, "currentPassword": "guess"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "current-password-wrong")
    weak = ann.post("/api/profile/password", json={**body, "password": "short"})
    assert (weak.status_code, weak.json()["code"]) == (422, "weak-password")
    assert me(elsewhere)["email"] == email
    assert ann.post("/api/profile/password", json=body).json() == {"success": True}
    assert me(ann)["email"] == email
    assert me(elsewhere) is None
    assert not may_log_in(elsewhere, email, PASSWORD)
    assert may_log_in(elsewhere, email, NEW_PASSWORD)


def test_guessing_the_current_password_is_throttled(ann: httpx.Client) -> None:
    body = {"currentPassword": "guess", "password": NEW_PASSWORD}
    codes = [ann.post("/api/profile/password", json=body).json()["code"] for _ in range(9)]
    assert codes == [*["current-password-wrong"] * 8, "too-many-logins"]


async def test_what_one_does_to_ones_own_account_stands_in_the_audit_log(
    ann: httpx.Client, shop: ServerProcess
) -> None:
    """Of who has the session, not what was typed."""
    owner = f"user:{me(ann)['id']}"
    body = {"currentPassword": PASSWORD, "password": NEW_PASSWORD}
    assert ann.post("/api/profile/password", json=body).is_success
    assert ann.get("/api/profile/data").is_success
    assert ann.post("/api/session/logout-everywhere", json={}).is_success
    rows = await fetch(
        shop.database_url,
        f"SELECT action, actor, data FROM audit_log WHERE subject = '{owner}' ORDER BY id",
    )
    assert [(row[0], row[1]) for row in rows] == [
        ("user.password-changed", owner),
        ("user.data-given", owner),
        ("user.sessions-ended", owner),
    ]
    assert not any(word in str(rows) for word in (PASSWORD, NEW_PASSWORD))


def test_logging_out_everywhere_ends_every_session(
    ann: httpx.Client, elsewhere: httpx.Client
) -> None:
    assert may_log_in(elsewhere, me(ann)["email"], PASSWORD)
    assert ann.post("/api/session/logout-everywhere", json={}).json() == {"success": True}
    assert me(ann) is None
    assert me(elsewhere) is None


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/api/profile"),
        ("POST", "/api/profile/password"),
        ("POST", "/api/session/logout-everywhere"),
    ],
)
def test_nobody_has_no_account_to_change(client: httpx.Client, method: str, path: str) -> None:
    body = {"name": "X", "currentPassword": PASSWORD, "password": PASSWORD}
    assert client.request(method, path, json=body).status_code == 401


class TestPasswordLinks:
    def link(self, staff: httpx.Client, user: str) -> str:
        made = staff.post(f"/api/staff/users/{user}/password-link", json={})
        assert made.status_code == 201, made.text
        path: str = made.json()["path"]
        assert path.startswith("/password#")
        return path.partition("#")[2]

    def used(self, client: httpx.Client, link: str, password: str) -> tuple[int, str | None]:
        answer = client.post("/api/password", json={"link": link, "password": password})
        return answer.status_code, answer.json().get("code")

    async def test_a_link_from_staff_sets_a_password_once(
        self, ann: httpx.Client, elsewhere: httpx.Client, shop: ServerProcess
    ) -> None:
        user = me(ann)
        log_in(elsewhere, MANAGER)
        link = self.link(elsewhere, user["id"])
        manager = me(elsewhere)["id"]
        noted = "SELECT actor FROM audit_log WHERE action = 'user.password-link' AND subject = "
        rows = await fetch(shop.database_url, f"{noted} 'user:{user['id']}'")
        assert [row[0] for row in rows] == [f"user:{manager}"]
        stranger = httpx.Client(base_url=shop.url, timeout=PATIENCE)
        with stranger:
            shown = stranger.post("/api/links/check", json={"link": link}).json()
            assert (shown["purpose"], shown["email"]) == ("password", user["email"])
            assert self.used(stranger, link, "short") == (422, "weak-password")
            assert me(ann) == user
            assert self.used(stranger, link, NEW_PASSWORD) == (200, None)
            assert me(ann) is None  # the session she had has ended
            assert stranger.get("/api/session").json()["user"] is None
            assert not may_log_in(stranger, user["email"], PASSWORD)
            assert may_log_in(stranger, user["email"], NEW_PASSWORD)
            assert self.used(stranger, link, PASSWORD) == (410, "link-used")
            assert self.used(stranger, "forged", PASSWORD) == (404, "link-unknown")
            assert self.used(stranger, link[:-1], PASSWORD) == (404, "link-unknown")

    async def test_a_link_ends_by_time_by_a_newer_one_and_by_a_change(
        self, ann: httpx.Client, elsewhere: httpx.Client, shop: ServerProcess
    ) -> None:
        user = me(ann)["id"]
        log_in(elsewhere, ADMIN)
        first, second = self.link(elsewhere, user), self.link(elsewhere, user)
        assert self.used(elsewhere, first, NEW_PASSWORD) == (410, "link-expired")
        over = f"UPDATE one_time_links SET expires_at = now() WHERE user_id = '{user}'"
        await execute(shop.database_url, over)
        assert self.used(elsewhere, second, NEW_PASSWORD) == (410, "link-expired")
        third = self.link(elsewhere, user)
        body = {"currentPassword": PASSWORD, "password": NEW_PASSWORD}
        assert ann.post("/api/profile/password", json=body).status_code == 200
        assert self.used(elsewhere, third, PASSWORD) == (410, "link-expired")

    def test_who_may_make_one_and_for_whom(
        self, ann: httpx.Client, elsewhere: httpx.Client
    ) -> None:
        user = me(ann)["id"]
        path = f"/api/staff/users/{user}/password-link"
        assert ann.post(path, json={}).status_code == 403
        log_in(elsewhere, ADMIN)
        admin = me(elsewhere)["id"]
        log_in(elsewhere, MANAGER)
        refused = elsewhere.post(f"/api/staff/users/{admin}/password-link", json={})
        assert (refused.status_code, refused.json()["code"]) == (403, "staff-password")
        nobody = elsewhere.post(f"/api/staff/users/{new_id()}/password-link", json={})
        assert (nobody.status_code, nobody.json()["code"]) == (404, "user-not-found")


def test_the_demos_accounts_stay_as_they_are(server: ServerProcess) -> None:
    email, password = "customer@example.com", "holdfast-customer"
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as client:
        assert may_log_in(client, email, password)
        user = me(client)["id"]
        asked = [
            client.patch("/api/profile", json={"name": "Mallory"}),
            client.post(
                "/api/profile/password",
                json={"currentPassword": password, "password": NEW_PASSWORD},
            ),
        ]
        assert may_log_in(client, "admin@example.com", "holdfast-admin")
        asked.append(client.post(f"/api/staff/users/{user}/password-link", json={}))
        assert [one.json()["code"] for one in asked] == ["demo-account"] * 3
        assert may_log_in(client, email, password)
