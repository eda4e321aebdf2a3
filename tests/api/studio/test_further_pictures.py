"""A client buys more pictures than are included, at the price that who photographed set."""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.staff.bookkeeping import export
from tests.api.studio.house import House, opened_house
from tests.api.studio.sessions import begun, booked, delivered, gallery, looked_at, sent
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, token_for
from tests.support.server import ServerProcess
from tests.support.studio import day_ahead


@pytest.fixture(scope="module")
def house(shop: ServerProcess, shop_database_url: str) -> Iterator[House]:
    with opened_house(shop, shop_database_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def eva(house: House, shop_database_url: str) -> Iterator[httpx.Client]:
    """A client with an account."""
    email = f"eva-{uuid4().hex[:6]}@house.example"
    add_person(shop_database_url, email, ["customer"])
    bearer = {"Authorization": f"Bearer {token_for(shop_database_url, email)}"}
    with httpx.Client(base_url=house.shop.url, timeout=PATIENCE, headers=bearer) as client:
        yield client


@pytest.fixture
def session(house: House, eva: httpx.Client, shop_database_url: str) -> str:
    """Of Ann, with Eva, of which three were delivered to choose one from."""
    booking = booked(house, eva, "shoot", "ann", "white", "lamp")
    found = asyncio.run(begun(shop_database_url, booking))
    sent(house, found, 61, 62, 63, part="proof")
    delivered(house, found, part="proof", choose=1)
    return found


def priced(house: House, session: str, price: int | None, who: str = "ann") -> httpx.Response:
    return house.who[who].put(f"{gallery(session)}/further-price", json={"price": price})


def ordered(
    who: httpx.Client, session: str, pictures: list[str], total: int, key: str = ""
) -> httpx.Response:
    return who.post(
        f"/api/bookings/{session}/gallery/further",
        json={"pictures": pictures, "total": total},
        headers={"Idempotency-Key": key or uuid4().hex},
    )


async def test_further_pictures_are_downloaded_once_they_are_paid(
    house: House, eva: httpx.Client, session: str
) -> None:
    found = looked_at(eva, session)
    ids = [one["id"] for one in found["pictures"]]
    assert found["furtherPrice"] is None
    refusal(ordered(eva, session, ids[:2], 1400), 409, "pictures-not-for-sale")
    assert expect(priced(house, session, 700))["furtherPrice"] == 700
    refusal(priced(house, session, 0), 422, "invalid-request")
    refusal(priced(house, session, 100, "max"), 404, "booking-not-found")
    assert looked_at(eva, session)["furtherPrice"] == 700
    refusal(ordered(eva, session, ids[:2], 700), 409, "further-price-changed")
    refusal(ordered(eva, session, [str(uuid4())], 700), 404, "gallery-picture-not-found")
    refusal(ordered(house.who["max"], session, ids[:2], 1400), 404, "booking-not-found")

    key = uuid4().hex
    order = expect(ordered(eva, session, ids[:2], 1400, key))
    assert (order["total"], order["payPath"]) == (1400, None)
    assert expect(ordered(eva, session, ids[:2], 1400, key))["orderId"] == order["orderId"]
    held = expect(eva.get(f"/api/orders/{order['orderId']}"))["order"]
    assert held["description"].endswith(": 2 more pictures")
    assert held["picturesOf"] == session
    by_hand = {"reservationId": held["reservationId"], "provider": "manual"}
    expect(eva.post("/api/payments", json=by_hand))
    assert not any(one["bought"] for one in looked_at(eva, session)["pictures"])
    paid = house.who["staff"].post(f"/api/staff/orders/{order['orderId']}/mark-paid", json={})
    assert paid.status_code in (200, 204), paid.text

    async def theirs() -> list[dict[str, Any]]:
        return [one for one in looked_at(eva, session)["pictures"] if one["bought"]]

    bought = await eventually(theirs, PATIENCE, "what is paid is theirs")
    assert len(bought) == 2
    service = expect(eva.get(f"/api/bookings/{session}"))["serviceId"]
    books = export(house.who["staff"], str(datetime.now(UTC).date()), "1c").text
    (item,) = re.findall(f"<Ид>PICTURES-{service}</Ид>.*?</Единица>", books)
    assert ": more pictures</Наименование>" in item
    assert "<ЦенаЗаЕдиницу>7.00</ЦенаЗаЕдиницу><Количество>2</Количество>" in item
    assert eva.get(bought[0]["fullUrl"]).headers["content-type"] == "image/jpeg"
    assert looked_at(eva, session)["archiveUrl"]
    refusal(ordered(eva, session, ids[:1], 700), 409, "picture-already-yours")
    out = f"{gallery(session)}/pictures/{ids[0]}"
    refusal(house.who["ann"].delete(out), 409, "picture-bought")
    cancel = eva.post(f"/api/orders/{order['orderId']}/cancel")
    refusal(cancel, 409, "cancel-by-pictures")


async def test_further_pictures_are_income_of_their_session_until_they_are_refunded(
    house: House, eva: httpx.Client, session: str
) -> None:
    staff, days = house.who["staff"], {"from": str(day_ahead(-1)), "to": str(day_ahead(300))}

    def figures() -> tuple[int, int]:
        """How many sessions, and what they came to."""
        found = expect(staff.get("/api/staff/studio-figures", params=days))["services"]
        (mine,) = (one for one in found if one["id"] == house.services["shoot"])
        return mine["sessions"], sum(one["amount"] for one in mine["income"])

    async def are(sessions: int, income: int) -> bool:
        return figures() == (sessions, income)

    async def all_are_counted() -> bool:
        return figures()[0] == len(expect(eva.get("/api/bookings"))["bookings"])

    await eventually(all_are_counted, PATIENCE, lambda: figures())
    sessions, before = figures()
    expect(priced(house, session, 700))
    first = looked_at(eva, session)["pictures"][0]
    order = expect(ordered(eva, session, [first["id"]], 700))["orderId"]
    held = expect(eva.get(f"/api/orders/{order}"))["order"]["reservationId"]
    expect(eva.post("/api/payments", json={"reservationId": held, "provider": "manual"}))
    expect(staff.post(f"/api/staff/orders/{order}/mark-paid", json={}))
    await eventually(partial(are, sessions, before + 700), PATIENCE, lambda: figures())
    back = {"amount": 300, "reason": "It is out of focus"}
    expect(staff.post(f"/api/staff/orders/{order}/refund", json=back))
    await eventually(partial(are, sessions, before + 400), PATIENCE, lambda: figures())


def test_the_session_is_called_as_its_reader_calls_it(
    house: House, eva: httpx.Client, session: str
) -> None:
    expect(priced(house, session, 700))
    ids = [one["id"] for one in looked_at(eva, session)["pictures"]]
    order = expect(ordered(eva, session, ids[:2], 1400))["orderId"]
    link = expect(eva.put(f"/api/bookings/{session}/gallery/link", json={"download": False}))
    opened = {"link": link["path"].rpartition("#")[2]}

    def read(locale: str) -> tuple[str, ...]:
        asked = {"Accept-Language": locale}
        own = house.who["ann"].get(gallery(session), headers=asked)
        seen = eva.get(f"/api/bookings/{session}/gallery", headers=asked)
        family = eva.post("/api/gallery-links", json=opened, headers=asked)
        bought = expect(eva.get(f"/api/orders/{order}", headers=asked))["order"]["description"]
        return (*(expect(one)["serviceName"] for one in (own, seen, family)), bought)

    assert read("en") == ("Shoot", "Shoot", "Shoot", "Shoot: 2 more pictures")
    assert read("ru") == ("Съёмка", "Съёмка", "Съёмка", "Съёмка: ещё снимки, 2")


def test_staff_order_for_a_client_who_pays_by_a_link(
    house: House, eva: httpx.Client, session: str
) -> None:
    expect(priced(house, session, 900))
    (first, *_) = looked_at(eva, session)["pictures"]
    order = expect(ordered(house.who["staff"], session, [first["id"]], 900))
    assert order["payPath"].startswith("/pay/")
    opened = eva.get(f"/api{order['payPath']}")
    assert expect(opened)["total"] == 900


async def test_a_crowd_of_tabs_orders_one_after_the_other_or_is_told_to_try_again(
    house: House, eva: httpx.Client, session: str
) -> None:
    expect(priced(house, session, 700))
    ids = [one["id"] for one in looked_at(eva, session)["pictures"]]
    path = f"/api/bookings/{session}/gallery/further"
    async with httpx.AsyncClient(
        base_url=house.shop.url, timeout=PATIENCE, headers=dict(eva.headers)
    ) as tabs:
        answers = await asyncio.gather(
            *(tabs.post(path, json={"pictures": [ids[at % 3]], "total": 700}) for at in range(24))
        )
    assert {one.status_code for one in answers} <= {200, 503}
    orders = {one.json()["orderId"] for one in answers if one.status_code == 200}
    states = [expect(eva.get(f"/api/orders/{one}"))["order"]["status"] for one in orders]
    assert states.count("pending") == 1
