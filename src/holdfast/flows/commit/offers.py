"""What is held for the first in line by the very command that brings it back."""

from collections.abc import Mapping
from typing import Final, Protocol
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.ledger import Command, Operation, Rider

__all__ = ["NO_OFFERS", "Offers", "UnitsLine"]


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

    async def offers(self, variant_id: UUID, free: Mapping[str, int], /) -> Offers:
        """To the first of them, if so many are free of these accounts."""
        ...

    async def serve(self, variant_id: UUID, /) -> int:
        """Hold what is kept for them, one command after the other; how many were offered it."""
        ...
