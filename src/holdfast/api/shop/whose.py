"""Whose things a path or a body names by a user's id."""

from typing import Annotated, TypeAlias

from fastapi import Path, Request
from pydantic import Field

from holdfast.api.shell.dependencies import database, member, principal
from holdfast.people import Principal, UserUnknown, is_user, user_of_handle, user_owner

__all__ = ["UserInPath", "UserNamed", "called", "of_oneself", "owner_for"]

_LONGEST = 100
UserInPath: TypeAlias = Annotated[
    str,
    Path(
        min_length=1,
        max_length=_LONGEST,
        description="As `GET /api/session` and orders have it; in a demo also what was typed",
    ),
]
UserNamed: TypeAlias = Annotated[
    Annotated[str, Field(max_length=_LONGEST)] | Annotated[int, Field(strict=True)] | None,
    Field(description="Who asks, where a client says it: one's own id, and nobody else's"),
]
"""In a body, as specifications A and B have it."""


def called(owner: str, named: str) -> bool:
    """Whether that is what an owner is called: as orders say it, by the bare id, or in a demo by
    what was typed."""
    bare = owner.partition(":")[2]
    return named in (owner, bare) or owner == user_owner(user_of_handle(named))


def of_oneself(request: Request, named: str | int | None) -> None:
    """Who orders says so for themself alone. Raises :class:`UserUnknown` for anybody else."""
    if named is not None and not called(principal(request).id, str(named)):
        raise UserUnknown(
            "You order for yourself: leave userId out, or send your own.", field="userId"
        )


async def owner_for(request: Request, named: str) -> Principal:
    """The user, if the caller may ask for what is theirs: who it is, and staff. Others are as
    unknown as nobody; raises :class:`UserUnknown`."""
    who = member(request)
    if called(who.id, named):
        return Principal(who.id, "user")
    if not who.is_staff:
        raise UserUnknown(field="userId")
    user_id = user_of_handle(named.removeprefix("user:"))
    async with database(request).read() as connection:
        if not await is_user(connection, user_id):
            raise UserUnknown(field="userId")
    return Principal(user_owner(user_id), "user")
