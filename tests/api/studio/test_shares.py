"""What of a session is whose: a photographer sees their own and nobody else's, staff see all and
pay it out."""

import asyncio
import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pypdf import PdfReader

from tests.api.conftest import MANAGER
from tests.api.shop.test_bookings import MINE, hold, paid
from tests.api.staff.drafts import made
from tests.support.market import eventually, expect, refusal
from tests.support.past_sessions import it_took_place
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in
from tests.support.postgres import fetch
from tests.support.server import ServerProcess
from tests.support.studio import Someone, day_ahead, move_in

RESOURCES = "/api/staff/resources"
PAYOUTS = "/api/staff/payouts"
CLIENT = "client@shares.example"


@pytest.fixture(scope="module")
def visitors(shop: ServerProcess, shop_database_url: str) -> Iterator[dict[str, httpx.Client]]:
    people = {"staff": MANAGER, "ann": "ann@shares.example", "bo": "bo@shares.example"}
    for name in ("ann", "bo"):
        add_person(shop_database_url, people[name], ["photographer"])
    add_person(shop_database_url, CLIENT, ["customer"])
    people["client"] = CLIENT
    opened = {}
    for name, email in people.items():
        opened[name] = httpx.Client(base_url=shop.url, timeout=PATIENCE)
        log_in(opened[name], email)
    opened["guest"] = httpx.Client(base_url=shop.url, timeout=PATIENCE)
    settings = {"payoutHoldDays": 0, "payoutDays": 0}
    expect(opened["staff"].patch("/api/staff/settings", json=settings))
    yield opened
    for client in opened.values():
        client.close()


@pytest.fixture(scope="module")
def crew(visitors: dict[str, httpx.Client], shop_database_url: str) -> dict[str, Someone]:
    """Two photographers and a studio."""
    found = {"loft": Someone(kind="studio", name="Loft", zone="Europe/Berlin")}
    for name in ("ann", "bo"):
        user = expect(visitors[name].get("/api/session"))["user"]["id"]
        found[name] = Someone(
            kind="photographer", name=name, zone="Europe/Berlin", more={"user_id": UUID(user)}
        )
    asyncio.run(move_in(shop_database_url, *found.values()))
    return found


@pytest.fixture(scope="module")
def service(visitors: dict[str, httpx.Client]) -> str:
    """All of it is kept; 61.25% are the photographer's and 19.75% the studio's."""
    asked = {
        "name": "Portrait",
        "currency": "EUR",
        "lengths": {"minutes": [60]},
        "price": {"amount": 8_001},
        "needs": [
            {"role": "photographer", "kind": "photographer"},
            {"role": "studio", "kind": "studio"},
        ],
        "policy": {"steps": [{"minutes": 500_000, "percent": 100}]},
        "shares": {"photographer": 6_125, "studio": 1_975},
    }
    return str(expect(visitors["staff"].post("/api/staff/services", json=asked), 201)["id"])


def cancelled(
    visitors: dict[str, httpx.Client], crew: dict[str, Someone], service: str, start: str
) -> dict[str, Any]:
    """Paid by the client, and called off by them when all of it is kept."""
    client = visitors["client"]
    served = [str(crew["ann"].id), str(crew["loft"].id)]
    held = expect(hold(client, service, start, resources=served))
    paid(client, visitors["staff"], held)
    gone = expect(client.post(f"{MINE}/{held['bookingId']}/cancel", json={"expectedRefund": 0}))
    assert (gone["penalty"], gone["refund"]) == (8_001, 0)
    return held


def standing(who: httpx.Client, one: Someone) -> dict[str, Any]:
    found = expect(who.get(f"{RESOURCES}/{one.id}/money"))["standings"]
    return found[0] if found else {}


