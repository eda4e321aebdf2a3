"""The program `holdfast`: all of its commands."""

import os
from typing import Annotated

import typer

import holdfast
from holdfast.cli import messages, people, roles, shop
from holdfast.cli.words import EXIT_CODES
from holdfast.db.migrate import head
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


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"Holdfast {holdfast.__version__}, schema {head()}")
        raise typer.Exit


@app.callback()
def _program(
    _asked: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Say which version this is."
        ),
    ] = False,
) -> None: ...


for _name, _command in {**shop.COMMANDS, **roles.COMMANDS}.items():
    app.command(_name, epilog=EXIT_CODES)(_command)
app.add_typer(people.people_app, name="user")
app.add_typer(people.token_app, name="token")
app.add_typer(messages.events_app, name="events")
app.add_typer(messages.messages_app, name="messages")
app.add_typer(shop.insights_app, name="insights")


def main() -> None:
    """The entry point `holdfast`."""
    os.environ.setdefault("PYTHONUNBUFFERED", "1")  # the children's too: what is said is seen
    never_fail(output=False)
    app()
