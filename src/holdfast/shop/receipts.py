"""Receipts by Russian law 54-FZ, as a merchant has them sent through YooKassa. Pure."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit.sentences import say

MAX_VAT_RULES: Final = 100
TAX_SYSTEMS: Final = range(1, 7)
VAT_CODES: Final = range(1, 13)
"""YooKassa's: 1 none, 2 0%, 3 10%, 4 20%, 5 10/110, 6 20/120, 7 5%, 8 7%, 9 5/105, 10 7/107,
11 22%, 12 22/122."""
_CURRENCY: Final = "RUB"
_OF_ADVANCES: Final = {3: 5, 4: 6, 7: 9, 8: 10, 11: 12}
_OF_HANDOVERS: Final = {of_advance: vat for vat, of_advance in _OF_ADVANCES.items()}

ReceiptsBy: TypeAlias = Literal["nobody", "yookassa", "till"]
"""Who makes them: nobody here; YooKassa itself; a till of the merchant's that it is joined to."""
SoldAs: TypeAlias = Literal["full_payment", "full_prepayment"]
"""Goods that are handed over as they are paid; or later, with a receipt of their own then."""


class CategoryVat(Struct, frozen=True):
    """In place of the shop's code, for goods in a category or below it."""

    category_id: UUID
    vat: int


class ProductVat(Struct, frozen=True):
    """The same of one product, whatever its category's is."""

    product_id: UUID
    vat: int


class ReceiptRules(Struct, frozen=True):
    """``tax_system`` and the codes of VAT are YooKassa's; ``vat`` is that of all that is sold, but
    of ``products`` and of goods in ``categories``, of which the nearest holds. ``goods``: how goods
    are paid."""

    by: ReceiptsBy = "nobody"
    tax_system: int | None = None
    vat: int | None = None
    delivery_vat: int | None = None
    goods: SoldAs = "full_payment"
    categories: tuple[CategoryVat, ...] = ()
    products: tuple[ProductVat, ...] = ()

    @property
    def on(self) -> bool:
        """Whether any are sent."""
        return self.by != "nobody"


def vat_in(rules: ReceiptRules, path: Sequence[UUID], product: UUID | None = None) -> int:
    """The code of a ``product`` whose category has this ``path`` from the root."""
    for one in rules.products:
        if one.product_id == product:
            return one.vat
    near = {one.category_id: one.vat for one in rules.categories}
    found = next((near[one] for one in reversed(path) if one in near), rules.vat)
    assert found is not None, "no receipts without one"
    return found


def vat_of_advance(vat: int) -> int:
    """The code of what is paid before it is handed over: the rate as a part of the sum."""
    return _OF_ADVANCES.get(vat, vat)


def vat_of_handover(vat: int) -> int:
    """The code of the same once it is handed over."""
    return _OF_HANDOVERS.get(vat, vat)


def receipt_faults(
    rules: ReceiptRules, currency: str | None, *, delivers: bool
) -> Iterator[tuple[str, str]]:
    """What is wrong with them, by field; ``delivers``: whether delivery may be paid for."""
    seen: set[UUID] = set()
    for at, one in enumerate(rules.categories):
        if one.category_id in seen:
            yield f"receipts.categories[{at}].categoryId", say("Name each category once.")
        seen.add(one.category_id)
    for at, other in enumerate(rules.products):
        if other.product_id in seen:
            yield f"receipts.products[{at}].productId", say("Name each product once.")
        seen.add(other.product_id)
    if not rules.on:
        return
    if currency != _CURRENCY:
        yield "receipts.by", say("Receipts are for shops that sell in {currency}.", currency="RUB")
    if rules.by == "till" and rules.tax_system is None:
        yield "receipts.taxSystem", say("Say by which tax system the shop is taxed.")
    if rules.vat is None:
        yield "receipts.vat", say("Say which VAT is in the prices.")
    if delivers and rules.delivery_vat is None:
        yield "receipts.deliveryVat", say("Say which VAT is in what delivery costs.")
