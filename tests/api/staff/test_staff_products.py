"""Staff make, change and find products over HTTP."""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.api.conftest import ADMIN, CUSTOMER, MANAGER
from tests.api.staff.drafts import again, asked, colours, in_shop, made, over, put
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.pictures import png
from tests.support.postgres import fetch
from tests.support.server import ServerProcess

PRODUCTS, PICTURES = "/api/staff/products", "/api/staff/pictures"


@pytest.fixture(scope="module")
def staff(shop: ServerProcess) -> Any:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        refusal(opened.post(PRODUCTS, json=asked()), 409, "currency-missing")
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


# --- making -------------------------------------------------------------------------------------


def test_a_product_comes_with_its_variants_and_their_stock(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff, description="<p onclick=x>Soft<script>bad()</script></p>")
    assert product["description"] == "<p>Soft</p>"
    assert product["currency"] == "EUR"
    assert [one["onHand"] for one in product["variants"]] == [3, 0]
    shown = in_shop(client, product)
    assert (shown["price"], shown["maxPrice"], shown["stock"]) == (500, 700, 3)
    assert shown["colors"] == ["Black", "White"]
    log = expect(staff.get("/api/staff/stock-log", params={"productId": product["id"]}))
    (entry,) = log["entries"]
    assert (entry["operation"], entry["note"]) == ("deposit", "opening stock")


async def test_the_audit_log_says_who_made_and_changed_it(
    staff: httpx.Client, shop: ServerProcess
) -> None:
    product = made(staff)
    changed = again(product, vendor="Mill")
    changed["variants"][0]["price"] = 650
    expect(staff.put(f"{PRODUCTS}/{product['id']}", json=changed, headers=over(product)))
    rows = await fetch(
        shop.database_url,
        "SELECT action, data -> 'before', data -> 'after' FROM audit_log"
        f" WHERE subject = '{product['id']}' ORDER BY id",
    )
    assert [row[0] for row in rows] == ["product.made", "product.changed"]
    black = product["variants"][0]["id"]
    before, after = (json.loads(row) for row in rows[1][1:])
    assert before == {"vendor": "", "variants": {black: {"price": 500}}}
    assert after == {"vendor": "Mill", "variants": {black: {"price": 650}}}


def test_a_draft_is_not_in_the_shop_until_it_is_active(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff, status="draft")
    refusal(client.get(f"/api/products/{product['handle']}"), 404, "product-not-found")
    product = expect(put(staff, product, status="active"))["product"]
    assert in_shop(client, product)["id"] == product["id"]
    expect(put(staff, product, status="archived"))
    refusal(client.get(f"/api/products/{product['id']}"), 404, "product-not-found")


def test_two_products_of_one_name_have_two_handles(staff: httpx.Client) -> None:
    name = f"Кружка {uuid4().hex[:6]}"
    first, second = made(staff, name=name), made(staff, name=name)
    assert first["handle"].startswith("kruzhka-")
    assert second["handle"] == first["handle"] + "-2"
    assert made(staff, name="茶碗")["handle"].startswith("product")


def test_a_repeated_request_makes_one_product(staff: httpx.Client) -> None:
    key, body = {"Idempotency-Key": str(uuid4())}, colours()
    first = expect(staff.post(PRODUCTS, json=body, headers=key), 201)
    assert expect(staff.post(PRODUCTS, json=body, headers=key), 201) == first
    other = staff.post(PRODUCTS, json=colours(), headers=key)
    refusal(other, 422, "idempotency-key-reused")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"variants": []}, "variants"),
        ({"variants": [{"price": -1}]}, "variants[0].price"),
        ({"variants": [{"price": 1.5}]}, "variants[0].price"),
        ({"variants": [{"price": 1, "stock": -1}]}, "variants[0].stock"),
        ({"variants": [{"price": 1, "values": ["Red"]}]}, "variants[0].values"),
        ({"variants": [{"price": 1}] * 101}, "variants"),
        ({"options": [{"name": "Size", "values": []}]}, "options[0].values"),
        ({"options": [{"name": "A", "values": ["1"]}] * 4}, "options"),
        ({"images": [{"url": "/media/none.png"}]}, "images[0].url"),
        ({"images": [{"url": "/media/../secret"}]}, "images[0].url"),
        ({"images": [{"url": "https://elsewhere.example/a.png"}]}, "images[0].url"),
        ({"status": "gone"}, "status"),
    ],
)
def test_a_fault_is_named_by_its_field(
    staff: httpx.Client, change: dict[str, Any], field: str
) -> None:
    answer = staff.post(PRODUCTS, json=asked(**change))
    assert answer.status_code == 422
    assert answer.json()["field"] == field, answer.json()


