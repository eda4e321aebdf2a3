"""Messages are CloudEvents that fit their schemas, and a version stays what it is."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest

from holdfast.sinks import (
    MESSAGES,
    Envelope,
    ItemV1,
    JobDeadV1,
    LetterDeadV1,
    OrderCancelledV1,
    OrderPaidV1,
    OrderRefundedV1,
    Origin,
    SinkMessage,
    StockLowV1,
    data_schema,
    message_schema,
)

ONE, TWO = UUID(int=1), UUID(int=2)
AT = datetime(2026, 11, 20, 9, 30, 0, 123456, tzinfo=UTC)
HEAD = (ONE, "7F3K9QZP", "user:1")
PAID = OrderPaidV1(
    *HEAD, payment_id=TWO, total=900, discount=100, currency="EUR", coupon_id=None,
    description=None, rescued=False,
    items=[ItemV1(ONE, TWO, "Phone", {"color": "black"}, 1, 1000, 100)],
)  # fmt: skip
LOW = StockLowV1(ONE, TWO, 2, 3, "Phone", "PH-1", {"color": "black"})
EXAMPLES: tuple[SinkMessage, ...] = (
    PAID,
    OrderCancelledV1(*HEAD, reason="buyer", total=900, currency="EUR"),
    OrderRefundedV1(*HEAD, payment_id=TWO, amount=900, total=900, currency="EUR"),
    LOW,
    LetterDeadV1("orders.to_pay", "pay/1", "the seal is broken", 2),
    JobDeadV1("refund", 7, "answered 500", 150, 1),
)


def whole(message: type[SinkMessage]) -> dict[str, Any]:
    """The schema of the whole message, by itself."""
    schema, parts = message_schema(message)
    return {**schema, "$defs": parts}


def sent(message: SinkMessage, public_url: str = "") -> dict[str, Any]:
    envelope = Envelope.around(message, Origin.at(public_url), "1-20-300", AT)
    found: dict[str, Any] = json.loads(envelope.body)
    assert (envelope.id, envelope.type) == (found["id"], found["type"])
    return found


def test_the_envelope_is_that_of_cloudevents() -> None:
    found = sent(PAID, "https://shop.example/")
    assert {name: value for name, value in found.items() if name != "data"} == {
        "specversion": "1.0",
        "id": "1-20-300",
        "source": "https://shop.example",
        "type": "holdfast.order.paid.v1",
        "subject": str(ONE),
        "time": "2026-11-20T09:30:00.123Z",
        "datacontenttype": "application/json",
        "dataschema": "https://shop.example/api/schemas/order.paid.v1",
    }


def test_a_service_with_ids_of_its_own_is_a_source_of_its_own() -> None:
    for url, source in (("https://shop.example/", "https://shop.example/payments"),
                        ("", "urn:holdfast:payments")):  # fmt: skip
        assert Origin.at(url, "payments").source == source
        assert Origin.at(url, "payments").schema("x.v1") == Origin.at(url).schema("x.v1")


def test_the_subject_is_what_it_is_about() -> None:
    found = sent(LOW)
    assert (found["type"], found["subject"]) == ("holdfast.stock.low.v1", str(ONE))
    assert sent(EXAMPLES[-2])["subject"] == "orders.to_pay"


def test_without_an_address_the_names_are_absolute_all_the_same() -> None:
    found = sent(PAID)
    assert found["source"] == "urn:holdfast:shop"
    assert (
        found["dataschema"]
        == data_schema(OrderPaidV1)["$id"]
        == ("urn:holdfast:schema:order.paid.v1")
    )


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda one: one.NAME)
def test_every_message_fits_its_schema(message: SinkMessage) -> None:
    found = sent(message)
    jsonschema_rs.Draft202012Validator(data_schema(type(message))).validate(found["data"])
    jsonschema_rs.Draft202012Validator(whole(type(message)), validate_formats=True).validate(found)


def test_a_message_that_lacks_something_fits_none() -> None:
    found = sent(PAID)
    validator = jsonschema_rs.Draft202012Validator(whole(OrderPaidV1))
    for member in found:
        assert not validator.is_valid({name: one for name, one in found.items() if name != member})
    for member in found["data"].keys() - {"shipping", "tax", "taxIncluded"}:  # which came later
        less = {name: one for name, one in found["data"].items() if name != member}
        assert not validator.is_valid({**found, "data": less})


def test_every_message_has_an_example_here() -> None:
    assert {type(one) for one in EXAMPLES} == set(MESSAGES)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda one: one.NAME)
def test_a_version_once_out_is_only_added_to(message: type[SinkMessage]) -> None:
    """``released`` has the schemas as they went out; what fits those must fit today's. A field that
    is new there may be missing."""
    released = json.loads((Path(__file__).parent / "released" / f"{message.NAME}.json").read_text())
    assert not _broken(released, data_schema(message), message.NAME)


def _broken(old: dict[str, Any], new: dict[str, Any], at: str) -> list[str]:
    wrong = []
    if set(new.get("required", [])) != set(old.get("required", [])):
        wrong.append(f"{at}: what must be there changed")
    for name, kind in old.get("properties", {}).items():
        now = new.get("properties", {}).get(name)
        plain = {key: value for key, value in kind.items() if key != "description"}
        if (
            now is None
            or {key: value for key, value in now.items() if key != "description"} != plain
        ):
            wrong.append(f"{at}.{name} changed")
    for name, kind in old.get("$defs", {}).items():
        wrong += _broken(kind, new.get("$defs", {}).get(name, {}), f"{at}/{name}")
    return wrong
