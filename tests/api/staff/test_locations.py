"""Staff say where stock lies; buyers see the sum of it."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.flash_sales import STAFF as SALES
from tests.support.flash_sales import moment
from tests.support.market import STAFF, eventually
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops

LOCATIONS = "/api/staff/locations"


@pytest.fixture(scope="module")
def staff(prepared: PreparedShops) -> Iterator[httpx.Client]:
    """A shop of this module's own: a location is there for good."""
    with (
        prepared.opened(HOLDFAST_LIMITS="off") as running,
        httpx.Client(base_url=running.url, timeout=PATIENCE) as client,
    ):
        client.post("/api/session/login", json=STAFF).raise_for_status()
        yield client


def answered(response: httpx.Response, status: int = 200) -> Any:
    assert response.status_code == status, response.text
    return response.json()


def test_stock_lies_in_two_places_and_is_sold_as_one(staff: httpx.Client) -> None:
    (first,) = answered(staff.get(LOCATIONS))["locations"]
    assert (first["first"], first["active"], first["priority"]) == (True, True, 0)
    berlin = {"name": "Berlin", "country": "DE", "priority": 2}
    made = answered(staff.post(LOCATIONS, json=berlin), 201)
    assert answered(staff.post(LOCATIONS, json=berlin), 201) == made, "asked for again"
    there = {"locationId": made["id"]}
    one = answered(staff.get("/api/staff/variants", params={"limit": 1}))["variants"][0]
    page, stock = f"/api/products/{one['productId']}", f"/api/staff/variants/{one['variantId']}"
    before = answered(staff.get(page))
    change = {"deposit": 7, "reason": "delivery 17"} | there
    key = {"Idempotency-Key": str(uuid4())}
    now = answered(staff.post(f"{stock}/stock", json=change, headers=key))
    assert answered(staff.post(f"{stock}/stock", json=change, headers=key)) == now
    assert (now["stock"], now["version"] > one["version"]) == (one["stock"] + 7, True)
    assert answered(staff.get(page))["stock"] == before["stock"] + 7
    parts = answered(staff.get(f"{stock}/locations"))["locations"]
    assert [(part["location"], part["stock"]) for part in parts] == [
        (first["name"], one["stock"]), ("Berlin", 7),
    ]  # fmt: skip
    about = {"productId": one["productId"]}
    listed = answered(staff.get("/api/staff/variants", params=about | there))["variants"]
    assert {row["variantId"]: row["stock"] for row in listed if row["stock"]} == {
        one["variantId"]: 7
    }
    for asked in (there, there | about, there | {"variantId": one["variantId"]}):
        (entry,) = answered(staff.get("/api/staff/stock-log", params=asked))["entries"]
        assert (entry["location"], entry["balance"], entry["note"]) == ("Berlin", 7, "delivery 17")
    back = {"fromLocationId": made["id"], "toLocationId": first["id"], "quantity": 3}
    moved = {"reason": "for the window"} | back
    for _ in range(2):
        parts = answered(staff.post(f"{stock}/transfers", json=moved, headers=key))["locations"]
        assert [part["stock"] for part in parts] == [one["stock"] + 3, 4], "in one command, once"
    assert answered(staff.get(page))["stock"] == before["stock"] + 7
    for wrong, status, code in (
        ({"quantity": 5}, 409, "insufficient-stock"),
        ({"toLocationId": made["id"]}, 422, "same-location"),
        ({"toLocationId": str(uuid4())}, 404, "location-not-found"),
    ):
        refused = answered(staff.post(f"{stock}/transfers", json=moved | wrong), status)
        assert refused["code"] == code
    everywhere = answered(staff.get("/api/staff/stock-log", params={"limit": 5}))["entries"]
    assert {entry["locationId"] for entry in everywhere[:2]} == {made["id"], first["id"]}


def test_a_change_says_by_how_many_it_moved_what_lies_there(staff: httpx.Client) -> None:
    told = {"name": f"Lyon {uuid4().hex[:6]}", "country": "FR", "priority": 8}
    there = {"locationId": answered(staff.post(LOCATIONS, json=told), 201)["id"]}
    one = answered(staff.get("/api/staff/variants", params={"limit": 2}))["variants"][1]
    stock = f"/api/staff/variants/{one['variantId']}/stock"

    def moved(key: str | None = None, **change: Any) -> int | None:
        headers = {"Idempotency-Key": key or str(uuid4())}
        now = answered(staff.post(stock, json=change | {"reason": "count"}, headers=headers))
        found: int | None = now["moved"]
        return found

    answered(staff.post(stock, json={"deposit": 3, "reason": "elsewhere"}))
    key = str(uuid4())
    assert moved(key, set=5, **there) == 5, "what lies elsewhere is not counted"
    assert moved(set=4, **there) == -1
    assert moved(key, set=5, **there) == 5, "asked for again, as it was then"
    assert (moved(deposit=2, **there), moved(withdraw=6, **there)) == (2, -6)
    assert moved(set=0, **there) == 0


