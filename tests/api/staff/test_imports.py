"""Staff import a Shopify CSV over HTTP: it is checked first, then let in; faults are named."""

import asyncio
import csv
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import CUSTOMER, MANAGER
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.postgres import execute
from tests.support.server import ServerProcess

IMPORTS = "/api/staff/imports"
HEADER = "Handle,Title,Variant SKU,Variant Inventory Qty,Variant Price"
LONG_AGO = "UPDATE imports SET beat_at = beat_at - interval '1 hour' WHERE state = 'running'"
SAMPLE = Path(__file__).parents[2] / "support" / "data" / "shopify-apparel.csv"


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Any:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        refusal(send(opened, "x"), 409, "currency-missing")
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def send(client: httpx.Client, content: str | bytes, key: str | None = None) -> httpx.Response:
    data = content.encode() if isinstance(content, str) else content
    headers = {"content-type": "text/csv"} | ({"Idempotency-Key": key} if key else {})
    return client.post(IMPORTS, content=data, params={"name": "shop.csv"}, headers=headers)


async def ended(client: httpx.Client, begun: dict[str, Any]) -> dict[str, Any]:
    """The import once it is done, or has failed."""

    async def over() -> Any:
        found = expect(client.get(f"{IMPORTS}/{begun['import']['id']}"))["import"]
        return found if found["state"] in ("done", "failed") else None

    found: dict[str, Any] = await eventually(over, 60, "the import is over")
    return found


async def checked(client: httpx.Client, content: str | bytes) -> dict[str, Any]:
    return await ended(client, expect(send(client, content), 202))


async def let_in(client: httpx.Client, one: dict[str, Any], **asked: Any) -> dict[str, Any]:
    return await ended(client, expect(client.post(f"{IMPORTS}/{one['id']}/go", json=asked), 202))


async def test_a_file_is_checked_then_goes_in(staff: httpx.Client, client: httpx.Client) -> None:
    handle = f"mug-{uuid4().hex[:6]}"
    one = await checked(staff, table(f"{handle},Mug,M-1,5,9.50"))
    assert (one["phase"], one["state"], one["name"]) == ("check", "done", "shop.csv")
    report = one["report"]
    assert (report["dryRun"], report["currency"], report["errorCount"]) == (True, "EUR", 0)
    assert report["products"] == {"created": 1, "updated": 0, "unchanged": 0}
    refusal(client.get(f"/api/products/{handle}"), 404, "product-not-found")

    one = await let_in(staff, one)
    assert (one["phase"], one["state"], one["linesDone"]) == ("import", "done", one["linesAll"])
    assert (one["report"]["dryRun"], one["report"]["stock"]["opened"]) == (False, 5)
    product = expect(client.get(f"/api/products/{handle}"))["product"]
    assert (product["price"], product["stock"]) == (950, 5)

    one = await checked(staff, table(f"{handle},Mug,M-1,8,9.50"))
    assert one["report"]["products"] == {"created": 0, "updated": 0, "unchanged": 1}
    one = await let_in(staff, one, setStock=True)
    (moved,) = one["report"]["stock"]["moved"]
    assert (moved["before"], moved["after"]) == (5, 8)
    assert expect(client.get(f"/api/products/{handle}"))["stock"] == 8
    assert expect(staff.get(IMPORTS))["imports"][0]["id"] == one["id"]


