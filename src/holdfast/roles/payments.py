"""`holdfast payments`: wallets, on a database of their own, with what works in the background."""

from pathlib import Path

from starlette.types import ASGIApp

from holdfast.api.shell import internal
from holdfast.api.shell.authentication import ByGateway
from holdfast.db.engine import Database
from holdfast.flows.wallets.top_ups import ForTopUps
from holdfast.live import Feed
from holdfast.people import CallSigner, Voucher
from holdfast.roles import lifespan, parts
from holdfast.roles.elsewhere import (
    broker_check,
    broker_of,
    nothing_else,
    providers_of,
    redis_of,
    shared_secret,
)
from holdfast.roles.outgoing import outgoing_of
from holdfast.roles.routers import OF_PAYMENTS
from holdfast.settings import Settings
from holdfast.views.live import channels_of, reads_of
from holdfast.worker import (
    WORKER_METRICS,
    Background,
    DeadLetterCount,
    handlers,
    payment_moves,
    payments_side,
)

__all__ = ["build"]


def build(settings: Settings, shared: tuple[Path, int] | None = None) -> ASGIApp:
    """The application of this role."""
    shared_secret(settings)
    here = parts.Foundation(settings, WORKER_METRICS, shared)
    calls = CallSigner(here.secret)
    database = Database(settings.database_url)
    channels = channels_of("payments")
    feed = Feed(channels, redis_url=redis_of(settings))
    ledger = parts.ledger_of(here, feed.on_commit, database.url)
    providers, provider_parts = providers_of(settings, calls)
    treasury = parts.treasury_of(settings, database, ledger, providers)
    post = broker_of(settings, database)
    side = payments_side(treasury, database, post, here.secret)
    post.deliver(side.queue, side.reader)
    dead = DeadLetterCount(post.dead_letters, (side.queue,))
    outgoing = outgoing_of(here, database, "payments", analytics=False)
    background = Background(
        database,
        (side.relay, payment_moves(providers)),
        handlers({"top-up": ForTopUps(treasury)}),
        outgoing=outgoing,
    )

    api = parts.interface((*OF_PAYMENTS, internal.of_payments))
    state = here.prepare(
        api, parts.ledger_checks(database, ledger) | {"broker": broker_check(post)}
    )
    state.treasury = treasury
    state.post = post
    state.database = database
    state.calls = calls
    state.live = reads_of(channels, database, settings.partitions)
    api.router.lifespan_context = lifespan.lifespan_of(
        here,
        (
            *provider_parts,
            (database.start, database.close),
            (ledger.start, ledger.close),
            (feed.start, feed.stop),
            (post.start, post.stop),
            (dead.start, dead.stop),
            (background.start, background.stop),
        ),
    )
    authentication = ByGateway(Voucher(here.secret), here.signer, typed_ids=settings.demo)
    return here.shell(api, authentication, {}, nothing_else)
