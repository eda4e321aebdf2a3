"""How somebody stands in the shop: roles, and whether they may come in at all."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.people.endings import ask_again_about
from holdfast.people.principal import checked_roles
from holdfast.people.tables import users

_ADMIN = sa.literal("admin") == sa.any_(users.c.roles)


async def other_admins(connection: AsyncConnection, user: UUID) -> int:
    """How many admins who may come in there are beside this user. They stay so until the
    transaction ends: two who would take the role from each other do it one after the other."""
    query = sa.select(users.c.id).where(users.c.active, _ADMIN).order_by(users.c.id)
    admins = (await connection.execute(query.with_for_update())).scalars().all()
    return sum(one != user for one in admins)


async def set_roles(connection: AsyncConnection, user: UUID, roles: Iterable[str]) -> list[str]:
    """As they are kept. Raises :class:`UnknownRole`."""
    chosen = checked_roles(roles)
    await connection.execute(sa.update(users).where(users.c.id == user).values(roles=chosen))
    await ask_again_about(connection, user)
    return chosen


async def set_active(connection: AsyncConnection, user: UUID, *, active: bool) -> None:
    """Whether the user may come in."""
    await connection.execute(sa.update(users).where(users.c.id == user).values(active=active))
    await ask_again_about(connection, user)