def test_only_staff_may(client: httpx.Client) -> None:
    some = f"{PRODUCTS}/{uuid4()}"
    change = asked()
    for status, code in ((401, "login-required"), (403, "forbidden")):
        refusal(client.get(PRODUCTS), status, code)
        refusal(client.get(some), status, code)
        refusal(client.post(PRODUCTS, json=asked()), status, code)
        refusal(client.put(some, json=change), status, code)
        picture = client.post(PICTURES, content=png(), headers={"content-type": "image/png"})
        refusal(picture, status, code)
        log_in(client, CUSTOMER)


# --- changing -----------------------------------------------------------------------------------


def test_the_shop_sees_a_changed_price_at_once(staff: httpx.Client, client: httpx.Client) -> None:
    product = made(staff)
    assert in_shop(client, product)["price"] == 500
    changed = again(product)
    changed["variants"][0]["price"] = 650
    answer = staff.put(f"{PRODUCTS}/{product['id']}", json=changed, headers=over(product))
    saved = expect(answer)["product"]
    assert answer.headers["etag"] == f'"{saved["revision"]}"'
    assert saved["revision"] > product["revision"]
    shown = in_shop(client, product)
    assert (shown["price"], shown["stock"]) == (650, 3)


def test_of_two_who_change_it_the_second_is_told(staff: httpx.Client) -> None:
    product = made(staff)
    saved = expect(put(staff, product, vendor="First"))["product"]
    problem = refusal(put(staff, product, vendor="Second"), 412, "product-changed")
    assert problem["revision"] == saved["revision"]
    shown = expect(staff.get(f"{PRODUCTS}/{product['id']}"))["product"]
    assert shown["vendor"] == "First"


def test_a_save_says_over_which_version(staff: httpx.Client) -> None:
    product = made(staff)
    path = f"{PRODUCTS}/{product['id']}"
    assert staff.get(path).headers["etag"] == f'"{product["revision"]}"'
    for header in ({}, {"If-Match": "*"}, {"If-Match": "7"}):
        answer = staff.put(path, json=again(product), headers=header)
        refusal(answer, 428, "version-missing")


def test_a_variant_in_stock_does_not_go(staff: httpx.Client, client: httpx.Client) -> None:
    product = made(staff)
    black, white = again(product)["variants"]
    options = [{"code": "color", "name": "Colour", "values": ["White"]}]
    problem = refusal(
        put(staff, product, options=options, variants=[white]), 409, "variant-in-stock"
    )
    assert problem["variants"] == [black["id"]]
    empty = {"set": 0, "reason": "gone"}
    expect(staff.post(f"/api/staff/variants/{black['id']}/stock", json=empty))
    saved = expect(put(staff, product, options=options, variants=[white]))["product"]
    assert [one["id"] for one in saved["variants"]] == [white["id"]]
    assert in_shop(client, product)["price"] == 700

    both = [{"code": "color", "name": "Colour", "values": ["White", "Black"]}]
    back = {"values": ["Black"], "price": 500}
    saved = expect(put(staff, saved, options=both, variants=[white, back]))["product"]
    assert [one["id"] for one in saved["variants"]] == [white["id"], black["id"]]


def test_a_held_variant_does_not_go(staff: httpx.Client, client: httpx.Client) -> None:
    product = made(staff)
    black, white = again(product)["variants"]
    line = {"productId": product["id"], "variantId": black["id"], "quantity": 3}
    expect(client.post("/api/orders/reserve", json={"items": [line]}))
    options = [{"code": "color", "name": "Colour", "values": ["White"]}]
    problem = refusal(
        put(staff, product, options=options, variants=[white]), 409, "variant-in-stock"
    )
    assert "3 of them held" in problem["detail"]


