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
def house(shop: ServerProcess, shop_database_url: str) -> None:
    anna = Someone(kind="photographer", name="Anna", more={"tags": '["portrait"]'})
    asyncio.run(move_in(shop_database_url, anna))


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
    assert paper.status_code == 200, paper.text
    read = "".join(PdfReader(io.BytesIO(paper.content)).pages[0].extract_text().split())
    assert [said for said in ("선물상품권", "Мина", code, "EUR100.00") if said not in read] == []
    wrong = {"code": lost, "language": "en"}
    refusal(customer.post(f"{path}/paper", json=wrong), 404, "certificate-unknown")
    with_guest = client.post(f"{path}/code")
    refusal(with_guest, 404, "package-not-found")

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
    assert sheet[1].endswith(",1,10.00,9.00")

    desk = "/api/staff/prepaid"
    found = expect(staff.post(f"{desk}/by-code", json={"code": code}))
    assert (found["id"], found["left"]) == (mine["id"], 1_000)
    refusal(staff.post(f"{desk}/by-code", json={"code": lost}), 404, "certificate-unknown")
    refusal(customer.post(f"{desk}/by-code", json={"code": code}), 403, "forbidden")
    expect(staff.post(f"{desk}/{mine['id']}/freeze", json={"reason": "lost on the bus"}))
    stopped = refusal(client.post(at_till, json={"code": code}), 409, "source-refused")
    assert stopped["detail"] == "The studio has stopped it for now."


def test_codes_are_tried_a_bounded_number_of_times(client: httpx.Client) -> None:
    # From an address of its own: what it uses up is not its neighbours'.
    elsewhere = httpx.HTTPTransport(local_address="127.0.0.77")
    with httpx.Client(base_url=client.base_url, transport=elsewhere) as guest:
        answers = [guest.post(BALANCE, json={"code": f"nothing-{at}"}) for at in range(40)]
    assert {one.status_code for one in answers} == {404, 429}
    assert refusal(answers[-1], 429, "too-many-codes")
    assert int(answers[-1].headers["retry-after"]) > 0


@pytest.mark.usefixtures("house")
def test_a_certificate_of_a_service_is_given_and_booked_by_its_code(
    staff: httpx.Client, customer: httpx.Client, client: httpx.Client
) -> None:
    service = a_service(staff, "photographer")
    known = expect(staff.get(f"/api/staff/services/{service}"))
    item = {"kind": "sessions", "units": 120, "sessionMinutes": 60, "services": [service]}
    wrong = item | {"sessionMinutes": 61, "units": 122}
    asked = {"name": "Portrait as a present", "currency": "EUR", "items": [wrong]}
    fault = refusal(staff.post("/api/staff/packages", json=asked), 422, "package-invalid")
    assert [one["field"] for one in fault["errors"]] == ["items[0].sessionMinutes"]
    package = made(staff, name="Portrait as a present", items=[item])
    assert (package["price"], package["items"][0]["price"]) == (18_000, None)
    shown = expect(client.get(f"/api/packages/{package['id']}"))
    assert (shown["price"], shown["items"][0]["sessionMinutes"]) == (18_000, 60)

    (mine,) = bought(customer, staff, package, gift=GIFT)
    assert (mine["kind"], mine["left"], mine["sessionMinutes"]) == ("sessions", 120, 60)
    code = expect(customer.post(f"/api/prepaid/{mine['id']}/code"))["code"]
    paper = customer.post(f"/api/prepaid/{mine['id']}/paper", json={"code": code, "language": "ru"})
    assert paper.status_code == 200, paper.text
    read = "".join(PdfReader(io.BytesIO(paper.content)).pages[0].extract_text().split())
    assert [said for said in ("2×Портрет,60мин", "Мина", code) if said not in read] == []

    # The price is another by the time the friend books.
    tag = staff.get(f"/api/staff/services/{service}").headers["etag"]
    dearer = {name: value for name, value in known.items() if name not in ("id", "revision")}
    dearer["price"] = known["price"] | {"amount": 2 * known["price"]["amount"]}
    expect(staff.put(f"/api/staff/services/{service}", json=dearer, headers={"If-Match": tag}))
    held = expect(hold(client, service, f"{day_ahead(8)}T10:00"))
    at_till = f"/api/payments/sources/{held['reservationId']}/by-code"
    offered = expect(client.post(at_till, json={"code": code}))
    assert (offered["kind"], offered["amount"], offered["left"], offered["unit"]) == (
        "sessions", 18_000, 120, "minute",
    )  # fmt: skip
    assert offered["sessionMinutes"] == 60
    by_code = {
        "reservationId": held["reservationId"],
        "sources": [{"kind": "sessions", "code": code}],
    }
    assert expect(client.post(MIX, json=by_code))["status"] == "succeeded"
    left = expect(client.post(BALANCE, json={"code": code}))
    assert (left["kind"], left["left"], left["sessionMinutes"]) == ("sessions", 60, 60)
    now = expect(staff.get(f"/api/staff/packages/{package['id']}"))
    assert now["price"] == 36_000
    owed = expect(staff.get("/api/staff/liability"))["owed"]
    (row,) = [one for one in owed if one["kind"] == "sessions"]
    assert (row["count"], row["units"], row["value"]) == (1, 60, 9000)
    back = {"units": 60, "reason": "the friend moved away"}
    returned = expect(staff.post(f"/api/staff/prepaid/{mine['id']}/return", json=back))
    assert (returned["amount"], returned["grant"]["left"]) == (9000, 0)
