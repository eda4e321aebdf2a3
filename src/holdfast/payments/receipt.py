"""What a receipt says that a provider sends to the tax service: of a payment, and of a part of it.
Pure; amounts are minor units of the payment's currency."""

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

MOST_ITEMS: Final = 80
"""Of one receipt, which any till takes."""
MOST_LETTERS: Final = 128
"""Of what a line is called."""

Subject: TypeAlias = Literal["commodity", "service", "payment"]
SettledBy: TypeAlias = Literal["full_payment", "full_prepayment", "partial_prepayment", "advance"]
Registration: TypeAlias = Literal["pending", "succeeded", "canceled"]
"""What became of a receipt at the tax service, in the provider's words."""
AHEAD: Final[tuple[SettledBy, ...]] = ("full_prepayment", "partial_prepayment")
"""Of what is paid before it is handed over, whole or in part, and has a second receipt then."""

THERE: Final = "there/"
"""What the key of a refund begins with that somebody made on the provider's own pages, before the
provider's id of it."""


class ReceiptLine(Struct, frozen=True):
    """``amount`` is that of all its units together, ``vat`` a code of the provider's."""

    text: str
    quantity: int
    amount: int
    vat: int
    subject: Subject
    mode: SettledBy


class ReceiptItem(Struct, frozen=True):
    """A line as it is written: so many units at one ``price``."""

    line: ReceiptLine
    quantity: int
    price: int


class Receipt(Struct, frozen=True, omit_defaults=True):
    """One of the two ways to reach the buyer is there. ``tax_system``: where it must be said."""

    lines: tuple[ReceiptLine, ...]
    email: str = ""
    phone: str = ""
    tax_system: int | None = None

    @property
    def amounts(self) -> list[int]:
        """By line."""
        return [line.amount for line in self.lines]

    @property
    def total(self) -> int:
        """What is paid for all of it."""
        return sum(self.amounts)

    def part(self, amounts: Sequence[int]) -> "Receipt":
        """Of each line so much: as whole units at their price where that is what it is."""
        pairs = zip(self.lines, amounts, strict=True)
        return replace(self, lines=tuple([_some(line, amount) for line, amount in pairs]))

    def items(self) -> list[ReceiptItem]:
        """What comes to its total to the unit. Units of a line whose price is not a whole number
        stand in two rows, a minor unit apart, as long as there is room for that; what cost nothing
        is left out."""
        lines = [line for line in self.lines if line.amount]
        room = MOST_ITEMS - len(lines)
        found: list[ReceiptItem] = []
        for line in lines:
            price, dearer = divmod(line.amount, line.quantity)
            if not dearer:
                found.append(ReceiptItem(line, line.quantity, price))
            elif not price or not room:
                found.append(ReceiptItem(line, 1, line.amount))
            else:
                room -= 1
                found.append(ReceiptItem(line, line.quantity - dearer, price))
                found.append(ReceiptItem(line, dearer, price + 1))
        return found


def _some(line: ReceiptLine, amount: int) -> ReceiptLine:
    if amount == line.amount:
        return line
    price, dearer = divmod(line.amount, line.quantity)
    whole = bool(price) and not dearer and amount % price == 0 and amount > 0
    return replace(line, amount=amount, quantity=amount // price if whole else 1)
