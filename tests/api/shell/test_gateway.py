"""Signed words between our processes: who sends a request, and what only we may ask."""

import base64
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
import pytest

from holdfast.people import CallSigner, Identity, Vouched, Voucher, user_of_handle
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.server import ServerProcess

SECRET = "what all processes of this shop share"
PRINCIPAL = "X-Holdfast-Principal"
CALL = "X-Holdfast-Call"
"""Header names as the door passes them on."""


@pytest.fixture(scope="module")
def environment(redis_url: str) -> dict[str, str]:
    return {
        "HOLDFAST_SECRET": SECRET,
        "REDIS_URL": redis_url,
        # Nobody listens there: a broker that is away keeps nobody from reading.
        "HOLDFAST_BROKER_URL": "amqp://guest:guest@127.0.0.1:1/",
        "HOLDFAST_DEMO_PROVIDER_URL": "http://127.0.0.1:1",
    }


@pytest.fixture(scope="module")
def orders(
    module_database_url: str, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("orders")
    with ServerProcess(
        folder, "--demo", role="orders", environment=environment, database_url=module_database_url
    ) as running:
        yield running


@pytest.fixture(scope="module")
def gateway(
    orders: ServerProcess, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("gateway")
    # Of two instances one is gone: the other is asked.
    where = {
        "HOLDFAST_ORDERS_URL": f"http://127.0.0.1:1,{orders.url}",
        "HOLDFAST_PAYMENTS_URL": orders.url,
    }
    with ServerProcess(
        folder, "--demo", role="gateway", environment=environment | where
    ) as running:
        yield running


@pytest.fixture
def voucher() -> Voucher:
    return Voucher(SECRET.encode())


def asked(orders: ServerProcess, word: str) -> httpx.Response:
    return httpx.get(f"{orders.url}/api/session", headers={PRINCIPAL: word}, timeout=PATIENCE)


def somebody(*roles: str) -> Vouched:
    user = uuid4()
    identity = Identity(user, "ada@test.example", "Ada", frozenset(roles or ("customer",)))
    return Vouched(f"user:{user}", identity)


def test_a_signed_word_is_believed(orders: ServerProcess, voucher: Voucher) -> None:
    ada = somebody("manager")
    said = expect(asked(orders, voucher.sign(ada)))
    assert f"user:{said['user']['id']}" == ada.owner
    assert said["roles"] == ["manager"]
    headers = {PRINCIPAL: voucher.sign(ada)}
    expect(httpx.get(f"{orders.url}/api/staff/stock-log", headers=headers, timeout=PATIENCE))


def test_a_guests_word_is_believed(orders: ServerProcess, voucher: Voucher) -> None:
    guest = Vouched(f"guest:{uuid4()}")
    answer = asked(orders, voucher.sign(guest))
    assert expect(answer)["guest"] is True
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("by_token", [False, True])
def test_pages_of_others_are_kept_out_behind_a_gateway_too(
    orders: ServerProcess, voucher: Voucher, by_token: bool
) -> None:
    """A browser sends the cookie along on its own; a token only who means it."""
    ada = somebody()
    word = voucher.sign(Vouched(ada.owner, ada.identity, by_token))
    headers = {PRINCIPAL: word, "Origin": "https://evil.example"}
    logout = f"{orders.url}/api/session/logout"
    answer = httpx.post(logout, headers=headers, timeout=PATIENCE)
    if by_token:
        expect(answer)
    else:
        refusal(answer, 403, "cross-origin")
        own = headers | {"Origin": orders.url}
        expect(httpx.post(logout, headers=own, timeout=PATIENCE))


def test_only_the_door_names_a_request(orders: ServerProcess) -> None:
    """Here nobody stands before the service who is trusted."""
    headers = {"X-Holdfast-Request": "0" * 32}
    answer = httpx.get(f"{orders.url}/api/session", headers=headers, timeout=PATIENCE)
    assert answer.headers["x-request-id"] != "0" * 32


def test_a_forged_word_is_nobodys(orders: ServerProcess, voucher: Voucher) -> None:
    ada = somebody("admin")
    word = base64.urlsafe_b64decode(voucher.sign(ada))
    changed = word[:24] + word[24:].replace(b"ada@", b"bob@")
    forged = (
        Voucher(b"a secret of somebody else").sign(ada),
        base64.urlsafe_b64encode(changed).decode(),
        base64.urlsafe_b64encode(bytes(24) + word[24:]).decode(),
        ada.owner,
        msgspec.json.encode(ada).decode(),
        CallSigner(SECRET.encode()).sign("GET", "/api/session", b""),
    )
    for one in forged:
        assert expect(asked(orders, one))["user"] is None
        refusal(
            httpx.get(
                f"{orders.url}/api/staff/stock-log", headers={PRINCIPAL: one}, timeout=PATIENCE
            ),
            401,
            "login-required",
        )


def test_a_word_that_is_over_is_nobodys(orders: ServerProcess) -> None:
    old = Voucher(SECRET.encode(), lambda: time.time() - 16)
    assert expect(asked(orders, old.sign(somebody())))["user"] is None
    young = Voucher(SECRET.encode(), lambda: time.time() - 1)
    assert expect(asked(orders, young.sign(somebody())))["user"] is not None


def test_a_service_believes_nothing_else(orders: ServerProcess, module_database_url: str) -> None:
    """Neither cookies nor tokens nor typed ids: the gateway has looked at those."""
    email = f"{uuid4().hex}@test.example"
    add_person(module_database_url, email)
    bearer = {"Authorization": f"Bearer {token_for(module_database_url, email)}"}
    refusal(httpx.get(f"{orders.url}/api/session", headers=bearer), 401, "invalid-token")
    refusal(
        httpx.get(f"{orders.url}/api/session", headers={"X-User-Id": "1"}), 401, "invalid-token"
    )
    plain = {"X-Holdfast-Owner": "user:1", "X-User": "1", PRINCIPAL: "1"}
    assert expect(httpx.get(f"{orders.url}/api/session", headers=plain))["user"] is None


def word_of(gateway: ServerProcess, headers: dict[str, str]) -> str | None:
    answer = httpx.get(f"{gateway.url}/internal/principal", headers=headers, timeout=PATIENCE)
    assert answer.status_code == 204
    word: str | None = answer.headers.get(PRINCIPAL)
    return word


def test_a_gateway_says_who_it_is(
    gateway: ServerProcess, module_database_url: str, voucher: Voucher
) -> None:
    email = f"{uuid4().hex}@test.example"
    add_person(module_database_url, email, ["manager"])
    bearer = {"Authorization": f"Bearer {token_for(module_database_url, email)}"}
    word = word_of(gateway, bearer)
    assert word is not None
    vouched = voucher.read(word.encode())
    assert vouched is not None
    assert vouched.identity is not None
    assert vouched.identity.email == email
    assert vouched.identity.roles == {"manager"}
    assert vouched.by_token
    typed = word_of(gateway, {"X-User-Id": "7"})
    assert typed is not None
    said = voucher.read(typed.encode())
    assert said is not None
    assert (said.owner, said.typed) == (f"user:{user_of_handle('7')}", "7")


def test_a_gateway_says_nothing_of_who_is_nobody(gateway: ServerProcess) -> None:
    for headers in ({}, {"Cookie": "holdfast_session=u.x.y"}, {"X-User-Id": "a b"},
                    {"Authorization": "Bearer hf_wrong"}):  # fmt: skip
        assert word_of(gateway, headers) is None


def test_a_gateway_without_orders_says_that_it_cannot_say(
    environment: dict[str, str], scratch: Path, start_server: Callable[..., ServerProcess]
) -> None:
    away = {
        "HOLDFAST_ORDERS_URL": "http://127.0.0.1:1",
        "HOLDFAST_PAYMENTS_URL": "http://127.0.0.1:1",
    }
    running = ServerProcess(scratch, role="gateway", environment=environment | away)
    try:
        running.start().wait_said("Ready after")
        ready = httpx.get(f"{running.url}/health/ready", timeout=PATIENCE)
        assert ready.status_code == 503
        assert ready.json()["checks"]["orders"] == "ConnectError"
        headers = {"Authorization": "Bearer hf_any"}
        answer = httpx.get(f"{running.url}/internal/principal", headers=headers, timeout=PATIENCE)
        refusal(answer, 503, "unavailable")
        assert httpx.get(f"{running.url}/internal/principal", timeout=PATIENCE).status_code == 204
    finally:
        running.stop()


# --- what only our own processes may ask --------------------------------------------------------


def call(orders: ServerProcess, signer: CallSigner, path: str, body: bytes) -> httpx.Response:
    headers = {CALL: signer.sign("POST", path, body)}
    return httpx.post(orders.url + path, content=body, headers=headers, timeout=PATIENCE)


def test_a_signed_call_is_answered(orders: ServerProcess) -> None:
    signer = CallSigner(SECRET.encode())
    assert call(orders, signer, "/internal/live/orders", b'{"keys":["user:x"]}').json() == {}
    assert call(orders, signer, "/internal/live/products", b'{"keys":[]}').json() == {}
    body = b'{"secrets":[["session","x"],["token","y"]]}'
    assert call(orders, signer, "/internal/identities", body).json() == [None, None]


def test_an_unsigned_call_finds_nothing(orders: ServerProcess) -> None:
    body = b'{"keys":["user:x"]}'
    path = "/internal/live/orders"
    refusal(httpx.post(orders.url + path, content=body), 404, "not-found")
    forger = CallSigner(b"a secret of somebody else")
    refusal(call(orders, forger, path, body), 404, "not-found")
    late = CallSigner(SECRET.encode(), lambda: time.time() - 31)
    refusal(call(orders, late, path, body), 404, "not-found")
    signer = CallSigner(SECRET.encode())
    moved = {CALL: signer.sign("POST", "/internal/live/products", body)}
    refusal(httpx.post(orders.url + path, content=body, headers=moved), 404, "not-found")
    changed = {CALL: signer.sign("POST", path, b'{"keys":["user:y"]}')}
    refusal(httpx.post(orders.url + path, content=body, headers=changed), 404, "not-found")


def test_a_call_is_bounded_and_must_make_sense(orders: ServerProcess) -> None:
    signer = CallSigner(SECRET.encode())
    many = msgspec.json.encode({"keys": ["x"] * 1001})
    for body in (many, b"{", b"[]", b'{"keys":1}', b'{"keys":[],"rows":["x"]}'):
        answer = call(orders, signer, "/internal/live/orders", body)
        refusal(answer, 422, "invalid-request")
    answer = call(orders, signer, "/internal/live/products", b'{"keys":["no id"]}')
    refusal(answer, 422, "invalid-request")
    for name in ("wallets", "nothing"):  # wallets are the other service's
        refusal(call(orders, signer, f"/internal/live/{name}", b'{"keys":[]}'), 404, "not-found")


def test_one_process_has_no_such_doors(start_server: Callable[..., ServerProcess]) -> None:
    shop = start_server()
    for path in ("/internal/principal", "/internal/live/holds", "/internal/identities"):
        answer = httpx.get(shop.url + path)
        assert "application/json" not in answer.headers["content-type"]
    word = Voucher(shop.secret.encode()).sign(somebody())  # as its own gateway would
    said = httpx.get(f"{shop.url}/api/session", headers={PRINCIPAL: word})
    assert expect(said)["user"] is None


def test_the_gateways_document_is_that_of_all_services(
    gateway: ServerProcess, orders: ServerProcess
) -> None:
    whole = expect(httpx.get(f"{gateway.url}/api/openapi.json", timeout=PATIENCE))
    of_orders = expect(httpx.get(f"{orders.url}/api/openapi.json", timeout=PATIENCE))
    assert of_orders["paths"].items() <= whole["paths"].items()
    beside = set(whole["paths"]) - set(of_orders["paths"])
    assert beside
    assert all("/wallets" in path for path in beside)
    assert not any(path.startswith("/internal") for path in whole["paths"])
    assert "Holdfast" in httpx.get(f"{gateway.url}/docs", timeout=PATIENCE).text
