"""Sellers bring codes and files of their own, and nobody else's."""

from typing import Any
from uuid import uuid4

import httpx

from tests.api.seller.trading import SELLERS, Trader, sell
from tests.support.market import eventually, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

KIND = {"Content-Type": "application/octet-stream"}


def place_of(trader: Trader, product: dict[str, Any]) -> str:
    return f"/api/seller/{trader.seller}/variants/{product['variants'][0]['id']}"


def unsold(trader: Trader) -> dict[str, Any]:
    """A product of which there is none yet."""
    return trader.make(options=[], variants=[{"price": 500, "stock": 0}])


async def test_a_seller_brings_codes_and_reads_those_that_were_given(
    shop: ServerProcess, staff: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    product = unsold(one)
    place, said = place_of(one, product), [f"KEY-{uuid4().hex}" for _ in range(2)]
    foreign = place.replace(one.seller, other.seller)
    codes = {"Idempotency-Key": uuid4().hex}
    refusal(one.http.post(f"{place}/codes", json={"codes": said}), 409, "not-by-codes")
    refusal(other.http.put(f"{foreign}/delivery", json={"deliveredAs": "codes"}), 404,
            "variant-not-found")  # fmt: skip
    expect(one.http.put(f"{place}/delivery", json={"deliveredAs": "codes"}))
    for _ in range(2):  # also as it is sent again
        now = expect(one.http.post(f"{place}/codes", json={"codes": said}, headers=codes))
    assert now["counts"]["free"] == 2 and not any(key in str(now) for key in said)
    for code in now["codes"]:
        refusal(one.http.post(f"{place}/codes/{code['id']}/show"), 404, "code-not-found")
    for path in ("codes", "file"):
        refusal(other.http.get(f"{place}/{path}"), 404, "seller-not-found")
        refusal(other.http.get(f"{foreign}/{path}"), 404, "variant-not-found")
    refusal(other.http.post(f"{foreign}/codes", json={"codes": ["X"]}), 404, "variant-not-found")
    for step in ("show", "withdraw", "restore"):
        path = f"{foreign}/codes/{now['codes'][0]['id']}/{step}"
        refusal(other.http.post(path, json={"reason": "mine"}), 404, "variant-not-found")

    sell(staff, shop.url, [product], steps=("mark-paid",))

    async def given() -> Any:
        found = expect(one.http.get(f"{place}/codes", params={"status": "given"}))
        return found["codes"]

    (code,) = await eventually(given, PATIENCE, "it is given")
    expect(staff.post(f"{SELLERS}/{one.seller}/suspend", json={"reason": "Late"}))
    shown = expect(one.http.post(f"{place}/codes/{code['id']}/show"))
    assert shown["code"] in said
    refusal(one.http.post(f"{place}/codes", json={"codes": ["X"]}), 403, "seller-suspended")


def test_a_seller_brings_a_file_of_which_there_is_no_end(
    staff: httpx.Client, client: httpx.Client, traders: tuple[Trader, Trader]
) -> None:
    one, other = traders
    product = unsold(one)
    place, named = place_of(one, product), {"name": "Poems.epub"}
    expect(one.http.put(f"{place}/delivery", json={"deliveredAs": "file"}))

    def send(who: httpx.Client, to: str) -> httpx.Response:
        return who.post(f"{to}/file", params=named, content=b"a book", headers=KIND)

    refusal(send(client, place), 401, "login-required")
    refusal(send(other.http, place), 404, "seller-not-found")
    foreign = place.replace(one.seller, other.seller)
    refusal(send(other.http, foreign), 404, "variant-not-found")
    stock = f"/api/seller/{one.seller}/variants/stock"
    asked = {"variantIds": [product["variants"][0]["id"]], "unlimited": True, "reason": "an e-book"}
    refusal(one.http.post(stock, json=asked), 409, "file-missing")
    kept = expect(send(one.http, place))["file"]
    assert (kept["name"], kept["bytes"]) == ("Poems.epub", 6)
    expect(one.http.post(stock, json=asked))
    shown = expect(one.http.get(f"{one.products}/{product['id']}"))["product"]["variants"][0]
    assert shown["deliveredAs"] == "file" and shown["stock"] >= 100_000_000
    of_staff = f"/api/staff/variants/{product['variants'][0]['id']}/file"
    assert expect(staff.get(of_staff))["file"]["name"] == "Poems.epub"
