"""The shop: serving it, its database, its goods."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Final

import typer

from holdfast.cli.roles import LOCAL, run
from holdfast.cli.words import (
    DEFAULT_DATA,
    EXIT_CODES,
    AsJson,
    Data,
    DatabaseUrl,
    Demo,
    Host,
    Partitions,
    Port,
    Proxy,
    RedisUrl,
    finish,
    or_exit,
    say,
    tell,
    works_on_database,
)
from holdfast.commands.where import Where
from holdfast.server.supervisor import Plan

__all__ = ["COMMANDS", "insights_app"]


MAX_SEEDED: Final = 100_000_000


def serve(
    host: Host = LOCAL,
    port: Port = 8000,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    workers: Annotated[
        int,
        typer.Option(
            envvar="HOLDFAST_WORKERS",
            min=1,
            max=64,
            help="Processes; more than one need REDIS_URL.",
        ),
    ] = 1,
    tls_cert: Annotated[
        Path | None,
        typer.Option(help="Certificate chain (PEM), to serve https.", exists=True, dir_okay=False),
    ] = None,
    tls_key: Annotated[
        Path | None, typer.Option(help="Its private key (PEM).", exists=True, dir_okay=False)
    ] = None,
    backups: Annotated[
        Path | None,
        typer.Option(
            envvar="HOLDFAST_BACKUPS", help="A directory into which a copy is put each day."
        ),
    ] = None,
    proxy: Proxy = None,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Serve the shop: pages, API, staff's pages. Until stopped (ctrl-c)."""
    plan = Plan(
        host=host,
        port=port,
        data=data,
        database_url=database_url,
        redis_url=redis_url,
        demo=demo,
        workers=workers,
        tls_cert=str(tls_cert) if tls_cert else None,
        tls_key=str(tls_key) if tls_key else None,
        backups=backups,
    )
    run(plan, proxy)


def migrate(data: Data = DEFAULT_DATA, database_url: DatabaseUrl = None) -> None:
    """Bring the database's schema up to date. `serve` does so by itself."""
    from holdfast.db.migrate import head
    from holdfast.server.database import database_at

    def work() -> None:
        with database_at(data, database_url, say):
            say(f"The schema is at {head()}")

    or_exit(work)


@works_on_database
def new_secret(where: Where) -> int:
    """Let the shop's secret be another from the next start on. With the servers stopped."""
    from holdfast.commands.secrets import new_secret as work

    return work(where)


def push_keys() -> None:
    """Make a key to sign pushes with. It is a line of the environment."""
    from holdfast.mail import PushKey

    key = PushKey.new()
    typer.echo(f"HOLDFAST_VAPID_PRIVATE_KEY={key.written}")
    tell(f"its public half, which browsers are told by the shop: {key.public}")


