"""A second factor over HTTP: turned on by its owner, asked for at logins, needed for roles."""

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree

import httpx
import pyotp
import pytest

from tests.api.conftest import ADMIN
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD, add_person, log_in, token_for
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

OWN = "/api/profile/second-factor"
SETTINGS = "/api/staff/settings"


class Owner:
    """Somebody in a browser of theirs; ``made`` makes codes once it is on."""

    made: pyotp.TOTP
    recovery: list[str]

    def __init__(self, url: str, email: str) -> None:
        self.url, self.email = url, email
        self.http = httpx.Client(base_url=url, timeout=PATIENCE)
        log_in(self.http, email)

    def asks(self, path: str, **body: Any) -> httpx.Response:
        return self.http.post(f"{OWN}/{path}", json=body)

    def turn_on(self) -> None:
        begun = expect(self.asks("begin", currentPassword=PASSWORD))
        self.made = pyotp.TOTP(begun["secret"])
        self.recovery = expect(self.asks("confirm", code=self.code(-1)))["recoveryCodes"]

    def code(self, steps: int) -> str:
        """Of now, or of so many steps from now; those from -1 to 1 are good, each once and in
        order."""
        return self.made.at(time.time() + 30 * steps)

    def login(self) -> httpx.Response:
        self.http.cookies.clear()
        login = {"email": self.email, "password": PASSWORD}
        return self.http.post("/api/session/login", json=login)

    def second(self, step: str, code: str) -> httpx.Response:
        return self.http.post("/api/session/second-step", json={"step": step, "code": code})

    def is_(self) -> dict[str, Any]:
        return expect(self.http.get("/api/session"))


@pytest.fixture
def come(shop: ServerProcess, shop_database_url: str) -> Iterator[Callable[..., Owner]]:
    opened: list[Owner] = []

    def arrive(*roles: str) -> Owner:
        email = f"{uuid4().hex}@test.example"
        add_person(shop_database_url, email, roles or ("customer",))
        opened.append(Owner(shop.url, email))
        return opened[-1]

    yield arrive
    for one in opened:
        one.http.close()


Come = Callable[..., Owner]


@pytest.fixture
def asking(shop: ServerProcess) -> Iterator[Callable[..., None]]:
    """The shop asks these groups for a second factor, until the test is over."""
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as admin:
        token = token_for(shop.database_url, ADMIN)
        admin.headers["Authorization"] = f"Bearer {token}"

        def ask(*groups: str) -> None:
            expect(admin.patch(SETTINGS, json={"secondFactorOf": list(groups)}))

        yield ask
        ask()


def test_it_is_turned_on_by_password_and_code_and_asked_for_then(come: Come) -> None:
    ann = come()
    shown = expect(ann.http.get(OWN))
    assert shown == {
        "on": False, "since": None, "recoveryCodesLeft": 0, "can": True, "needed": False,
    }  # fmt: skip
    wrong = ann.asks("begin", currentPassword="not that one")
    assert refusal(wrong, 403, "current-password-wrong")["field"] == "currentPassword"
    refusal(ann.asks("confirm", code="000000"), 409, "second-factor-off")
    begun = expect(ann.asks("begin", currentPassword=PASSWORD))
    assert begun["address"].startswith("otpauth://totp/")
    assert begun["secret"] in begun["address"]
    assert ElementTree.fromstring(begun["picture"]).tag.endswith("svg")
    assert expect(ann.login())["user"]["email"] == ann.email  # not confirmed: not asked for
    ann.made = pyotp.TOTP(begun["secret"])
    assert refusal(ann.asks("confirm", code="12345"), 422, "second-code-wrong")["field"] == "code"
    codes = expect(ann.asks("confirm", code=ann.code(-1)))["recoveryCodes"]
    assert len(set(codes)) == 10
    refusal(ann.asks("confirm", code=ann.code(0)), 409, "second-factor-on")
    refusal(ann.asks("begin", currentPassword=PASSWORD), 409, "second-factor-on")

    waiting = ann.login()
    assert waiting.status_code == 202
    assert "set-cookie" not in waiting.headers
    assert set(waiting.json()) == {"step", "stepEndsAt"}
    assert ann.is_()["user"] is None
    used = ann.second(waiting.json()["step"], ann.code(-1))
    assert refusal(used, 422, "second-code-wrong")["field"] == "code"
    code = ann.code(0)
    assert expect(ann.second(waiting.json()["step"], code))["user"]["email"] == ann.email
    assert ann.is_()["user"]["email"] == ann.email
    again = ann.login().json()["step"]
    refusal(ann.second(again, code), 422, "second-code-wrong")  # in the same window, replayed
    assert ann.is_()["user"] is None
    expect(ann.second(again, f" {codes[0].lower()} "))
    assert expect(ann.http.get(OWN))["recoveryCodesLeft"] == 9
    refusal(ann.second(ann.login().json()["step"], codes[0]), 422, "second-code-wrong")