def test_low_at_a_location_and_counts_of_many_there(staff: httpx.Client) -> None:
    said = {"name": "Porto", "country": "PT", "postalCode": "4000-001", "lowStockAt": 3}
    made = answered(staff.post(LOCATIONS, json=said), 201)
    assert (made["postalCode"], made["lowStockAt"]) == ("4000-001", 3)
    there = {"locationId": made["id"]}
    rows = answered(staff.get("/api/staff/variants", params={"limit": 2}))["variants"]
    ids = [one["variantId"] for one in rows]
    counts = {"variantIds": ids, "set": 4, "reason": "opened"} | there
    found = answered(staff.post("/api/staff/variants/stock", json=counts | {"preview": True}))
    assert {(one["before"], one["after"]) for one in found["variants"]} == {(0, 4)}
    assert (
        answered(staff.get("/api/staff/variants", params=there | {"low": True}))["variants"] == []
    ), "what never lay there is not low there"
    answered(staff.post("/api/staff/variants/stock", json=counts))
    taken = {"withdraw": 1, "reason": "damage"} | there
    answered(staff.post(f"/api/staff/variants/{ids[0]}/stock", json=taken))
    (low,) = answered(staff.get("/api/staff/variants", params=there | {"low": True}))["variants"]
    assert (low["variantId"], low["stock"], low["lowAt"]) == (ids[0], 3, 3)
    for wrong, status, code in (
        ({"locationId": str(uuid4())}, 404, "location-not-found"),
        ({"variantIds": [str(uuid4()) for _ in range(101)]}, 422, "quantity-out-of-bounds"),
    ):
        answer = staff.post("/api/staff/variants/stock", json=counts | wrong)
        assert answered(answer, status)["code"] == code


def test_of_two_who_change_a_location_the_second_is_told(staff: httpx.Client) -> None:
    form = {"name": f"Rome {uuid4().hex[:6]}", "country": "IT", "latitude": 41.9, "longitude": 12.5}
    read = answered(staff.post(LOCATIONS, json=form), 201)
    path, header = f"{LOCATIONS}/{read['id']}", {"If-Match": f'"{read["version"]}"'}
    saved = answered(staff.put(path, json=form | {"address": "Via Roma 1"}, headers=header))
    assert saved["version"] != read["version"]
    stale = staff.put(path, json=form | {"priority": 5}, headers=header)
    assert answered(stale, 412)["code"] == "location-changed"
    found = answered(staff.get(LOCATIONS))["locations"]
    assert saved in found, "as it was answered"


def test_what_is_refused(staff: httpx.Client) -> None:
    one = answered(staff.get("/api/staff/variants", params={"limit": 1}))["variants"][0]
    stock = f"/api/staff/variants/{one['variantId']}/stock"
    (first, *_) = answered(staff.get(LOCATIONS))["locations"]
    closed = answered(staff.post(LOCATIONS, json={"name": "Old", "active": False}), 201)
    for where, status, code in (
        (str(uuid4()), 404, "location-not-found"), (closed["id"], 409, "location-closed"),
    ):  # fmt: skip
        change = {"deposit": 1, "reason": "r", "locationId": where}
        assert answered(staff.post(stock, json=change), status)["code"] == code
    bad = {"name": " ", "country": "de"}
    refused = answered(staff.post(LOCATIONS, json=bad), 422)
    assert (refused["code"], {one["field"] for one in refused["errors"]}) == (
        "location-invalid", {"name", "country"},
    )  # fmt: skip
    shut = {"name": first["name"], "active": False}
    assert answered(staff.put(f"{LOCATIONS}/{first['id']}", json=shut), 422)["field"] == "active"
    assert answered(staff.put(f"{LOCATIONS}/x", json=shut), 404)["code"] == "location-not-found"
    same = {"name": first["name"].upper()}
    assert answered(staff.post(LOCATIONS, json=same), 422)["field"] == "name"
    opened = {"name": "Old", "active": True}
    assert answered(staff.put(f"{LOCATIONS}/{closed['id']}", json=opened))["active"]
    assert httpx.get(f"{staff.base_url}{LOCATIONS}").status_code == 401


