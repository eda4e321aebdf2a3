"""Times have one precision: every answer that can be asked for tells them to the millisecond."""

import re
from collections.abc import Iterator
from typing import Any, Final

import httpx

from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
EXACT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
ADMIN: Final = {"email": "admin@example.com", "password": "holdfast-admin"}
CUSTOMER: Final = {"email": "customer@example.com", "password": "holdfast-customer"}


def _times(answer: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each text in the answer that is a time, with its member's name."""
    if isinstance(answer, dict):
        for member, value in answer.items():
            yield from _times(value, member)
    elif isinstance(answer, list):
        for value in answer:
            yield from _times(value, name)
    elif isinstance(answer, str) and TIME.match(answer):
        yield name, answer


def _first(answer: dict[str, Any], member: str) -> dict[str, Any]:
    found: dict[str, Any] = answer[member][0]
    return found


def _used(client: httpx.Client) -> dict[str, str]:
    """An order that was given up, and a wallet with a movement: their ids, and their product's."""
    wallet = client.post("/api/wallets", json={"currency": "PTS"}).json()["wallet"]["id"]
    expect(client.post(f"/api/wallets/{wallet}/top-ups", json={"amount": 5}))
    product = _first(expect(client.get("/api/products?inStock=true")), "products")["id"]
    variants = expect(client.get(f"/api/products/{product}"))["product"]["variants"]
    variant = next(one["id"] for one in variants if one["stock"])
    cart = {"items": [{"productId": product, "variantId": variant, "quantity": 1}]}
    order = expect(client.post("/api/orders/reserve", json=cart))["orderId"]
    expect(client.post("/api/orders/cancel", json={"orderId": order}))
    return {"wallet_id": wallet, "product": product, "product_id": product, "order_id": order}


def test_every_time_of_every_answer_is_told_to_the_millisecond(
    server: ServerProcess, openapi: dict[str, Any]
) -> None:
    paths = [path for path, calls in openapi["paths"].items() if "get" in calls]
    ids: dict[str, str] = {}
    told: set[tuple[str, str, str]] = set()
    for login in (CUSTOMER, ADMIN):
        with httpx.Client(base_url=server.url, timeout=PATIENCE) as client:
            user = expect(client.post("/api/session/login", json=login))["user"]
            if login is CUSTOMER:
                ids = {"user_id": user["id"], **_used(client)}
            for path in paths:
                if set(re.findall(r"{(\w+)}", path)) <= ids.keys():
                    answer = client.get(path.format(**ids))
                    if "json" in answer.headers["content-type"]:
                        told |= {(path, *one) for one in _times(answer.json())}
    wrong = [one for one in told if not EXACT.fullmatch(one[2])]
    assert not wrong, sorted(wrong)
    assert len({one[:2] for one in told}) > 25, told
    assert {"createdAt", "serverTime", "at", "cancelledAt"} <= {one[1] for one in told}
