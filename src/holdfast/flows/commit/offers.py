"""What is held for the first in line by the very command that brings it back."""

from collections.abc import Iterable, Mapping
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.ledger import Command, Hold, Operation, Rider

__all__ = ["MOST_OPERATIONS", "NO_OFFERS", "Offers", "UnitsLine", "operations_left"]

MOST_OPERATIONS: Final = 480
"""Of a command with offers, the lines of its holds counted: a few less than a command may have."""


class Offers(Struct, frozen=True):
    """What holds them, after whatever else the command does."""

    operations: tuple[Operation, ...] = ()
    riders: tuple[Rider, ...] = ()

    def added_to(self, command: Command) -> Command:
        """The command, and then these."""
        return replace(
            command,
            operations=(*command.operations, *self.operations),
            riders=(*command.riders, *self.riders),
        )


NO_OFFERS: Final = Offers()


class UnitsLine(Protocol):
    """Who waits for units of variants."""

    async def offers(self, came: Mapping[UUID, Mapping[str, int]], most: int = ..., /) -> Offers:
        """To the first of their lines, if there will be so much of these accounts, by at ``most``
        so many operations."""
        ...

    async def serve(self, variant_id: UUID, /) -> int:
        """Hold what is kept for them, one command after the other; how many were offered it."""
        ...


def operations_left(operations: Iterable[Operation]) -> int:
    """How many of offers a command takes beside these."""
    return MOST_OPERATIONS - sum(
        len(one.lines) if isinstance(one, Hold) else 1 for one in operations
    )
