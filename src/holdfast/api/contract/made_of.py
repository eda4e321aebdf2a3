"""What is made of others, as the API shows what is in it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.views.made_of import Part

__all__ = ["PartInside", "part_bodies"]


class PartInside(Answer):
    """So many ``units`` of it are in one."""

    variant_id: UUID
    product_id: UUID
    handle: str | None = Field(description="Of its page; null: it is not sold by itself")
    product_name: str
    options: dict[str, str]
    sku: str
    units: int


def part_bodies(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """In the same order."""
    return [
        {
            "variantId": part.variant_id,
            "productId": part.product_id,
            "handle": part.handle,
            "productName": part.name,
            "options": part.options,
            "sku": part.sku,
            "units": part.units,
        }
        for part in parts
    ]
