"""The shop's products over HTTP: lists, one product, live numbers, checks."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from holdfast.api.contract.problems import ProblemBody
from tests.api.conftest import MANAGER
from tests.support.command import holdfast
from tests.support.people import log_in
from tests.support.server import ServerProcess

Json = dict[str, Any]


def _holdfast(url: str, *words: str) -> None:
    assert holdfast(*words, "--database-url", url).returncode == 0


@pytest.fixture(scope="module", autouse=True)
def goods(shop_database_url: str) -> None:
    """The demo goods, in the module's shop."""
    _holdfast(shop_database_url, "seed", "--demo")


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=20) as opened:
        log_in(opened, MANAGER)
        yield opened


def _product(client: httpx.Client, name: str, **params: str) -> Json:
    found: Json = client.get(f"/api/products/{name}", params=params).raise_for_status().json()
    return found


def test_pages_follow_each_other_in_every_order(client: httpx.Client) -> None:
    for sort in ("new", "price", "-price", "name"):
        seen: list[Json] = []
        cursor = None
        while True:
            params = {"sort": sort, "limit": "7"} | ({"cursor": cursor} if cursor else {})
            page = client.get("/api/products", params=params).raise_for_status().json()
            assert len(page["products"]) <= 7
            assert set(page["stock"]) == {one["id"] for one in page["products"]}
            seen += page["products"]
            cursor = page["nextCursor"]
            if cursor is None:
                break
        assert len({one["id"] for one in seen}) == len(seen) == 34
        if "price" in sort:
            prices = [one["discountPrice"] or one["price"] for one in seen]
            assert prices == sorted(prices, reverse=sort == "-price")


def test_a_product_in_the_language_asked_for(client: httpx.Client) -> None:
    english = _product(client, "iphone-15-pro-max")["product"]
    russian = _product(client, "iphone-15-pro-max", locale="ru")["product"]
    korean = client.get(
        "/api/products/iphone-15-pro-max", headers={"accept-language": "ko-KR,ko;q=0.9,en;q=0.5"}
    ).json()["product"]
    assert english["category"] == "Smartphones"
    assert russian["category"] == "Смартфоны"
    assert korean["category"] == "스마트폰"
    assert english["colors"] == ["Black", "Natural", "Blue", "White"]
    assert russian["colors"][0] == "Чёрный"
    assert russian["memoryOptions"] == ["256 ГБ", "512 ГБ", "1 ТБ"]
    assert russian["variants"][0]["options"] == {"color": "Чёрный", "memory": "256 ГБ"}
    assert english["variants"][0]["id"] == russian["variants"][0]["id"]


def test_the_numbers_add_up(client: httpx.Client) -> None:
    answer = _product(client, "iphone-15-pro-max")
    product = answer["product"]
    assert answer["stock"] == product["stock"] == sum(v["stock"] for v in product["variants"])
    assert answer["available"] is True
    assert product["price"] == min(v["price"] for v in product["variants"])
    assert product["maxPrice"] == max(v["price"] for v in product["variants"])
    assert _product(client, product["id"]) == answer


def test_what_is_not_there_is_a_problem(client: httpx.Client) -> None:
    for name in ("nothing", "0193a1d2-0000-7000-8000-000000000000", "x" * 36):
        answer = client.get(f"/api/products/{name}")
        assert (answer.status_code, answer.json()["code"]) == (404, "product-not-found")


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"color": "Черный", "memory": "256GB"}, (True, 3)),
        ({"color": "black", "memory": "256 ГБ", "quantity": 4}, (False, 3)),
        ({"options": {"Цвет": "블랙", "Storage": "1TB"}}, (False, 0)),
        ({"color": "Black", "memory": "512GB", "options": {"color": None}}, (True, 1)),
    ],
)
def test_a_check_takes_options_in_any_language(
    client: httpx.Client, choice: Json, expected: tuple[bool, int]
) -> None:
    answer = client.post("/api/products/iphone-15-pro-max/check", json=choice).json()
    assert (answer["available"], answer["stock"]) == expected


