"""An admin adds somebody, who chooses the password by a one-time link."""

import secrets
from collections.abc import Iterable

from holdfast.db.engine import Database
from holdfast.flows.commit.caller import Caller
from holdfast.flows.people.logins import add_user
from holdfast.flows.people.standing import AdminNeeded
from holdfast.people import Passwords, User

__all__ = ["invite"]


async def invite(
    database: Database,
    passwords: Passwords,
    by: Caller,
    email: str,
    name: str,
    roles: Iterable[str],
    duties: Iterable[str] | None = None,
) -> User:
    """An account whose password nobody knows. ``duties``: of a manager, if not all. Raises a
    Problem for every refusal."""
    if "admin" not in by.principal.roles:
        raise AdminNeeded("Only an admin can change staff and roles.")
    return await add_user(
        database, passwords, by, email, name, secrets.token_urlsafe(), roles, duties
    )
