"""Pricing: what a cart costs, discounts included. Pure: integers in, integers out."""

from holdfast.pricing.quoting import (
    Discount,
    Fixed,
    NotApplicable,
    Percent,
    PricedLine,
    Quote,
    quote,
)
