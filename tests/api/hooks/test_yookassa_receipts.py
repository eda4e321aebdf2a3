"""Receipts as YooKassa wants them: each of its rules meets a client that breaks it, and the SDK of
the vendor reads what it answers."""

from collections.abc import Iterator
from typing import Any

import pytest
from yookassa.domain.response import (
    PaymentResponse,
    ReceiptListResponse,
    ReceiptResponse,
    RefundResponse,
)

from tests.api.hooks.test_yookassa_server import PAYMENT, Client
from tests.support.yookassa import YooKassaServer

ITEM: dict[str, Any] = {
    "description": "Lamp",
    "quantity": "2.000",
    "amount": {"value": "5.00", "currency": "RUB"},
    "vat_code": 11,
    "payment_subject": "commodity",
    "payment_mode": "full_payment",
}
SENT: dict[str, Any] = {
    "description": "Delivery",
    "quantity": "1.000",
    "amount": {"value": "2.34", "currency": "RUB"},
    "vat_code": 1,
    "payment_subject": "service",
    "payment_mode": "full_payment",
}
RECEIPT: dict[str, Any] = {"customer": {"email": "ann@shop.example"}, "items": [ITEM, SENT]}


@pytest.fixture
def yookassa() -> Iterator[YooKassaServer]:
    with YooKassaServer.running() as running:
        running.book.receipts = "yookassa"
        yield running


@pytest.fixture
def client(yookassa: YooKassaServer) -> Iterator[Client]:
    made = Client(yookassa.url)
    yield made
    made.http.close()


def with_items(*items: dict[str, Any]) -> dict[str, Any]:
    return {**PAYMENT, "receipt": {**RECEIPT, "items": list(items)}}


def test_a_payment_with_a_receipt_is_registered(yookassa: YooKassaServer, client: Client) -> None:
    made = PaymentResponse(client.post("/payments", {**PAYMENT, "receipt": RECEIPT}).json())
    assert made.receipt_registration is None, "nothing is paid yet"
    yookassa.visit(made.id, "pay")
    told = PaymentResponse(client.http.get(f"/payments/{made.id}").json())
    assert (told.status, told.receipt_registration) == ("succeeded", "succeeded")


@pytest.mark.parametrize(
    ("receipt", "what"),
    [
        (None, "missing or illegal"),
        ({"items": [ITEM, SENT]}, "Customer"),
        ({**RECEIPT, "customer": {}}, "empty"),
        ({**RECEIPT, "customer": {"phone": "79000000000"}}, "Contact"),
        ({**RECEIPT, "customer": {"email": "nowhere"}}, "email"),
        ({**RECEIPT, "customer": {"email": "a@b.ru", "mail": "b"}}, "Unknown parameter"),
        ({**RECEIPT, "tax_system_code": 7}, "Tax system"),
        ({**RECEIPT, "tax_system_code": "1"}, "tax_system_code"),
        ({**RECEIPT, "items": []}, "Items are from 1"),
        ({**RECEIPT, "items": [SENT] * 81}, "Items are from 1 to 80"),
        ({**RECEIPT, "items": [ITEM]}, "differs from the amount"),
        ({**RECEIPT, "sum": "12.34"}, "Unknown parameter"),
    ],
)
def test_a_receipt_that_is_none_is_refused(
    client: Client, receipt: dict[str, Any] | None, what: str
) -> None:
    client.refused("/payments", {**PAYMENT, "receipt": receipt} if receipt else PAYMENT, what)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"description": ""}, "Description"),
        ({"description": "x" * 129}, "Description"),
        ({"quantity": "0.000"}, "Quantity"),
        ({"quantity": "2,5"}, "convert"),
        ({"amount": {"value": "5.0", "currency": "RUB"}}, "12.30"),
        ({"amount": {"value": "0.00", "currency": "RUB"}}, "amount"),
        ({"amount": {"value": "5.00", "currency": "USD"}}, "RUB"),
        ({"vat_code": 13}, "VAT code"),
        ({"vat_code": 0}, "vat"),
        ({"payment_subject": "goods"}, "Payment subject"),
        ({"payment_mode": "paid"}, "Payment mode"),
        ({"price": 5}, "Unknown parameter"),
    ],
)
def test_a_line_that_the_reference_does_not_have_is_refused(
    client: Client, changed: dict[str, Any], what: str
) -> None:
    client.refused("/payments", with_items({**ITEM, **changed}, SENT), what)


def test_a_till_takes_more_lines_and_a_phone(yookassa: YooKassaServer, client: Client) -> None:
    yookassa.book.receipts = "till"
    cheap = {**SENT, "amount": {"value": "0.10", "currency": "RUB"}}
    said = {"customer": {"phone": "79000000000"}, "items": [cheap] * 100, "tax_system_code": 2}
    asked = {**PAYMENT, "amount": {"value": "10.00", "currency": "RUB"}, "receipt": said}
    assert client.post("/payments", asked).status_code == 200
    spaced = {**said, "customer": {"phone": "+7 900 000-00-00"}}
    client.refused("/payments", {**asked, "receipt": spaced}, "digits alone")
    client.refused("/payments", {**asked, "receipt": {**said, "items": [cheap] * 101}}, "to 100")