@pytest.mark.parametrize(
    ("choice", "status", "code"),
    [
        ({"color": "Black"}, 422, "ambiguous-options"),
        ({}, 422, "ambiguous-options"),
        ({"color": "Plaid", "memory": "256GB"}, 404, "variant-not-found"),
        ({"options": {"size": "XL"}}, 422, "option-unknown"),
        ({"variantId": "0193a1d2-0000-7000-8000-000000000000"}, 404, "variant-not-found"),
        ({"quantity": 0}, 422, "invalid-request"),
        ({"color": "\x00"}, 422, "invalid-request"),
    ],
)
def test_a_choice_that_names_no_one_variant(
    client: httpx.Client, choice: Json, status: int, code: str
) -> None:
    answer = client.post("/api/products/iphone-15-pro-max/check", json=choice)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_a_variant_of_another_product_is_refused(client: httpx.Client) -> None:
    other = _product(client, "iphone-15")["product"]["variants"][0]["id"]
    answer = client.post("/api/products/iphone-15-pro-max/check", json={"variantId": other})
    assert (answer.status_code, answer.json()["field"]) == (404, "variantId")


def test_filters(client: httpx.Client) -> None:
    def handles(**params: str) -> set[str]:
        page = client.get("/api/products", params={"limit": "100"} | params).json()
        return {one["handle"] for one in page["products"]}

    assert handles(category="Смартфоны", locale="ru") == handles(category="Smartphones")
    assert handles(q="iph pro") == {"iphone-15-pro-max"}
    assert handles(q="повербанк") == set()
    assert handles(q="аккумул") == {"anker-737"}
    assert handles(q="') & :*!") == set()
    assert handles() - handles(inStock="true") == {"steam-deck-oled"}
    categories = client.get("/api/products", params={"locale": "ru"}).json()["categories"]
    assert "Умные часы" in categories
    assert len(categories) == 9


def test_live_numbers_alone(client: httpx.Client) -> None:
    everything = client.get("/api/products/stock").json()
    assert len(everything["stock"]) == 34
    some = [*everything["stock"]][:2]
    answer = client.get("/api/products/stock", params={"ids": ",".join(some)}).json()
    assert answer["stock"] == {one: everything["stock"][one] for one in some}
    assert {one["productId"] for one in answer["variants"]} == set(some)
    assert client.get("/api/products/stock", params={"ids": "x"}).status_code == 422
    many = ",".join(["0193a1d2-0000-7000-8000-000000000000"] * 1001)
    assert client.get("/api/products/stock", params={"ids": many}).status_code == 422


