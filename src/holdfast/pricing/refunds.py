"""What of a payment belongs to units that come back."""

from collections.abc import Sequence

from msgspec import Struct


class SoldLine(Struct, frozen=True):
    """``paid`` for all of its units, with tax, after discounts; ``back`` of them came back before,
    ``returned`` come back now."""

    quantity: int
    paid: int
    back: int = 0
    returned: int = 0


class RefundSum(Struct, frozen=True):
    """What was paid for the units that come back of each line, and for delivery."""

    lines: tuple[int, ...]
    delivery: int = 0

    @property
    def by_line(self) -> tuple[int, ...]:
        """Of each line, then of delivery."""
        return *self.lines, self.delivery

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.lines) + self.delivery


def refund_sum(lines: Sequence[SoldLine], shipping: int) -> RefundSum:
    """What was paid for the units that come back; with the last of them also what delivery cost.
    However they come back, all of it together is what was paid."""
    goods = tuple(_until(one, one.back + one.returned) - _until(one, one.back) for one in lines)
    whole = all(one.back + one.returned == one.quantity for one in lines)
    return RefundSum(goods, shipping if whole and any(one.returned for one in lines) else 0)


def _until(line: SoldLine, units: int) -> int:
    return line.paid * units // line.quantity