def test_it_is_turned_off_by_both_and_by_nothing_less(come: Come) -> None:
    ann = come()
    ann.turn_on()
    for password, code, status, refused in (
        ("not that one", ann.code(0), 403, "current-password-wrong"),
        (PASSWORD, ann.code(9), 422, "second-code-wrong"),
        (PASSWORD, ann.code(-1), 422, "second-code-wrong"),
    ):
        refusal(ann.asks("off", currentPassword=password, code=code), status, refused)
    new = expect(ann.asks("recovery-codes", currentPassword=PASSWORD, code=ann.recovery[0]))
    refusal(
        ann.asks("off", currentPassword=PASSWORD, code=ann.recovery[1]), 422, "second-code-wrong"
    )
    shown = expect(ann.asks("off", currentPassword=PASSWORD, code=new["recoveryCodes"][0]))
    assert shown["on"] is False
    assert ann.login().status_code == 200


def test_other_browsers_are_logged_out_as_it_is_turned_on(come: Come, shop: ServerProcess) -> None:
    ann = come()
    elsewhere = Owner(shop.url, ann.email)
    ann.turn_on()
    assert ann.is_()["user"] is not None
    assert elsewhere.is_()["user"] is None
    elsewhere.http.close()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, None),
        ({"step": "x"}, "code"),
        ({"code": "123456"}, "step"),
        ({"step": "", "code": "123456"}, "step"),
        ({"step": "x" * 101, "code": "123456"}, "step"),
        ({"step": "x", "code": ""}, "code"),
        ({"step": "x", "code": "1" * 41}, "code"),
        ({"step": "x", "code": 123456}, "code"),
        ({"step": ["x"], "code": "123456"}, "step"),
        ({"step": "x", "code": "123456", "user": "admin"}, "user"),
    ],
)
def test_what_is_no_second_step_is_refused_by_its_field(
    client: httpx.Client, body: dict[str, object], field: str | None
) -> None:
    answer = client.post("/api/session/second-step", json=body)
    refused = refusal(answer, 422, answer.json()["code"])
    if field is not None:
        assert refused["field"] == field


@pytest.mark.parametrize(
    "code", ["000000", "¹²³⁴⁵⁶", "٤٩٢٠٣٩", "' OR 1=1 --", "💥", " - ", "\ufffd"]
)
def test_hostile_codes_are_wrong_and_no_more(come: Come, code: str) -> None:
    ann = come()
    ann.turn_on()
    step = ann.login().json()["step"]
    refusal(ann.second(step, code), 422, "second-code-wrong")
    refusal(ann.second(step[:-1], ann.code(0)), 410, "second-step-over")
    refusal(ann.second("../" + step, ann.code(0)), 410, "second-step-over")
    expect(ann.second(step, ann.code(0)))