@works_on_database
def import_(
    where: Where,
    file: Annotated[
        Path, typer.Argument(help="Shopify's product CSV.", exists=True, dir_okay=False)
    ],
    currency: Annotated[
        str | None, typer.Option(help="Currency of its prices; else the shop's.")
    ] = None,
    set_stock: Annotated[
        bool,
        typer.Option(
            "--set-stock", help="Overwrite the stock of variants that exist, and say which."
        ),
    ] = False,
    fetch_images: Annotated[
        bool,
        typer.Option(
            "--fetch-images", help="Copy pictures into the data directory instead of linking them."
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and report, write nothing.")
    ] = False,
    location: Annotated[
        str | None,
        typer.Option(help="Where its quantities lie, by name or id; else the first location."),
    ] = None,
    partitions: Partitions = 1,
) -> int:
    """Import products. What exists is updated, never doubled, and keeps its stock."""
    from holdfast.commands.catalogue import import_file

    return import_file(
        where,
        file,
        currency,
        set_stock=set_stock,
        fetch_images=fetch_images,
        dry_run=dry_run,
        location=location,
        partitions=partitions,
    )


@works_on_database
def export(
    where: Where,
    file: Annotated[Path, typer.Argument(help="Where to write it.", dir_okay=False)],
) -> int:
    """Write all products as Shopify's product CSV. Imported again, it changes nothing."""
    from holdfast.commands.catalogue import export_file

    return export_file(where, file)


@works_on_database
def seed_(
    where: Where,
    demo: Annotated[
        bool, typer.Option("--demo", help="The electronics shop in three languages.")
    ] = False,
    products: Annotated[
        int | None,
        typer.Option(min=1, max=MAX_SEEDED, help="A made-up catalogue of so many products."),
    ] = None,
    seed: Annotated[
        int, typer.Option("--seed", min=0, max=2**31, help="Another one, another catalogue.")
    ] = 1,
    add: Annotated[
        bool, typer.Option("--add", help="Beside the products that the shop has already.")
    ] = False,
    partitions: Partitions = 1,
) -> int:
    """Fill the shop with goods, for trials and measurements.

    The demo's (done twice, it does nothing the second time), or a made-up catalogue of any size."""
    if demo == (products is not None):
        raise typer.BadParameter("say which goods: --demo or --products")
    if products is None:
        from holdfast.commands.catalogue import seed_shop

        return seed_shop(where, partitions)
    from holdfast.commands.seeding import seed_products
    from holdfast.flows.inventory.seeding import SeedTerms

    return seed_products(where, SeedTerms(products, seed, add), partitions)


@works_on_database
def reindex(where: Where, partitions: Partitions = 1) -> int:
    """Make the search index anew; the old one serves meanwhile. On each machine that has one."""
    from holdfast.commands.reindex import reindex as work

    return work(where, partitions)


insights_app = typer.Typer(help="The figures that are kept from events.", no_args_is_help=True)


@insights_app.command("rebuild", epilog=EXIT_CODES)
@works_on_database
def rebuild_insights(where: Where, partitions: Partitions = 1) -> int:
    """Make the studio's figures anew, from the bookings.

    After an update that brought them, or when in doubt. Works while the shop sells."""
    from holdfast.commands.insights import rebuild_insights as work

    return work(where, partitions)


@works_on_database
def audit(
    where: Where,
    export_heads: Annotated[
        Path | None,
        typer.Option(help="Write the heads of the ledger's chains there, to keep elsewhere."),
    ] = None,
    against: Annotated[
        Path | None,
        typer.Option(help="Heads exported before: nothing older may have been rewritten."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(help="What heads are signed with; the data directory's secret if not given."),
    ] = None,
) -> int:
    """Prove that nothing was lost or sold twice.

    From the journal, with which all else has to agree. Works while the shop sells."""
    from holdfast.commands.audit import audit_ledger

    return audit_ledger(where, export_heads, against, key)


@works_on_database
def backup(
    where: Where,
    target: Annotated[
        Path, typer.Argument(help="A new directory; or an archive, *.tar or *.tar.gz.")
    ],
) -> int:
    """Back up the whole data directory, and check the copy. Works while the shop sells."""
    from holdfast.commands.backup import backup as work

    return work(where, target)


def restore(
    source: Annotated[Path, typer.Argument(help="What `holdfast backup` made.")],
    data: Data = DEFAULT_DATA,
    audit: Annotated[
        bool, typer.Option("--audit", help="Start what was restored once, and audit it.")
    ] = False,
    json: AsJson = False,
) -> None:
    """Restore a backup into a new or empty directory. It is checked before it is there."""
    from holdfast.commands.restore import restore as work

    finish(or_exit(work, Where(data, None, tell, json), source, audit=audit))


@works_on_database
def archive(
    where: Where,
    month: Annotated[str, typer.Argument(help="The oldest month of the journal, as 2026-01.")],
) -> int:
    """Put the journal's oldest month away in a table of its own.

    To be dumped and dropped. The month must be over and none of its holds open. Works while the
    shop sells.
    """
    from holdfast.commands.archive import archive as work

    return work(where, month)


COMMANDS: Final[Mapping[str, Callable[..., None]]] = {
    "serve": serve,
    "migrate": migrate,
    "new-secret": new_secret,
    "push-keys": push_keys,
    "import": import_,
    "export": export,
    "seed": seed_,
    "audit": audit,
    "archive": archive,
    "backup": backup,
    "restore": restore,
    "reindex": reindex,
}
