"""Whose things a path names by a user's id."""

from uuid import UUID

from fastapi import Request

from holdfast.api.shell.dependencies import database, member
from holdfast.people import Principal, UserUnknown, is_user, user_owner

__all__ = ["owner_for"]


async def owner_for(request: Request, user_id: UUID) -> Principal:
    """The user, if the caller may ask for what is theirs: who it is, and staff. Others are as
    unknown as nobody; raises :class:`UserUnknown`."""
    who, owner = member(request), Principal(user_owner(user_id), "user")
    if who.id != owner.id:
        if not who.is_staff:
            raise UserUnknown(field="userId")
        async with database(request).read() as connection:
            if not await is_user(connection, user_id):
                raise UserUnknown(field="userId")
    return owner