def test_nobody_comes_to_a_factor_without_logging_in(client: httpx.Client) -> None:
    refusal(client.get(OWN), 401, "login-required")
    for path in ("begin", "confirm", "off", "recovery-codes"):
        refusal(client.post(f"{OWN}/{path}", json={"code": "1"}), 401, "login-required")


def test_who_must_have_one_does_nothing_in_the_role_before(
    come: Come, asking: Callable[..., None], shop: ServerProcess
) -> None:
    mina = come("customer", "manager")
    expect(mina.http.get(SETTINGS))
    asking("staff")
    told = refusal(mina.http.get(SETTINGS), 403, "second-factor-needed")
    assert "account" in told["detail"]
    assert (mina.is_()["roles"], mina.is_()["withheldRoles"]) == (["customer"], ["manager"])
    assert expect(mina.http.get(OWN))["needed"] is True
    expect(mina.http.get("/api/orders"))  # what customers do they do
    bearer = {"Authorization": f"Bearer {token_for(shop.database_url, mina.email)}"}
    expect(httpx.get(shop.url + SETTINGS, headers=bearer))  # tokens are the same with and without
    mina.turn_on()
    expect(mina.http.get(SETTINGS))
    assert (mina.is_()["withheldRoles"], expect(mina.http.get(OWN))["needed"]) == ([], False)
    off = expect(mina.asks("off", currentPassword=PASSWORD, code=mina.code(0)))
    assert off["on"] is False
    refusal(mina.http.get(SETTINGS), 403, "second-factor-needed")
    asking()
    expect(mina.http.get(SETTINGS))


def test_each_group_is_asked_by_itself(come: Come, asking: Callable[..., None]) -> None:
    photographer, seller = come("customer", "photographer"), come("customer", "seller")
    asking("photographer")
    refusal(photographer.http.get("/api/studio/income"), 403, "second-factor-needed")
    assert seller.is_()["withheldRoles"] == []
    asking("seller")
    assert photographer.is_()["withheldRoles"] == []
    refusal(seller.http.get("/api/seller"), 403, "second-factor-needed")
    refusal(seller.http.get(SETTINGS), 403, "forbidden")


@pytest.mark.parametrize("groups", [["everybody"], ["staff"] * 4, "staff", None, [1]])
def test_what_is_no_group_is_refused(
    shop: ServerProcess, client: httpx.Client, groups: object
) -> None:
    client.headers["Authorization"] = f"Bearer {token_for(shop.database_url, ADMIN)}"
    refusal(client.patch(SETTINGS, json={"secondFactorOf": groups}), 422, "invalid-request")


def test_an_admin_resets_somebodys_and_nobody_else_does(come: Come, shop: ServerProcess) -> None:
    admin, manager, ann = come("admin"), come("manager"), come()
    ann.turn_on()
    user = ann.is_()["user"]["id"]
    path = f"/api/staff/people/{user}/reset-second-factor"
    seen = expect(admin.http.get(f"/api/staff/people/{user}"))
    assert seen["secondFactorSince"] is not None
    assert "second-factor" in seen["may"]
    assert "second-factor" not in expect(manager.http.get(f"/api/staff/people/{user}"))["may"]
    refusal(manager.http.post(path, json={}), 403, "admin-needed")
    refusal(ann.http.post(path, json={}), 403, "forbidden")
    own = f"/api/staff/people/{admin.is_()['user']['id']}/reset-second-factor"
    refusal(admin.http.post(own, json={}), 403, "own-standing")
    for _ in range(2):  # the same key: once
        done = admin.http.post(path, json={}, headers={"Idempotency-Key": f"reset-{user}"})
        assert expect(done)["secondFactorSince"] is None
    assert ann.login().status_code == 200
    asked = f"SELECT action FROM audit_log WHERE subject = 'user:{user}' ORDER BY id"
    noted = [row[0] for row in asyncio.run(fetch(shop.database_url, asked))]
    assert [action for action in noted if "second" in action] == [
        "user.second-factor-on",
        "user.second-factor-reset",
    ]