async def test_a_penalty_is_shared_shown_and_paid_out(
    visitors: dict[str, httpx.Client], crew: dict[str, Someone], service: str
) -> None:
    staff, ann, bo = (visitors[name] for name in ("staff", "ann", "bo"))
    held = cancelled(visitors, crew, service, f"{day_ahead(4)}T10:00")

    async def there() -> bool:
        mine, house = standing(ann, crew["ann"]), standing(staff, crew["loft"])
        return (mine.get("payable"), house.get("earned")) == (4_900, 1_580)

    await eventually(there, PATIENCE, "both parts are there")
    assert standing(bo, crew["bo"]) == {}
    for path in ("money", "statement?currency=EUR", "payouts"):
        for name in ("bo", "client", "guest"):
            found = visitors[name].get(f"{RESOURCES}/{crew['ann'].id}/{path}")
            assert found.status_code in (401, 403, 404), (name, path)

    at = f"{RESOURCES}/{crew['ann'].id}"
    shown = expect(ann.get(f"{at}/statement", params={"currency": "EUR"}))["movements"]
    assert [(one["kind"], one["change"], one["bookingId"]) for one in shown] == [
        ("session", 4_900, held["bookingId"])
    ]
    assert shown[0]["orderNumber"] == held["booking"]["number"]
    file = ann.get(f"{at}/statement", params={"currency": "EUR", "format": "csv"}).text
    assert "session,49.00,49.00,EUR" in file

    refusal(ann.post(f"{at}/payouts", json={"currency": "EUR"}), 403, "forbidden")
    key = {"Idempotency-Key": uuid4().hex}
    made = expect(staff.post(f"{at}/payouts", json={"currency": "EUR"}, headers=key), 201)
    assert expect(staff.post(f"{at}/payouts", json={"currency": "EUR"}, headers=key), 201) == made
    told = (made["name"], made["resourceId"], made["sellerId"], made["amount"])
    assert told == ("ann", str(crew["ann"].id), None, 4_900)
    asked = {"resourceId": str(crew["ann"].id)}
    assert expect(staff.get(PAYOUTS, params=asked))["payouts"] == [made]
    sent = expect(staff.post(f"{PAYOUTS}/{made['id']}/paid", json={"reference": "SEPA 9"}))
    assert expect(ann.get(f"{at}/payouts"))["payouts"] == [sent]

    refund = {"amount": 4_000, "reason": "after all"}
    expect(staff.post(f"/api/staff/orders/{held['booking']['orderId']}/refund", json=refund))

    async def owes() -> bool:
        mine, house = standing(ann, crew["ann"]), standing(staff, crew["loft"])
        return (mine["owed"], house["earned"]) == (4_900 - 2_450, 790)  # of 4001 that are kept

    await eventually(owes, PATIENCE, "the refund takes its part along")
    rows = expect(staff.get("/api/staff/holders"))["holders"]
    mine = {one["name"]: one for one in rows if one["id"] in map(str, served(crew))}
    assert (mine["ann"]["kind"], mine["ann"]["earned"], mine["ann"]["owed"]) == (
        "photographer", 0, 2_450,
    )  # fmt: skip
    assert mine["Loft"]["earned"] == 790
    receipts(visitors, held)
    first = expect(staff.get("/api/staff/holders", params={"limit": 1}))
    rest = expect(staff.get("/api/staff/holders", params={"cursor": first["nextCursor"]}))
    assert [*first["holders"], *rest["holders"]][: len(rows)] == rows


def receipts(visitors: dict[str, httpx.Client], held: dict[str, Any]) -> None:
    """Of what is kept, 4001 of 8001: for its client, for staff, for who has a part in it."""
    at = f"{MINE}/{held['bookingId']}/receipt"
    own = f"/api/studio/bookings/{held['bookingId']}/receipt"
    shown = expect(visitors["client"].get(at))
    told = ("price", "penalty", "paid", "refunded", "kept", "beside", "shares", "platform")
    assert [shown[name] for name in told] == [8_001, 8_001, 8_001, 4_000, 4_001, 0, None, None]
    assert shown["sources"] == [{"provider": "manual", "paid": 8_001, "refunded": 4_000}]
    whole = expect(visitors["staff"].get(at))
    parts = [(one["part"], one["rate"], one["amount"]) for one in whole["shares"]]
    assert parts == [("photographer", 6_125, 2_450), ("studio", 1_975, 790)]
    assert whole["platform"] == 4_001 - 2_450 - 790
    ann = expect(visitors["ann"].get(own))
    assert [one["name"] for one in ann["shares"]] == ["ann"]
    assert ann["platform"] is None
    for name in ("guest", "bo", "ann"):
        refusal(visitors[name].get(at), 404, "booking-not-found")
    refusal(visitors["bo"].get(own), 404, "booking-not-found")
    on_paper(visitors, at, own, shown["number"])


