"""The composition root of the whole shop in one process: reads the settings, makes the parts, joins
them. The roles of several processes are composed in ``roles``, of the same parts.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from holdfast.api.shell.authentication import BySecrets
from holdfast.api.shell.media import media
from holdfast.api.shell.shell import client_address, client_language, client_visitor
from holdfast.api.shell.static import Site
from holdfast.api.shell.web_pages import Heads
from holdfast.db.cursors import Consumer
from holdfast.db.engine import Database, is_away
from holdfast.flows.commit.decisions import Decisions
from holdfast.flows.commit.wallet_settlement import Settlement
from holdfast.flows.messaging.messages import QUEUES
from holdfast.flows.messaging.post import Post
from holdfast.flows.settlement.by_message import ByMessage
from holdfast.flows.settlement.together import Together
from holdfast.flows.stuck.letters import teller
from holdfast.flows.stuck.watched import DailyCopies, Here
from holdfast.kit.clock import utc_now
from holdfast.ledger import open_holds
from holdfast.live import Feed, Limits, Sockets
from holdfast.payments import DemoProvider, PaymentBook
from holdfast.people import Credentials, Passwords, user_owner
from holdfast.roles import lifespan, parts
from holdfast.roles.calendars import calendars_of
from holdfast.roles.card_providers import card_providers
from holdfast.roles.demo_carrier import desk_of, straight_to
from holdfast.roles.mailing import mailer_of, mailing_of
from holdfast.roles.outgoing import outgoing_of
from holdfast.roles.pictures import pictures_of
from holdfast.roles.places import geocoder_of
from holdfast.roles.routers import ROUTERS
from holdfast.roles.slots import slots_of
from holdfast.roles.storefront import open_storefront
from holdfast.roles.telegram import door_of
from holdfast.settings import BadSettings, Settings
from holdfast.views.heads.head import Head, HeadAsked
from holdfast.views.heads.reads import HeadReads
from holdfast.views.live import CHANNELS, reads_of
from holdfast.wallets import WalletBook
from holdfast.worker import WORKER_METRICS, DeadLetterCount, LocalPost, Worker, both_sides
from holdfast.worker.broker import RabbitPost

__all__ = ["ROUTERS", "BadSettings", "Settings", "build", "interface"]

HEAD_SECONDS: Final = 2.0
"""How long a page waits for its head."""


def interface(routers: tuple[APIRouter, ...] = ROUTERS) -> FastAPI:
    """The API's routes, with no parts behind them: enough for its OpenAPI document."""
    return parts.interface(routers)


