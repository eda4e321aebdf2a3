"""An admin adds somebody, who chooses the password by a one-time link."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from holdfast import people
from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.made_once import must_be_same
from holdfast.flows.people.logins import add_user
from holdfast.flows.people.standing import AdminNeeded
from holdfast.people import EmailTaken, Passwords

__all__ = ["invite"]


async def invite(
    database: Database,
    passwords: Passwords,
    by: Caller,
    email: str,
    name: str,
    roles: Iterable[str],
    duties: Iterable[str] | None = None,
) -> UUID:
    """An account whose password nobody knows; that of the first, if the request is a repetition.
    ``duties``: of a manager, if not all. Raises a Problem for every refusal."""
    if "admin" not in by.principal.roles:
        raise AdminNeeded("Only an admin can change staff and roles.")
    try:
        made = await add_user(
            database, passwords, by, email, name, secrets.token_urlsafe(), roles, duties
        )
    except EmailTaken:
        # By itself, it may be: this very request, a moment ago or at this one.
        before = await _made_before(database, by)
        if before is None:
            raise
        return before
    return made.id


async def _made_before(database: Database, by: Caller) -> UUID | None:
    if by.key is None:
        return None
    async with database.read() as connection:
        found = await people.made_under(connection, by.key.text)
    if found is None:
        return None
    user, digest = found
    must_be_same(by, digest)
    return user
