"""A shop that nobody runs yet: a one-time link by which its owner makes the first account."""

from typing import Final

import msgspec
import sqlalchemy as sa

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.people.logins import enter
from holdfast.kit.errors import Problem
from holdfast.people import Passwords, User
from holdfast.shop import CAUTIOUS, change_settings

__all__ = ["OwnerExists", "make_owner", "offer_owner_link"]

_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast owner'))")
_FIRST: Final[dict[str, object]] = {
    "decline_keeps_hold": True,
    "fraud": msgspec.to_builtins(CAUTIOUS),
}
"""What a shop that starts in the browser has set otherwise than one that started before."""


class OwnerExists(Problem):
    """Somebody runs this shop already."""

    status = 409
    code = "owner-exists"
    title = "This shop already has an owner"


async def offer_owner_link(database: Database) -> str | None:
    """A new link's token; None if the shop has an admin. Earlier links work until one is used."""
    async with database.transaction() as connection:
        if await people.has_admin(connection):
            return None
        token, _ = await people.new_link(connection, "owner")
    return token


async def make_owner(
    database: Database,
    passwords: Passwords,
    link: str,
    name: str,
    email: str,
    password: str,
    guest: str | None,
    request: str,
) -> tuple[User, str]:
    """The first admin and a session's token. The link is used up, and no other works any more."""
    async with database.read() as connection:
        await people.read_link(connection, link)  # who has none costs no hash
    password_hash = await passwords.hash(password)
    async with database.transaction() as connection:
        await connection.execute(_LOCK)  # of two links used at once, one
        await people.use_link(connection, link, "owner")
        if await people.has_admin(connection):
            raise OwnerExists("Log in, or ask the owner.")
        user = await people.add(connection, email, name, password_hash, ("admin",))
        await change_settings(connection, _FIRST)
        owner = people.user_owner(user.id)
        facts = {"email": user.email, "roles": list(user.roles)}
        await people.note(connection, owner, "user.owner-made", owner, facts, request)
        return user, await enter(connection, user.id, guest)