def test_bad_cursors_are_refused(client: httpx.Client) -> None:
    by_price = client.get("/api/products", params={"sort": "price", "limit": "1"}).json()
    for cursor in ("x", "W10", by_price["nextCursor"]):
        answer = client.get("/api/products", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad-cursor")


def test_pictures_are_drawn(client: httpx.Client) -> None:
    url = _product(client, "fujifilm-x100vi")["product"]["images"][0]["url"]
    answer = client.get(url)
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.text.startswith("<svg")
    assert client.get("/media/demo/nothing.black.svg").status_code == 404
    assert answer.headers["cache-control"] == "public, max-age=86400"
    again = client.get(url, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == answer.headers["etag"]
    other = client.get(url, headers={"If-None-Match": 'W/"another"'})
    assert (other.status_code, other.content) == (200, answer.content)


@pytest.mark.parametrize("path", ["/api/products", "/media/demo/fujifilm-x100vi.silver.svg"])
def test_what_is_large_comes_packed_to_who_can_unpack_it(client: httpx.Client, path: str) -> None:
    plain = client.get(path, headers={"Accept-Encoding": "identity"}).raise_for_status()
    small = client.get(path, headers={"Accept-Encoding": "gzip"}).raise_for_status()
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.content == plain.content
    assert int(small.headers["content-length"]) < len(plain.content) / 3
    assert plain.headers["vary"] == small.headers["vary"] == "accept-encoding"
    unwanted = client.get(path, headers={"Accept-Encoding": "gzip;q=0"}).raise_for_status()
    assert "content-encoding" not in unwanted.headers
    assert unwanted.content == plain.content


def test_a_price_changes_at_once(
    client: httpx.Client, shop_database_url: str, scratch: Path
) -> None:
    header = "Handle,Title,Option1 Name,Option1 Value,Variant Inventory Qty,Variant Price"
    for price in ("10.00", "12.50", "9.99"):
        file = scratch / "shop.csv"
        file.write_text(f"{header}\nteapot,Teapot,Color,Blue,4,{price}\n")
        _holdfast(shop_database_url, "import", str(file), "--currency", "RUB")
        shown = _product(client, "teapot")["product"]
        assert shown["variants"][0]["price"] == int(price.replace(".", ""))


@pytest.mark.parametrize("word", ["refunded", "bought"])
def test_a_reason_that_reads_like_an_order_is_only_a_reason(
    client: httpx.Client, staff: httpx.Client, word: str
) -> None:
    product = _product(client, "keychron-k3")["product"]
    variant = product["variants"][1]["id"]
    line = {"productId": product["id"], "variantId": variant, "quantity": 1}
    held = client.post("/api/orders/reserve", json={"items": [line]}).raise_for_status().json()
    order = {"orderId": held["orderId"]}
    client.post("/api/orders/cancel", json=order).raise_for_status()  # an order that is not meant
    reason = f"order/{'-' * 36} {word}"
    added = {"deposit": 1, "reason": reason}
    staff.post(f"/api/staff/variants/{variant}/stock", json=added).raise_for_status()
    taken = {"withdraw": 1, "reason": "back again"}
    staff.post(f"/api/staff/variants/{variant}/stock", json=taken).raise_for_status()
    log = staff.get("/api/staff/stock-log", params={"variantId": variant})
    assert log.status_code == 200
    entry = log.json()["entries"][1]
    assert (entry["note"], entry["orderId"]) == (reason, None)


def test_staff_change_stock_and_read_the_log(client: httpx.Client, staff: httpx.Client) -> None:
    variant = _product(client, "keychron-k3")["product"]["variants"][0]
    url = f"/api/staff/variants/{variant['id']}/stock"
    for change, on_hand in (
        ({"deposit": 5, "reason": "delivery 17"}, 19),
        ({"withdraw": 2, "reason": "=broken"}, 17),
        ({"set": 11, "reason": "counted"}, 11),
    ):
        answer = staff.post(url, json=change).raise_for_status().json()
        assert (answer["onHand"], answer["stock"]) == (on_hand, on_hand)
    assert _product(client, "keychron-k3")["product"]["variants"][0]["stock"] == 11

    short = staff.post(url, json={"withdraw": 12, "reason": "too many"})
    assert (short.status_code, short.json()["code"]) == (409, "insufficient-stock")
    told = ProblemBody.model_validate(short.json())
    assert told.shortages is not None
    (lacking,) = told.shortages
    assert (str(lacking.variantId), lacking.wanted, lacking.available) == (variant["id"], 12, 11)
    for wrong in (
        {"reason": "x"}, {"set": 1, "deposit": 1, "reason": "x"}, {"set": 1},
        {"set": 1, "reason": " \t"},
    ):  # fmt: skip
        assert staff.post(url, json=wrong).status_code == 422

    log = staff.get("/api/staff/stock-log", params={"variantId": variant["id"]}).json()["entries"]
    assert [(one["operation"], one["change"], one["note"]) for one in log] == [
        ("set", -6, "counted"),
        ("withdraw", -2, "=broken"),
        ("deposit", 5, "delivery 17"),
        ("deposit", 14, "demo"),
    ]
    assert log[0]["actor"].startswith("user:")
    assert log[0]["request"]
    first = staff.get("/api/staff/stock-log", params={"variantId": variant["id"], "limit": "3"})
    rest = staff.get(
        "/api/staff/stock-log",
        params={"variantId": variant["id"], "cursor": first.json()["nextCursor"]},
    )
    assert first.json()["entries"] + rest.json()["entries"] == log
    newest = staff.get("/api/staff/stock-log", params={"limit": "3"}).json()
    assert newest["entries"] == log[:3]
    older = staff.get("/api/staff/stock-log", params={"cursor": newest["nextCursor"]}).json()
    assert not {(e["variantId"], e["version"]) for e in older["entries"]} & {
        (e["variantId"], e["version"]) for e in log[:3]
    }
    table = staff.get(
        "/api/staff/stock-log", params={"variantId": variant["id"], "format": "csv"}
    ).text
    assert "'=broken" in table
    assert len(table.splitlines()) == 5


def test_a_repeated_change_counts_once(staff: httpx.Client, client: httpx.Client) -> None:
    variant = _product(client, "mx-master-3s")["product"]["variants"][0]
    url = f"/api/staff/variants/{variant['id']}/stock"
    key = {"Idempotency-Key": "delivery-18"}
    answers = [
        staff.post(url, json={"deposit": 7, "reason": "delivery"}, headers=key).json()
        for _ in range(3)
    ]
    assert {one["onHand"] for one in answers} == {variant["stock"] + 7}
    other = staff.post(url, json={"deposit": 8, "reason": "delivery"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


def test_staff_see_what_runs_low(staff: httpx.Client, client: httpx.Client) -> None:
    found: list[Json] = []
    cursor: str | None = ""
    while cursor is not None:
        page = staff.get(
            "/api/staff/variants", params={"cursor": cursor or "", "limit": "40"}
        ).json()
        found += page["variants"]
        cursor = page["nextCursor"]
    names = [one["productName"] for one in found]
    assert len({one["variantId"] for one in found}) == len(found) >= 108
    low = staff.get("/api/staff/variants", params={"low": "1", "limit": "100"}).json()["variants"]
    assert {one["variantId"] for one in low} == {one["variantId"] for one in found if one["low"]}
    assert names == sorted(names)
    by_sku = staff.get("/api/staff/variants", params={"q": "anK737"}).json()["variants"]
    assert [one["sku"] for one in by_sku] == ["ANK737-BLA"]

    variant = by_sku[0]
    url = f"/api/staff/variants/{variant['variantId']}/threshold"
    assert staff.put(url, json={"threshold": 200}).json()["threshold"] == 200
    again = staff.get("/api/staff/variants", params={"q": "anker 737"}).json()["variants"][0]
    assert again["low"] is True
    assert staff.put(url, json={"threshold": None}).status_code == 200
    assert staff.put(url, json={"threshold": -1}).status_code == 422
    nobody = "/api/staff/variants/0193a1d2-0000-7000-8000-000000000000/threshold"
    assert staff.put(nobody, json={"threshold": 1}).status_code == 404


def test_alerts_have_their_shape(staff: httpx.Client) -> None:
    alerts = staff.get("/api/staff/alerts").raise_for_status().json()
    assert set(alerts) == {"low", "recent"}


def test_open_reservations(staff: httpx.Client, client: httpx.Client) -> None:
    product = _product(client, "dualsense")["product"]
    item = {"productId": product["id"], "color": "White", "quantity": 2}
    made = client.post("/api/orders/reserve", json={"items": [item]}).raise_for_status().json()
    shown = _product(client, "dualsense")["product"]
    assert (shown["stock"], shown["held"]) == (product["stock"] - 2, 2)
    (open_one,) = staff.get("/api/staff/reservations").json()["reservations"]
    assert open_one["reservationId"] == made["reservationId"]
    assert open_one["items"][0]["quantity"] == 2
    assert (open_one["buyer"]["kind"], open_one["description"]) == ("guest", None)
    entries = staff.get(
        "/api/staff/stock-log", params={"productId": product["id"], "operation": "hold"}
    ).json()["entries"]
    assert entries[0]["orderNumber"] == made["number"]
    assert entries[0]["heldChange"] == 2
    client.post("/api/orders/cancel", json={"orderId": made["orderId"]}).raise_for_status()
    assert staff.get("/api/staff/reservations").json()["reservations"] == []


def test_staff_pages_are_for_staff(client: httpx.Client) -> None:
    for path in ("variants", "stock-log", "alerts", "statistics", "reservations"):
        assert client.get(f"/api/staff/{path}").status_code == 401
