"""What goes back for units that are sent back, as the API shows it."""

from collections.abc import Mapping

from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.flows.returning.inspecting import Reckoning

__all__ = ["ReckoningAnswer", "reckoning_body"]


class ReckonedLine(Answer):
    line: int
    quantity: int
    amount: int = Field(description="What was paid for these units, with tax, after discounts")


class PaidElsewhereShown(Answer):
    """What another order pays of the units, and goes back with it."""

    order_number: str
    amount: int


class ReckoningAnswer(Answer):
    """What goes back: what was paid for the units, and for delivery with the last of all units if
    the shop gives that back. Of `total`, `exchanged` stays for what is sent in place of them (null:
    nothing is), and `due` is to be paid for that beside it. `refundable` is what is left of what
    was paid for the order. `elsewhere`: what goes back beside it of what another order pays of
    them, if nothing is deducted."""

    lines: list[ReckonedLine]
    delivery: int
    total: int
    exchanged: int | None
    due: int
    refundable: int
    elsewhere: PaidElsewhereShown | None
    currency: str


def reckoning_body(found: Reckoning, wanted: Mapping[int, int], currency: str) -> ReckoningAnswer:
    """What goes back for so many units of each line."""
    lines = [
        ReckonedLine(line=line, quantity=units, amount=found.paid.lines[line])
        for line, units in wanted.items()
    ]
    elsewhere = None
    if found.elsewhere is not None:
        elsewhere = PaidElsewhereShown(
            order_number=found.elsewhere.order_number, amount=found.elsewhere.amount
        )
    return ReckoningAnswer(
        lines=lines,
        delivery=found.paid.delivery,
        total=found.paid.total,
        exchanged=found.exchanged,
        due=found.due,
        refundable=found.left,
        elsewhere=elsewhere,
        currency=currency,
    )
