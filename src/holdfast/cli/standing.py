"""What may be done to the people who are there: `holdfast user ...`, beside `user add`."""

from typing import Annotated

import typer

from holdfast.cli.people import PasswordStdin, asked_password, people_app
from holdfast.cli.words import (
    DEFAULT_DATA,
    EXIT_CODES,
    AsJson,
    Data,
    DatabaseUrl,
    finish,
    or_exit,
    tell,
)

__all__ = ["people_app"]

Email = Annotated[str, typer.Argument(help="The address they log in with.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask whether you are sure.")]


def _sure(question: str, *, yes: bool) -> None:
    if not yes:
        typer.confirm(question, abort=True, err=True)


@people_app.command("show", epilog=EXIT_CODES)
def show(
    email: Email,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Show a person's roles, and how many sessions and tokens they have."""
    from holdfast.commands.standing import Where
    from holdfast.commands.standing import show as work

    finish(or_exit(work, Where(data, database_url, tell, json), email))


@people_app.command("password", epilog=EXIT_CODES)
def password(
    email: Email,
    password_stdin: PasswordStdin = False,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Set a person's password; it is asked for. They are logged out everywhere."""
    from holdfast.commands.standing import Where, set_password

    chosen = asked_password(from_stdin=password_stdin)
    finish(or_exit(set_password, Where(data, database_url, tell, json), email, chosen))


@people_app.command("roles", epilog=EXIT_CODES)
def roles(
    email: Email,
    role: Annotated[
        list[str],
        typer.Option(help="customer, seller, photographer, manager or admin; repeatable."),
    ],
    yes: Yes = False,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Give a person these roles and no others. The last admin stays one."""
    from holdfast.commands.standing import Where, set_roles

    _sure(f"{email} will be {', '.join(role)} and nothing else. Go on?", yes=yes)
    finish(or_exit(set_roles, Where(data, database_url, tell, json), email, role))


@people_app.command("disable", epilog=EXIT_CODES)
def disable(
    email: Email,
    reason: Annotated[str, typer.Option(help="Why; it stands in the audit log.")] = "",
    yes: Yes = False,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Block a person: sessions, tokens and links end at once; orders and wallets stay."""
    from holdfast.commands.standing import Where
    from holdfast.commands.standing import disable as work

    _sure(f"{email} will not be able to log in. Go on?", yes=yes)
    finish(or_exit(work, Where(data, database_url, tell, json), email, reason))


@people_app.command("enable", epilog=EXIT_CODES)
def enable(
    email: Email,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Let a blocked person in again; what was ended stays so."""
    from holdfast.commands.standing import Where
    from holdfast.commands.standing import enable as work

    finish(or_exit(work, Where(data, database_url, tell, json), email))


@people_app.command("logout", epilog=EXIT_CODES)
def logout(
    email: Email,
    yes: Yes = False,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """End a person's sessions, in every browser. Bearer tokens stay (`holdfast token revoke`)."""
    from holdfast.commands.standing import Where, log_out

    _sure(f"{email} will be logged out everywhere. Go on?", yes=yes)
    finish(or_exit(log_out, Where(data, database_url, tell, json), email))
