"""One change of many products: what it makes of each. Pure."""

from collections.abc import Iterator
from typing import Literal
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType, to_builtins
from msgspec.structs import replace

from holdfast.catalog.products import MAX_PRICE, MAX_TAGS, Discount, Product, Status, Variant
from holdfast.catalog.writing.merging import as_row
from holdfast.kit.errors import FieldError
from holdfast.kit.sentences import say

Row = dict[str, object]


class PriceChange(Struct, frozen=True):
    """By so many whole percent, by an amount, or to an amount."""

    by: Literal["percent", "amount", "set"]
    value: int

    def of(self, price: int) -> int:
        """Rounded to the minor unit, a half away from zero."""
        match self.by:
            case "percent":
                return (price * (100 + self.value) + 50) // 100
            case "amount":
                return price + self.value
            case "set":
                return self.value


class PercentOff(Struct, frozen=True):
    """A discount of so many whole percent, in the window of ``terms``, whose price does not
    count."""

    percent: int
    terms: Discount

    def of(self, price: int) -> Discount:
        return replace(self.terms, price=price - (price * self.percent + 50) // 100)


class BulkChange(Struct, frozen=True):
    """What is left out stays; a ``discount`` or a category of None is taken away."""

    status: Status | None = None
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    category_id: UUID | UnsetType | None = UNSET
    price: PriceChange | None = None
    discount: PercentOff | UnsetType | None = UNSET


def bulk_faults(change: BulkChange) -> Iterator[FieldError]:
    """What is wrong with the change itself, whatever it would be made to."""
    if not change.discount:
        return
    terms = change.discount.terms
    if terms.begins and terms.ends and terms.begins >= terms.ends:
        yield FieldError("discount.ends", "before-it-begins", "It ends before it begins.")


def bulk_edited(known: Product, change: BulkChange) -> tuple[Row, tuple[Row, ...]] | FieldError:
    """The product's row and those of its variants as they would be, or why it cannot be."""
    tags = [tag for tag in known.tags if tag not in change.remove_tags]
    tags += [tag for tag in change.add_tags if tag not in tags]
    if len(tags) > MAX_TAGS:
        return FieldError("addTags", "too-many", say("It would have {n} tags.", n=len(tags)))
    row = as_row(known) | {"tags": tags, "status": change.status or known.status}
    if change.category_id is not UNSET:
        row["category_id"] = str(change.category_id) if change.category_id else None
    variants = []
    for one in known.on_sale:
        edited = _variant(one, change)
        if isinstance(edited, FieldError):
            return edited
        if edited != one:
            variants.append(to_builtins(edited) | {"product_id": str(known.id)})
    return row, tuple(variants)


def _variant(one: Variant, change: BulkChange) -> Variant | FieldError:
    price = change.price.of(one.price) if change.price else one.price
    if not 0 <= price <= MAX_PRICE:
        return FieldError("price", "out-of-bounds", say("A price would be {price}.", price=price))
    off = one.discount
    if change.discount is not UNSET:
        off = change.discount.of(price) if change.discount else None
    changed = (price, off) != (one.price, one.discount)  # else it may stay as it came in
    if changed and off is not None and off.price >= price:
        detail = say("A discount price is below the price.")
        return FieldError("discount", "not-less", detail)
    return replace(one, price=price, discount=off)