def build(settings: Settings, shared: tuple[Path, int] | None = None) -> ASGIApp:
    """The whole application. ``shared``: where several workers put their metrics together, and
    which of them this is."""
    here = parts.Foundation(settings, WORKER_METRICS, shared)
    database = Database(settings.database_url)
    credentials = Credentials(database)
    several = settings.workers > 1
    feed = Feed(
        CHANNELS,
        reads_of(CHANNELS, database, settings.partitions),
        settings.redis_url if several else None,
        partial(open_holds, database, settings.partitions),
    )
    sockets = Sockets(
        feed,
        polling=not several,
        limits=Limits() if settings.limits else None,
        address_of=client_address,
        visitor_of=client_visitor,
        language_of=client_language,
    )
    endings = credentials.hearing()
    credentials.told.append(lambda user: sockets.look_at(user_owner(user)))
    providers, provider_parts = card_providers(settings)
    if settings.demo:
        providers["demo"] = DemoProvider(here.secret)
    ledger = parts.ledger_of(here, feed.on_commit, database.url)
    decisions = Decisions(database) if settings.settlement == "messages" else None
    ours = settings.demo and not settings.demo_carrier_url
    desk = desk_of(settings, here.secret) if ours else None
    shop_parts = parts.shop_parts_of(
        here,
        database,
        ledger,
        _settlement(settings, database),
        providers,
        feed.next_release_at,
        feed.changed_keys,
        decisions,
        desk,
    )
    treasury = parts.treasury_of(settings, database, ledger, providers)
    post = _post(settings, database)
    choices = shop_parts.shop.hearing()
    relays: Sequence[Consumer] = ()
    posting: list[lifespan.Part] = []
    if decisions is not None:
        posting.append((decisions.start, decisions.stop))
    if post is not None:
        relays = both_sides(shop_parts, treasury, post, here.secret)
        dead = DeadLetterCount(post.dead_letters, tuple(QUEUES))
        posting += [(post.start, post.stop), (dead.start, dead.stop)]
    pictures = pictures_of(settings, database)
    calendars = calendars_of(shop_parts)
    mailing = mailing_of(settings, shop_parts, here.secret)
    slots, slots_part = slots_of(settings, database, feed)
    worker = Worker(
        shop_parts,
        treasury,
        partitions=settings.partitions,
        outgoing=outgoing_of(here, database),
        relays=relays,
        pictures=pictures,
        calendars=calendars,
        mailer=mailer_of(settings, mailing),
        geocoder=geocoder_of(settings),
        beside=door_of(settings, shop_parts, slots, parts.writing_rates(here)),
        watched=_watched(settings, database),
    )

    api = interface(ROUTERS)
    state = here.prepare(api, parts.ledger_checks(database, ledger))
    passwords = Passwords()
    state.treasury = treasury
    state.post = post
    state.mailing = mailing
    state.calendars = calendars
    state.slots = slots
    following, reading = open_storefront(
        state, here, database, shop_parts, pictures, credentials, passwords
    )
    here.metrics.sockets.sent = lambda: sockets.sent
    here.metrics.ledger.holds_open = feed.holds.__len__

    async def furnish() -> None:
        if settings.demo:
            await lifespan.furnish(here, shop_parts, passwords, wallets=True)
        feed.nobody_has_seen()

    api.router.lifespan_context = lifespan.lifespan_of(
        here,
        (
            lifespan.stopping(passwords.close),
            lifespan.closing(calendars.doors.close),
            *provider_parts,
            (database.start, database.close),
            *following,
            (endings.start, endings.stop),
            (choices.start, choices.stop),
            (ledger.start, ledger.close),
            (feed.start, feed.stop),
            (sockets.start, sockets.stop),
            *posting,
            lifespan.starting(furnish),
            *([] if desk is None else [(partial(desk.start, straight_to(shop_parts)), desk.stop)]),
            slots_part,
            (worker.start, worker.stop),
            *reading,
        ),
        database,
    )
    mounts: dict[str, ASGIApp] = {
        "/socket.io": sockets.app,
        "/media": media(pictures.store, "/media"),
    }
    authentication = BySecrets(here.signer, credentials, typed_ids=settings.demo)
    site = Site(settings.web, _while_there(state.heads), settings.public_url, settings.cdn_url)
    return here.shell(api, authentication, mounts, site)


def _while_there(heads: HeadReads) -> Heads:
    """None while the database is away: the app still comes, and says so itself."""

    async def head(asked: HeadAsked) -> Head | None:
        try:
            async with asyncio.timeout(HEAD_SECONDS):
                return await heads.head(asked)
        except Exception as error:
            if not is_away(error):
                raise
            return None

    return head


def _post(settings: Settings, database: Database) -> Post | None:
    if settings.settlement != "messages":
        return None
    if not settings.broker_url:
        return LocalPost(database)
    return RabbitPost(settings.broker_url, on_dead=teller(database))


def _settlement(settings: Settings, database: Database) -> Settlement:
    if settings.settlement == "messages":
        return ByMessage(PaymentBook(database), settings.hold_seconds)
    return Together(WalletBook(database))


def _watched(settings: Settings, database: Database) -> Here:
    """What of this machine staff are told of."""
    folders = [one for one in (settings.data, settings.backups) if one is not None]
    copies = settings.backups and DailyCopies(settings.backups, settings.data, utc_now())
    return Here(database, copies or None, disks=folders)
