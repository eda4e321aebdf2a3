"""How an order's total came about, as its buyer was told: kept with the order, in any language."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.kit.sentences import KeptSentence


class OrderPart(Struct, frozen=True, omit_defaults=True):
    """One amount of the total, below zero what was taken off; one that is ``contained`` in the
    prices adds nothing. ``beside``: of what is sold beside goods."""

    kind: Literal["goods", "discount", "shipping", "tax"]
    amount: int
    title: KeptSentence
    why: KeptSentence
    contained: bool = False
    beside: bool = False


class OrderTax(Struct, frozen=True, omit_defaults=True):
    """A tax of an order: its ``rate`` in thousandths of a percent, the places of the ``lines`` that
    it is of, and whether it is of ``delivery``. ``beside``: of how much of what is sold beside
    goods it is (a session, a package), minor units, and ``beside_tax`` what it is of that."""

    title: KeptSentence
    rate: int
    lines: tuple[int, ...] = ()
    delivery: bool = False
    beside: int = 0
    beside_tax: int = 0


class OrderSale(Struct, frozen=True, omit_defaults=True):
    """The flash sale that an order's units come from; ``per_customer`` is what one may have of it,
    ``location`` where they lie (None: that is not known)."""

    id: UUID
    per_customer: int
    location: UUID | None = None


class OrderRepeat(Struct, frozen=True):
    """The repeat order that an order is of, how many percent it costs less for that, and how often
    it was ordered by then: None where that was not kept."""

    id: UUID
    percent: int = 0
    every: str | None = None


class Breakdown(Struct, frozen=True, omit_defaults=True):
    """``included``: whether prices contain the tax; ``shipping_tax`` delivery's part of it;
    ``beside_tax``: that of what is sold beside goods, whose price contains it always.
    ``limits`` are the accounts of promotions of which the order takes one each, with what they may
    count; ``taken`` is what each campaign and promotion took off. ``region`` is where the goods go,
    ``method`` how, ``to_address`` whether that is to an address; ``promo_code`` what was typed.
    ``sale``: what is bought comes from it. ``arrives``: between which days, as it was told when
    the order was made. ``exchange``: the return in place of whose goods it is sent, for the
    difference, or the edit that added it to another order. ``pickup``: where its buyer picks it up,
    if so. ``repeat``: of which repeat order it is. ``taxes``: the highest rate first."""

    parts: tuple[OrderPart, ...]
    included: bool = False
    shipping_tax: int = 0
    limits: Mapping[str, int | None] = {}
    taken: Mapping[UUID, int] = {}
    region: str | None = None
    method: str | None = None
    promo_code: str | None = None
    to_address: bool = False
    sale: OrderSale | None = None
    arrives: tuple[date, date] | None = None
    exchange: UUID | None = None
    pickup: str = ""
    repeat: OrderRepeat | None = None
    taxes: tuple[OrderTax, ...] = ()
    beside_tax: int = 0

    def on_top(self, tax: int) -> int:
        """What of an order's ``tax`` comes to its prices."""
        return 0 if self.included else tax - self.beside_tax


def tax_on_top(order: str) -> str:
    """The same of an order in SQL."""
    return f"""
CASE WHEN ({order}.breakdown ->> 'included')::boolean THEN 0
ELSE {order}.tax - coalesce(({order}.breakdown ->> 'beside_tax')::bigint, 0) END"""


decode_breakdown: Final = msgspec.json.Decoder(Breakdown).decode


def breakdown_text(breakdown: Breakdown | None) -> str | None:
    """As its row has it."""
    return None if breakdown is None else msgspec.json.encode(breakdown).decode()