def test_what_joins_brings_its_stock_and_what_stays_keeps_its_own(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff)
    black, white = again(product)["variants"]
    options = [
        {"code": "color", "name": "Colour", "values": ["Ink", "White"]},
        {"name": "Size", "values": ["S", "M"]},
    ]
    variants = [
        {**black, "values": ["Ink", "S"]},
        {"values": ["Ink", "M"], "price": 520, "stock": 4},
        {**white, "values": ["White", "S"]},
    ]
    answer = expect(put(staff, product, options=options, variants=variants))
    assert answer["uncounted"] == []
    found = [(one["id"], one["onHand"]) for one in answer["product"]["variants"]]
    assert found[0] == (black["id"], 3)
    assert found[1][1] == 4
    assert found[2] == (white["id"], 0)
    shown = in_shop(client, product)
    assert [one["options"] for one in shown["variants"]] == [
        {"color": "Ink", "size": "S"},
        {"color": "Ink", "size": "M"},
        {"color": "White", "size": "S"},
    ]
    assert shown["stock"] == 7


def test_two_variants_may_change_places(staff: httpx.Client) -> None:
    product = made(staff)
    black, white = again(product)["variants"]
    variants = [{**white, "values": ["Black"]}, {**black, "values": ["White"]}]
    saved = expect(put(staff, product, variants=variants))["product"]
    assert [(one["id"], one["onHand"]) for one in saved["variants"]] == [
        (white["id"], 0),
        (black["id"], 3),
    ]


def test_nobody_s_product_is_404(staff: httpx.Client) -> None:
    some = f"{PRODUCTS}/{uuid4()}"
    refusal(staff.get(some), 404, "product-not-found")
    refusal(staff.put(some, json=asked(), headers={"If-Match": '"1"'}), 404, "product-not-found")


# --- finding ------------------------------------------------------------------------------------


def test_products_are_found_by_name_sku_and_status(staff: httpx.Client) -> None:
    word = uuid4().hex[:8]
    first = made(staff, name=f"Lamp {word}")
    second = made(
        staff, name="Shade", status="draft", options=[], variants=[{"price": 1, "sku": f"S-{word}"}]
    )
    found = expect(staff.get(PRODUCTS, params={"q": word}))["products"]
    assert [one["id"] for one in found] == [second["id"], first["id"]]
    assert (found[1]["stock"], found[1]["variants"], found[1]["price"]) == (3, 2, 500)
    drafts = expect(staff.get(PRODUCTS, params={"q": word, "status": "draft"}))["products"]
    assert [one["id"] for one in drafts] == [second["id"]]
    page = expect(staff.get(PRODUCTS, params={"q": word, "limit": 1}))
    rest = expect(staff.get(PRODUCTS, params={"q": word, "limit": 1, "cursor": page["nextCursor"]}))
    assert [one["id"] for one in page["products"] + rest["products"]] == [
        second["id"],
        first["id"],
    ]
    assert rest["nextCursor"] is None
    assert found[1]["variantIds"] == [one["id"] for one in first["variants"]]
    refusal(staff.get(PRODUCTS, params={"cursor": "nonsense"}), 400, "bad-cursor")
    assert expect(staff.get(PRODUCTS, params={"q": "!%_"}))["products"] == []


def test_products_are_found_by_category_and_what_is_below_it(staff: httpx.Client) -> None:
    word = uuid4().hex[:8]

    def category(name: str, parent: str | None = None) -> str:
        asked = {"name": name, "parentId": parent}
        tree = expect(staff.post("/api/staff/categories", json=asked), 201)["categories"]
        return next(str(one["id"]) for one in tree if one["name"] == name)

    above = category(f"Above {word}")
    below = category(f"Below {word}", above)
    high, low = (made(staff, name=f"Lamp {word}", categoryId=one) for one in (above, below))
    made(staff, name=f"Lamp {word}")

    def found(**narrowed: str) -> list[str]:
        rows = expect(staff.get(PRODUCTS, params={"q": word, **narrowed}))["products"]
        return [one["id"] for one in rows]

    assert len(found()) == 3
    assert found(categoryId=above) == [low["id"], high["id"]]
    assert found(categoryId=below) == [low["id"]]
    assert found(categoryId=str(uuid4())) == found(sellerId=str(uuid4())) == []
    refusal(staff.get(PRODUCTS, params={"categoryId": "shoes"}), 422, "invalid-request")


def test_an_admin_may_too(shop: ServerProcess, staff: httpx.Client) -> None:
    del staff  # the currency is set
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as admin:
        log_in(admin, ADMIN)
        made(admin)
