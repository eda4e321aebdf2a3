"""A product's address, what its variants weigh, their discounts, and what all of it is called in
other languages, as staff's form has them."""

from collections.abc import Iterator

import httpx
import pytest

from tests.api.conftest import MANAGER
from tests.api.staff.drafts import again, in_shop, made, put
from tests.support.market import expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import log_in
from tests.support.server import ServerProcess


@pytest.fixture
def staff(shop: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=shop.url, timeout=PATIENCE) as opened:
        log_in(opened, MANAGER)
        expect(opened.patch("/api/staff/settings", json={"currency": "EUR"}))
        yield opened


def test_a_changed_address_leads_on_from_the_one_before(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product, other = made(staff), made(staff)
    new = f"{product['handle']}-new"
    saved = expect(put(staff, product, handle=new))["product"]
    assert saved["handle"] == new
    moved = client.get(f"/api/products/{product['handle']}")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/api/products/{new}")
    assert in_shop(client, saved)["handle"] == new
    for taken in (new, product["handle"], "stock"):
        problem = refusal(put(staff, other, handle=taken), 422, "product-invalid")
        assert problem["field"] == "handle"
    refusal(put(staff, other, handle="Not a slug"), 422, "product-invalid")
    back = expect(put(staff, saved, handle=product["handle"]))["product"]
    assert client.get(f"/api/products/{new}").status_code == 301
    assert in_shop(client, back)["handle"] == product["handle"]


def test_what_a_variant_weighs_and_its_discount_are_kept(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff)
    changed = again(product)
    changed["variants"][0] |= {
        "weightGrams": 350,
        "barcode": "4006381333931",
        "discount": {"price": 400, "begins": "2020-01-01T00:00:00Z", "ends": None},
    }
    saved = expect(put(staff, product, variants=changed["variants"]))["product"]
    kept = saved["variants"][0]
    assert (kept["weightGrams"], kept["barcode"]) == (350, "4006381333931")
    assert kept["discount"] == {"price": 400, "begins": "2020-01-01T00:00:00.000Z", "ends": None}
    shown = in_shop(client, saved)
    assert (shown["price"], shown["discountPrice"], shown["maxPrice"]) == (500, 400, 700)
    for off, field in (
        ({"price": 500}, "variants[0].discount.price"),
        (
            {"price": 1, "begins": "2026-01-02T00:00:00Z", "ends": "2026-01-01T00:00:00Z"},
            "variants[0].discount.ends",
        ),
    ):
        changed["variants"][0]["discount"] = off
        answer = put(staff, saved, variants=changed["variants"])
        assert refusal(answer, 422, "product-invalid")["field"] == field


def test_what_a_product_is_called_in_other_languages_is_kept_and_shown(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff)
    assert product["texts"] == {}
    korean = {
        "name": "셔츠",
        "description": "<p>면</p><script>alert(1)</script>",
        "options": [{"name": "색", "values": ["검정"]}],
    }
    saved = expect(put(staff, product, texts={"ko": korean, "ru": {}}))["product"]
    nothing = {"title": "", "description": ""}
    said = {"name": "셔츠", "description": "<p>면</p>", "search": nothing}
    assert saved["texts"] == {
        "ko": {**said, "options": [{"name": "색", "values": ["검정", ""]}]},
    }
    assert saved["languages"] == ["ko"]
    shown = client.get(f"/api/products/{saved['id']}", params={"locale": "ko"}).json()["product"]
    assert shown["name"] == "셔츠"
    assert shown["options"][0]["name"] == "색"
    kept = expect(put(staff, saved, vendor="Mill"))["product"]
    assert kept["texts"] == saved["texts"]
    assert expect(put(staff, kept, texts={}))["product"]["texts"] == {}


def test_what_search_engines_show_is_kept_by_language(
    staff: httpx.Client, client: httpx.Client
) -> None:
    product = made(staff)
    assert product["search"] == {"title": "", "description": ""}
    own = {"title": "Warm  shirt", "description": "Of wool"}
    korean = {"search": {"title": "따뜻한 셔츠"}}
    saved = expect(put(staff, product, search=own, texts={"ko": korean}))["product"]
    assert saved["search"] == {"title": "Warm shirt", "description": "Of wool"}
    assert saved["texts"]["ko"]["search"] == {"title": "따뜻한 셔츠", "description": ""}
    for locale, title in (("en", "Warm shirt"), ("ru", "Warm shirt"), ("ko", "따뜻한 셔츠")):
        shown = client.get(f"/api/products/{saved['id']}", params={"locale": locale}).json()
        assert shown["product"]["searchTitle"] == title
    kept = expect(put(staff, saved, vendor="Mill"))["product"]
    assert (kept["search"], kept["texts"]) == (saved["search"], saved["texts"])
    less = expect(put(staff, kept, search={}, texts={}))["product"]
    assert (less["search"], less["texts"]) == (product["search"], {})
    assert in_shop(client, less)["searchTitle"] is None
    refusal(put(staff, less, search={"title": "x" * 256}), 422, "invalid-request")


def test_a_draft_says_when_it_goes_on_sale_until_it_is(
    staff: httpx.Client, client: httpx.Client
) -> None:
    moment = "2199-05-01T10:00:00.000Z"
    product = made(staff, status="draft", publishAt="2199-05-01T12:00:00+02:00")
    assert product["publishAt"] == moment
    listed = expect(staff.get("/api/staff/products", params={"q": product["name"]}))["products"]
    assert [one["publishAt"] for one in listed] == [moment]
    many = {"products": [{"id": product["id"]}], "addTags": ["new"]}
    expect(staff.post("/api/staff/products/bulk", json=many))
    seen = expect(staff.get(f"/api/staff/products/{product['id']}"))["product"]
    assert seen["publishAt"] == moment
    live = expect(put(staff, seen, status="active", publishAt=moment))["product"]
    assert live["publishAt"] is None
    assert in_shop(client, live)["id"] == product["id"]


def test_words_in_no_language_of_the_shop_are_refused(staff: httpx.Client) -> None:
    product = made(staff)
    twice = {"options": [{"values": ["Same", "same"]}]}
    for texts, field in (
        ({"de": {"name": "Hemd"}}, "texts.de"),
        ({"ru": twice}, "texts.ru.options[0].values[1]"),
    ):
        problem = refusal(put(staff, product, texts=texts), 422, "product-invalid")
        assert problem["field"] == field
