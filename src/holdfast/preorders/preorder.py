"""A pre-order: when what is announced of a variant is expected, and until when it is sold so."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.kit import FieldError, Problem
from holdfast.kit.sentences import say

MOST_UNITS: Final = 1_000_000


class BadPreorder(Problem):
    """What cannot be announced so; ``errors`` names each field at fault."""

    status = 422
    code = "preorder-invalid"
    title = "The pre-order is not valid"


class PreorderNotFound(Problem):
    """Nothing of it was ever announced."""

    status = 404
    code = "preorder-not-found"
    title = "Nothing of it is announced"


class Preorder(Struct, frozen=True):
    """What is announced of a variant comes to a location on a day (``expected_on``). It is sold
    until ``ends_at``, if that is said. How much there is of it the ledger says."""

    variant_id: UUID
    location_id: UUID
    expected_on: date
    ends_at: datetime | None = None

    def sells(self, now: datetime) -> bool:
        """Whether it is sold before it is there, while there is something of it."""
        return self.ends_at is None or now < self.ends_at


def preorder_faults(asked: Preorder, units: int, now: datetime) -> Iterator[FieldError]:
    """What is wrong with announcing so many."""
    if not 0 <= units <= MOST_UNITS:
        said = say("Use {least} to {most}.", least=0, most=MOST_UNITS)
        yield FieldError("units", "range", said)
    if units and asked.expected_on < now.date():
        yield FieldError("expectedOn", "past", say("Use a day that is still to come."))
