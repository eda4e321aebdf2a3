"""What a request is told of its fields: unknown ones by name, wrong ones in a sentence of ours."""

import httpx
import pytest

from tests.api.shell.test_problems import problem
from tests.support.market import Market

PRODUCT = "0193a1d2-0000-7000-8000-000000000000"
PARSERS_WORDS = ("Input should", "Field required", "Extra inputs", "valid UUID", "Expecting", "EOF")


@pytest.mark.parametrize(
    ("path", "body", "field", "nearest"),
    [
        ("/api/orders/reserve", {"items": [{"productId": PRODUCT}], "couponID": PRODUCT},
         "couponID", "couponId"),
        ("/api/orders/reserve", {"items": [{"productId": PRODUCT, "qty": 2}]},
         "items[0].qty", "quantity"),
        ("/api/orders/reserve", {"items": [{"product_id": PRODUCT}]},
         "items[0].product_id", "productId"),
        ("/api/orders/cancel", {"orderID": PRODUCT}, "orderID", "orderId"),
        ("/api/payments", {"reservationId": PRODUCT, "provider": "demo", "zzzzzzzz": 1},
         "zzzzzzzz", None),
        ("/api/session/login", {"e-mail": "a@b.example", "password": "x"}, "e-mail", "email"),
        (f"/api/products/{PRODUCT}/check", {"colour": "Black"}, "colour", "color"),
    ],
)  # fmt: skip
def test_an_unknown_field_is_refused_by_name(
    client: httpx.Client, path: str, body: object, field: str, nearest: str | None
) -> None:
    found = problem(client.post(path, json=body), 422, "unknown-field")
    assert found["field"] == found["errors"][0]["field"] == field
    assert field in found["detail"]
    assert ("Did you mean" in found["detail"]) == (nearest is not None)
    assert nearest is None or f"Did you mean {nearest}?" in found["detail"]


@pytest.mark.parametrize("query", ["instock=true", "categroy=phones", "page=2"])
def test_an_unknown_parameter_is_refused_by_name(client: httpx.Client, query: str) -> None:
    found = problem(client.get(f"/api/products?{query}"), 422, "unknown-field")
    assert found["field"] == query.partition("=")[0]


def test_what_a_page_showed_of_a_line_is_taken_and_not_used(client: httpx.Client) -> None:
    """Specification A's lines carry the product's name and price."""
    line = {"productId": PRODUCT, "productName": "Phone", "price": 1, "color": "X", "memory": "Y"}
    answer = client.post("/api/orders/reserve", json={"items": [{**line, "quantity": 1}]})
    problem(answer, 404, "product-not-found")


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "Send items, or the productId of one."),
        ({"items": {}}, "items: This must be a list."),
        ({"items": []}, "items: Give at least 1."),
        ({"items": [1]}, "items[0]: This must be an object with fields."),
        ({"items": [{"productId": "x"}]},
         "items[0].productId: This is not an id of this shop: an id is a UUID."),
        ({"items": [{"productId": PRODUCT, "quantity": 0}]}, "items[0].quantity: Use 1 or more."),
        ({"items": [{"productId": PRODUCT, "quantity": "1"}]},
         "items[0].quantity: Use a whole number."),
        ({"items": [{"productId": PRODUCT, "color": ""}]},
         "items[0].color: Use at least 1 characters."),
        ({"items": [{"productId": PRODUCT}], "couponId": 5},
         "couponId: This is not an id of this shop: an id is a UUID."),
    ],
)  # fmt: skip
def test_a_field_at_fault_is_told_in_a_sentence(
    client: httpx.Client, body: object, detail: str
) -> None:
    answer = client.post("/api/orders/reserve", json=body)
    assert problem(answer, 422, "invalid-request")["detail"] == detail


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (b'{"items": [}', "The JSON has an error in line 1, column 12."),
        (b'{"a":\n', "The JSON has an error in line 2, column 0."),
    ],
)
def test_a_body_that_is_no_json_is_told_where(
    client: httpx.Client, content: bytes, detail: str
) -> None:
    headers = {"Content-Type": "application/json"}
    for path in ("/api/orders/reserve", "/api/session/login"):
        answer = client.post(path, content=content, headers=headers)
        told = problem(answer, 400, "malformed-json")["detail"]
        assert not any(word in told for word in PARSERS_WORDS)
    answer = client.post("/api/orders/reserve", content=content, headers=headers)
    assert answer.json()["detail"] == detail


@pytest.mark.parametrize("query", ["limit=x", "limit=0", "limit=1000", "sort=up", "inStock=maybe"])
def test_a_parameter_at_fault_is_told_in_a_sentence(client: httpx.Client, query: str) -> None:
    found = problem(client.get(f"/api/products?{query}"), 422, "invalid-request")
    assert found["field"] == query.partition("=")[0]
    assert not any(word in found["detail"] for word in PARSERS_WORDS)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/orders/nope", "order-not-found"),
        ("/api/coupon-campaigns/nope", "campaign-not-found"),
        ("/api/products/nope", "product-not-found"),
    ],
)
def test_an_id_of_no_known_form_is_not_there(client: httpx.Client, path: str, code: str) -> None:
    problem(client.get(path), 404, code)
    problem(client.get(path.replace("nope", PRODUCT)), 404, code)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/api/wallets/nope", "wallet-not-found"),
        ("/api/staff/users/nope/wallets", "user-not-found"),
        ("/api/staff/wallets/nope/statement", "wallet-not-found"),
    ],
)
def test_an_id_of_no_known_form_is_not_there_for_staff(
    market: Market, path: str, code: str
) -> None:
    problem(market.staff.get(path), 404, code)


@pytest.mark.parametrize(
    ("asked", "language", "title", "detail"),
    [
        ("ru", "ru", "В запросе неизвестное поле",
         "Поля couponID нет. Возможно, имелось в виду couponId?"),
        ("ko-KR,ko;q=0.9,en;q=0.8", "ko", "요청에 알 수 없는 필드가 있습니다",
         "couponID 필드는 없습니다. couponId을(를) 찾으셨나요?"),
        ("fr, en;q=0.5", "en", "The request has an unknown field",
         "There is no field couponID. Did you mean couponId?"),
        ("", "en", "The request has an unknown field",
         "There is no field couponID. Did you mean couponId?"),
    ],
)  # fmt: skip
def test_a_problem_is_told_in_the_readers_language(
    client: httpx.Client, asked: str, language: str, title: str, detail: str
) -> None:
    answer = client.post(
        "/api/orders/reserve",
        json={"items": [{"productId": PRODUCT}], "couponID": PRODUCT},
        headers={"Accept-Language": asked},
    )
    found = problem(answer, 422, "unknown-field")
    assert (found["title"], found["detail"]) == (title, detail)
    assert found["errors"][0]["detail"] == detail
    assert answer.headers["content-language"] == language
    assert "accept-language" in answer.headers["vary"].lower()


def test_a_sentence_of_several_is_translated_in_each(client: httpx.Client) -> None:
    answer = client.get("/api/products?limit=1000", headers={"Accept-Language": "ru"})
    assert problem(answer, 422, "invalid-request")["detail"] == "limit: Не больше 100."
