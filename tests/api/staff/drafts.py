"""Products as staff's form sends them."""

from typing import Any
from uuid import uuid4

import httpx

from tests.support.market import expect

__all__ = ["again", "asked", "colours", "in_shop", "made", "put"]


PRODUCTS, PICTURES = "/api/staff/products", "/api/staff/pictures"


def asked(**more: Any) -> dict[str, Any]:
    return {"name": "Mug", "variants": [{"price": 900}]} | more


def colours(**more: Any) -> dict[str, Any]:
    """A product in two colours, of each so many."""
    return (
        asked(
            name=f"Shirt {uuid4().hex[:6]}",
            status="active",
            options=[{"name": "Colour", "values": ["Black", "White"]}],
            variants=[
                {"values": ["Black"], "price": 500, "sku": "B", "stock": 3},
                {"values": ["White"], "price": 700, "compareAtPrice": 900, "stock": 0},
            ],
        )
        | more
    )


def made(staff: httpx.Client, **more: Any) -> dict[str, Any]:
    product: dict[str, Any] = expect(staff.post(PRODUCTS, json=colours(**more)), 201)["product"]
    return product


def again(product: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The product as its form would send it back."""
    kept = (
        "name", "description", "categoryId", "sellerId", "vendor", "tags", "attributes", "status",
    )  # fmt: skip
    variant = (
        "id",
        "values",
        "price",
        "sku",
        "compareAtPrice",
        "discount",
        "weightGrams",
        "barcode",
    )
    return {
        **{word: product[word] for word in kept},
        "options": [
            {word: one[word] for word in ("code", "name", "values")} for one in product["options"]
        ],
        "variants": [{word: one[word] for word in variant} for one in product["variants"]],
        "images": [{"url": one["url"], "alt": one["alt"]} for one in product["images"]],
    } | changes


def put(staff: httpx.Client, product: dict[str, Any], **changes: Any) -> httpx.Response:
    return staff.put(
        f"{PRODUCTS}/{product['id']}", json=again(product, **changes), headers=over(product)
    )


def over(product: dict[str, Any]) -> dict[str, str]:
    """The header that says which version is changed."""
    return {"If-Match": f'"{product["revision"]}"'}


def in_shop(client: httpx.Client, product: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = expect(client.get(f"/api/products/{product['handle']}"))["product"]
    return found
