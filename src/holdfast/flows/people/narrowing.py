"""What of staff's work is somebody's: as narrow as an admin chooses it."""

from collections.abc import Iterable
from enum import Enum
from typing import Final, TypeAlias
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.kit.errors import Problem
from holdfast.people import STAFF_ROLES, Duty, Principal

__all__ = ["AS_BEFORE", "Chosen", "DutiesOfManagers", "may_serve", "narrow"]

_ANYBODYS: Final = frozenset({"customer"})
"""Roles of whoever signs up."""


class DutiesOfManagers(Problem):
    """An admin has all duties, and who is not of staff has none."""

    status = 422
    code = "duties-of-managers"
    title = "Only a manager's duties can be chosen"


class _AsBefore(Enum):
    DUTIES = "nothing is said of duties"


AS_BEFORE: Final = _AsBefore.DUTIES
Chosen: TypeAlias = Iterable[str] | _AsBefore | None
"""These duties; all of them (None); or those they have."""


async def narrow(
    connection: AsyncConnection, user: UUID, roles: Iterable[str], duties: Chosen
) -> list[Duty] | None:
    """These are the duties of who has these roles. Raises :class:`DutiesOfManagers` and
    :class:`~holdfast.people.UnknownDuty`."""
    if duties is AS_BEFORE:
        return None
    if people.may_be_narrowed(roles):
        return await people.set_duties(connection, user, duties)
    if duties is not None:
        raise DutiesOfManagers("An admin has all duties; others have none.", field="duties")
    return None


def may_serve(who: Principal, roles: Iterable[str]) -> bool:
    """Whether one of staff who is no admin helps somebody with these roles in and out. Whose work
    is narrowed helps customers alone: who comes in as a seller sees what they may not."""
    if who.is_narrowed:
        return _ANYBODYS.issuperset(roles)
    return STAFF_ROLES.isdisjoint(roles)
