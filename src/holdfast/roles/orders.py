"""`holdfast orders`: the shop but for its wallets, over HTTP. What works in the background is a
process of its own (``worker``), so there may be as many of these as one likes.
"""

from functools import partial
from pathlib import Path

from starlette.types import ASGIApp

from holdfast.api.shell import internal
from holdfast.api.shell.authentication import ByGateway
from holdfast.api.shell.media import media
from holdfast.db.engine import Database
from holdfast.flows.commit.decisions import Decisions
from holdfast.flows.settlement.by_message import ByMessage
from holdfast.ledger import open_holds
from holdfast.live import Feed
from holdfast.payments import PaymentBook
from holdfast.people import CallSigner, Credentials, Passwords, Voucher
from holdfast.roles import lifespan, parts
from holdfast.roles.calendars import calendars_of
from holdfast.roles.elsewhere import (
    broker_of,
    nothing_else,
    providers_of,
    redis_of,
    shared_secret,
)
from holdfast.roles.mailing import mailing_of
from holdfast.roles.pictures import pictures_of
from holdfast.roles.routers import OF_ORDERS
from holdfast.roles.slots import slots_of
from holdfast.roles.storefront import open_storefront
from holdfast.settings import Settings
from holdfast.views.live import channels_of, reads_of
from holdfast.worker import WORKER_METRICS

__all__ = ["build"]


def build(settings: Settings, shared: tuple[Path, int] | None = None) -> ASGIApp:
    """The application of this role."""
    shared_secret(settings)
    here = parts.Foundation(settings, WORKER_METRICS, shared)
    calls = CallSigner(here.secret)
    database = Database(settings.database_url)
    channels = channels_of("orders")
    holds = partial(open_holds, database, settings.partitions)
    feed = Feed(channels, redis_url=redis_of(settings), open_holds=holds)
    ledger = parts.ledger_of(here, feed.on_commit, database.url)
    providers, provider_parts = providers_of(settings, calls)
    decisions = Decisions(database)
    settlement = ByMessage(PaymentBook(database), settings.hold_seconds)
    shop_parts = parts.shop_parts_of(
        here,
        database,
        ledger,
        settlement,
        providers,
        feed.next_release_at,
        feed.changed_keys,
        decisions,
    )
    post = broker_of(settings)
    choices = shop_parts.shop.hearing()

    api = parts.interface((*OF_ORDERS, internal.of_orders))
    state = here.prepare(api, parts.ledger_checks(database, ledger))
    passwords = Passwords()
    state.calendars = calendars = calendars_of(shop_parts)
    state.post = post
    state.mailing = mailing_of(settings, shop_parts, here.secret)
    state.slots, slots = slots_of(settings, database, feed)
    credentials = Credentials(database)
    endings = credentials.hearing()
    credentials.told.append(feed.say_ended)  # to the gateways
    pictures = pictures_of(settings, database)
    following, reading = open_storefront(
        state, here, database, shop_parts, pictures, credentials, passwords
    )
    state.calls = calls
    state.live = reads_of(channels, database, settings.partitions)
    state.open_holds = holds
    here.metrics.ledger.holds_open = feed.holds.__len__
    api.router.lifespan_context = lifespan.lifespan_of(
        here,
        (
            lifespan.stopping(passwords.close),
            lifespan.closing(calendars.doors.close),
            *provider_parts,
            (database.start, database.close),
            *following,
            (ledger.start, ledger.close),
            (endings.start, endings.stop),
            (choices.start, choices.stop),
            (feed.start, feed.stop),
            (decisions.start, decisions.stop),
            (post.start, post.stop),
            *reading,
            slots,
        ),
        database if settings.public_url else None,  # else nobody here knows where the door is
    )
    authentication = ByGateway(Voucher(here.secret), here.signer, typed_ids=settings.demo)
    mounts = {"/media": media(pictures.store, "/media")}
    return here.shell(api, authentication, mounts, nothing_else)
