"""The receipts that a shop has sent to the Russian tax service, as staff set them up."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.shop import MAX_VAT_RULES, TAX_SYSTEMS, VAT_CODES, ReceiptsBy, SoldAs

__all__ = ["ReceiptRulesAsked", "ReceiptRulesBody"]

VatCode = Annotated[
    int,
    Field(
        ge=VAT_CODES[0],
        le=VAT_CODES[-1],
        strict=True,
        description="YooKassa's: 1 none, 2 0%, 3 10%, 4 20%, 5 10/110, 6 20/120, 7 5%, 8 7%,"
        " 9 5/105, 10 7/107, 11 22%, 12 22/122",
    ),
]
TaxSystem = Annotated[
    int,
    Field(
        ge=TAX_SYSTEMS[0],
        le=TAX_SYSTEMS[-1],
        strict=True,
        description="YooKassa's: 1 general, 2 simplified (income), 3 simplified (income less"
        " expenses), 4 imputed income, 5 agricultural, 6 patent",
    ),
]


class CategoryVatBody(Answer):
    """In place of the shop's code, for goods in a category or below it."""

    category_id: UUID
    vat: int


class ProductVatBody(Answer):
    """The same of one product, whatever its category's is."""

    product_id: UUID
    vat: int


class ReceiptRulesBody(Answer):
    """Receipts by 54-FZ, sent with payments through YooKassa: made by `nobody`, by `yookassa`
    itself, or by a `till` that is joined to it. Codes are YooKassa's. `goods`: `full_payment` where
    they are handed over as they are paid, `full_prepayment` where that is later: they have a
    second receipt then."""

    by: ReceiptsBy
    tax_system: int | None = Field(description="Needed for a `till`")
    vat: int | None = Field(description="Of what is sold")
    delivery_vat: int | None = Field(description="Needed where there are ways to deliver")
    goods: SoldAs
    categories: list[CategoryVatBody] = Field(description="The nearest holds")
    products: list[ProductVatBody] = Field(description="These before them")


class CategoryVatAsked(Ask):
    category_id: UUID
    vat: VatCode


class ProductVatAsked(Ask):
    product_id: UUID
    vat: VatCode


class ReceiptRulesAsked(Ask):
    by: ReceiptsBy = "nobody"
    tax_system: TaxSystem | None = None
    vat: VatCode | None = None
    delivery_vat: VatCode | None = None
    goods: SoldAs = "full_payment"
    categories: Annotated[list[CategoryVatAsked], Field(max_length=MAX_VAT_RULES)] = Field([])
    products: Annotated[list[ProductVatAsked], Field(max_length=MAX_VAT_RULES)] = Field([])
