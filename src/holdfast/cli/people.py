"""The people who may log in, and their bearer tokens."""

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

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

__all__ = ["PasswordStdin", "asked_password", "people_app", "token_app"]

PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


def asked_password(*, from_stdin: bool) -> str:
    """A new password, typed twice, or a line of standard input."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


people_app = typer.Typer(help="The people who may log in.", no_args_is_help=True)


class _MakesATokenUnlessToldOtherwise(TyperGroup):
    """`holdfast token EMAIL` is short for `holdfast token make EMAIL`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help"):
            args = ["make", *args]
        return super().parse_args(ctx, args)


token_app = typer.Typer(
    cls=_MakesATokenUnlessToldOtherwise,
    help="Bearer tokens for the API; `holdfast token EMAIL` makes one.",
    no_args_is_help=True,
)


@people_app.command("add", epilog=EXIT_CODES)
def add_user(
    email: Annotated[str, typer.Argument(help="The address to log in with.")],
    name: Annotated[str, typer.Option(help="How the shop calls this person.")] = "",
    role: Annotated[
        list[str] | None,
        typer.Option(help="customer, seller, photographer, manager or admin; repeatable."),
    ] = None,
    password_stdin: PasswordStdin = False,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Add a person; the password is asked for."""
    from holdfast.commands.people import add_person

    password = asked_password(from_stdin=password_stdin)
    roles = role or ["customer"]
    finish(
        or_exit(add_person, data, database_url, tell, email, name, password, roles, as_json=json)
    )


@token_app.command("make", epilog=EXIT_CODES)
def make_token(
    email: Annotated[str, typer.Argument(help="Whose token it is.")],
    name: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    role: Annotated[
        list[str] | None, typer.Option(help="Only these of the person's roles; repeatable.")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="Valid so long; else for ever.")] = None,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """Make a bearer token for the API; it is shown this once."""
    from holdfast.commands.people import make_token as work

    finish(or_exit(work, data, database_url, tell, email, name, role, days, as_json=json))


@token_app.command("revoke", epilog=EXIT_CODES)
def revoke_token(
    email: Annotated[str, typer.Argument(help="Whose tokens they are.")],
    name: Annotated[
        str | None, typer.Option(help="Only those made with this --name; else all.")
    ] = None,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    json: AsJson = False,
) -> None:
    """End a person's bearer tokens; a server that runs refuses them at once."""
    from holdfast.commands.people import revoke

    finish(or_exit(revoke, data, database_url, tell, email, name, as_json=json))
