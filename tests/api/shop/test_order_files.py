"""Goods that are files over HTTP: staff bring one, a buyer pays and downloads it, also in parts."""

from collections.abc import Callable, Iterator
from typing import Any

import httpx

from tests.api.shop.test_order_codes import NOBODY, completed, path_of
from tests.support.market import Buyer, Goods, Market, expect, refusal

Visit = Callable[..., Buyer]
BOOK = b"Call me Ishmael. " * 40_000
KIND = {"Content-Type": "application/octet-stream"}


def bring_file(
    market: Market, goods: Goods, content: Any = BOOK, name: str = "Moby Dick.epub"
) -> httpx.Response:
    return market.staff.post(
        f"{path_of(goods)}/file", params={"name": name}, content=content, headers=KIND
    )


def by_file(market: Market, stock: int = 10) -> Goods:
    """Goods that are delivered as a file, of which there are so many."""
    goods = market.goods()
    expect(market.staff.put(f"{path_of(goods)}/delivery", json={"deliveredAs": "file"}))
    expect(bring_file(market, goods))
    if stock:
        market.change(goods, set=stock)
    return goods


async def test_a_buyer_pays_and_downloads_what_nobody_else_gets(
    market: Market, visit: Visit
) -> None:
    buyer, stranger = visit(market), visit(market)
    goods = by_file(market)
    order = await completed(buyer, (await buyer.buy(goods))["orderId"])
    assert order["items"][0]["deliveredAs"] == "file"
    (file,) = order["files"]
    assert (file["name"], file["bytes"]) == ("Moby Dick.epub", len(BOOK))
    assert (file["status"], file["downloads"]) == ("given", 0)

    path = f"/api/orders/{order['id']}/files/{file['id']}/download"
    refusal(await stranger.post(path, {}), 404, "order-not-found")
    none = f"/api/orders/{order['id']}/files/{NOBODY}/download"
    refusal(await buyer.post(none, {}), 404, "file-not-found")
    refusal(await stranger.get(f"/api/order-files/{file['id']}"), 404, "file-not-found")
    opened = expect(await buyer.post(path, {}))
    came = await buyer.http.get(opened["url"])
    assert came.content == BOOK
    assert "Moby%20Dick.epub" in came.headers["content-disposition"]
    part = await buyer.http.get(opened["url"], headers={"Range": "bytes=5-15"})
    assert (part.status_code, part.content) == (206, BOOK[5:16])
    assert part.headers["content-range"] == f"bytes 5-15/{len(BOOK)}"
    other = {"Range": "bytes=5-15", "If-Range": '"another"'}
    assert (await buyer.http.get(opened["url"], headers=other)).status_code == 200
    beyond = await buyer.http.get(opened["url"], headers={"Range": f"bytes={len(BOOK)}-"})
    refusal(beyond, 416, "range-unsatisfiable")
    assert beyond.headers["content-range"] == f"bytes */{len(BOOK)}"
    (again,) = (await buyer.order({"orderId": order["id"]}))["files"]
    assert (again["status"], again["downloads"]) == ("fetched", 1)

    now = expect(market.staff.get(f"{path_of(goods)}/file"))
    assert (now["given"], now["fetched"], now["downloads"]) == (1, 1, 1)
    expect(bring_file(market, goods, b"second edition", "new.epub"))
    newest = expect(await buyer.post(path, {}))
    assert (await buyer.http.get(newest["url"])).content == b"second edition"
    assert (await buyer.http.get(opened["url"])).content == BOOK, "who began has it to the end"

    back = {"lines": [{"line": 0, "quantity": 1}], "reason": "not wanted"}
    expect(market.staff.post(f"/api/staff/orders/{order['id']}/refund", json=back))
    refusal(await buyer.post(path, {}), 404, "file-not-found")
    refusal(await buyer.http.get(newest["url"]), 404, "file-not-found")
    assert market.stock(goods) == (9, 0)


async def test_what_may_not_be_brought_is_refused_by_name(market: Market, visit: Visit) -> None:
    goods = market.goods()
    refusal(bring_file(market, goods), 409, "not-by-file")
    stock = f"{path_of(goods)}/stock"
    refusal(market.staff.post(stock, json={"unlimited": True, "reason": "no"}), 409, "not-by-file")
    expect(market.staff.put(f"{path_of(goods)}/delivery", json={"deliveredAs": "file"}))
    refusal(market.staff.post(stock, json={"deposit": 1, "reason": "no"}), 409, "file-missing")
    refusal(bring_file(market, goods, b""), 422, "file-invalid")
    refusal(bring_file(market, goods, name=".."), 422, "file-invalid")
    text = market.staff.post(
        f"{path_of(goods)}/file", params={"name": "a.txt"}, content=b"x",
        headers={"Content-Type": "text/plain"},
    )  # fmt: skip
    refusal(text, 415, "unsupported-media-type")

    def in_chunks() -> Iterator[bytes]:
        yield from (BOOK[start : start + 50_000] for start in range(0, len(BOOK), 50_000))

    assert expect(bring_file(market, goods, in_chunks()))["file"]["bytes"] == len(BOOK)
    assert (await visit(market).get(f"{path_of(goods)}/file")).status_code in (401, 403)
    expect(market.staff.post(stock, json={"unlimited": True, "reason": "a file"}))
    assert market.stock(goods)[0] == 1_000_000_000