def on_paper(visitors: dict[str, httpx.Client], at: str, own: str, number: str) -> None:
    """The same as PDF, in each language, with no more than each may see."""
    for language, word, point in (
        ("en", "Receipt", "."), ("ru", "Квитанция", ","), ("ko", "영수증", "."),
    ):  # fmt: skip
        text = paper(visitors["client"].get(f"{at}.pdf", params={"language": language}))
        assert word in text
        assert number in text
        assert f"40{point}01" in text
        assert f"24{point}50" not in text  # the photographer's
    staff = paper(visitors["staff"].get(f"{at}.pdf"))
    assert "ann(61.25%)24.50" in staff
    assert "Platform7.61" in staff
    ann = paper(visitors["ann"].get(f"{own}.pdf"))
    assert "ann(61.25%)24.50" in ann
    assert "Loft" not in ann
    assert "Platform" not in ann
    for name in ("guest", "bo", "ann"):
        refusal(visitors[name].get(f"{at}.pdf"), 404, "booking-not-found")
    refusal(visitors["bo"].get(f"{own}.pdf"), 404, "booking-not-found")


def paper(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    (page,) = PdfReader(io.BytesIO(answer.content)).pages
    return "".join(page.extract_text().split()).replace("EUR", "")


async def test_ones_own_share_counts_before_the_services_and_a_levels_before_anybodys(
    visitors: dict[str, httpx.Client], crew: dict[str, Someone], service: str
) -> None:
    staff, at = visitors["staff"], f"{RESOURCES}/{crew['bo'].id}"
    path = f"/api/staff/services/{service}"
    read = staff.get(path)
    terms = expect(read)
    levels = {"photographer": 6_125, "studio": 1_975, "levels": {"senior": 7_000}}
    asked = {name: terms[name] for name in terms if name not in ("id", "revision")}
    beyond = asked | {"shares": levels | {"levels": {"senior": 8_026}}}
    headers = {"If-Match": read.headers["etag"]}
    wrong = refusal(staff.put(path, json=beyond, headers=headers), 422, "service-invalid")
    assert [one["field"] for one in wrong["errors"]] == ["shares"]
    saved = expect(staff.put(path, json=asked | {"shares": levels}, headers=headers))
    assert saved["shares"] == levels
    for day, (level, own, rate) in enumerate(
        ((None, None, 6_125), ("senior", None, 7_000), ("senior", 9_000, 9_000)), 8
    ):
        change(staff, at, level=level, share=own)
        held = cancelled(visitors, {**crew, "ann": crew["bo"]}, service, f"{day_ahead(day)}T10:00")
        receipt = f"{MINE}/{held['bookingId']}/receipt"

        async def noted(receipt: str = receipt, rate: int = rate) -> bool:
            parts = {one["part"]: one for one in expect(staff.get(receipt))["shares"]}
            # The studio has at most what is left.
            house = min(1_975, 10_000 - rate)
            return [parts[one]["rate"] for one in sorted(parts)] == [rate, house]

        await eventually(noted, PATIENCE, f"{level}, {own}: {rate}")
    kit = {"kind": "equipment", "name": "Kit", "zone": "UTC", "share": 100}
    wrong = refusal(staff.post(RESOURCES, json=kit), 422, "resource-invalid")
    assert wrong["field"] == "share"
    assert "share" not in expect(visitors["guest"].get("/api/photographers"))["photographers"][0]


def change(staff: httpx.Client, at: str, **said: Any) -> None:
    known = expect(staff.get(at))["resource"]
    asked = {name: known[name] for name in known if name not in ("id", "revision", "status")}
    headers = {"If-Match": f'"{known["revision"]}"'}
    expect(staff.put(at, json=asked | said, headers=headers))


def test_what_has_not_ended_has_no_receipt(
    visitors: dict[str, httpx.Client], crew: dict[str, Someone], service: str
) -> None:
    client = visitors["client"]
    held = expect(hold(client, service, f"{day_ahead(6)}T10:00"))
    at = f"{MINE}/{held['bookingId']}/receipt"
    refusal(client.get(at), 404, "no-receipt")
    paid(client, visitors["staff"], held)
    refusal(client.get(at), 404, "no-receipt")


def served(crew: dict[str, Someone]) -> list[UUID]:
    return [crew["ann"].id, crew["loft"].id]


async def test_income_is_of_the_session_and_not_of_the_goods_beside_it(
    visitors: dict[str, httpx.Client],
    crew: dict[str, Someone],
    service: str,
    shop_database_url: str,
) -> None:
    """What went back for no unit was of the session, as its receipt has it."""
    client, staff, bo = (visitors[name] for name in ("client", "staff", "bo"))
    expect(staff.patch("/api/staff/settings", json={"currency": "EUR"}))
    before, frame = earned(bo), made(staff)
    line = {"productId": frame["id"], "variantId": frame["variants"][0]["id"], "quantity": 2}
    served, start = [str(crew["bo"].id), str(crew["loft"].id)], f"{day_ahead(7)}T10:00"
    held = expect(hold(client, service, start, resources=served, items=[line]))
    paid(client, staff, held)
    late = {"amount": 3_000, "reason": "We came late"}
    expect(staff.post(f"/api/staff/orders/{held['booking']['orderId']}/refund", json=late))
    await it_took_place(shop_database_url, staff, held["bookingId"])
    receipt = expect(client.get(f"{MINE}/{held['bookingId']}/receipt"))
    assert (receipt["kept"], receipt["beside"]) == (5_001, 1_000)
    assert earned(bo) - before == 5_001


async def test_what_is_paid_of_a_session_that_is_over_and_brought_nothing_is_shared_then(
    visitors: dict[str, httpx.Client],
    crew: dict[str, Someone],
    service: str,
    shop_database_url: str,
) -> None:
    staff, client = visitors["staff"], visitors["client"]
    user = expect(client.get("/api/session"))["user"]["id"]
    served, start = [str(crew["bo"].id), str(crew["loft"].id)], f"{day_ahead(12)}T10:00"
    held = expect(hold(staff, service, start, resources=served, client=user, later=True))
    await it_took_place(shop_database_url, staff, held["bookingId"])
    noted = "SELECT status, amount FROM booking_shares WHERE booking_id = $1::uuid ORDER BY part"

    async def stands(*shares: tuple[str, int]) -> bool:
        return await fetch(shop_database_url, noted, held["bookingId"]) == list(shares)

    nothing = ("earned", 0)
    await eventually(lambda: stands(nothing, nothing), PATIENCE, "nothing is shared")
    path = f"/api/staff/bookings/{held['bookingId']}/rest-paid"
    assert staff.post(path, json={"reason": "Cash"}).status_code == 204
    each = [one["rate"] * 8_001 // 10_000 for one in _parts(staff, held)]
    await eventually(
        lambda: stands(*(("earned", one) for one in each)), PATIENCE, f"{each} are shared"
    )


def _parts(staff: httpx.Client, held: dict[str, Any]) -> list[dict[str, Any]]:
    shares = expect(staff.get(f"{MINE}/{held['bookingId']}/receipt"))["shares"]
    return sorted(shares, key=lambda one: str(one["part"]))


def earned(who: httpx.Client) -> int:
    """These days."""
    days = {"from": str(day_ahead(-1)), "to": str(day_ahead(30)), "by": "month"}
    rows = expect(who.get("/api/studio/income", params=days))["income"]
    return sum(one["earned"] for one in rows)
