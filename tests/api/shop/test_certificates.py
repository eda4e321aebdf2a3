"""Certificates over HTTP: bought for somebody, a code shown once, used in parts by who has it, and
what the shop owes then."""

import asyncio
import io
from collections.abc import Iterator

import httpx
import pytest
from pypdf import PdfReader

from tests.api.conftest import CUSTOMER, MANAGER
from tests.api.shop.test_bookings import a_service, hold
from tests.api.shop.test_packages import bought, made, opened
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

VOUCHER = [{"kind": "certificate", "units": 10_000, "price": 9_000}]
GIFT = {"toName": "Мина", "toEmail": "mina@test.example", "message": "С праздником", "on": None}
MIX, BALANCE = "/api/payments/mix", "/api/certificates/balance"


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with opened(shop, MANAGER) as one:
        yield one


@pytest.fixture
def customer(shop: ServerProcess) -> Iterator[httpx.Client]:
    with opened(shop, CUSTOMER) as one:
        yield one


@pytest.fixture(scope="module")
def house(shop: ServerProcess, module_database_url: str) -> None:
    anna = Someone(kind="photographer", name="Anna", more={"tags": '["portrait"]'})
    asyncio.run(move_in(module_database_url, anna))


@pytest.mark.usefixtures("house")
def test_a_certificate_is_given_used_in_parts_and_owed(
    staff: httpx.Client,
    customer: httpx.Client,
    client: httpx.Client,
) -> None:
    package = made(staff, name="Present", items=VOUCHER)
    (mine,) = bought(customer, staff, package, gift=GIFT)
    assert (mine["kind"], mine["left"], mine["giftFor"]) == ("certificate", 10_000, "Мина")
    assert mine["coded"] is False
    path = f"/api/prepaid/{mine['id']}"
    lost = expect(customer.post(f"{path}/code"))["code"]
    shown = expect(customer.post(f"{path}/code"))
    code = shown["code"]
    assert shown["grant"]["coded"] is True
    refusal(client.post(BALANCE, json={"code": lost}), 404, "certificate-unknown")
    assert code not in customer.get(path).text

    left = expect(client.post(BALANCE, json={"code": code.lower().replace("-", " ")}))
    assert (left["left"], left["currency"], left["status"]) == (10_000, "EUR", "active")
    paper = customer.post(f"{path}/paper", json={"code": code, "language": "ko"})
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    read = "".join(PdfReader(io.BytesIO(paper.content)).pages[0].extract_text().split())
    assert [said for said in ("선물상품권", "Мина", code, "EUR100.00") if said not in read] == []
    wrong = {"code": lost, "language": "en"}
    refusal(customer.post(f"{path}/paper", json=wrong), 404, "certificate-unknown")
    with_guest = client.post(f"{path}/code")
    refusal(with_guest, 401, "login-required")

    # Whoever has the code uses it: a guest pays a booking with it, and a second one in part.
    service = a_service(staff, "photographer")
    by_code = [{"kind": "certificate", "code": code}]
    first = expect(hold(client, service, f"{day_ahead(5)}T10:00"))
    asked = {"reservationId": first["reservationId"], "sources": by_code}
    assert expect(client.post(MIX, json=asked))["status"] == "succeeded"
    assert expect(client.post(BALANCE, json={"code": code}))["left"] == 1_000
    second = expect(hold(client, service, f"{day_ahead(6)}T10:00"))
    asked = {"reservationId": second["reservationId"], "sources": by_code}
    at_till = f"/api/payments/sources/{second['reservationId']}/by-code"
    offered = expect(client.post(at_till, json={"code": code.lower()}))
    assert (offered["kind"], offered["amount"], offered["left"]) == ("certificate", 1_000, 1_000)
    refusal(client.post(at_till, json={"code": lost}), 404, "certificate-unknown")
    refusal(customer.post(at_till, json={"code": code}), 404, "reservation-not-found")
    assert refusal(client.post(MIX, json=asked), 409, "rest-not-covered")["rest"] == 8_000
    asked["provider"] = "manual"
    assert expect(client.post(MIX, json=asked))["status"] == "pending"
    assert expect(client.post(BALANCE, json={"code": code}))["left"] == 0
    third = expect(hold(client, service, f"{day_ahead(7)}T10:00"))
    at_till = f"/api/payments/sources/{third['reservationId']}/by-code"
    empty = refusal(client.post(at_till, json={"code": code}), 409, "source-refused")
    assert (empty["field"], empty["detail"]) == ("code", "Nothing is left on it.")
    # Staff say that the rest was not paid: everything is back.
    why = {"reason": "nobody came"}
    expect(staff.post(f"/api/staff/orders/{second['orderId']}/mark-unpaid", json=why))

    async def back() -> bool:
        # Not by its code, which is tried a bounded number of times.
        return bool(expect(customer.get(path))["grant"]["left"] == 1_000)

    asyncio.run(eventually(back, PATIENCE, "the certificate has its money back"))

    owed = expect(staff.get("/api/staff/liability"))["owed"]
    (row,) = [one for one in owed if one["kind"] == "certificate"]
    assert (row["count"], row["units"], row["value"], row["status"]) == (1, 1_000, 900, "active")
    sheet = staff.get("/api/staff/liability", params={"format": "csv"}).text.splitlines()
    assert sheet[0].endswith("kind,currency,status,ends_in,count,units,value")
    assert sheet[1].startswith("certificate,EUR,active,")

    desk = "/api/staff/prepaid"
    found = expect(staff.post(f"{desk}/by-code", json={"code": code}))
    assert (found["id"], found["left"]) == (mine["id"], 1_000)
    refusal(staff.post(f"{desk}/by-code", json={"code": lost}), 404, "certificate-unknown")
    refusal(customer.post(f"{desk}/by-code", json={"code": code}), 403, "forbidden")
    expect(staff.post(f"{desk}/{mine['id']}/freeze", json={"reason": "lost on the bus"}))
    stopped = refusal(client.post(at_till, json={"code": code}), 409, "source-refused")
    assert stopped["detail"] == "The studio has stopped it for now."


def test_codes_are_tried_a_bounded_number_of_times(client: httpx.Client) -> None:
    answers = [client.post(BALANCE, json={"code": f"nothing-{at}"}) for at in range(40)]
    assert {one.status_code for one in answers} == {404, 429}
    assert refusal(answers[-1], 429, "too-many-codes")
    assert int(answers[-1].headers["retry-after"]) > 0
