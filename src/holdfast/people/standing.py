"""How somebody stands in the shop: roles, and whether they may come in at all."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.people.duties import Duty, checked_duties
from holdfast.people.endings import ask_again_about
from holdfast.people.principal import checked_roles
from holdfast.people.tables import users
from holdfast.people.users import public_name

_ADMIN = sa.literal("admin") == sa.any_(users.c.roles)


async def other_admins(connection: AsyncConnection, user: UUID) -> int:
    """How many admins who may come in there are beside this user. They stay so until the
    transaction ends: two who would take the role from each other do it one after the other."""
    query = sa.select(users.c.id).where(users.c.active, _ADMIN).order_by(users.c.id)
    admins = (await connection.execute(query.with_for_update())).scalars().all()
    return sum(one != user for one in admins)


async def admin_names(connection: AsyncConnection) -> list[str]:
    """Of those who may be asked for a duty: how the first admins are called."""
    query = sa.select(users.c.name, users.c.email).where(users.c.active, _ADMIN)
    rows = await connection.execute(query.order_by(users.c.created_at, users.c.id).limit(5))
    return [public_name(name, email) for name, email in rows]


async def set_roles(connection: AsyncConnection, user: UUID, roles: Iterable[str]) -> list[str]:
    """As they are kept. Who is no manager any more, or an admin, has no narrowed duties. Raises
    :class:`UnknownRole`."""
    chosen = checked_roles(roles)
    row: dict[str, Any] = {"roles": chosen}
    if not may_be_narrowed(chosen):
        row["duties"] = None
    await connection.execute(sa.update(users).where(users.c.id == user).values(row))
    await ask_again_about(connection, user)
    return chosen


def may_be_narrowed(roles: Iterable[str]) -> bool:
    """Whether somebody with these roles may have some duties of staff and not others."""
    held = frozenset(roles)
    return "manager" in held and "admin" not in held


async def set_duties(
    connection: AsyncConnection, user: UUID, duties: Iterable[str] | None
) -> list[Duty] | None:
    """As they are kept; None: all. Of a manager. Raises :class:`UnknownDuty`."""
    chosen = None if duties is None else checked_duties(duties)
    await connection.execute(sa.update(users).where(users.c.id == user).values(duties=chosen))
    await ask_again_about(connection, user)
    return chosen


async def set_active(connection: AsyncConnection, user: UUID, *, active: bool) -> None:
    """Whether the user may come in."""
    await connection.execute(sa.update(users).where(users.c.id == user).values(active=active))
    await ask_again_about(connection, user)
