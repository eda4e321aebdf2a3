"""What becomes of an order's money, as a merchant would keep it on paper: by the order's own lines,
docs/pricing.md and what was done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.api.money.parts import Part
from tests.api.money.reckoning import Cost, half_up, shares
from tests.api.money.wares import Code, Shop, Ware

__all__ = ["Change", "Line", "Sale", "differs", "lines_of", "sale_of_service", "until"]


def until(paid: int, units: int, quantity: int) -> int:
    """What the first units of a line cost."""
    return paid * units // quantity


@dataclass
class Line:
    """``net`` is what prices say of all its units, ``tax`` what is said of it; ``paid`` what they
    cost. ``back`` of them are paid back, ``off`` will not be sent, ``packed`` are in parcels,
    ``came`` were sent back, as many of them ``lost``; ``apart`` came back for others, or for less
    than they cost."""

    ware: Ware
    quantity: int
    net: int
    tax: int
    paid: int
    back: int = 0
    off: int = 0
    came: int = 0
    packed: int = 0
    lost: int = 0
    apart: int = 0

    def take(self, units: int) -> int:
        before = until(self.paid, self.back, self.quantity)
        self.back += units
        return until(self.paid, self.back, self.quantity) - before

    def worth(self, units: int) -> int:
        """By prices, of the next units."""
        before = until(self.net, self.back, self.quantity)
        return until(self.net, self.back + units, self.quantity) - before


@dataclass
class Sale:
    """An order that was paid by its ``parts``, with a ``code`` perhaps. ``sums`` of what went back
    were for no unit; ``deducted`` was kept of what came back. ``sent``: something of it left;
    ``delivery_back``: what delivery cost is paid back. ``tax`` is that of goods and delivery; what
    it costs ``beside`` these contains one of ``rate`` percent."""

    order_id: str
    lines: list[Line]
    delivery: int
    tax: int
    shop: Shop
    parts: list[Part] = field(default_factory=list)
    code: Code | None = None
    sums: int = 0
    deducted: int = 0
    sent: bool = False
    completed: bool = False
    cancelled: bool = False
    delivery_back: bool = False
    is_service: bool = False
    beside: int = 0
    rate: int = 0
    changes: list["Change"] = field(default_factory=list)
    of: "Change | None" = None

    @property
    def paid(self) -> int:
        return sum(one.amount for one in self.parts)

    @property
    def gone(self) -> int:
        return sum(one.gone for one in self.parts)

    @property
    def left(self) -> int:
        return sum(one.left for one in self.parts)

    @property
    def lost(self) -> int:
        return sum(one.lost for one in self.parts)

    @property
    def stays(self) -> int:
        """What is the shop's of it, as long as banks do not take what they ask back."""
        return self.paid - self.gone - self.lost

    @property
    def contained(self) -> int:
        """The tax in what it costs beside goods."""
        return half_up(Fraction(self.beside * self.rate, 100 + self.rate))

    @property
    def new(self) -> list[Part]:
        """What was not paid by what had been sold, and taxed, before."""
        return [one for one in self.parts if not one.by_minutes]

    @property
    def due_tax(self) -> int:
        """Of what was newly paid."""
        if not self.beside:
            return self.tax
        left = self.beside - sum(one.amount for one in self.parts if one.by_minutes)
        return self.tax + half_up(Fraction(self.contained * left, self.beside))

    @property
    def is_set_aside(self) -> bool:
        """Cards are charged when it is sent."""
        return bool(self.shop.captures) and not self.is_service

    @property
    def exchanged(self) -> bool:
        """Something is sent in place of what came back."""
        return any(one.done and one.exchange for one in self.changes)

    @property
    def is_back(self) -> bool:
        """All units are paid back."""
        return all(one.back == one.quantity for one in self.lines)

    @property
    def kept(self) -> int:
        """Of it what pays for what was added."""
        return sum(one.stays for one in self.changes if one.done and not one.exchange)

    def take(self, units: dict[int, int], *, delivery: bool) -> int:
        """What goes back for these units; with the last of all what delivery cost, where that does
        and is not made for others."""
        found = sum(self.lines[at].take(many) for at, many in units.items())
        if not (units and delivery and self.is_back) or self.kept or self.delivery_back:
            return found
        self.delivery_back = True
        return found + self.delivery

    def give(self, amount: int) -> None:
        """At most what is left: of cards first, or last; of each the last part first."""
        for card in (self.shop.card_first, not self.shop.card_first):
            for one in reversed([part for part in self.parts if part.is_card is card]):
                back = min(amount, one.left)
                one.gone += back
                amount -= back

    def call_off(self) -> None:
        """All of it."""
        self.give(self.left)
        self.cancelled = True
        for one in self.lines:
            one.off, one.back = one.quantity - one.came, one.quantity
        if self.of is not None:
            self.of.undo()

    def units_off(self) -> None:
        """Their share of what another order pays for them goes back there."""
        if self.of is not None:
            self.of.lessen()

    def out(self, variant: str) -> int:
        """Units that are not in the stock."""
        mine = [one for one in self.lines if one.ware.goods.variant_id == variant]
        return sum(one.quantity - one.off - one.came + one.lost for one in mine)


