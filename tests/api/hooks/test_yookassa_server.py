"""YooKassa's test server keeps to YooKassa's rules: the vendor's own library reads all its answers,
and a client that breaks a rule is refused."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest
from yookassa.domain.notification import WebhookNotificationFactory
from yookassa.domain.response import PaymentResponse, RefundListResponse, RefundResponse

from tests.support.yookassa import KEY, SHOP, YooKassaServer

PAYMENT: Final[dict[str, Any]] = {
    "amount": {"value": "12.34", "currency": "RUB"},
    "capture": True,
    "confirmation": {"type": "redirect", "return_url": "https://shop.example/orders/1"},
    "metadata": {"holdfast": "a-key"},
}


@pytest.fixture(scope="module")
def yookassa() -> Iterator[YooKassaServer]:
    with YooKassaServer.running() as running:
        yield running


class Client:
    """Sends whatever it is told to."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=f"{url}/v3", auth=(SHOP, KEY), timeout=30)

    def post(self, path: str, asked: object, key: str | None = "") -> httpx.Response:
        key = str(uuid4()) if key == "" else key
        headers = {} if key is None else {"Idempotence-Key": key}
        return self.http.post(path, json=asked, headers=headers)

    def refused(self, path: str, asked: object, what: str, **more: Any) -> None:
        answer = self.post(path, asked, **more)
        told = answer.json()
        assert (answer.status_code, told["type"]) == (400, "error"), told
        assert what in f"{told['description']} {told.get('parameter', '')}", told


@pytest.fixture(scope="module")
def client(yookassa: YooKassaServer) -> Iterator[Client]:
    made = Client(yookassa.url)
    yield made
    made.http.close()


def test_a_payment_is_taken_in_two_stages_and_given_back(
    yookassa: YooKassaServer, client: Client
) -> None:
    made = PaymentResponse(client.post("/payments", {**PAYMENT, "capture": False}).json())
    assert (made.status, made.paid, str(made.amount.value)) == ("pending", False, "12.34")
    url = made.confirmation.confirmation_url
    assert httpx.get(url).status_code == 200
    went = httpx.post(url, data={"what": "pay"})
    assert went.headers["Location"] == PAYMENT["confirmation"]["return_url"]
    assert httpx.post(url, data={"what": "pay"}).status_code == 410
    path = f"/payments/{made.id}"
    found = PaymentResponse(client.http.get(path).json())
    assert (found.status, found.expires_at is None) == ("waiting_for_capture", False)
    client.refused("/refunds", {"payment_id": made.id, "amount": PAYMENT["amount"]}, "succeeded")
    much = {"amount": {"value": "12.35", "currency": "RUB"}}
    client.refused(f"{path}/capture", much, "more than was authorized")
    part = {"amount": {"value": "10.00", "currency": "RUB"}}
    taken = PaymentResponse(client.post(f"{path}/capture", part).json())
    assert (taken.status, str(taken.amount.value)) == ("succeeded", "10.00")
    assert str(taken.income_amount.value) == "9.65"
    client.refused(f"{path}/capture", part, "succeeded, not waiting")
    client.refused(f"{path}/cancel", {}, "succeeded, not waiting")
    half = {"payment_id": made.id, "amount": {"value": "5.00", "currency": "RUB"}}
    for _ in range(2):
        assert RefundResponse(client.post("/refunds", half).json()).status == "succeeded"
    one = {**half, "amount": {"value": "0.01", "currency": "RUB"}}
    client.refused("/refunds", one, "more than is left")
    query = {"payment_id": made.id, "limit": "1"}
    page = RefundListResponse(client.http.get("/refunds", params=query).json())
    assert (len(page.items), page.next_cursor) == (1, "1")
    told = yookassa.notification("payment.succeeded", yookassa.book.payment(made.id))
    event = WebhookNotificationFactory().create(httpx.Response(200, content=told).json())
    assert (event.event, event.object.id) == ("payment.succeeded", made.id)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"amount": None}, "amount"),
        ({"amount": {"value": 12, "currency": "RUB"}}, "12.30"),
        ({"amount": {"value": "12.3", "currency": "RUB"}}, "12.30"),
        ({"amount": {"value": "0.00", "currency": "RUB"}}, "amount"),
        ({"amount": {"value": "1.00", "currency": "rub"}}, "Currency"),
        ({"confirmation": {"type": "redirect", "return_url": "/orders/1"}}, "address"),
        ({"confirmation": {"type": "embedded"}}, "supported"),
        ({"description": "x" * 129}, "too long"),
        ({"metadata": {"x" * 33: "y"}}, "Metadata"),
        ({"sum": 5}, "Unknown parameter"),
    ],
)
def test_a_payment_that_the_reference_does_not_have_is_refused(
    client: Client, changed: dict[str, Any], what: str
) -> None:
    client.refused("/payments", {**PAYMENT, **changed}, what)


def test_a_key_stands_for_one_call_and_there_must_be_one(client: Client) -> None:
    first = client.post("/payments", PAYMENT, "one-key").json()
    assert client.post("/payments", PAYMENT, "one-key").json() == first
    other = {**PAYMENT, "description": "another"}
    client.refused("/payments", other, "duplicated", key="one-key")
    client.refused("/payments", PAYMENT, "missing or too long", key=None)
    client.refused("/payments", PAYMENT, "missing or too long", key="k" * 65)


def test_strangers_unknown_names_and_other_bodies_are_refused(
    yookassa: YooKassaServer, client: Client
) -> None:
    stranger = httpx.get(f"{yookassa.url}/v3/payments/x", auth=(SHOP, "wrong"))
    assert (stranger.status_code, stranger.json()["code"]) == (401, "invalid_credentials")
    unknown = client.http.get("/payments/of-nobody")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    form = client.http.post("/payments", data={"a": "b"}, headers={"Idempotence-Key": "f"})
    assert form.status_code == 415
    client.refused("/refunds", {"payment_id": "x", "amount": {"value": "1", "currency": "RUB"}}, "")
    assert client.http.get("/refunds", params={"limit": "101"}).status_code == 400
    assert client.http.get("/refunds", params={"of": "1"}).status_code == 400
