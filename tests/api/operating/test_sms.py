"""SMS of a whole shop: a number is confirmed on the account's page, its kinds are chosen, and it is
left; a client whom staff booked in by telephone, and who has no mail, is told there."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.operating.conftest import ANNA
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in, signed_up
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess
from tests.support.sms import SmsServer
from tests.support.studio import Someone, day_ahead, move_in

NUMBER = "/api/sms"
CODES = "/api/sms/codes"
CONFIRM = "/api/sms/confirm"
ANN = "+447400123456"
KIM = "+79015550102"
LEE = "+79015550103"


@pytest.fixture(scope="module")
def sms() -> Iterator[SmsServer]:
    with SmsServer() as opened:
        yield opened


@pytest.fixture(scope="module")
def shop(prepared: PreparedShops, sms: SmsServer) -> Iterator[ServerProcess]:
    ours = {
        "HOLDFAST_LIMITS": "off",
        "HOLDFAST_PUBLIC_URL": "https://shop.example",
        "HOLDFAST_SMS_COUNTRY": "RU",
    }
    with prepared.opened(**ours, **sms.settings) as opened:
        yield opened


@pytest.fixture
def ann(shop: ServerProcess) -> Iterator[httpx.Client]:
    with signed_up(shop.url) as client:
        yield client


@pytest.fixture
def manager(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        known = {"email": "manager@example.com", "password": "holdfast-manager"}
        expect(client.post("/api/session/login", json=known))
        yield client


def sent_code(client: httpx.Client, sms: SmsServer, number: str) -> str:
    before = len(sms.to(number))
    assert expect(client.post(CODES, json={"number": number}), 202) == {"number": number}
    found = re.match(r"\d{6}", sms.hears(number, before))
    assert found is not None
    return found[0]


def test_a_number_is_confirmed_by_its_code_and_left(ann: httpx.Client, sms: SmsServer) -> None:
    assert expect(ann.get("/api/config"))["sms"] is True
    nothing = {"number": None, "since": None, "stopped": False}
    assert expect(ann.get(NUMBER)) == nothing
    for none in ("12", "call me", "+4930901820"):
        wrong = refusal(ann.post(CODES, json={"number": none}), 422, "number-invalid")
        assert wrong["field"] == "number"
    refusal(ann.post(CONFIRM, json={"code": "000000"}), 410, "number-code-expired")
    code = sent_code(ann, sms, ANN)
    assert expect(ann.get(NUMBER)) == nothing, "nobody is told there yet"
    other = "000000" if code != "000000" else "111111"
    refusal(ann.post(CONFIRM, json={"code": other}), 422, "number-code-wrong")
    kept = expect(ann.post(CONFIRM, json={"code": f" {code[:3]} {code[3:]} "}))
    assert (kept["number"], kept["stopped"]) == (ANN, False)
    refusal(ann.post(CONFIRM, json={"code": code}), 410, "number-code-expired")
    assert expect(ann.get(NUMBER)) == kept

    kinds = expect(ann.get("/api/mail-preferences"))["kinds"]
    mine = {one["kind"] for one in kinds if one["channel"] == "sms"}
    assert mine == {
        "booking-confirmed", "booking-moved", "booking-cancelled", "series-cancelled",
        "booking-tomorrow", "booking-soon",
    }  # fmt: skip
    no_more = {"wanted": False, "channel": "sms"}
    expect(ann.put("/api/mail-preferences/booking-soon", json=no_more))
    unknown = ann.put("/api/mail-preferences/number-code", json=no_more)
    refusal(unknown, 409, "mail-needed")

    assert ann.delete(NUMBER).status_code == 204
    refusal(ann.delete(NUMBER), 404, "number-not-kept")
    assert expect(ann.get(NUMBER)) == nothing


def test_a_code_is_tried_five_times_and_five_are_sent_a_day(
    ann: httpx.Client, sms: SmsServer
) -> None:
    number = "+447400123458"
    code = sent_code(ann, sms, number)
    other = "000000" if code != "000000" else "111111"
    for _ in range(5):
        refusal(ann.post(CONFIRM, json={"code": other}), 422, "number-code-wrong")
    refusal(ann.post(CONFIRM, json={"code": code}), 410, "number-code-expired")
    first = sent_code(ann, sms, number)
    last = sent_code(ann, sms, number)
    if first != last:
        refusal(ann.post(CONFIRM, json={"code": first}), 422, "number-code-wrong")
    for _ in range(2):
        expect(ann.post(CODES, json={"number": number}), 202)
    refusal(ann.post(CODES, json={"number": number}), 429, "too-many-number-codes")


def test_a_number_is_of_one_account_and_needs_a_session(
    shop: ServerProcess, ann: httpx.Client, sms: SmsServer
) -> None:
    number = "+447400123457"
    expect(ann.post(CONFIRM, json={"code": sent_code(ann, sms, number)}))
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as guest:
        refusal(guest.post(CODES, json={"number": number}), 401, "login-required")
    with signed_up(shop.url, "Ben") as ben:
        expect(ben.post(CONFIRM, json={"code": sent_code(ben, sms, number)}))
    assert expect(ann.get(NUMBER))["number"] is None


def test_a_client_without_mail_is_told_of_a_booking_by_sms(
    shop: ServerProcess, manager: httpx.Client, sms: SmsServer
) -> None:
    """That it is booked, moved and cancelled, when and where; as it was typed at the counter."""
    service, name = a_service(shop, manager)
    caller = {"name": "Kim", "phone": "8 (901) 555-01-02"}
    asked = {"serviceId": service, "start": f"{day_ahead(15)}T13:00", "newClient": caller}
    held = expect(send(manager, "/api/bookings/hold", asked))
    booking = held["bookingId"]
    expect(send(manager, f"/api/staff/bookings/{booking}/confirm"))
    told = sms.hears(KIM)
    assert told.startswith("Holdfast Electronics: Your booking is confirmed")
    assert name in told
    assert f"{day_ahead(15).day} " in told
    assert "http" not in told, "they have no page"
    other = {"start": f"{day_ahead(16)}T13:00:00Z"}
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as anna:
        log_in(anna, ANNA)
        expect(send(anna, f"/api/studio/bookings/{booking}/move", other))
    moved = sms.hears(KIM, 1)
    assert "moved" in moved
    assert f"{day_ahead(16).day} " in moved
    expect(send(manager, f"/api/bookings/{booking}/cancel", {}))
    assert "cancelled" in sms.hears(KIM, 2)
    log = expect(manager.get("/api/staff/mails", params={"kind": "booking-cancelled"}))
    assert [one["channel"] for one in log["mails"]] == ["sms"]

    # Nor does a guest without mail, who says at the till where they are called.
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as guest:
        asked = {"serviceId": service, "start": f"{day_ahead(17)}T13:00"}
        held = expect(send(guest, "/api/bookings/hold", asked))
        comes = {"email": None, "name": "Lee", "phone": "8 (901) 555-01-03"}
        expect(guest.put(f"/api/orders/{held['orderId']}/contact", json=comes))
    expect(send(manager, f"/api/staff/bookings/{held['bookingId']}/confirm"))
    assert name in sms.hears(LEE)


def send(by: httpx.Client, path: str, body: dict[str, Any] | None = None) -> httpx.Response:
    return by.post(path, json=body, headers={"Idempotency-Key": uuid4().hex})


def a_service(shop: ServerProcess, manager: httpx.Client) -> tuple[str, str]:
    """Anna's, and its name."""
    add_person(shop.database_url, ANNA, ["photographer"])
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        log_in(client, ANNA)
        user = expect(client.get("/api/session"))["user"]["id"]
    anna = Someone(kind="photographer", name="Anna", more={"user_id": user})
    asyncio.run(move_in(shop.database_url, anna))
    asked: dict[str, Any] = {
        "name": f"Portrait {uuid4().hex[:8]}",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "grid": {"step": 60},
        "price": {"rule": "flat", "amount": 9_000},
        "needs": [{"role": "who", "kind": "photographer", "resources": [str(anna.id)]}],
    }
    made = expect(manager.post("/api/staff/services", json=asked), 201)
    return str(made["id"]), str(asked["name"])
