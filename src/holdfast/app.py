"""The composition root: reads the settings, makes the parts, joins them. Nothing connects before
the application starts.
"""

from asyncio import create_task, gather
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from signal import SIGTERM, raise_signal
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from msgspec.structs import asdict
from prometheus_client import REGISTRY
from starlette.types import ASGIApp

import holdfast
from holdfast.api import (
    accounts,
    config,
    coupons,
    demo_pictures,
    docs,
    health,
    orders,
    payments,
    products,
    purchases,
    session,
    staff_accounts,
    staff_campaigns,
    staff_jobs,
    staff_reports,
    staff_variants,
)
from holdfast.api.admission import Admission
from holdfast.api.metrics import Metrics
from holdfast.api.openapi import operation_id
from holdfast.api.proxies import TrustedProxies
from holdfast.api.routes import Routes
from holdfast.api.shared_metrics import SharedMetrics
from holdfast.api.shell import Bounds, Shell, client_address, client_visitor
from holdfast.api.static import Site, media
from holdfast.catalog import Shelf
from holdfast.db.engine import Database
from holdfast.db.events import CHANNEL
from holdfast.db.jobs import Jobs
from holdfast.flows.demo import fill_empty_shop
from holdfast.flows.people import add_demo_users
from holdfast.flows.platform import HoldCaps, Platform
from holdfast.flows.purchases import Purchases
from holdfast.flows.together import Together
from holdfast.flows.treasury import Treasury
from holdfast.kit.logs import configure_logs, logger
from holdfast.kit.rates import Rates
from holdfast.ledger import Ledger, LedgerReader
from holdfast.live import Balances, Feed, Limits, Sockets, Supplies
from holdfast.orders import OrderBook
from holdfast.payments import DemoProvider, PaymentBook, PaymentProvider, WalletPaymentBook
from holdfast.people import Credentials, EmailTaken, LoginThrottle, Passwords, Signer
from holdfast.promotions import CouponBook
from holdfast.settings import BadSettings, Settings, secret_of, words
from holdfast.views.live import live_sources, supply_source, wallet_source
from holdfast.views.products import ProductReads
from holdfast.wallets import WalletBook
from holdfast.worker import WORKER_METRICS, Worker

__all__ = ["BadSettings", "Settings", "build", "interface"]

log = logger("app")

DESCRIPTION: Final = (
    "Sells scarce things, exactly once. Amounts are integers in minor units beside their "
    "`currency`; times are ISO 8601 in UTC; errors are problem+json with a stable `code`."
)
# Hot ones first only for the eye: the table of routes looks them up, in whatever order.
ROUTERS: Final[tuple[APIRouter, ...]] = (
    products.router,
    orders.router,
    purchases.router,
    payments.router,
    accounts.router,
    coupons.router,
    staff_variants.router,
    staff_accounts.router,
    staff_reports.router,
    staff_jobs.router,
    staff_campaigns.router,
    session.router,
    config.router,
    health.router,
    docs.router,
    demo_pictures.router,
)


def interface(routers: tuple[APIRouter, ...] = ROUTERS) -> FastAPI:
    """The API's routes, with no parts behind them: enough for its OpenAPI document."""
    api = FastAPI(
        title="Holdfast",
        version=holdfast.__version__,
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
    )
    for router in routers:
        api.router.routes.extend(router.routes)
    return api


