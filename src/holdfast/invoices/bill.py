"""What stands on an invoice or a credit note, as it was when it was issued."""

from datetime import date
from typing import Final, Literal, TypeAlias

import msgspec
from msgspec import Struct

Series: TypeAlias = Literal["invoice", "credit-note"]
MARKS: Final[dict[Series, str]] = {"invoice": "INV", "credit-note": "CN"}


class BillLine(Struct, frozen=True, omit_defaults=True):
    """So many units; ``price`` of one, in minor units; ``rate``: as that of :class:`BillTax`, where
    its order says it."""

    name: str
    quantity: int
    price: int
    rate: int | None = None

    @property
    def sum(self) -> int:
        return self.price * self.quantity


class BillTax(Struct, frozen=True):
    """A tax, by its ``rate`` in thousandths of a percent: what it is of without it, and what it
    comes to, in minor units. What is not taxed has no name and the rate 0."""

    name: str
    rate: int
    net: int
    tax: int


class Bill(Struct, frozen=True, kw_only=True):
    """``issuer`` and ``buyer`` are lines of text. ``total`` contains ``tax``; ``included``: so do
    the prices of lines. A credit note has a line for what of each
    line of its invoice went back, with its tax; ``corrects`` is its invoice's number.
    ``reverses``: one that takes back what others said, since the money never went back. ``taxes``:
    the tax and the rest of the total by rate, where the order says it. ``contained``: what of the
    tax the prices contain, where the rest comes to them. ``prepaid``: what was paid with hours and
    sessions, of which the invoice is that of their own purchase."""

    issuer: str
    buyer: tuple[str, ...]
    order: str
    on: date
    language: str
    currency: str
    lines: tuple[BillLine, ...] = ()
    shipping: int = 0
    tax: int = 0
    included: bool = False
    total: int
    corrects: int | None = None
    reverses: bool = False
    taxes: tuple[BillTax, ...] = ()
    contained: int = 0
    prepaid: int = 0

    @property
    def on_top(self) -> int:
        """What of the tax comes to the prices."""
        return 0 if self.included else self.tax - self.contained

    @property
    def credits(self) -> int:
        """By how much less is to pay by it; below 0 more."""
        if self.corrects is None:
            return 0
        return -self.total if self.reverses else self.total

    @property
    def discount(self) -> int:
        """What was taken off all together."""
        goods = sum(one.sum for one in self.lines)
        return goods + self.shipping + self.on_top - self.prepaid - self.total


class Issued(Struct, frozen=True):
    """A bill with its place in its series."""

    series: Series
    number: int
    bill: Bill

    @property
    def name(self) -> str:
        """As people call it, and files."""
        return named(self.series, self.number)


decode_bill: Final = msgspec.json.Decoder(Bill).decode


def named(series: Series, number: int) -> str:
    return f"{MARKS[series]}-{number:06}"


def number_in(name: str) -> tuple[Series, int] | None:
    """Series and number of a name; None if it is none of ours."""
    for series, mark in MARKS.items():
        digits = name.removeprefix(f"{mark}-")
        if digits == name or not (digits.isascii() and digits.isdigit() and len(digits) < 19):
            continue
        if named(series, int(digits)) == name:
            return series, int(digits)
    return None


def credited(invoice: Bill, before: int, amount: int, tax: int) -> tuple[int, int]:
    """What a credit note over ``amount``, so much of it ``tax``, says after others over ``before``:
    its total, never more than is left of the invoice, and the tax in it."""
    total = max(0, min(amount, invoice.total - before))
    return total, min(tax, total)


def uncredited(before: int, amount: int, tax: int) -> tuple[int, int]:
    """The same of one that takes back ``amount`` of what notes over ``before`` said."""
    total = max(0, min(amount, before))
    return total, min(tax, total)
