"""What comes is held, by the command that brings it, for the first of those who wait for it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.offers import UnitsLine
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.ledger import Command

__all__ = ["OFFERED", "Coming", "with_offers"]

OFFERED: Final = 3
"""Tries that also hold it for who waits."""
_MOST_OPERATIONS: Final = 480  # of a command; offers beyond them follow it


class Coming(Struct, frozen=True):
    """So many units of a variant."""

    variant_id: UUID
    quantity: int


async def with_offers(
    stockroom: Stockroom, line: UnitsLine, came: Mapping[str, Coming], command: Command
) -> Command:
    """The command that brings these to accounts, with the holds of the first who wait, as far as a
    command takes them."""
    for key, one in came.items():
        now = await stockroom.reader.account(key)
        free = {key: now.balance + now.kept + one.quantity}
        offers = await line.offers(one.variant_id, free)
        if len(command.operations) + len(offers.operations) <= _MOST_OPERATIONS:
            command = offers.added_to(command)
    return command
