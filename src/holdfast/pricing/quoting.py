"""A cart's price. Amounts are integers in minor units of one currency.

A discount is worked out on the sum of the lines it is for, rounded down to the minor unit, and
spread over them by the largest remainder (Hamilton's method): every line gets its share to within
one unit, no line goes below zero, and the lines add up to the whole to the last unit.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import Struct


class Percent(Struct, frozen=True):
    """So many whole percent (1 to 100), at most ``cap`` if there is one."""

    percent: int
    cap: int | None = None


class Fixed(Struct, frozen=True):
    """So much off, or the whole price where that is less."""

    amount: int


class Discount(Struct, frozen=True):
    """``currency`` is that of all its amounts. It is for the products of ``scope`` (None: for
    all), whose lines must come to ``minimum`` together."""

    rule: Percent | Fixed
    currency: str
    minimum: int = 0
    scope: frozenset[UUID] | None = None


class PricedLine(Struct, frozen=True):
    """``price`` is that of one unit."""

    product_id: UUID
    price: int
    quantity: int


class QuotedLine(Struct, frozen=True):
    """What a line comes to before its ``discount``."""

    amount: int
    discount: int


class Quote(Struct, frozen=True):
    """``total`` is what is to pay: ``subtotal`` less ``discount``. The lines are in cart order."""

    lines: tuple[QuotedLine, ...]
    subtotal: int
    discount: int

    @property
    def total(self) -> int:
        return self.subtotal - self.discount


Reason: TypeAlias = Literal["currency", "scope", "minimum"]


class NotApplicable(Struct, frozen=True):
    """Why a discount is not for this cart: another currency, none of its products, or too little
    of them (``missing`` is by how much)."""

    reason: Reason
    missing: int = 0


def quote(
    lines: Sequence[PricedLine], currency: str, discount: Discount | None = None
) -> Quote | NotApplicable:
    """The price of a cart in ``currency``, or why the discount is not for it."""
    amounts = [line.price * line.quantity for line in lines]
    shares = [0] * len(lines)
    if discount is not None:
        if discount.currency != currency:
            return NotApplicable("currency")
        scope = discount.scope
        places = [at for at, line in enumerate(lines) if scope is None or line.product_id in scope]
        if not places:
            return NotApplicable("scope")
        eligible = sum(amounts[at] for at in places)
        if eligible < discount.minimum:
            return NotApplicable("minimum", discount.minimum - eligible)
        parts = _spread(_off(discount.rule, eligible), [amounts[at] for at in places])
        for at, part in zip(places, parts, strict=True):
            shares[at] = part
    quoted = tuple(QuotedLine(*both) for both in zip(amounts, shares, strict=True))
    return Quote(quoted, sum(amounts), sum(shares))


def _off(rule: Percent | Fixed, eligible: int) -> int:
    if isinstance(rule, Fixed):
        return min(rule.amount, eligible)
    off = eligible * rule.percent // 100
    return off if rule.cap is None else min(off, rule.cap)


def _spread(total: int, amounts: Sequence[int]) -> list[int]:
    """``total`` in parts that are as near to the amounts' proportions as whole units allow; equal
    remainders go to the earlier line. ``total`` is at most the amounts' sum."""
    whole = sum(amounts)
    if whole == 0:
        return [0] * len(amounts)
    parts = [total * amount // whole for amount in amounts]
    by_remainder = sorted(range(len(amounts)), key=lambda at: (-(total * amounts[at] % whole), at))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
