"""Staff find people, see one of them whole, and search everything at once."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.shop.wallet_buyers import buy as bought
from tests.api.shop.wallet_buyers import member
from tests.support.market import Buyer, Market, eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import add_person, log_in

pytestmark = pytest.mark.alone

Visit = Callable[..., Buyer]
PEOPLE = "/api/staff/people"


def found(market: Market, **query: Any) -> list[dict[str, Any]]:
    people: list[dict[str, Any]] = expect(market.staff.get(PEOPLE, params=query))["people"]
    return people


@pytest.fixture
def customer(market: Market) -> Iterator[tuple[httpx.Client, str]]:
    """Somebody new with a login, and their address."""
    mail = f"zoe.{uuid4().hex[:10]}@test.example"
    add_person(market.database_url, mail)
    with httpx.Client(base_url=market.url, timeout=PATIENCE) as client:
        log_in(client, mail)
        yield client, mail


def id_of(client: httpx.Client) -> str:
    return str(expect(client.get("/api/session"))["user"]["id"])


async def test_a_person_is_found_by_mail_name_id_and_order(
    market: Market, customer: tuple[httpx.Client, str]
) -> None:
    client, mail = customer
    goods = market.goods(1)
    asked = {"items": [goods.line()]}
    reservation = expect(client.post("/api/orders/reserve", json=asked))
    user = id_of(client)
    name = mail.partition("@")[0]
    for q in (mail, mail.upper(), name, name[4:], user, f"user:{user}", reservation["number"],
              reservation["orderId"], reservation["reservationId"]):  # fmt: skip
        (person,) = found(market, q=q)
        assert (person["userId"], person["email"], person["kind"]) == (user, mail, "user"), q
    assert (person["roles"], person["orders"]) == (["customer"], 1)


async def test_a_typed_id_is_found_by_itself(market: Market, visit: Visit) -> None:
    handle = f"ann-{uuid4().hex[:12]}"
    await visit(market, **{"X-User-Id": handle}).buy(market.goods(1))
    (person,) = found(market, q=handle)
    assert (person["kind"], person["name"], person["email"]) == ("typed", handle, None)
    assert person["orders"] == 1


async def test_a_guest_is_found_by_the_number_of_an_order(market: Market, visit: Visit) -> None:
    reservation = await visit(market).buy(market.goods(1))
    (person,) = found(market, q=reservation["number"])
    assert (person["kind"], person["userId"], person["orders"]) == ("guest", None, 1)
    assert found(market, q=person["owner"]) == [person]


async def test_nobody_is_found_by_what_nobody_has(market: Market) -> None:
    for q in (f"nobody{uuid4().hex}", str(uuid4()), "%", "' OR 1=1", "&|!"):
        assert found(market, q=q) == [], q


def test_pages_of_people_are_whole(market: Market) -> None:
    word = f"q{uuid4().hex[:10]}"
    mails = [f"{word}{number}@test.example" for number in range(5)]
    for mail in mails:
        add_person(market.database_url, mail)
    seen, cursor = [], None
    while True:
        query = {"q": word, "limit": "2"} | ({} if cursor is None else {"cursor": cursor})
        page = expect(market.staff.get(PEOPLE, params=query))
        seen += [person["email"] for person in page["people"]]
        if (cursor := page["nextCursor"]) is None:
            break
    assert seen == mails[::-1]
    first = expect(market.staff.get(PEOPLE, params={"limit": 2}))
    assert first["nextCursor"]
    again = {"limit": 2, "cursor": first["nextCursor"]}
    ids = {person["owner"] for person in expect(market.staff.get(PEOPLE, params=again))["people"]}
    assert ids.isdisjoint(person["owner"] for person in first["people"])


async def test_a_person_with_orders_and_coupons(
    market: Market, customer: tuple[httpx.Client, str]
) -> None:
    client, mail = customer
    campaign = expect(
        market.staff.post(
            "/api/staff/coupon-campaigns",
            json={"name": "Ten off", "rule": "percent", "value": 10, "quantity": 5},
        ),
        201,
    )["campaign"]
    expect(client.post(f"/api/coupon-campaigns/{campaign['id']}/coupons"), 201)
    asked = {"items": [market.goods(1).line()]}
    reservation = expect(client.post("/api/orders/reserve", json=asked))
    seen = expect(market.staff.get(f"{PEOPLE}/{id_of(client)}"))
    assert seen["person"]["email"] == mail
    assert seen["person"]["lastSeenAt"]
    assert [order["number"] for order in seen["orders"]] == [reservation["number"]]
    assert [one["campaign"]["name"] for one in seen["coupons"]] == ["Ten off"]


async def test_somebody_who_is_not_there(market: Market) -> None:
    refusal(market.staff.get(f"{PEOPLE}/{uuid4()}"), 404, "user-not-found")
    refusal(market.staff.get(PEOPLE, params={"cursor": "Zm9yZ2Vk"}), 400, "bad-cursor")
    refusal(market.staff.get(PEOPLE, params={"q": "x" * 201}), 422, "invalid-request")


async def test_one_search_finds_orders_products_and_people(market: Market, visit: Visit) -> None:
    handle = f"mia-{uuid4().hex[:12]}"
    goods = market.goods(1)
    reservation = await visit(market, **{"X-User-Id": handle}).buy(goods)

    def search(q: str) -> dict[str, Any]:
        return expect(market.staff.get("/api/staff/search", params={"q": q}))

    by_handle = search(handle)
    assert [one["number"] for one in by_handle["orders"]] == [reservation["number"]]
    assert [one["name"] for one in by_handle["people"]] == [handle]
    assert by_handle["products"] == []
    product = market.product(goods.product_id)["product"]
    sku = product["variants"][0]["sku"]
    by_sku = search(sku.lower())
    assert [(one["id"], one["sku"]) for one in by_sku["products"]] == [(goods.product_id, sku)]
    assert [one["number"] for one in by_sku["orders"]] == [reservation["number"]]
    many = search("plain")
    assert len(many["products"]) == 6
    nothing = ("orders", "products", "people", "clients", "bookings", "prepaid")
    assert search("   ") == {one: [] for one in nothing}
    for q in ("", "x" * 201, "a\x00"):
        answer = market.staff.get("/api/staff/search", params={"q": q})
        refusal(answer, 422, "invalid-request")


async def test_only_staff_look_for_people(
    market: Market, visit: Visit, customer: tuple[httpx.Client, str]
) -> None:
    client, _ = customer
    for path in (PEOPLE, f"{PEOPLE}/{id_of(client)}", "/api/staff/search?q=a"):
        refusal(await visit(market).get(path), 401, "login-required")
        refusal(client.get(path), 403, "forbidden")


async def test_customers_are_found_by_how_often_and_when_they_bought(
    market: Market, visit: Visit
) -> None:
    goods, path = market.goods(5), "/api/staff/regulars"
    once, twice = await member(market, visit, 100_000), await member(market, visit, 100_000)
    for who in (once, twice, twice):
        await bought(who, goods)
    user = {who: id_of_buyer(await who.get("/api/session")) for who in (once, twice)}

    async def among(**asked: Any) -> dict[str, dict[str, Any]]:
        rows = expect(market.staff.get(path, params={"limit": 100, **asked}))["regulars"]
        return {row["userId"]: row for row in rows}

    async def counted() -> bool:
        return (await among(orders=2)).keys() >= {user[twice]}

    await eventually(counted, PATIENCE, "two orders are counted")
    row = (await among(orders=2))[user[twice]]
    assert (row["orders"], row["paid"]) == (2, [{"currency": "EUR", "amount": 1000}])
    assert row["firstMonth"] == row["lastMonth"]
    assert user[once] not in await among(orders=2)
    assert user[once] in await among(mostOrders=1)
    month = row["lastMonth"][:7]
    assert user[twice] in await among(firstFrom=month)
    assert user[twice] not in await among(lastBefore=month)
    sheet = market.staff.get(path, params={"orders": 2, "format": "csv"}).text
    (line,) = [one for one in csv.DictReader(io.StringIO(sheet)) if one["id"] == user[twice]]
    assert (line["orders"], line["paid"], line["currency"]) == ("2", "10.00", "EUR")
    refusal(market.staff.get(path, params={"firstFrom": "2026-13"}), 422, "invalid-request")
    refusal(market.staff.get(path, params={"cursor": "Zm9yZ2Vk"}), 400, "bad-cursor")
    refusal(await once.get(path), 403, "forbidden")


def id_of_buyer(session: httpx.Response) -> str:
    return str(expect(session)["user"]["id"])