def test_a_shop_without_receipts_takes_none(yookassa: YooKassaServer, client: Client) -> None:
    yookassa.book.receipts = ""
    client.refused("/payments", {**PAYMENT, "receipt": RECEIPT}, "not set up")
    assert client.post("/payments", PAYMENT).status_code == 200


def test_a_part_that_is_taken_has_a_receipt_of_its_own(
    yookassa: YooKassaServer, client: Client
) -> None:
    asked = {**PAYMENT, "receipt": RECEIPT, "capture": False}
    whole, part = [PaymentResponse(client.post("/payments", asked).json()) for _ in range(2)]
    for one in (whole, part):
        yookassa.visit(one.id, "pay")
    taken = PaymentResponse(
        client.post(f"/payments/{whole.id}/capture", {"amount": PAYMENT["amount"]}).json()
    )
    assert taken.receipt_registration == "succeeded", "of what was said with the payment"
    ten = {"amount": {"value": "10.00", "currency": "RUB"}}
    path = f"/payments/{part.id}/capture"
    client.refused(path, ten, "missing or illegal")
    client.refused(path, {**ten, "receipt": RECEIPT}, "differs from the amount")
    lamps = {**RECEIPT, "items": [ITEM]}
    assert client.post(path, {**ten, "receipt": lamps}).status_code == 200


def test_a_part_that_goes_back_has_a_receipt_and_the_whole_has_none(
    yookassa: YooKassaServer, client: Client
) -> None:
    asked = {**PAYMENT, "receipt": RECEIPT}
    whole, part = [PaymentResponse(client.post("/payments", asked).json()) for _ in range(2)]
    for one in (whole, part):
        yookassa.visit(one.id, "pay")
    all_of_it = {"payment_id": whole.id, "amount": PAYMENT["amount"]}
    client.refused("/refunds", {**all_of_it, "receipt": RECEIPT}, "no receipt of its own")
    yookassa.book.registers = "canceled"
    given = RefundResponse(client.post("/refunds", all_of_it).json())
    assert (given.status, given.receipt_registration) == ("succeeded", "canceled")
    five = {"payment_id": part.id, "amount": {"value": "5.00", "currency": "RUB"}}
    client.refused("/refunds", five, "missing or illegal")
    client.refused("/refunds", {**five, "receipt": RECEIPT}, "differs from the amount")
    lamp = {**RECEIPT, "items": [{**ITEM, "quantity": "1.000"}]}
    assert RefundResponse(client.post("/refunds", {**five, "receipt": lamp}).json()).status


OFFSET: dict[str, Any] = {
    **RECEIPT,
    "type": "payment",
    "send": True,
    "settlements": [{"type": "prepayment", "amount": PAYMENT["amount"]}],
}


@pytest.fixture
def paid_ahead(yookassa: YooKassaServer, client: Client) -> str:
    """A payment that is set off when its goods are handed over."""
    ahead = [{**item, "payment_mode": "full_prepayment"} for item in (ITEM, SENT)]
    made = PaymentResponse(client.post("/payments", with_items(*ahead)).json())
    yookassa.visit(made.id, "pay")
    return str(made.id)


def test_what_was_paid_ahead_has_a_receipt_of_its_own(
    yookassa: YooKassaServer, client: Client, paid_ahead: str
) -> None:
    yookassa.book.registers = "pending"
    asked = {**OFFSET, "payment_id": paid_ahead}
    made = ReceiptResponse(client.post("/receipts", asked, key="once").json())
    again = ReceiptResponse(client.post("/receipts", asked, key="once").json())
    assert (made.id, made.status, made.payment_id) == (again.id, "pending", paid_ahead)
    assert made.settlements[0].type == "prepayment"
    found = ReceiptResponse(client.http.get(f"/receipts/{made.id}").json())
    assert (found.id, len(found.items)) == (made.id, 2)
    listed = client.http.get("/receipts", params={"payment_id": paid_ahead})
    assert [one.id for one in ReceiptListResponse(listed.json()).items] == [made.id]
    assert client.http.get("/receipts/of-nobody").status_code == 404


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"settlements": []}, "settlements not specified"),
        ({"settlements": [{"type": "later", "amount": PAYMENT["amount"]}]}, "Settlements"),
        ({"items": [ITEM]}, "differs from the amount"),
        ({"items": [{**ITEM, "payment_mode": "full_prepayment"}, SENT]}, "paid in full"),
        ({"send": False}, "sent"),
        ({"type": "refund"}, "type payment"),
        ({"customer": {}}, "empty"),
        ({"when": "now"}, "Unknown parameter"),
    ],
)
def test_a_second_receipt_that_is_none_is_refused(
    client: Client, paid_ahead: str, changed: dict[str, Any], what: str
) -> None:
    client.refused("/receipts", {**OFFSET, "payment_id": paid_ahead, **changed}, what)


def test_a_second_receipt_is_of_a_payment_that_was_made(client: Client) -> None:
    unpaid = PaymentResponse(client.post("/payments", with_items(ITEM, SENT)).json())
    client.refused("/receipts", {**OFFSET, "payment_id": unpaid.id}, "not succeeded")
    nobody = client.post("/receipts", {**OFFSET, "payment_id": "of-nobody"})
    assert nobody.status_code == 404
