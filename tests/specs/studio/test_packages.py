"""Prepaid hours and gift certificates: bought, used to the unit, given back."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

from tests.specs.sentences import sentence
from tests.support.market import Market, eventually, expect
from tests.support.member import Member
from tests.support.patience import PATIENCE
from tests.support.photo_studio import PhotoStudio, hold

Join = Callable[[], Awaitable[Member]]
HOURS = {
    "name": "Five hours",
    "currency": "EUR",
    "items": [{"kind": "hours", "units": 300, "price": 40_000}],
}
PRESENT = {
    "name": "Present",
    "currency": "EUR",
    "items": [{"kind": "certificate", "units": 10_000, "price": 10_000}],
}


@sentence("E", "3.1. Дополнительные фичи", "подарочные сертификаты",
          at="POST /api/prepaid/{id}/code, POST /api/payments/mix")  # fmt: skip
async def test_whoever_has_a_certificates_code_pays_with_it_in_parts(
    market: Market, studio: PhotoStudio, join: Join
) -> None:
    giver, given = await join(), await join()
    package = expect(studio.staff.post("/api/staff/packages", json=PRESENT), 201)["id"]
    asked = {"expectedTotal": 10_000}
    placed = expect(await giver.buyer.post(f"/api/packages/{package}/buy", asked, uuid4().hex))
    expect(await giver.buyer.pay(placed))

    async def bought() -> Any:
        grants = expect(await giver.buyer.get("/api/prepaid"))["grants"]
        return grants[0] if grants else None

    grant = await eventually(bought, PATIENCE, "the certificate is there")
    made = expect(await giver.buyer.post(f"/api/prepaid/{grant['id']}/code", {}))
    code = {"code": made["code"]}
    balance = "/api/certificates/balance"
    assert expect(await given.buyer.post(balance, code))["left"] == 10_000
    held = expect(await hold(given.buyer, studio, 46, 10))
    mix = {
        "reservationId": held["reservationId"],
        "sources": [{"kind": "certificate", **code}],
    }
    expect(await given.buyer.post("/api/payments/mix", mix, uuid4().hex))
    assert expect(await given.buyer.post(balance, code))["left"] == 1_000
    expect(await given.buyer.post(f"/api/bookings/{held['bookingId']}/cancel", {}))

    async def all_back() -> bool:
        found = expect(await giver.buyer.get("/api/prepaid"))["grants"]
        return bool(found[0]["left"] == 10_000)

    await eventually(all_back, PATIENCE, "the certificate has its money back")


@sentence("E", "3.1. Дополнительные фичи", "Предоплаченные часы съемки",
          at="POST /api/packages/{id}/buy, POST /api/payments/mix")  # fmt: skip
async def test_prepaid_hours_pay_for_a_booking_and_come_back_with_it(
    market: Market, studio: PhotoStudio, join: Join
) -> None:
    client = await join()
    package = expect(studio.staff.post("/api/staff/packages", json=HOURS), 201)["id"]
    asked = {"expectedTotal": 40_000}
    placed = expect(await client.buyer.post(f"/api/packages/{package}/buy", asked, uuid4().hex))
    expect(await client.buyer.pay(placed))

    async def minutes() -> Any:
        grants = expect(await client.buyer.get("/api/prepaid"))["grants"]
        return grants[0] if grants else None

    mine = await eventually(minutes, PATIENCE, "the hours are there")
    assert (mine["left"], mine["status"]) == (300, "active")
    held = expect(await hold(client.buyer, studio, 30, 10, length=120))
    source = {"kind": "hours", "grantId": mine["id"]}
    mix = {"reservationId": held["reservationId"], "sources": [source]}
    expect(await client.buyer.post("/api/payments/mix", mix, uuid4().hex))

    async def confirmed() -> bool:
        found = expect(await client.buyer.get(f"/api/bookings/{held['bookingId']}"))
        return bool(found["status"] == "confirmed")

    await eventually(confirmed, PATIENCE, "the booking is confirmed")
    assert (await minutes())["left"] == 180
    expect(await client.buyer.post(f"/api/bookings/{held['bookingId']}/cancel", {}))

    async def all_back() -> bool:
        return bool((await minutes())["left"] == 300)

    await eventually(all_back, PATIENCE, "the minutes are back")