async def test_damaged_rows_are_named_and_can_be_fetched(
    staff: httpx.Client, client: httpx.Client
) -> None:
    tag = uuid4().hex[:6]
    rows = [
        f"good-{tag},Good,G,1,5.00",
        f"bad-{tag},Bad price,B,1,five",
        ",No handle,N,1,5.00",
        f'lost-{tag},"Lost quote,L,1,5.00',
    ]
    one = await checked(staff, table(*rows))
    assert [fault["line"] for fault in one["report"]["errors"]] == [3, 4, 5]
    assert one["report"]["errors"][0]["handle"] == f"bad-{tag}"
    one = await let_in(staff, one)
    assert (one["report"]["products"]["created"], one["report"]["errorCount"]) == (1, 3)
    expect(client.get(f"/api/products/good-{tag}"))

    answer = staff.get(f"{IMPORTS}/{one['id']}/faults.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    head, *damaged = csv.reader(io.StringIO(answer.text))
    assert head == [*HEADER.split(","), "Line", "Problem"]
    assert [row[-2] for row in damaged] == ["3", "4", "5"]
    assert damaged[0][:5] == [f"bad-{tag}", "Bad price", "B", "1", "five"]
    assert "is not an amount of money" in damaged[0][-1]
    assert "quotation mark" in damaged[2][-1]

    mended = answer.text.replace("five", "5.00")
    one = await checked(staff, mended)
    assert one["report"]["products"]["created"] == 1


@pytest.mark.parametrize(
    ("language", "price", "file"),
    [
        ("ru", "цена 'five' — не денежная сумма", "Это не CSV товаров Shopify"),
        (
            "ko",
            "가격 'five'은(는) 금액이 아닙니다",
            "Shopify 또는 WooCommerce의 상품 CSV가 아닙니다",
        ),
    ],
)
async def test_a_report_is_told_in_the_readers_language(
    staff: httpx.Client, language: str, price: str, file: str
) -> None:
    reads = {"accept-language": language}
    one = await checked(staff, table(f"bad-{uuid4().hex[:6]},Bad price,B,1,five"))
    told = expect(staff.get(f"{IMPORTS}/{one['id']}", headers=reads))["import"]
    assert [fault["reason"] for fault in told["report"]["errors"]] == [price]
    listed = expect(staff.get(IMPORTS, params={"locale": language}))["imports"]
    assert listed[0]["report"]["errors"][0]["reason"] == price
    assert price in staff.get(f"{IMPORTS}/{one['id']}/faults.csv", headers=reads).text
    other = await checked(staff, "name,surname\nAnn,Bo\n")
    told = expect(staff.get(f"{IMPORTS}/{other['id']}", headers=reads))["import"]
    assert told["trouble"].startswith(file)


async def test_what_is_no_product_file_says_so(staff: httpx.Client) -> None:
    one = await checked(staff, "a,b,c\n1,2,3\n")
    assert (one["state"], one["report"]) == ("failed", None)
    assert "not a product CSV of Shopify or WooCommerce" in one["trouble"]
    refusal(staff.post(f"{IMPORTS}/{one['id']}/go", json={}), 409, "import-not-checked")
    one = await checked(staff, b"\xff\xfe\x00\x01\x00")
    assert one["state"] == "failed"


async def test_said_twice_it_goes_in_once(staff: httpx.Client) -> None:
    key, content = str(uuid4()), table(f"cup-{uuid4().hex[:6]},Cup,,2,1.00")
    first = expect(send(staff, content, key), 202)
    assert expect(send(staff, content, key), 202)["import"]["id"] == first["import"]["id"]
    refusal(send(staff, table("x,X,,1,1"), key), 422, "idempotency-key-reused")
    one = await ended(staff, first)
    path = f"{IMPORTS}/{one['id']}/go"
    expect(staff.post(path, json={"setStock": True}), 202)
    expect(staff.post(path, json={"setStock": True}), 202)
    refusal(staff.post(path, json={}), 409, "import-not-checked")
    assert (await ended(staff, first))["report"]["products"]["created"] == 1


async def test_refusals(staff: httpx.Client, client: httpx.Client) -> None:
    refusal(staff.get(f"{IMPORTS}/{uuid4()}"), 404, "import-not-found")
    refusal(staff.post(f"{IMPORTS}/{uuid4()}/go", json={}), 404, "import-not-found")
    refusal(staff.get(f"{IMPORTS}/{uuid4()}/faults.csv"), 404, "import-not-found")
    refusal(send(staff, ""), 422, "invalid-request")
    refusal(send(staff, b"x" * (10 * 1024 * 1024 + 1)), 413, "body-too-large")
    other = staff.post(IMPORTS, content=b"{}", headers={"content-type": "application/json"})
    refusal(other, 415, "unsupported-media-type")
    for status, code in ((401, "login-required"), (403, "forbidden")):
        refusal(send(client, "x"), status, code)
        refusal(client.get(IMPORTS), status, code)
        refusal(client.get(f"{IMPORTS}/{uuid4()}"), status, code)
        refusal(client.get(f"{IMPORTS}/{uuid4()}/faults.csv"), status, code)
        refusal(client.post(f"{IMPORTS}/{uuid4()}/go", json={}), status, code)
        log_in(client, CUSTOMER)


async def test_no_more_wait_than_may(staff: httpx.Client, shop: ServerProcess) -> None:
    one = await checked(staff, table("a,A,,1,1"))
    held = (
        "UPDATE imports SET state = 'running', beat_at = now() + interval '1 hour'"
        f" WHERE id = '{one['id']}'"
    )
    await execute(shop.database_url, held)
    try:
        waiting = [expect(send(staff, table("a,A,,1,1")), 202) for _ in range(4)]
        refusal(send(staff, table("a,A,,1,1")), 409, "too-many-imports")
    finally:
        free = "UPDATE imports SET state = 'done' WHERE beat_at > now()"
        await execute(shop.database_url, free)
    await asyncio.gather(*(ended(staff, one) for one in waiting))


async def test_begun_anew_it_puts_nothing_back_that_was_sold_meanwhile(
    staff: httpx.Client, client: httpx.Client, shop_database_url: str
) -> None:
    handle = f"mug-{uuid4().hex[:6]}"
    one = await checked(staff, table(f"{handle},Mug,,3,9.50"))
    await let_in(staff, one, setStock=True)
    product = expect(client.get(f"/api/products/{handle}"))["product"]
    expect(client.post("/api/orders/reserve", json={"items": [{"productId": product["id"]}]}))
    sold = {"withdraw": 1, "reason": "sold"}
    path = f"/api/staff/variants/{product['variants'][0]['id']}/stock"
    expect(staff.post(path, json=sold))
    # As if its process had ended before it could say that it is done.
    await execute(
        shop_database_url, f"UPDATE imports SET state = 'waiting' WHERE id = '{one['id']}'"
    )
    again = await ended(staff, {"import": one})
    assert again["report"]["stock"]["movedCount"] == 0
    assert expect(client.get(f"/api/products/{handle}"))["stock"] == 1


async def test_an_import_survives_a_restart(
    staff: httpx.Client, shop: ServerProcess, shop_database_url: str
) -> None:
    tag = uuid4().hex[:6]
    rows = [f"r{place}-{tag},Row {place},,1,2.00" for place in range(1000)]
    one = await checked(staff, table(*rows))
    go = expect(staff.post(f"{IMPORTS}/{one['id']}/go", json={}), 202)
    shop.kill()
    await execute(shop_database_url, LONG_AGO)
    shop.restart()
    one = await ended(staff, go)
    assert (one["state"], one["report"]["errorCount"]) == ("done", 0)
    counts = one["report"]["products"]
    assert counts["created"] + counts["unchanged"] == 1000
    found = expect(staff.get("/api/staff/products", params={"q": f"r999-{tag}"}))["products"]
    assert [one["stock"] for one in found] == [1]
