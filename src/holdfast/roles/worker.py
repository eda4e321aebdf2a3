"""`holdfast worker`: what works in the background of orders: events, jobs, timers, the sweep of
holds, messages to and from payments. It answers /health and /metrics only.
"""

from datetime import datetime
from pathlib import Path

from starlette.types import ASGIApp

from holdfast.api.shell import health
from holdfast.api.shell.authentication import ByGateway
from holdfast.db.engine import Database
from holdfast.flows.settlement.by_message import ByMessage
from holdfast.live import Feed
from holdfast.payments import PaymentBook
from holdfast.people import CallSigner, Passwords, Voucher
from holdfast.roles import lifespan, parts
from holdfast.roles.calendars import calendars_of
from holdfast.roles.elsewhere import (
    broker_check,
    broker_of,
    nothing_else,
    providers_of,
    redis_of,
    shared_secret,
)
from holdfast.roles.mailing import mailer_of, mailing_of
from holdfast.roles.outgoing import outgoing_of
from holdfast.roles.pictures import pictures_of
from holdfast.roles.places import geocoder_of
from holdfast.roles.slots import slots_of
from holdfast.roles.telegram import door_of
from holdfast.settings import Settings
from holdfast.views.live import channels_of
from holdfast.worker import WORKER_METRICS, DeadLetterCount, Worker, orders_side

__all__ = ["build"]


def build(settings: Settings, shared: tuple[Path, int] | None = None) -> ASGIApp:
    """The application of this role."""
    shared_secret(settings)
    here = parts.Foundation(settings, WORKER_METRICS, shared)
    calls = CallSigner(here.secret)
    database = Database(settings.database_url)
    feed = Feed(channels_of("orders"), redis_url=redis_of(settings))
    ledger = parts.ledger_of(here, feed.on_commit, database.url)
    providers, provider_parts = providers_of(settings, calls)
    settlement = ByMessage(PaymentBook(database), settings.hold_seconds)
    shop_parts = parts.shop_parts_of(
        here, database, ledger, settlement, providers, _nobody_asks, feed.changed_keys
    )
    post = broker_of(settings, database)
    choices = shop_parts.shop.hearing()
    side = orders_side(shop_parts, post, here.secret)
    post.deliver(side.queue, side.reader)
    dead = DeadLetterCount(post.dead_letters, (side.queue,))
    calendars = calendars_of(shop_parts)
    slots, slots_part = slots_of(settings, database, feed)
    worker = Worker(
        shop_parts,
        partitions=settings.partitions,
        outgoing=outgoing_of(here, database),
        relays=(side.relay,),
        pictures=pictures_of(settings, database),
        calendars=calendars,
        mailer=mailer_of(settings, mailing_of(settings, shop_parts, here.secret)),
        geocoder=geocoder_of(settings),
        beside=door_of(settings, shop_parts, slots, parts.writing_rates(here)),
    )
    passwords = Passwords()

    async def furnish() -> None:
        feed.silent = True  # what an empty shop is furnished with is no news
        if settings.demo:
            await lifespan.furnish(here, shop_parts, passwords, wallets=False)
        feed.silent = False

    api = parts.interface((health.router,))
    here.prepare(api, parts.ledger_checks(database, ledger) | {"broker": broker_check(post)})
    api.router.lifespan_context = lifespan.lifespan_of(
        here,
        (
            lifespan.stopping(passwords.close),
            lifespan.closing(calendars.doors.close),
            *provider_parts,
            (database.start, database.close),
            (ledger.start, ledger.close),
            (choices.start, choices.stop),
            (feed.start, feed.stop),
            (post.start, post.stop),
            (dead.start, dead.stop),
            lifespan.starting(furnish),
            *([slots_part] if settings.telegram_token else []),
            (worker.start, worker.stop),
        ),
    )
    authentication = ByGateway(Voucher(here.secret), here.signer)
    return here.shell(api, authentication, {}, nothing_else)


def _nobody_asks(_: str) -> datetime | None:
    """When the next unit comes free: only pages show it."""
    return None
