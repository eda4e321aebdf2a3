"""Pricing: what a cart costs, with discounts, delivery and tax. Pure: integers in, integers out."""

from holdfast.pricing.crediting import credited
from holdfast.pricing.quoting import Quote, QuotedLine, TakenOff, Taxed, contained, quote
from holdfast.pricing.refunds import (
    PaidLine,
    RefundSum,
    SoldLine,
    of_lines,
    refund_sum,
    tax_of,
    without_prepaid,
)
from holdfast.pricing.rules import (
    Delivery,
    Discount,
    Fixed,
    FreeShipping,
    NotApplicable,
    NthFree,
    Percent,
    PricedLine,
    Reason,
    Rule,
    Scope,
    SetOff,
    Tax,
)
from holdfast.pricing.spreading import spread
from holdfast.pricing.words import Part, explained, tax_part, title_of
