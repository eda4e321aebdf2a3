"""`holdfast user add`, `holdfast token` and `holdfast token revoke`."""

import json
from collections.abc import Callable, Coroutine, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from holdfast.commands.on_database import on_database
from holdfast.db.engine import Database
from holdfast.flows.people import people
from holdfast.kit.errors import Problem
from holdfast.people import Passwords, User

__all__ = ["add_person", "make_token", "revoke", "with_database"]


class _Refused(Exception):
    """The shop refused, and said why."""

    exit_code = 1


def add_person(
    data: Path,
    database_url: str | None,
    tell: Callable[[str], None],
    email: str,
    name: str,
    password: str,
    roles: Sequence[str],
    *,
    as_json: bool,
) -> int:
    """Add a person who may log in."""

    async def work(database: Database) -> User:
        return await people.add_user(
            database, Passwords(), email, name or email.split("@")[0], password, roles
        )

    user = with_database(data, database_url, tell, work)
    if as_json:
        print(json.dumps({"id": str(user.id), "email": user.email, "roles": list(user.roles)}))
    else:
        print(f"{user.email} may log in as {', '.join(user.roles)}")
    return 0


def make_token(
    data: Path,
    database_url: str | None,
    tell: Callable[[str], None],
    email: str,
    name: str,
    roles: Sequence[str] | None,
    days: int | None,
    *,
    as_json: bool,
) -> int:
    """Make a bearer token and show it."""
    lifetime = timedelta(days=days) if days else None

    async def work(database: Database) -> str:
        return await people.create_token(database, email, name, roles, lifetime)

    made = with_database(data, database_url, tell, work)
    print(json.dumps({"token": made}) if as_json else made)
    return 0


def revoke(
    data: Path,
    database_url: str | None,
    tell: Callable[[str], None],
    email: str,
    name: str | None,
    *,
    as_json: bool,
) -> int:
    """End a person's tokens; 0 if there were any, else 1."""

    async def work(database: Database) -> int:
        return await people.revoke_tokens(database, email, name)

    revoked: int = with_database(data, database_url, tell, work)
    if as_json:
        print(json.dumps({"revoked": revoked}))
    elif revoked:
        print(f"{revoked} {'token' if revoked == 1 else 'tokens'} of {email} revoked")
    else:
        tell(f"{email} has no such token" if name else f"{email} has no token")
    return 0 if revoked else 1


def with_database(
    data: Path,
    database_url: str | None,
    tell: Callable[[str], None],
    work: Callable[[Database], Coroutine[Any, Any, Any]],
) -> Any:
    """What the work comes to; what the shop refuses is said, and the exit code is 1."""
    try:
        return on_database(data, database_url, tell, work)
    except Problem as problem:
        errors = "; ".join(error.detail for error in problem.errors)
        raise _Refused(errors or problem.detail) from problem