def test_more_of_an_unpaid_order_comes_from_where_it_lies(staff: httpx.Client) -> None:
    told = {"name": f"Ghent {uuid4().hex[:6]}", "country": "BE", "priority": 9}
    there = answered(staff.post(LOCATIONS, json=told), 201)["id"]
    variants = answered(staff.get("/api/staff/variants", params={"limit": 9}))["variants"]
    one = variants[-1]
    stock = f"/api/staff/variants/{one['variantId']}/stock"
    places = answered(staff.get(f"{stock.removesuffix('/stock')}/locations"))["locations"]
    for place in places:
        amount = {"set": 2 if place["locationId"] in (there, places[0]["locationId"]) else 0}
        change = amount | {"reason": "test", "locationId": place["locationId"]}
        answered(staff.post(stock, json=change))
    line = {"productId": one["productId"], "variantId": one["variantId"]}
    made = answered(staff.post("/api/staff/orders", json={"items": [line]}), 201)["order"]
    at = f"/api/staff/orders/{made['id']}/lines"

    def edited(order: dict[str, Any], quantity: int) -> httpx.Response:
        items = [line | {"quantity": quantity}]
        return staff.post(at, json={"reservationId": order["reservationId"], "items": items})

    short = answered(edited(made, 5), 409)
    assert short["code"] == "insufficient-stock"
    assert [(x["wanted"], x["available"]) for x in short["shortages"]] == [(5, 4)]
    all_of = answered(edited(made, 4))["order"]
    free = answered(staff.get(f"{stock.removesuffix('/stock')}/locations"))["locations"]
    assert sum(place["stock"] for place in free) == 0
    last = answered(edited(all_of, 1))["order"]
    free = answered(staff.get(f"{stock.removesuffix('/stock')}/locations"))["locations"]
    assert sum(place["stock"] for place in free) == 3
    assert last["items"][0]["quantity"] == 1


async def test_imports_and_flash_sales_are_of_a_location(staff: httpx.Client) -> None:
    made = answered(staff.post(LOCATIONS, json={"name": "Lyon", "country": "FR"}), 201)
    handle = f"mug-{uuid4().hex[:6]}"
    table = f"Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price\n{handle},Mug,,5,9.50\n"

    async def ended(one: dict[str, Any]) -> dict[str, Any]:
        async def over() -> Any:
            found = answered(staff.get(f"/api/staff/imports/{one['import']['id']}"))["import"]
            return found if found["state"] in ("done", "failed") else None

        found: dict[str, Any] = await eventually(over, 60, "the import is over")
        return found

    sent = staff.post("/api/staff/imports", content=table, headers={"content-type": "text/csv"})
    checked = await ended(answered(sent, 202))
    go = f"/api/staff/imports/{checked['id']}/go"
    unknown = answered(staff.post(go, json={"locationId": str(uuid4())}), 404)
    assert unknown["code"] == "location-not-found"
    done = await ended(answered(staff.post(go, json={"locationId": made["id"]}), 202))
    assert (done["state"], done["locationId"]) == ("done", made["id"])
    other = answered(staff.post(go, json={}), 409)
    assert other["code"] == "import-not-checked", "with another location it is another import"
    there = {"locationId": made["id"], "q": "Mug", "limit": 100}
    rows = answered(staff.get("/api/staff/variants", params=there))["variants"]
    (mug,) = [one for one in rows if one["stock"] == 5]
    sale = {
        "productId": mug["productId"], "quantity": 3, "price": 500,
        "endTime": moment(3600), "locationId": made["id"],
    }  # fmt: skip
    refused = answered(staff.post(SALES, json=sale | {"locationId": str(uuid4())}), 404)
    assert refused["code"] == "location-not-found"
    short = answered(staff.post(SALES, json=sale | {"quantity": 6}), 409)
    assert (short["code"], short["shortages"][0]["available"]) == ("insufficient-stock", 5)
    answered(staff.post(SALES, json=sale), 201)
    parts = answered(staff.get(f"/api/staff/variants/{mug['variantId']}/locations"))["locations"]
    assert {part["location"]: part["stock"] for part in parts if part["stock"]} == {"Lyon": 2}
