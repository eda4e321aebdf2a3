"""A basket: what somebody asks for, resolved and priced. Every order begins with one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import NewBooking
from holdfast.catalog import (
    Product,
    Selection,
    Shelf,
    Variant,
    load_offers,
    resolve,
    stock_key,
)
from holdfast.flash_sales import FlashSale
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.kit import FieldError, Problem, new_id, shop_now, short_code
from holdfast.ledger import MAX_BALANCE, Expect, Line
from holdfast.locations import Plan, to_come
from holdfast.orders import Breakdown, OrderItem
from holdfast.packages import NewPurchase
from holdfast.pricing import PricedLine, Quote
from holdfast.shipping import Address, address_text

__all__ = [
    "MAX_CART_LINES", "MAX_QUANTITY", "Amount", "Basket", "BasketLine", "CartLine",
    "MixedCurrencies", "SaleUnits", "TotalTooLarge", "choose", "kept_as", "order_of",
    "priced_lines",
]  # fmt: skip

MAX_CART_LINES = 100
MAX_QUANTITY = 1_000_000


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


class CartLine(Struct, frozen=True):
    """One line of a cart, as asked for."""

    product_id: UUID
    selection: Selection
    quantity: int


class Amount(Struct, frozen=True):
    """So many minor units for what ``description`` says, which is no goods of the shop: a
    ``booking``, with goods ``beside`` it that are handed over there, or the ``purchase`` of a
    package, if it is one."""

    total: int
    currency: str
    description: str
    booking: NewBooking | None = None
    purchase: NewPurchase | None = None
    beside: tuple[CartLine, ...] = ()


class SaleUnits(Struct, frozen=True):
    """So many units of a flash sale."""

    sale_id: UUID
    quantity: int


class BasketLine(Struct, frozen=True):
    """One line resolved: ``at`` is its place in the cart, ``price`` what one costs now."""

    at: int
    product: Product
    variant: Variant
    quantity: int
    price: int

    @property
    def goods(self) -> dict[str, int]:
        """What it takes of which accounts, if all of it lies at the first location."""
        return {key: units * self.quantity for key, units in self.variant.goods.items()}


class Basket(Struct, frozen=True):
    """What is bought, at what price; without lines it is an amount for what ``description`` says.
    ``coupon_id`` is the coupon its discount is for, ``breakdown`` what the order keeps of the
    quote; ``amount`` is what goods are beside, ``address`` where the goods go, ``sale`` where they
    come from if not from the stock; ``expected``: what has to be as it was when it was priced."""

    lines: tuple[BasketLine, ...]
    currency: str
    quote: Quote
    coupon_id: UUID | None = None
    description: str | None = None
    breakdown: Breakdown | None = None
    booking: NewBooking | None = None
    purchase: NewPurchase | None = None
    amount: int = 0
    address: Address | None = None
    sale: FlashSale | None = None
    expected: tuple[Expect, ...] = ()

    @property
    def total(self) -> int:
        """Of all of it."""
        return self.quote.total + self.amount

    @property
    def tax(self) -> int:
        """In all of it."""
        return self.quote.tax + (0 if self.breakdown is None else self.breakdown.beside_tax)


async def choose(shelf: Shelf, cart: Sequence[CartLine]) -> tuple[BasketLine, ...]:
    """Each line's product and variant, fresh; raises a Problem naming every line at fault."""
    offers = await load_offers(shelf, [line.product_id for line in cart])
    now = shop_now()
    chosen: list[BasketLine] = []
    problems: list[tuple[int, Problem]] = []
    for at, line in enumerate(cart):
        offer = offers.get(line.product_id)
        variant = resolve(offer, line.selection)
        if isinstance(variant, Problem):
            problems.append((at, variant))
        elif offer is not None:
            price = variant.price_at(now)
            chosen.append(BasketLine(at, offer, variant, line.quantity, price))
    if problems:
        at, first = problems[0]
        first.field = f"items[{at}].{first.field or 'productId'}"
        first.errors = tuple(
            FieldError(f"items[{place}]", one.code, one.detail) for place, one in problems
        )
        raise first
    if len({line.product.currency for line in chosen}) > 1:
        raise MixedCurrencies("Everything in one order must be priced in one currency.")
    if sum(line.price * line.quantity for line in chosen) > MAX_BALANCE:
        raise TotalTooLarge("The total of this cart is too large. Order less at a time.")
    return tuple(chosen)


def priced_lines(lines: Sequence[BasketLine]) -> list[PricedLine]:
    """The lines as pricing takes them."""
    return [
        PricedLine(
            line.product.id,
            line.price,
            line.quantity,
            line.variant.id,
            () if line.product.category_id is None else (line.product.category_id,),
            line.product.seller_id,
            None,
            line.variant.price if line.price != line.variant.price else None,
            line.variant.weight_grams or 0,
            line.variant.delivered_as == "parcel",
        )
        for line in lines
    ]


def order_of(
    basket: Basket,
    owner: str,
    *,
    bounds: tuple[Line, ...] = (),
    locale: str | None = None,
    made: Callable[[], UUID] = new_id,
    plan: Plan | None = None,
) -> NewOrder:
    """The order that is to be made of it; ``made`` makes its ids. Its units come from where the
    ``plan`` says, else from the first location."""
    items = [
        OrderItem(
            line.product.id,
            line.variant.id,
            line.product.name_in(locale),
            line.product.options_in(line.variant.options, locale),
            line.quantity,
            line.price,
            quoted.discount,
            quoted.tax,
            _elsewhere(line, taken),
            delivered_as=kept_as(line.variant),
        )
        for line, quoted, taken in zip(
            basket.lines, basket.quote.lines, plan or (None,) * len(basket.lines), strict=True
        )
    ]
    breakdown = basket.breakdown
    if breakdown is not None and any(to_come(taken) for taken in plan or ()):
        # What is not there yet comes when it comes: nothing else was promised.
        breakdown = replace(breakdown, arrives=None)
    return NewOrder(
        made(),
        short_code(),
        made(),
        made(),
        owner,
        tuple(items),
        basket.total,
        basket.quote.discount,
        basket.currency,
        basket.coupon_id,
        basket.description,
        locale,
        bounds,
        basket.tax,
        basket.quote.shipping,
        breakdown,
        basket.booking,
        basket.purchase,
        address_text(basket.address),
    )


def kept_as(variant: Variant) -> Literal["codes", "file"] | None:
    """What an order's line remembers of how its units reach the buyer."""
    return None if variant.delivered_as == "parcel" else variant.delivered_as


def _elsewhere(line: BasketLine, taken: Mapping[str, int] | None) -> Mapping[str, int] | None:
    """What an order's line remembers of it: nothing, where all of it is the first location's; what
    it was made of then, whatever it is made of later."""
    if line.variant.parts:
        return taken or line.goods
    return None if taken is None or taken.keys() == {stock_key(line.variant.id)} else taken
