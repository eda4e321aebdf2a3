"""What is left of variants, as it is read with products and by itself."""

from datetime import date
from typing import Final
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.preorders import PreorderBody

__all__ = ["ARRIVES", "FULL", "PREORDER", "StockBody", "StockUpdateBody"]

FULL: Final = (
    "What a full supply of the variant is: what was there after the last delivery, else ten times"
    " what is low; never less than there is"
)
ARRIVES: Final = (
    "The first day on which more that the shop has ordered is to arrive, if it is known"
)
PREORDER: Final = (
    "What of it may be ordered before it is there, with `preorder` where it is ordered; null:"
    " nothing"
)


class StockUpdateBody(Answer):
    """A variant's numbers with those of its product, as `stock:update` carries them too."""

    product_id: UUID
    stock: int = Field(description="Free to buy now, of the whole product")
    available: bool = Field(description="Whether any of the product is free")
    variant_id: UUID
    variant_stock: int = Field(description="Free to buy now, of the variant")
    held: int = Field(description="Of the variant, being paid for by others")
    full: int = Field(description=FULL)
    version: int = Field(description="Grows with every change of the variant's stock")
    next_release_at: Instant | None
    arrives_on: date | None = Field(description=ARRIVES)
    preorder: PreorderBody | None = Field(description=PREORDER)


class StockBody(Answer):
    stock: dict[str, int] = Field(description="Product id to pieces free")
    variants: list[StockUpdateBody]
    server_time: Instant
