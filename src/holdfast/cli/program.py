"""The program `holdfast`: all of its commands."""

import os
from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Any

import typer

from holdfast.cli import messages, people, shop, standing
from holdfast.cli.words import EXIT_CODES, or_exit, say
from holdfast.commands.roles import ROLE_COMMANDS
from holdfast.kit.streams import never_fail

__all__ = ["main"]

app = typer.Typer(
    name="holdfast",
    help="Sells scarce things, exactly once.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _role(command: Callable[..., None]) -> Callable[..., None]:
    """A command that serves one role, as typer takes it."""

    @wraps(command)
    def run(**given: Any) -> None:
        or_exit(command, say, **given)

    _, *options = signature(command).parameters.values()
    run.__signature__ = signature(command).replace(parameters=options)  # type: ignore[attr-defined]
    return run


for _name, _command in shop.COMMANDS.items():
    app.command(_name, epilog=EXIT_CODES)(_command)
for _name, _command in ROLE_COMMANDS.items():
    app.command(_name, epilog=EXIT_CODES)(_role(_command))
app.add_typer(standing.people_app, name="user")
app.add_typer(people.token_app, name="token")
app.add_typer(messages.events_app, name="events")
app.add_typer(messages.messages_app, name="messages")


def main() -> None:
    """The entry point `holdfast`."""
    os.environ.setdefault("PYTHONUNBUFFERED", "1")  # the children's too: what is said is seen
    never_fail(output=False)
    app()
