"""Variants of a product as staff send and see them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Final, Self
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.moments import WRITTEN, in_utc
from holdfast.api.contract.texts import one_line
from holdfast.api.staff.product_words import MAX_OPTIONS, Value, Word
from holdfast.catalog import (
    MAX_PRICE,
    MOST_HELD,
    MOST_PER,
    DeliveredAs,
    Discount,
    Measure,
    MeasureUnit,
    Variant,
    comparable,
)
from holdfast.catalog.writing import VariantEdit
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE
from holdfast.views.staff_products import VariantNow

__all__ = [
    "Line", "StaffProductVariant", "VariantAsked", "variant_body", "variant_edit",
]  # fmt: skip

MAX_WEIGHT: Final = 10**9

Line = Annotated[str, Field(max_length=255), AfterValidator(one_line)]
Price = Annotated[int, Field(ge=0, le=MAX_PRICE, strict=True)]


class OtherPriceAsked(Ask):
    """A price in place of the usual one."""

    price: Price
    begins: Annotated[datetime, WRITTEN] | None = Field(
        default=None, description="None: it has begun"
    )
    ends: Annotated[datetime, WRITTEN] | None = Field(
        default=None, description="None: it does not end"
    )


class MeasureAsked(Ask):
    """How much one holds: 0.75 `l`, say, of which the price is said for 1 `l`."""

    amount: Annotated[float, Field(strict=True, gt=0, le=MOST_HELD, multiple_of=0.001)]
    unit: MeasureUnit
    per: Annotated[int, Field(ge=1, le=MOST_PER, strict=True)] = 1
    per_unit: MeasureUnit = Field(description="It measures the same as `unit`")

    @model_validator(mode="after")
    def _same(self) -> Self:
        if not comparable(self.unit, self.per_unit):
            raise ValueError(say("Both units measure weight, both volume, both length, or area."))
        return self


class VariantAsked(Ask):
    """One combination of values. With an `id` it is that variant, whatever its values are now."""

    values: Annotated[list[Value], Field(max_length=MAX_OPTIONS)] = Field(
        default_factory=list, description="In the order of the options"
    )
    price: Price = Field(description="Minor units")
    sku: Line = ""
    compare_at_price: Price | None = Field(default=None, description="The price before")
    stock: Annotated[int, Field(ge=0, le=MAX_BALANCE, strict=True)] | None = Field(
        default=None,
        description="Of a new variant: how many there are. That of others is changed by "
        "`POST /api/staff/variants/{variantId}/stock`, with a reason",
    )
    id: UUID | None = None
    discount: OtherPriceAsked | None = None
    weight_grams: Annotated[int, Field(ge=0, le=MAX_WEIGHT, strict=True)] | None = None
    barcode: Word = Field(default="", description="GTIN, EAN, UPC or ISBN")
    measure: MeasureAsked | None = Field(
        default=None, description="How much one holds, for its price by the kilogram or litre"
    )


class MeasureBody(Answer):
    amount: float
    unit: MeasureUnit
    per: int
    per_unit: MeasureUnit


class StaffDiscount(Answer):
    price: int
    begins: Instant | None
    ends: Instant | None


class StaffProductVariant(Answer):
    id: UUID
    values: list[str] = Field(description="In the order of the options")
    sku: str
    price: int
    compare_at_price: int | None
    delivered_as: DeliveredAs
    stock: int = Field(description="Free to buy now")
    held: int
    on_hand: int = Field(description="Free and held together")
    version: int
    low_stock_threshold: int | None
    discount: StaffDiscount | None
    weight_grams: int | None
    barcode: str
    measure: MeasureBody | None


def variant_edit(asked: VariantAsked, at: int) -> VariantEdit:
    """The variant of a form as the catalogue takes it; ``at`` is its place there."""
    off, held = asked.discount, asked.measure
    return VariantEdit(
        values=tuple(asked.values),
        price=asked.price,
        sku=asked.sku,
        compare_at_price=asked.compare_at_price,
        stock=asked.stock,
        id=asked.id,
        discount=_discount(off, at) if off else None,
        weight_grams=asked.weight_grams,
        barcode=asked.barcode,
        measure=Measure(round(held.amount * 1000), held.unit, held.per, held.per_unit)
        if held
        else None,
    )


def _discount(asked: OtherPriceAsked, at: int) -> Discount:
    window = f"variants[{at}].discount"
    return Discount(
        asked.price,
        in_utc(asked.begins, f"{window}.begins"),
        in_utc(asked.ends, f"{window}.ends"),
    )


def variant_body(one: Variant, codes: Sequence[str], state: VariantNow) -> StaffProductVariant:
    """The variant with what is left of it; ``codes`` are the product's options in their order."""
    off, held = one.discount, one.measure
    return StaffProductVariant(
        id=one.id,
        values=[one.options.get(code, "") for code in codes],
        sku=one.sku,
        price=one.price,
        compare_at_price=one.compare_at_price,
        delivered_as=one.delivered_as,
        stock=state.stock,
        held=state.held,
        on_hand=state.stock + state.held,
        version=state.version,
        low_stock_threshold=state.low_stock_threshold,
        discount=off and StaffDiscount(price=off.price, begins=off.begins, ends=off.ends),
        weight_grams=one.weight_grams,
        barcode=one.barcode,
        measure=held
        and MeasureBody(
            amount=held.amount / 1000, unit=held.unit, per=held.per, per_unit=held.per_unit
        ),
    )
