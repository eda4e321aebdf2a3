"""Carts as requests carry them."""

from collections.abc import Sequence
from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, StringConstraints
from pydantic.alias_generators import to_camel

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.problems import InvalidRequest
from holdfast.catalog import (
    AmbiguousOptions,
    OptionUnknown,
    ProductNotFound,
    Selection,
    VariantNotFound,
)
from holdfast.flows.checkout.at_once import TooMuchAtOnce
from holdfast.flows.checkout.basket import (
    MAX_CART_LINES,
    MAX_QUANTITY,
    CartLine,
    MixedCurrencies,
    TotalTooLarge,
)
from holdfast.flows.checkout.minimum import OrderTooSmall
from holdfast.flows.checkout.price_changed import PriceChanged
from holdfast.flows.checkout.prices import ShippingUnknown
from holdfast.flows.checkout.redemption import CouponNotUsable, PromoCodeNotUsable
from holdfast.flows.commit.refusals import (
    TooManyHolds,
    TooManyReservations,
    TooManyUnits,
    TooManyUnpaid,
)
from holdfast.flows.payments.selling import NotSelling
from holdfast.fraud import OrderDeclined
from holdfast.kit import Problem
from holdfast.kit.errors import FieldError
from holdfast.shipping import AddressInvalid

__all__ = [
    "CART_REFUSED", "ORDER_REFUSED", "PRICE_REFUSED", "CartAsked", "FromCart", "ItemAsked", "Items",
    "Locale", "cart_of",
]  # fmt: skip

CART_REFUSED: Final[tuple[type[Problem], ...]] = (
    ProductNotFound, VariantNotFound, AmbiguousOptions, OptionUnknown, MixedCurrencies,
    TotalTooLarge, TooMuchAtOnce,
)  # fmt: skip
"""What is wrong with goods, before anybody asks whether there are any."""
ORDER_REFUSED: Final = (
    *CART_REFUSED, TooManyHolds, TooManyReservations, TooManyUnits, TooManyUnpaid, NotSelling,
    OrderDeclined, OrderTooSmall,
)  # fmt: skip
"""And with ordering them."""

PRICE_REFUSED: Final = (
    CouponNotUsable, PromoCodeNotUsable, ShippingUnknown, PriceChanged, AddressInvalid,
)  # fmt: skip
"""And with their price."""

_Word = Annotated[str, StringConstraints(min_length=1, max_length=255)]
_SHOWN: Final = "As the page showed it; taken and not used"
Locale = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
FromCart = Annotated[
    bool, Field(strict=True, description="Once it is bought, it leaves the buyer's cart")
]


class _Line(Ask):
    """What is said of a line beside its product. Which variant is meant: ``variantId``, or the
    options that tell.

    Specification A's lines carry ``productName`` and ``price`` too: what the page showed. They are
    taken and not used; the shop's own name and price are what counts."""

    variant_id: UUID | None = None
    color: _Word | None = None
    memory: _Word | None = None
    options: Annotated[dict[_Word, _Word | None], Field(max_length=20)] | None = None
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)] = 1
    product_name: Annotated[str, Field(max_length=1000, description=_SHOWN)] | None = None
    price: Annotated[float, Field(description=_SHOWN)] | None = None

    def line(self, product_id: UUID) -> CartLine:
        """As checkout takes it."""
        which = Selection(self.variant_id, self.color, self.memory, self.options)
        return CartLine(product_id, which, self.quantity)


class ItemAsked(_Line):
    """A line of the cart."""

    product_id: UUID


Items = Annotated[list[ItemAsked], Field(min_length=1, max_length=MAX_CART_LINES)]


class CartAsked(_Line):
    """A cart (``items``); or one line by itself, without a list around it, as specification A's
    ``reserveProduct(productId, quantity)`` has it."""

    items: Items | None = None
    product_id: UUID | None = Field(default=None, description="In place of `items`: one line")

    def lines(self) -> list[CartLine]:
        """As checkout takes them. Raises :class:`InvalidRequest` for both, and for neither."""
        if self.items is None and self.product_id is not None:
            return [self.line(self.product_id)]
        if self.items is None:
            raise _refused(FieldError("items", "missing", "Send items, or the productId of one."))
        if beside := (_Line.model_fields.keys() | {"product_id"}) & self.model_fields_set:
            field = to_camel(min(beside))
            raise _refused(
                FieldError(field, "twice", "Each of the items says it for itself: leave it out.")
            )
        return cart_of(self.items)


def _refused(error: FieldError) -> InvalidRequest:
    return InvalidRequest(error.detail, field=error.field, errors=(error,))


def cart_of(items: Sequence[ItemAsked]) -> list[CartLine]:
    """The lines as checkout takes them."""
    return [item.line(item.product_id) for item in items]
