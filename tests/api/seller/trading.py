"""Somebody who works for a seller of their own, and what of theirs is sold."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.api.staff.drafts import colours
from tests.support.market import expect
from tests.support.patience import PATIENCE

__all__ = ["SELLERS", "Trader", "sell"]

SELLERS = "/api/staff/sellers"


@dataclass
class Trader:
    """Somebody who works for a seller of their own."""

    http: httpx.Client
    seller: str
    user: str

    @property
    def products(self) -> str:
        return f"/api/seller/{self.seller}/products"

    def make(self, **more: Any) -> dict[str, Any]:
        product: dict[str, Any] = expect(self.http.post(self.products, json=colours(**more)), 201)[
            "product"
        ]
        return product


def sell(
    staff: httpx.Client,
    url: str,
    products: list[dict[str, Any]],
    quantity: int = 1,
    steps: tuple[str, ...] = ("mark-paid", "complete"),
) -> str:
    """One order of a guest's, paid by hand and completed; its id."""
    items = [
        {"productId": one["id"], "variantId": one["variants"][0]["id"], "quantity": quantity}
        for one in products
    ]
    with httpx.Client(base_url=url, timeout=PATIENCE) as guest:
        placed = expect(guest.post("/api/orders/reserve", json={"items": items}))
    order: str = placed["orderId"]
    for step in steps:
        key = {"Idempotency-Key": uuid4().hex}
        expect(staff.post(f"/api/staff/orders/{order}/{step}", headers=key))
    return order
