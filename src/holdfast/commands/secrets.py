"""`holdfast new-secret`."""

from holdfast.commands.on_database import on_database
from holdfast.commands.where import Where
from holdfast.db.engine import Database
from holdfast.db.secret_mark import forget_secret

__all__ = ["new_secret"]


def new_secret(where: Where) -> int:
    """Have the database take the secret of the server that starts next for its own."""

    async def work(database: Database) -> None:
        async with database.pool.acquire() as connection:
            await forget_secret(connection)

    on_database(where, work)
    where.show(
        {"forgotten": True},
        "The next start's secret is the shop's. Everybody has to log in again; whoever has a"
        " second factor has it turned off by an admin or `holdfast user second-factor-off`;"
        " calendars are connected anew.",
    )
    return 0
