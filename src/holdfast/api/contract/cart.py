"""Carts as answers show them, and what is asked of them."""

from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Amount, Answer, Ask, Instant
from holdfast.api.contract.made_of import PartInside
from holdfast.api.contract.preorders import PreorderBody
from holdfast.cart import MOST_OF_A_LINE, CartFull, NotInCart
from holdfast.catalog import AmbiguousOptions, OptionUnknown, ProductNotFound, VariantNotFound
from holdfast.flows.checkout.basket import TotalTooLarge
from holdfast.flows.commit.refusals import (
    GuestUnits,
    IdempotencyKeyReused,
    InsufficientStock,
    TooManyUnits,
)

__all__ = [
    "ADD_REFUSED", "SET_REFUSED", "CartAnswer", "CartChangedAnswer", "QuantityAsked",
    "UserItemAsked", "UserQuantityAsked",
]  # fmt: skip

_NO_ROOM: Final = (InsufficientStock, TooManyUnits, GuestUnits, TotalTooLarge)
SET_REFUSED: Final = (NotInCart, ProductNotFound, VariantNotFound, *_NO_ROOM)
"""What setting a quantity may be refused with."""
ADD_REFUSED: Final = (
    ProductNotFound,
    VariantNotFound,
    AmbiguousOptions,
    OptionUnknown,
    CartFull,
    *_NO_ROOM,
    IdempotencyKeyReused,
)
"""What adding may be refused with."""

Quantity = Annotated[int, Field(ge=1, le=MOST_OF_A_LINE, strict=True)]
QuantityOrNone = Annotated[
    int, Field(ge=0, le=MOST_OF_A_LINE, strict=True, description="0 removes the line")
]


class ProductInCart(Answer):
    """What a line shows of its product."""

    id: UUID
    handle: str
    name: str
    image_url: str | None
    on_sale: bool
    seller_name: str | None = Field(description="Who sells it; null: the shop itself")


class CartItemShown(Answer):
    """A line of a cart, with what has changed since its owner last decided about it."""

    id: UUID = Field(description="The variant's id, by which the line is changed")
    product_id: UUID
    variant_id: UUID
    product: ProductInCart
    options: dict[str, str]
    made_of: list[PartInside] | None = Field(
        description="What is in one of it, where it is made of others; null else"
    )
    quantity: int
    price: int = Field(description="Of one, now; of what is gone, the last that was seen")
    price_before: int | None = Field(description="If the price has changed: what it was")
    currency: str
    subtotal: int
    available: int = Field(description="Free to buy now, what is held for this cart included")
    preorder: PreorderBody | None = Field(
        description="If fewer are free than lie there: what may be ordered before it is there"
    )
    changes: list[Literal["price", "short", "gone"]] = Field(
        description="`price`: it costs another amount now; `short`: fewer are free or"
        " announced; `gone`: not on sale any more. Setting the quantity takes note of a price"
    )


class CartAnswer(Answer):
    """A cart. Nothing in it is reserved."""

    items: list[CartItemShown] = Field(description="In the order they were added")
    total: int | None = Field(
        description="Of what can be bought, in minor units; null if currencies are mixed"
    )
    currency: str | None = Field(description="Of the total; null for none, or several")
    totals: list[Amount] = Field(description="By currency")
    items_count: int = Field(description="Pieces")
    version: int = Field(description="Grows with every change; `cart:update` tells a newer one")
    server_time: Instant


class CartChangedAnswer(CartAnswer):
    """The cart as it is now."""

    success: Literal[True]


class QuantityAsked(Ask):
    """How many there are to be, whatever there were: the last who asks wins."""

    quantity: QuantityOrNone


class UserQuantityAsked(Ask):
    """How many of the product; of which variant, if the cart has several."""

    quantity: QuantityOrNone
    variant_id: UUID | None = None


class UserItemAsked(Ask):
    """What to add; without a variant the product's only one."""

    product_id: UUID
    variant_id: UUID | None = None
    quantity: Quantity = 1
