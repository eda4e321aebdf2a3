"""How much one order takes from: as many stocks, of goods and of what they are made of, as one hold
has lines, so that whatever becomes of it later is one command as well."""

from collections.abc import Iterable, Sequence
from typing import Final

from holdfast.booking.bookings import Taking, cell_lines
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_LINES, Hold, Operation, Withdraw

__all__ = ["MOST_AT_ONCE", "TooMuchAtOnce", "is_too_long", "must_fit"]

MOST_AT_ONCE: Final = MAX_LINES - 32
"""Another coupon, and the promotions that are in force by then, have room beside it."""


class TooMuchAtOnce(Problem):
    """More stocks, of goods and of what they are made of, than one order takes from."""

    status = 422
    code = "too-much-at-once"
    title = "This is too much for one order"


def must_fit(operations: Iterable[Operation]) -> None:
    """Raises :class:`TooMuchAtOnce`, if an order takes more than this."""
    taken = sum(
        len(one.lines) if isinstance(one, Hold) else isinstance(one, Withdraw) for one in operations
    )
    if taken > MOST_AT_ONCE:
        raise TooMuchAtOnce(
            say("Order less at a time: these goods, and what they are made of, are too many.")
        )


def is_too_long(takings: Sequence[Taking]) -> bool:
    """Whether these have more cells of time than one order takes."""
    return len(cell_lines(takings)) > MOST_AT_ONCE