@dataclass
class Change:
    """What was paid for the ``first`` pays for what was ``added``, whose lines cost ``worth``:
    of each line of the first it is ``by_line``, and was ``before``. ``back`` of it went back since.
    ``exchange``: of what came back."""

    first: Sale
    added: Sale
    off: dict[int, int]
    by_line: dict[int, int]
    worth: list[int]
    before: dict[int, int] = field(default_factory=dict)
    back: int = 0
    done: bool = False
    exchange: bool = False

    @property
    def kept(self) -> int:
        return sum(self.by_line.values()) + self.back

    @property
    def stays(self) -> int:
        return sum(self.by_line.values())

    def lessen(self) -> None:
        if self.exchange or not self.done:
            return
        parts = shares(self.kept, self.worth, range(len(self.worth)))
        both = zip(self.added.lines, parts, strict=True)
        gone = sum(until(part, one.back - one.apart, one.quantity) for one, part in both)
        more = max(gone - self.back, 0)
        self.first.give(more)
        parts = shares(more, list(self.by_line.values()), range(len(self.by_line)))
        for at, part in zip(self.by_line, parts, strict=True):
            self.by_line[at] -= part
        self.back += more

    def undo(self) -> None:
        """What was added is off: all that stayed goes back, with delivery where nothing is sent
        after all."""
        if not self.done:
            return
        first, stayed = self.first, self.stays
        self.done, self.back = False, self.kept
        self.by_line = dict.fromkeys(self.by_line, 0)
        others = first.sent
        if self.exchange:
            others = first.exchanged or not first.shop.gives_delivery_back
        if first.is_back and not (others or first.kept or first.delivery_back):
            first.delivery_back = True
            stayed += first.delivery
        first.give(stayed)


def differs(cost: Cost, lines: list[Line], delivery: int, total: int) -> str:
    """How the order's own sums differ from what docs say; nothing if they do not."""
    mine = [(off, tax) for off, tax in zip(cost.discounts, cost.taxes, strict=True)]
    theirs = [(one.ware.price * one.quantity - one.net, one.tax) for one in lines]
    said = (theirs, delivery, total)
    wanted = (mine, cost.delivery, cost.total)
    return "" if said == wanted else f"{said} is said, {wanted} is due"


def sale_of_service(
    order_id: str, amount: int, shop: Shop, parts: Sequence[Part] = ()
) -> Sale:  # fmt: skip
    """Of sessions, or of what is prepaid for them."""
    rate = shop.rate_of(order_id, amount)
    return Sale(order_id, [], 0, 0, shop, list(parts), is_service=True, beside=amount, rate=rate)


def lines_of(order: dict[str, Any], shop: Shop) -> list[Line]:
    """Its goods, as its page has them."""
    beside = 0 if order["taxIncluded"] else 1
    lines = [
        Line(
            shop.wares[one["variantId"]],
            one["quantity"],
            one["subtotal"] - one["discount"],
            one["tax"],
            one["subtotal"] - one["discount"] + beside * one["tax"],
        )
        for one in order["items"]
    ]
    assert [one["paid"] for one in order["items"]] == [one.paid for one in lines]
    return lines
