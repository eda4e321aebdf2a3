"""What analytics services are told fits their rules and names nobody."""

from datetime import UTC, datetime
from typing import Any, get_args

import msgspec
import pytest

from holdfast.analytics import pseudonym
from holdfast.kit.clock import utc_now
from holdfast.sinks import (
    Hit,
    HitItem,
    HitName,
    amplitude_event,
    ga4_request,
    read_hit,
)
from holdfast.sinks.amplitude import blamed_for
from holdfast.sinks.ga4 import in_units
from holdfast.sinks.http_post import HttpAnswer
from holdfast.sinks.posting import refusal
from tests.support.analytics import google_faults

AT = datetime(2026, 11, 26, 9, 30, 0, 250_000, tzinfo=UTC)
PERSON = pseudonym(b"key", "user:0197")
PURCHASE = Hit(
    name="purchase",
    id="1-2-3",
    person=PERSON,
    member=True,
    at=AT,
    currency="EUR",
    value=12_345,
    transaction="7F3K9QZP",
    items=[HitItem("p1", "Camera", "product", 2, 5000), HitItem("p2", "Lens", "product")],
)
HELD = Hit(
    name="booking_held",
    id="1-2-4",
    person=PERSON,
    at=AT,
    currency="JPY",
    value=9000,
    items=[HitItem("s1", "Portrait", "service", price=9000)],
    about={"time_of_day": "10:00", "weekday": "monday", "hours_ahead": 50, "studio": "Loft"},
)


def sent(told: object) -> Any:
    return msgspec.json.decode(msgspec.json.Encoder(decimal_format="number").encode(told))


def test_google_is_told_a_purchase_by_its_standard_names() -> None:
    body = sent(ga4_request([PURCHASE]))
    assert google_faults(body, len(msgspec.json.encode(body))) == []
    assert (body["client_id"], body["user_id"]) == (PERSON, PERSON)
    assert body["consent"] == {"ad_user_data": "DENIED", "ad_personalization": "DENIED"}
    (event,) = body["events"]
    assert event["timestamp_micros"] == round(AT.timestamp() * 1_000_000)
    params = event["params"]
    assert (event["name"], params["currency"], params["value"]) == ("purchase", "EUR", 123.45)
    assert params["transaction_id"] == "7F3K9QZP"
    assert params["items"][0] == {
        "item_id": "p1", "quantity": 2, "item_name": "Camera", "item_category": "product",
        "price": 50.0,
    }  # fmt: skip


def test_a_guest_is_no_user_and_a_booking_says_when_and_where() -> None:
    body = sent(ga4_request([HELD]))
    assert google_faults(body, 1000) == []
    assert "user_id" not in body
    params = body["events"][0]["params"]
    assert (params["value"], params["hours_ahead"], params["studio"]) == (9000, 50, "Loft")
    event = sent(amplitude_event(HELD))
    assert "user_id" not in event
    assert "revenue" not in event
    assert event["event_properties"]["weekday"] == "monday"


def test_amplitude_counts_revenue_once_and_takes_refunds_off() -> None:
    event = sent(amplitude_event(PURCHASE))
    assert (event["device_id"], event["user_id"]) == (PERSON, PERSON)
    assert (event["insert_id"], event["time"]) == ("1-2-3", round(AT.timestamp() * 1000))
    assert (event["revenue"], event["revenueType"]) == (123.45, "purchase")
    refund = msgspec.structs.replace(PURCHASE, name="refund", value=2345)
    assert sent(amplitude_event(refund))["revenue"] == -23.45


def test_every_name_is_one_that_google_takes() -> None:
    for name in get_args(HitName):
        one = msgspec.structs.replace(PURCHASE, name=name)
        assert google_faults(sent(ga4_request([one])), 1000) == []


def test_the_longest_hit_fits_one_request() -> None:
    items = [HitItem("i" * 36, "ж" * 100, "product", 9, 9) for _ in range(50)]
    one = msgspec.structs.replace(PURCHASE, items=items)
    encoded = msgspec.json.Encoder(decimal_format="number").encode(ga4_request([one]))
    assert google_faults(sent(ga4_request([one])), len(encoded)) == []


@pytest.mark.parametrize("hit", [PURCHASE, HELD])
def test_no_field_is_one_for_a_person(hit: Hit) -> None:
    """Every field there is, of both services, is one of these; a pseudonym leads back to nobody."""
    known = {
        "client_id", "user_id", "device_id", "consent", "ad_user_data", "ad_personalization",
        "events", "name", "timestamp_micros", "params", "session_id", "engagement_time_msec",
        "event_id", "currency", "value", "transaction_id", "items", "item_id", "item_name",
        "item_category", "quantity", "price", "event_type", "time", "insert_id",
        "event_properties", "revenue", "revenueType",
        "time_of_day", "weekday", "hours_ahead", "minutes", "service", "studio", "reason",
    }  # fmt: skip

    def walk(told: Any) -> None:
        if isinstance(told, dict):
            assert told.keys() <= known
            for value in told.values():
                walk(value)
        elif isinstance(told, list):
            for value in told:
                walk(value)
        else:
            assert "@" not in str(told)
            assert "0197" not in str(told)

    walk(sent(ga4_request([hit])))
    walk(sent(amplitude_event(hit)))
    assert read_hit(hit.envelope.body) == hit


def test_a_pseudonym_is_the_same_for_one_and_another_for_others_and_other_keys() -> None:
    assert pseudonym(b"key", "user:0197") == PERSON
    names = {PERSON, pseudonym(b"key", "guest:0197"), pseudonym(b"other", "user:0197")}
    assert len(names) == 3
    assert all(len(one) == 32 for one in names)


def test_money_has_the_decimals_of_its_currency() -> None:
    told = [str(in_units(amount, code)) for amount, code in ((1305, "EUR"), (13, "JPY"))]
    assert told == ["13.05", "13"]


@pytest.mark.parametrize(
    ("status", "header", "after"),
    [
        (429, "17", 17.0), (429, "", 30.0), (429, "soon", 30.0), (503, "5", 5.0), (503, "", 0.0),
        (400, "17", 0.0), (429, "999999", 3600.0), (429, "Thu, 01 Jan 1970 00:00:00 GMT", 30.0),
        (429, f"Thu, 01 Jan {10**30} 00:00:00 GMT", 30.0),
    ],
)  # fmt: skip
def test_how_long_to_leave_it_alone(status: int, header: str, after: float) -> None:
    found = refusal(HttpAnswer(status, b"why", header), 30.0)
    assert found is not None
    assert (found.after, str(found)) == (after, f"answered {status}: why")


def test_a_date_says_it_too() -> None:
    later = utc_now().replace(microsecond=0)
    said = later.strftime("%a, %d %b %Y %H:%M:%S GMT")
    found = refusal(HttpAnswer(429, b"", said.replace(str(later.year), str(later.year + 1))))
    assert found is not None
    assert found.after == 3600.0


def test_whom_an_upload_is_refused_for() -> None:
    said = {
        "code": 400,
        "error": "no",
        "events_with_invalid_fields": {"time": [3, 9]},
        "events_with_missing_fields": {"event_type": [0]},
    }
    answer = HttpAnswer(400, msgspec.json.encode(said))
    assert blamed_for(answer, 5) == {0: "event_type is missing", 3: "time is not valid"}
    for other in (b"no JSON", b'{"error": "Invalid API key"}', b"[]"):
        assert blamed_for(HttpAnswer(400, other), 5) == {}
    assert blamed_for(HttpAnswer(500, answer.said), 5) == {}
