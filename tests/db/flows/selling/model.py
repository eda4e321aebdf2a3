"""A plain model of an order with goods of sellers: what is whose, to the unit."""

from dataclasses import dataclass
from math import floor
from uuid import UUID

__all__ = ["Line", "Sale"]


@dataclass
class Line:
    seller: UUID | None
    quantity: int
    paid: int
    rate: int
    fixed: int
    back: int = 0

    @property
    def left(self) -> int:
        return self.paid - floor(self.paid * self.back / self.quantity)


@dataclass
class Sale:
    """An order as the model has it."""

    lines: list[Line]
    delivery: int
    done: bool = False
    given: int = 0  # back to the buyer, all in all

    @property
    def paid(self) -> int:
        """By the buyer, all in all."""
        return sum(one.paid for one in self.lines) + self.delivery

    def take_back(self, units: dict[int, int]) -> int:
        """So many units more of each line are refunded: what was paid for them, with the last of
        all what delivery cost."""
        before = sum(one.left for one in self.lines)
        for line, count in units.items():
            self.lines[line].back += count
        last = any(units.values()) and all(one.back == one.quantity for one in self.lines)
        return before - sum(one.left for one in self.lines) + (self.delivery if last else 0)

    def parts(self) -> dict[UUID | None, tuple[int, int]]:
        """By seller, None is the shop: the price of what is theirs, and the commission of it."""
        gone = all(one.back == one.quantity for one in self.lines)
        amounts = [one.left for one in self.lines] + [0 if gone else self.delivery]
        beside = min(max(sum(amounts) - (self.paid - self.given), 0), sum(amounts))
        found: dict[UUID | None, tuple[int, int]] = {}
        cut = done = 0
        for one, amount in zip([*self.lines, None], amounts, strict=True):
            done += amount
            share = beside * done // sum(amounts) - cut if sum(amounts) else 0
            cut += share
            kept, fee = amount - share, 0
            if one is not None and one.seller is not None:
                fee = floor(kept * one.rate / 100_000 + 0.5)
                fee = min(kept, fee + one.fixed * (one.quantity - one.back))
            seller = None if one is None else one.seller
            before = found.get(seller, (0, 0))
            found[seller] = before[0] + kept, before[1] + fee
        # What nobody could give back for units that are back is the shop's to hand over.
        price, fee = found[None]
        rest = self.paid - self.given - sum(one for one, _ in found.values())
        assert rest >= 0
        return {**found, None: (price + rest, fee)}
