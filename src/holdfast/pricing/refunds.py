"""What of a payment belongs to units that come back, and what of that is tax."""

from collections.abc import Sequence

from msgspec import Struct

from holdfast.pricing.spreading import spread


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


class PaidLine(Struct, frozen=True):
    """What was ``paid`` for a line, or for delivery, with the ``tax`` in it."""

    paid: int
    tax: int = 0


def of_lines(left: Sequence[int], amount: int, wanted: Sequence[int] = ()) -> list[int]:
    """``amount`` of what is ``left`` of each line: of those that it is ``wanted`` for as far as
    that goes, then of all alike."""
    asked = [*wanted, *[0] * len(left)]
    first = [min(has, most) for has, most in zip(left, asked, strict=False)]
    shares = spread(min(amount, sum(first)), first)
    others = [has - share for has, share in zip(left, shares, strict=True)]
    more = spread(amount - sum(shares), others)
    return [share + extra for share, extra in zip(shares, more, strict=True)]


def without_prepaid(line: PaidLine, prepaid: int) -> PaidLine:
    """What was paid for a line beside what had been ``prepaid``, and taxed then: its tax half
    up."""
    left = line.paid - min(prepaid, line.paid)
    if left == line.paid:
        return line
    return PaidLine(left, (2 * line.tax * left + line.paid) // (2 * line.paid))


def tax_of(lines: Sequence[PaidLine], back: Sequence[int]) -> int:
    """The tax in what is ``back`` of each line: of each its share, down; with the last of all of
    them all that is left."""
    if sum(back) == sum(one.paid for one in lines):
        return sum(one.tax for one in lines)
    pairs = zip(lines, back, strict=True)
    return sum(one.tax * each // one.paid for one, each in pairs if one.paid)
