"""A basket: what somebody asks for, resolved and priced. Every purchase begins with one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.catalog import Product, Selection, Variant, stock_key
from holdfast.kit import Problem, iso
from holdfast.ledger import Shortage
from holdfast.pricing import PricedLine, Quote, quote

__all__ = [
    "MAX_CART_LINES", "MAX_QUANTITY", "Asked", "Basket", "Chosen", "MixedCurrencies", "ShortLine",
    "TotalTooLarge", "item_rows", "names_of", "plain_quote", "priced_lines", "stock_wanted",
]  # fmt: skip

MAX_CART_LINES = 100
MAX_QUANTITY = 1_000_000

_encode = msgspec.json.Encoder().encode


class MixedCurrencies(Problem):
    """One order is paid in one currency."""

    status = 422
    code = "mixed-currencies"
    title = "The cart mixes currencies"


class TotalTooLarge(Problem):
    """More money than can be counted exactly everywhere."""

    status = 422
    code = "total-too-large"
    title = "The total is too large"


class Asked(Struct, frozen=True):
    """One line of a cart as asked for."""

    product_id: UUID
    selection: Selection
    quantity: int


class Chosen(Struct, frozen=True):
    """One line resolved: ``at`` is its place in the cart."""

    at: int
    product: Product
    variant: Variant
    quantity: int


class Basket(Struct, frozen=True):
    """What is bought, at what price; without lines it is an amount for something that is no goods
    of ours. ``coupon_id`` is the coupon its discount is for."""

    lines: tuple[Chosen, ...]
    currency: str
    quote: Quote
    coupon_id: UUID | None = None


class ShortLine(Struct, frozen=True):
    """A line of which there is too little; ``next_release_at`` is when a held unit may come free,
    if that is known."""

    line: Chosen
    shortage: Shortage
    next_release_at: datetime | None

    @property
    def place(self) -> str:
        """The field at fault."""
        return f"items[{self.line.at}].quantity"

    def shown(self) -> dict[str, object]:
        """As a refusal shows it."""
        return {
            "line": self.line.at,
            "productId": str(self.line.product.id),
            "variantId": str(self.line.variant.id),
            "wanted": self.shortage.wanted,
            "available": self.shortage.available,
            "held": self.shortage.held,
            "nextReleaseAt": iso(self.next_release_at),
        }


def priced_lines(chosen: Sequence[Chosen]) -> list[PricedLine]:
    """The lines as pricing takes them."""
    return [PricedLine(line.product.id, line.variant.price, line.quantity) for line in chosen]


def plain_quote(lines: Sequence[PricedLine], currency: str) -> Quote:
    """The price without a discount."""
    found = quote(lines, currency)
    assert isinstance(found, Quote)  # only a discount can be not applicable
    return found


def stock_wanted(lines: Sequence[Chosen]) -> dict[str, int]:
    """How many units of each stock account the lines need; lines of one variant add up."""
    wanted: dict[str, int] = {}
    for line in lines:
        account = stock_key(line.variant.id)
        wanted[account] = wanted.get(account, 0) + line.quantity
    return wanted


def item_rows(order_id: UUID, basket: Basket, locale: str | None) -> tuple[tuple[object, ...], ...]:
    """The order's items as rows of ``ORDER_ITEMS``."""
    return tuple(
        (
            order_id,
            line.at,
            line.product.id,
            line.variant.id,
            line.product.name_in(locale),
            _encode(line.product.options_in(line.variant.options, locale)).decode(),
            line.quantity,
            line.variant.price,
            quoted.discount,
        )
        for line, quoted in zip(basket.lines, basket.quote.lines, strict=True)
    )


def names_of(short: Sequence[ShortLine]) -> str:
    """The products that are short, for a sentence."""
    return ", ".join(dict.fromkeys(one.line.product.name for one in short))
