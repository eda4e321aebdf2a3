"""Sellers bring their products by file, and take them away as one: their own, and nobody else's."""

import csv
import io
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.seller.trading import SELLERS, Trader
from tests.api.staff.drafts import in_shop, made
from tests.support.market import eventually, expect, refusal
from tests.support.postgres import execute

HEADER = "Handle,Title,Type,Variant SKU,Variant Inventory Qty,Variant Price"
KIND = {"content-type": "text/csv"}
STAFFS = "/api/staff/imports"


def at(who: Trader, rest: str = "") -> str:
    return f"/api/seller/{who.seller}/imports{rest}"


def table(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


async def ended(http: httpx.Client, path: str) -> dict[str, Any]:
    async def over() -> Any:
        found = expect(http.get(path))["import"]
        return found if found["state"] in ("done", "failed") else None

    found: dict[str, Any] = await eventually(over, 60, "the import is over")
    return found


async def checked(who: Trader, content: bytes) -> dict[str, Any]:
    begun = expect(who.http.post(at(who), content=content, headers=KIND), 202)["import"]
    return await ended(who.http, at(who, f"/{begun['id']}"))


async def let_in(who: Trader, one: dict[str, Any], **asked: Any) -> dict[str, Any]:
    path = at(who, f"/{one['id']}")
    expect(who.http.post(f"{path}/go", json=asked), 202)
    return await ended(who.http, path)


async def test_a_file_touches_the_sellers_own_products_alone(
    traders: tuple[Trader, Trader], staff: httpx.Client, client: httpx.Client
) -> None:
    one, other = traders
    word = uuid4().hex[:8]
    theirs = other.make(handle=f"theirs-{word}")
    shops = made(staff, handle=f"shops-{word}")
    taken = {"values": ["Black"], "price": 500, "sku": f"SKU-{word}", "stock": 3}
    white = {"values": ["White"], "price": 500}
    named = other.make(variants=[taken, white])
    file = table(
        f"own-{word},Own,No such {word},OWN-{word},4,9.50",
        f"theirs-{word},Mine now,,,9,0.01",
        f"shops-{word},Mine now,,,9,0.01",
        f"sku-{word},Theirs by SKU,,SKU-{word},9,0.01",
    )
    report = (await checked(one, file))["report"]
    after = await let_in(one, (await checked(one, file)), setStock=True)
    for told in (report, after["report"]):
        assert told["products"] == {"created": 1, "updated": 0, "unchanged": 0}
        assert [(fault["line"], fault["reason"]) for fault in told["errors"]] == [
            (3, "the handle is another product's, or was; choose another"),
            (4, "the handle is another product's, or was; choose another"),
            (5, "the SKU is another product's; choose another"),
        ]
        assert [fault["reason"] for fault in told["notices"]] == [
            f"the shop has no category 'No such {word}', and it is left out"
        ]
    product = in_shop(client, {"handle": f"own-{word}"})
    assert (product["sellerId"], product["price"]) == (one.seller, 950)
    assert f"No such {word}" not in staff.get("/api/staff/categories").text
    for was in (theirs, shops, named):
        assert expect(staff.get(f"/api/staff/products/{was['id']}"))["product"] == was
    rows = one.http.get(at(one, f"/{after['id']}/faults.csv")).text
    assert rows.count("choose another") == 3
    assert other.seller not in rows


async def test_a_file_is_taken_changed_and_brought_back(
    traders: tuple[Trader, Trader], staff: httpx.Client
) -> None:
    one, other = traders
    mine, _, _ = one.make(), other.make(), made(staff)
    answer = one.http.get(f"/api/seller/{one.seller}/catalogue.csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="catalogue.csv"'
    head, *rows = csv.reader(io.StringIO(answer.text))
    assert {row[0] for row in rows} == {mine["handle"]}
    same = await checked(one, answer.content)
    assert same["report"]["products"]["unchanged"] == 1
    assert (same["report"]["errorCount"], same["report"]["noticeCount"]) == (0, 0)
    rows[0][head.index("Variant Price")] = "6.00"
    rows[0][head.index("Variant Inventory Qty")] = "8"
    changed = io.StringIO()
    csv.writer(changed).writerows([head, *rows])
    done = await let_in(one, await checked(one, changed.getvalue().encode()), setStock=True)
    assert done["report"]["variants"]["updated"] == 1
    now = expect(one.http.get(f"{one.products}/{mine['id']}"))["product"]
    assert [(each["price"], each["onHand"]) for each in now["variants"]] == [(600, 8), (700, 0)]


async def test_nobody_else_finds_a_sellers_import(
    traders: tuple[Trader, Trader], staff: httpx.Client, client: httpx.Client
) -> None:
    one, other = traders
    file = table(f"own-{uuid4().hex[:8]},Own,,,1,1.00")
    mine = await checked(one, file)
    for rest, send in ((f"/{mine['id']}", "GET"), (f"/{mine['id']}/faults.csv", "GET"),
                       (f"/{mine['id']}/go", "POST")):  # fmt: skip
        asked: dict[str, Any] | None = {} if send == "POST" else None
        for path in (at(other, rest), f"{STAFFS}{rest}"):
            who = staff if path.startswith(STAFFS) else other.http
            refusal(who.request(send, path, json=asked), 404, "import-not-found")
        refusal(other.http.request(send, at(one, rest), json=asked), 404, "seller-not-found")
        refusal(client.request(send, at(one, rest), json=asked), 401, "login-required")
    for path in (at(one), f"/api/seller/{one.seller}/catalogue.csv"):
        refusal(other.http.get(path), 404, "seller-not-found")
    refusal(other.http.post(at(one), content=file, headers=KIND), 404, "seller-not-found")
    refusal(one.http.post(STAFFS, content=file, headers=KIND), 403, "forbidden")
    assert expect(other.http.get(at(other)))["imports"] == []
    assert mine["id"] not in staff.get(STAFFS).text
    assert [each["id"] for each in expect(one.http.get(at(one)))["imports"]] == [mine["id"]]
    # Nor do they find the shop's own.
    sent = staff.post(STAFFS, content=file, headers=KIND)
    shops = await ended(staff, f"{STAFFS}/{expect(sent, 202)['import']['id']}")
    refusal(one.http.get(at(one, f"/{shops['id']}")), 404, "import-not-found")
    refusal(one.http.post(at(one, f"/{shops['id']}/go"), json={}), 404, "import-not-found")


@pytest.fixture
def held_up(traders: tuple[Trader, Trader], shop_database_url: str) -> Iterator[Any]:
    """The seller's import as it is while a process is at it."""
    one = traders[0]
    until = "tries = 1, kept_to = 1, beat_at = now() + interval '1 hour'"

    async def put(state: str, import_id: str) -> None:
        now = f"UPDATE imports SET state = '{state}', {until} WHERE id = '{import_id}'"
        await execute(shop_database_url, now)

    yield one, put


async def test_a_seller_has_one_at_a_time_and_no_large_ones(held_up: Any) -> None:
    one, put = held_up
    first = await checked(one, table("a,A,,,1,1.00"))
    second = await checked(one, table("b,B,,,1,1.00"))
    await put("running", first["id"])
    try:
        more = one.http.post(at(one), content=table("c,C,,,1,1.00"), headers=KIND)
        refusal(more, 409, "too-many-imports")
        refusal(one.http.post(at(one, f"/{second['id']}/go"), json={}), 409, "too-many-imports")
    finally:
        await put("done", first["id"])
    large = b"x" * (5 * 1024 * 1024 + 1)
    refusal(one.http.post(at(one), content=large, headers=KIND), 413, "body-too-large")


async def test_who_is_suspended_brings_nothing(
    traders: tuple[Trader, Trader], staff: httpx.Client, client: httpx.Client
) -> None:
    one, _ = traders
    handle = f"own-{uuid4().hex[:8]}"
    ready = await checked(one, table(f"{handle},Own,,,1,1.00"))
    suspend = f"{SELLERS}/{one.seller}/suspend"
    expect(staff.post(suspend, json={"reason": "Parcels were not sent"}))
    refusal(one.http.post(at(one, f"/{ready['id']}/go"), json={}), 403, "seller-suspended")
    more = one.http.post(at(one), content=table("c,C,,,1,1.00"), headers=KIND)
    refusal(more, 403, "seller-suspended")
    refusal(client.get(f"/api/products/{handle}"), 404, "product-not-found")
    # Their products are theirs to take away.
    assert one.http.get(f"/api/seller/{one.seller}/catalogue.csv").status_code == 200
