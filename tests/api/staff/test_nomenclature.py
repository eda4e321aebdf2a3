"""1C gets each service, each part of a visit and each package as one item, called as the shop calls
it; and buyers by the names by which the shop knows them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4
from xml.etree.ElementTree import Element, fromstring

import pytest

from tests.api.shop.wallet_buyers import member
from tests.api.staff.bookkeeping import export
from tests.support.market import Buyer, Market, eventually, expect
from tests.support.patience import PATIENCE
from tests.support.photo_studio import HOUR, PhotoStudio, hold, pay, set_up
from tests.support.studio import day_ahead

Visit = Callable[..., Buyer]
CML = "{urn:1C.ru:commerceml_2}"
TEXTS = {"ru": {"name": "Портрет"}, "ko": {"name": "인물 사진"}}


@pytest.fixture(scope="module")
def studio(market: Market) -> PhotoStudio:
    extra = {"id": "retouching", "name": "Retouching", "texts": {"ru": "Ретушь"}, "price": 2_000}
    return set_up(market, texts=TEXTS, extras=[extra])


def said(one: Element, path: str) -> str:
    return one.findtext("/".join(f"{CML}{name}" for name in path.split("/"))) or ""


async def sale_of(market: Market, number: str) -> Element:
    """The document of this order, once it is in the books."""
    today = str(datetime.now(UTC).date())

    async def there() -> Element | None:
        root = fromstring(export(market.staff, today, "1c").content)
        found = [one for one in root if said(one, "Ид") == f"S-{number}"]
        return found[0] if found else None

    sale: Element = await eventually(there, PATIENCE, "the sale is in the books")
    return sale


def items(sale: Element) -> list[tuple[str, str, str]]:
    found = sale.findall(f"{CML}Товары/{CML}Товар")
    return [(said(one, "Ид"), said(one, "Наименование"), said(one, "Сумма")) for one in found]


async def booked(client: Buyer, studio: PhotoStudio, day: int, **more: Any) -> dict[str, Any]:
    held: dict[str, Any] = expect(await hold(client, studio, day, 10, **more))
    await pay(client, held)
    return held


async def test_a_service_is_one_item_whatever_language_its_buyers_read(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    item = (f"SERVICE-{studio.service}", f"Portrait in {studio.name}", f"{HOUR / 100:.2f}")
    for day, language in ((11, "ru"), (12, "ko")):
        client = visit(market)
        client.http.headers["Accept-Language"] = language
        held = await booked(client, studio, day)
        order = expect(await client.get(f"/api/orders/{held['orderId']}"))["order"]
        assert order["description"] == TEXTS[language]["name"]
        assert items(await sale_of(market, held["number"])) == [item]


async def test_each_part_of_a_visit_is_an_item(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    client = visit(market)
    client.http.headers["Accept-Language"] = "ru"
    other = studio.another_service(texts={}, price={"rule": "flat", "amount": 5_000})
    also = {"also": [{"serviceId": other}], "extras": ["retouching"]}
    held = await booked(client, studio, 13, **also)
    assert items(await sale_of(market, held["number"])) == [
        (f"SERVICE-{studio.service}", f"Portrait in {studio.name}", f"{HOUR / 100:.2f}"),
        (f"SERVICE-{other}", f"Portrait in {studio.name}", "50.00"),
        (f"SERVICE-{studio.service}-retouching", "Retouching", "20.00"),
    ]


async def test_a_package_is_an_item(market: Market, visit: Visit) -> None:
    present = {
        "name": "Present", "texts": {"ru": {"name": "Подарок"}}, "currency": "EUR",
        "items": [{"kind": "certificate", "units": 10_000, "price": 7_777}],
    }  # fmt: skip
    package = expect(market.staff.post("/api/staff/packages", json=present), 201)
    client = await member(market, visit)
    client.http.headers["Accept-Language"] = "ru"
    path, asked = f"/api/packages/{package['id']}/buy", {"expectedTotal": 7_777}
    placed = expect(await client.post(path, asked, uuid4().hex))
    expect(await client.pay(placed))
    sale = await sale_of(market, placed["number"])
    assert items(sale) == [(f"PACKAGE-{package['id']}", "Present", "77.77")]


async def test_who_booked_by_phone_is_called_as_staff_wrote_them(
    market: Market, studio: PhotoStudio
) -> None:
    mark = uuid4().hex[:8]
    caller = {"name": f"Caller {mark}", "phone": "+49 30 555 0199", "email": f"{mark}@test.example"}
    asked = {
        "serviceId": studio.service, "start": f"{day_ahead(14)}T10:00", "newClient": caller,
    }  # fmt: skip
    key = {"Idempotency-Key": uuid4().hex}
    held = expect(market.staff.post("/api/bookings/hold", json=asked, headers=key))
    expect(market.staff.post(f"/api/staff/orders/{held['orderId']}/mark-paid", json={}))
    sale = await sale_of(market, held["number"])
    buyer = sale.find(f"{CML}Контрагенты/{CML}Контрагент")
    assert buyer is not None
    (client,) = expect(market.staff.get("/api/staff/clients", params={"q": mark}))["clients"]
    contacts = buyer.findall(f"{CML}Контакты/{CML}Контакт")
    assert said(buyer, "Наименование") == said(buyer, "ПолноеНаименование") == caller["name"]
    assert [(said(one, "Тип"), said(one, "Значение")) for one in contacts] == [
        ("Почта", caller["email"]), ("Телефон рабочий", client["phone"]),
    ]  # fmt: skip
