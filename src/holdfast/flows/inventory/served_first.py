"""What comes is held, by the command that brings it, for the first of those who wait for it."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.offers import UnitsLine, operations_left
from holdfast.flows.inventory.first_there import ReadsAccounts
from holdfast.ledger import Command

__all__ = ["OFFERED", "Coming", "with_offers"]

OFFERED: Final = 3
"""Tries that also hold it for who waits."""


class Coming(Struct, frozen=True):
    """So many units of a variant."""

    variant_id: UUID
    quantity: int


async def with_offers(
    stockroom: ReadsAccounts, line: UnitsLine, came: Mapping[str, Coming], command: Command
) -> Command:
    """The command that brings these to accounts, with the holds of the first who wait, as far as a
    command takes them."""
    most = operations_left(command.operations)
    if most < 1 or not came:
        return command
    there: dict[UUID, dict[str, int]] = {}
    for key, one in came.items():
        now = await stockroom.reader.account(key)
        there.setdefault(one.variant_id, {})[key] = now.balance + now.kept + one.quantity
    return (await line.offers(there, most)).added_to(command)
