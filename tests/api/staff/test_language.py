"""Staff read products and their options in their own language, whatever the buyer read."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.support.market import STAFF, expect
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

LOCALES = ("en", "ru", "ko")
CUSTOMER = {"email": "customer@example.com", "password": "holdfast-customer"}


@pytest.fixture
def manager(server: ServerProcess) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as opened:
        expect(opened.post("/api/session/login", json=STAFF))
        yield opened


def product(client: httpx.Client, locale: str) -> dict[str, Any]:
    found = expect(client.get("/api/products/iphone-15", params={"locale": locale}))["product"]
    assert isinstance(found, dict)
    return found


def test_tables_of_stock_say_options_in_the_readers_words(manager: httpx.Client) -> None:
    found = {}
    for locale in LOCALES:
        shop = product(manager, locale)
        asked = {"productId": shop["id"], "locale": locale, "limit": 100}
        rows = expect(manager.get("/api/staff/variants", params=asked))["variants"]
        shown = {one["id"]: one["options"] for one in shop["variants"]}
        assert {one["variantId"]: one["options"] for one in rows} == shown
        log = expect(manager.get("/api/staff/stock-log", params=asked))["entries"]
        assert {one["variantId"]: one["options"] for one in log}.items() <= shown.items()
        found[locale] = {one["color"] for one in shown.values()}
    assert found["en"] != found["ru"] != found["ko"]


def test_what_was_ordered_in_one_language_is_read_in_another(
    server: ServerProcess, manager: httpx.Client
) -> None:
    with httpx.Client(base_url=server.url, timeout=PATIENCE) as customer:
        user = expect(customer.post("/api/session/login", json=CUSTOMER))["user"]["id"]
        shop = product(customer, "ko")
        variant = next(one for one in shop["variants"] if one["stock"])
        line = {"productId": shop["id"], "variantId": variant["id"], "quantity": 1}
        asked = {"items": [line], "locale": "ko"}
        made = expect(customer.post("/api/orders/reserve", json=asked))
        try:
            seen = {locale: shown(manager, made, user, locale) for locale in LOCALES}
        finally:
            expect(customer.post("/api/orders/cancel", json={"orderId": made["orderId"]}))
        for locale in LOCALES:
            there = product(customer, locale)
            options = {one["id"]: one["options"] for one in there["variants"]}
            assert seen[locale] == [(there["name"], options[variant["id"]])] * 4, locale
        assert len({str(words) for words in seen.values()}) == len(LOCALES)
        bought = expect(customer.get(f"/api/orders/{made['orderId']}"))["order"]["items"][0]
        assert bought["options"] == variant["options"]  # the buyer's stay as they were


def shown(
    manager: httpx.Client, made: dict[str, Any], user: str, locale: str
) -> list[tuple[str, dict[str, str]]]:
    """The line in the list of orders, on its own page, among the open holds and at its buyer's."""

    def read(path: str, **query: str) -> Any:
        return expect(manager.get(path, params={"locale": locale, **query}))

    (listed,) = read("/api/staff/orders", q=made["number"])["orders"]
    order = read(f"/api/staff/orders/{made['orderId']}")["order"]
    held = read("/api/staff/reservations", limit="100")["reservations"]
    theirs = read(f"/api/staff/people/{user}")["orders"]
    rows = [listed, order]
    rows += [one for one in held if one["orderId"] == made["orderId"]]
    rows += [one for one in theirs if one["id"] == made["orderId"]]
    return [(row["items"][0]["productName"], row["items"][0]["options"]) for row in rows]
