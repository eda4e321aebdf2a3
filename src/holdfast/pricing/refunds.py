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


def refund_of(lines: Sequence[SoldLine], shipping: int) -> int:
    """What was paid for the units that come back; with the last of them also what delivery cost.
    However they come back, all of it together is what was paid."""
    goods = sum(_until(one, one.back + one.returned) - _until(one, one.back) for one in lines)
    whole = all(one.back + one.returned == one.quantity for one in lines)
    return goods + shipping if whole and any(one.returned for one in lines) else goods


def _until(line: SoldLine, units: int) -> int:
    return line.paid * units // line.quantity