def build(settings: Settings, shared: tuple[Path, int] | None = None) -> ASGIApp:
    """The whole application. ``shared``: where several workers put their metrics together, and
    which of them this is."""
    configure_logs(settings.log_level)
    metrics = Metrics(WORKER_METRICS)
    secret = secret_of(settings)
    rates = Rates(settings.redis_url if settings.workers > 1 or settings.redis_url else None)
    database = Database(settings.database_url)
    credentials = Credentials(database)
    several = settings.workers > 1
    feed = Feed(
        live_sources(database, settings.partitions),
        settings.redis_url if several else None,
        balances=Balances(wallet_source(database, settings.partitions)),
        supplies=Supplies(supply_source(database, settings.partitions)),
    )
    sockets = Sockets(
        feed,
        several_workers=several,
        limits=Limits() if settings.limits else None,
        address_of=client_address,
        visitor_of=client_visitor,
    )
    platform = _platform(settings, secret, database, metrics, feed)

    api = interface(ROUTERS)
    api.router.lifespan_context = _lifespan(settings, platform, feed, sockets)
    api.state.platform = platform
    api.state.treasury = Treasury(
        platform.ledger,
        platform.reader,
        WalletBook(database),
        WalletPaymentBook(database),
        platform.providers,
        gives_freely=settings.demo,
    )
    api.state.products = ProductReads(
        database, platform.shelf, platform.next_release_at, settings.partitions
    )
    api.state.metrics = metrics
    api.state.shared_metrics = (
        SharedMetrics(*shared, (metrics.registry, REGISTRY)) if shared is not None else None
    )
    api.state.demo = settings.demo
    api.state.credentials = credentials
    api.state.passwords = Passwords()
    api.state.throttle = LoginThrottle(rates, by_address=settings.limits)

    metrics.sockets.sent = lambda: sockets.sent
    metrics.ledger.holds_open = feed.holds.__len__
    mounts: dict[str, ASGIApp] = {
        "/socket.io": sockets.app,
        "/media": media(settings.data / "media", "/media"),
    }
    if not settings.limits:
        log.warning("HOLDFAST_LIMITS=off: no rate limits, no caps on holds. Not for the public.")
    admission = Admission(
        Signer(secret),
        credentials,
        _trusted(settings.proxies),
        origins=frozenset(origin.encode() for origin in words(settings.origins)),
        by_address=rates.rate("address", settings.rate_address) if settings.limits else None,
        by_principal=rates.rate("principal", settings.rate_principal) if settings.limits else None,
        body_limit=settings.body_limit,
    )
    return Shell(
        Routes(api.routes, mounts, Site(settings.web), metrics.http),
        api,
        admission,
        metrics,
        bounds=Bounds(
            seconds=settings.request_seconds,
            sockets=Bounds().sockets if settings.limits else None,
            slow_seconds=settings.slow_request_seconds,
            log_all=settings.access_log,
        ),
    )


def _trusted(proxies: str) -> TrustedProxies:
    try:
        return TrustedProxies(words(proxies))
    except OSError as error:
        raise BadSettings(f"HOLDFAST_PROXIES: {error.strerror}: {proxies}") from None


def _platform(
    settings: Settings, secret: bytes, database: Database, metrics: Metrics, feed: Feed
) -> Platform:
    ledger = Ledger(
        settings.database_url,
        partitions=settings.partitions,
        notify={"events": CHANNEL},
        on_commit=feed.on_commit,
        on_batch=metrics.ledger.observe,
        # Without its lane the process sells nothing: it ends, and the parent starts another.
        on_end=partial(raise_signal, SIGTERM),
    )
    metrics.ledger.queue_length = lambda: ledger.queue_length
    providers: dict[str, PaymentProvider] = {}
    if settings.demo:
        providers["demo"] = DemoProvider(secret)
    return Platform(
        database=database,
        ledger=ledger,
        reader=LedgerReader(database, settings.partitions),
        shelf=Shelf(database),
        orders=OrderBook(database),
        payments=PaymentBook(database),
        purchases=Purchases(database, settings.partitions),
        coupons=CouponBook(database),
        settlement=Together(WalletBook(database)),
        jobs=Jobs(database),
        providers=providers,
        next_release_at=feed.next_release_at,
        hold_seconds=settings.hold_seconds,
        caps=(
            HoldCaps(settings.holds_per_owner, settings.holds_per_address)
            if settings.limits
            else None
        ),
    )


def _lifespan(
    settings: Settings, platform: Platform, feed: Feed, sockets: Sockets
) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(api: Any) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            stack.callback(api.state.passwords.close)
            stack.push_async_callback(platform.database.close)
            await platform.database.start()
            stack.push_async_callback(platform.ledger.close)
            await platform.ledger.start()
            stack.push_async_callback(feed.stop)
            await feed.start()
            stack.push_async_callback(sockets.stop)
            await sockets.start()
            treasury: Treasury = api.state.treasury
            worker = Worker(platform, treasury, partitions=settings.partitions)
            stack.push_async_callback(worker.stop)
            await worker.start()
            if settings.demo:
                await _furnish(platform, api.state.passwords)
            if api.state.shared_metrics is not None:
                stack.callback(create_task(api.state.shared_metrics.renewing()).cancel)
            yield

    return lifespan


async def _furnish(platform: Platform, passwords: Passwords) -> None:
    """The demo's users and, in a shop without products, its goods."""

    async def add_users() -> None:
        with suppress(EmailTaken):  # another worker was quicker
            await add_demo_users(platform.database, passwords)

    seeded, _ = await gather(fill_empty_shop(platform.database, platform.ledger), add_users())
    if seeded is not None:
        log.info("the shop was empty and has the demo goods now", **asdict(seeded))
