"""What a price is worked out from: lines, discounts, delivery and tax, as values."""

from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

_NOBODY: Final = UUID(int=0)


class Percent(Struct, frozen=True):
    """So many whole percent (1 to 100), at most ``cap`` if there is one."""

    percent: int
    cap: int | None = None


class Fixed(Struct, frozen=True):
    """So much off, or the whole price where that is less."""

    amount: int


class NthFree(Struct, frozen=True):
    """Of so many units (2 or more) one is free each time: the cheapest of all of them."""

    units: int


class SetOff(Struct, frozen=True):
    """Off each whole set, which is one unit of each product of the scope: so many percent of what
    its units cost, or an ``amount``; the cheapest units of each product are the set's."""

    percent: int = 0
    amount: int = 0


class FreeShipping(Struct, frozen=True):
    """Delivery costs nothing."""


Rule: TypeAlias = Percent | Fixed | NthFree | SetOff | FreeShipping


class Tax(Struct, frozen=True):
    """What a line is taxed with; ``rate`` is in thousandths of a percent."""

    name: str
    rate: int


class PricedLine(Struct, frozen=True):
    """``price`` is what one unit costs now. ``categories`` is the path of the product's category
    from the root, ``seller_id`` None the shop itself. ``regular`` is what a unit costs when it is
    not reduced, ``grams`` what it weighs; ``sent``: whether it is delivered as goods are."""

    product_id: UUID
    price: int
    quantity: int
    variant_id: UUID = _NOBODY
    categories: tuple[UUID, ...] = ()
    seller_id: UUID | None = None
    tax: Tax | None = None
    regular: int | None = None
    grams: int = 0
    sent: bool = True


class Scope(Struct, frozen=True):
    """Lines of one of the products or in one of the categories (all, where neither is named), and
    of one of the sellers, where any is named."""

    products: frozenset[UUID] = frozenset()
    categories: frozenset[UUID] = frozenset()
    sellers: frozenset[UUID] = frozenset()

    def has(self, line: PricedLine) -> bool:
        """Whether it is for the line."""
        if self.sellers and line.seller_id not in self.sellers:
            return False
        if not self.products and not self.categories:
            return True
        return line.product_id in self.products or not self.categories.isdisjoint(line.categories)


EVERYTHING: Final = Scope()


class Discount(Struct, frozen=True):
    """``currency`` is that of all its amounts. It is for the lines of ``scope``, which must come to
    ``minimum`` together, before any discount. One that is not ``stackable`` goes with no other.
    ``id`` and ``name`` are those of the campaign or promotion. ``credit``: it is nothing off, but
    what was paid for other goods."""

    rule: Rule
    currency: str
    minimum: int = 0
    scope: Scope = EVERYTHING
    stackable: bool = True
    name: str = ""
    id: UUID = _NOBODY
    credit: bool = False


class Delivery(Struct, frozen=True):
    """A way to deliver: free where the goods come to more than ``free_over``, discounts aside."""

    name: str
    price: int
    free_over: int | None = None
    tax: Tax | None = None


Reason: TypeAlias = Literal["currency", "scope", "minimum", "units", "nothing", "better"]


class NotApplicable(Struct, frozen=True):
    """Why a discount is not for this cart: another currency, none of its products, too little of
    them or too few units (``missing`` is by how much, or how many; of a set, how many of its
    products), nothing that it takes off, or
    less than what is off without it."""

    reason: Reason
    missing: int = 0
