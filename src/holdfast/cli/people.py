"""The people who may log in, and their bearer tokens."""

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from holdfast.cli.words import EXIT_CODES, works_on_database
from holdfast.commands.where import Where

__all__ = ["people_app", "token_app"]

_ROLES_HELP = "customer, seller, photographer, manager or admin; repeatable."
Email = Annotated[str, typer.Argument(help="The address they log in with.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask whether you are sure.")]
Duty = Annotated[
    list[str] | None,
    typer.Option(
        help="Of a manager: only these duties (orders:write, books:read, ...), or those of a set "
        "(packing, support, accounting, catalogue, studio, figures); repeatable."
    ),
]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input.")
]


def _asked_password(*, from_stdin: bool) -> str:
    """A new password, typed twice, or a line of standard input."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return typed


def _sure(question: str, *, yes: bool) -> None:
    if not yes:
        typer.confirm(question, abort=True, err=True)


people_app = typer.Typer(help="The people who may log in.", no_args_is_help=True)


class _MakesATokenUnlessToldOtherwise(TyperGroup):
    """`holdfast token EMAIL` is short for `holdfast token make EMAIL`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help"):
            args = ["make", *args]
        return super().parse_args(ctx, args)


token_app = typer.Typer(
    cls=_MakesATokenUnlessToldOtherwise,
    help="Bearer tokens for the API. `holdfast token EMAIL` makes one.",
    no_args_is_help=True,
)


@people_app.command("add", epilog=EXIT_CODES)
@works_on_database
def add_user(
    where: Where,
    email: Annotated[str, typer.Argument(help="The address to log in with.")],
    name: Annotated[str, typer.Option(help="How the shop calls this person.")] = "",
    role: Annotated[list[str] | None, typer.Option(help=_ROLES_HELP)] = None,
    duty: Duty = None,
    password_stdin: PasswordStdin = False,
) -> int:
    """Add a person; the password is asked for."""
    from holdfast.commands.people import add_person

    password = _asked_password(from_stdin=password_stdin)
    return add_person(where, email, name, password, role or ["customer"], duty)


@token_app.command("make", epilog=EXIT_CODES)
@works_on_database
def make_token(
    where: Where,
    email: Annotated[str, typer.Argument(help="Whose token it is.")],
    name: Annotated[str, typer.Option(help="What it is for.")] = "command line",
    role: Annotated[
        list[str] | None, typer.Option(help="Only these of the person's roles; repeatable.")
    ] = None,
    duty: Annotated[
        list[str] | None,
        typer.Option(help="Of staff: only these duties, or those of a set; repeatable."),
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, help="Valid so long; else for ever.")] = None,
) -> int:
    """Make a bearer token for the API; it is shown this once."""
    from holdfast.commands import people

    return people.make_token(where, email, name, role, days, duty)


@token_app.command("revoke", epilog=EXIT_CODES)
@works_on_database
def revoke_token(
    where: Where,
    email: Annotated[str, typer.Argument(help="Whose tokens they are.")],
    name: Annotated[
        str | None, typer.Option(help="Only those made with this --name; else all.")
    ] = None,
) -> int:
    """End a person's bearer tokens. A server that runs refuses them at once."""
    from holdfast.commands import people

    return people.revoke(where, email, name)


@people_app.command("show", epilog=EXIT_CODES)
@works_on_database
def show(where: Where, email: Email) -> int:
    """Show a person's roles, sessions, tokens, second factor."""
    from holdfast.commands import people

    return people.show(where, email)


@people_app.command("password", epilog=EXIT_CODES)
@works_on_database
def password(where: Where, email: Email, password_stdin: PasswordStdin = False) -> int:
    """Set a person's password; it is asked for. They are logged out everywhere."""
    from holdfast.commands import people

    return people.set_password(where, email, _asked_password(from_stdin=password_stdin))


@people_app.command("roles", epilog=EXIT_CODES)
@works_on_database
def roles(
    where: Where,
    email: Email,
    role: Annotated[list[str], typer.Option(help=_ROLES_HELP)],
    duty: Duty = None,
    all_duties: Annotated[bool, typer.Option(help="Of a manager: all duties again.")] = False,
    yes: Yes = False,
) -> int:
    """Give a person these roles and no others. The last admin stays one. A manager keeps the duties
    they have, unless told otherwise."""
    from holdfast.commands import people

    _sure(f"{email} will be {', '.join(role)} and nothing else. Go on?", yes=yes)
    return people.set_roles(where, email, role, duty, all_duties=all_duties)


@people_app.command("disable", epilog=EXIT_CODES)
@works_on_database
def disable(
    where: Where,
    email: Email,
    reason: Annotated[str, typer.Option(help="Why; it stands in the audit log.")] = "",
    yes: Yes = False,
) -> int:
    """Block a person. Sessions, tokens and links end at once; orders and wallets stay."""
    from holdfast.commands import people

    _sure(f"{email} will not be able to log in. Go on?", yes=yes)
    return people.disable(where, email, reason)


@people_app.command("enable", epilog=EXIT_CODES)
@works_on_database
def enable(where: Where, email: Email) -> int:
    """Let a blocked person in again; what was ended stays so."""
    from holdfast.commands import people

    return people.enable(where, email)


@people_app.command("logout", epilog=EXIT_CODES)
@works_on_database
def logout(where: Where, email: Email, yes: Yes = False) -> int:
    """End a person's sessions, in every browser. Bearer tokens stay (`holdfast token revoke`)."""
    from holdfast.commands import people

    _sure(f"{email} will be logged out everywhere. Go on?", yes=yes)
    return people.log_out(where, email)


@people_app.command("second-factor-off", epilog=EXIT_CODES)
@works_on_database
def second_factor_off(where: Where, email: Email, yes: Yes = False) -> int:
    """Ask no code of a person any more. Who lost app and recovery codes; they are told."""
    from holdfast.commands import people

    _sure(f"{email} will log in without a code. Go on?", yes=yes)
    return people.reset_second_factor(where, email)
