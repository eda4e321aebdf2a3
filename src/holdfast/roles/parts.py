"""What processes are put together from. Nothing connects before the application starts."""

import hmac
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from signal import SIGTERM, raise_signal
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from prometheus_client import REGISTRY
from prometheus_client.registry import Collector
from starlette.types import ASGIApp

import holdfast
from holdfast.api.contract.openapi import operation_id
from holdfast.api.shell.admission import Admission
from holdfast.api.shell.authentication import Authentication
from holdfast.api.shell.health import database_check, ledger_check
from holdfast.api.shell.metrics import Metrics
from holdfast.api.shell.origins import Origins, named_origins
from holdfast.api.shell.proxies import TrustedProxies
from holdfast.api.shell.routes import Routes
from holdfast.api.shell.shared_metrics import SharedMetrics
from holdfast.api.shell.shell import Bounds, Shell
from holdfast.api.shell.shop_metrics import ShopMetrics
from holdfast.api.shell.state import Check, ServerState
from holdfast.booking import Travelling
from holdfast.cart import CartBook
from holdfast.catalog import KeptCategories, Shelf
from holdfast.db.engine import Database
from holdfast.db.events import CHANNEL
from holdfast.digital import CodeSeals
from holdfast.flows.booking.outside.hearing import Hearing
from holdfast.flows.carting.carting import Tell
from holdfast.flows.commit.decisions import Decisions
from holdfast.flows.commit.held_orders import HeldOrders
from holdfast.flows.commit.wallet_settlement import Settlement
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.wallets.treasury import Treasury
from holdfast.fulfilment import Carrier
from holdfast.kit.logs import ErrorsTold, configure_logs, logger, tell_errors
from holdfast.kit.rates import Rate, Rates
from holdfast.kit.sentry import sentry
from holdfast.ledger import Committed, Ledger, LedgerReader
from holdfast.locations import CurrentLocations, Stocks
from holdfast.orders import OrderBook
from holdfast.packages import CodeThrottle
from holdfast.payments import MANUAL, ManualProvider, PaymentBook, PaymentProvider
from holdfast.people import LoginThrottle, Signer, TooManyLinks, TooManySignUps, TooManyUnknown
from holdfast.people.login_providers import Attempts
from holdfast.promotions import CouponBook, PromotionBook
from holdfast.roles.calendars import doors_of
from holdfast.roles.caps import brakes_of, caps_of
from holdfast.roles.login_providers import login_providers_of
from holdfast.roles.remote_carrier import carriers_of, listening_of
from holdfast.sellers import AccountSeals
from holdfast.settings import BadSettings, Settings, secret_of, words
from holdfast.shop import CurrentSettings
from holdfast.wallets import ChargeBook, WalletBook

__all__ = [
    "Foundation", "interface", "ledger_checks", "ledger_of", "shop_parts_of", "throttle",
    "treasury_of", "writing_rates",
]  # fmt: skip

log = logger("app")

_GALLERY_LINKS_MINUTE: Final = "30/minute"
_GALLERY_LINKS_DAY: Final = "1000/day"
_SEEN_MINUTE: Final = "120/minute"
_PLACES_MINUTE: Final = "10/minute"
_PLACES_DAY: Final = "100/day"
_PICKUP_CODES_MINUTE: Final = "30/minute"
_PICKUP_CODES_HOUR: Final = "300/hour"
_OWN_FILES_DAY: Final = "10/day"
_MESSAGES_MINUTE: Final = "20/minute"
_MESSAGES_DAY: Final = "400/day"
_MESSAGES_ADDRESS: Final = "60/minute"
_CODES_DAY: Final = 30  # mailed to one address: of six digits and five tries each
DESCRIPTION: Final = (
    "Sells scarce things, exactly once. Amounts are integers in minor units beside their "
    "`currency`; times are ISO 8601 in UTC; errors are problem+json with a stable `code`."
)


def interface(routers: Iterable[APIRouter]) -> FastAPI:
    """The routes, with no parts behind them: enough for an OpenAPI document."""
    api = FastAPI(
        title="Holdfast",
        version=holdfast.__version__,
        description=DESCRIPTION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
    )
    for router in routers:
        for route in router.routes:
            if isinstance(route, APIRoute):
                route.operation_id = route.operation_id or operation_id(route)
        api.router.routes.extend(router.routes)
    return api


def _errors_told(settings: Settings) -> ErrorsTold | None:
    """Where errors of ours are told beside the log. Raises :class:`BadSettings`."""
    if settings.sentry_dsn is None:
        return None
    dsn, place = settings.sentry_dsn.get_secret_value(), settings.sentry_environment
    try:
        return sentry(dsn, f"holdfast@{holdfast.__version__}", place)
    except ValueError as error:
        raise BadSettings(f"HOLDFAST_SENTRY_DSN: {error}") from error


class Foundation:
    """What every process stands on: secret, metrics, rates, and the shell around its routes."""

    def __init__(
        self, settings: Settings, collectors: Iterable[Collector], shared: tuple[Path, int] | None
    ) -> None:
        configure_logs(settings.log_level)
        tell_errors(_errors_told(settings))
        if not settings.limits:
            log.warning(
                "HOLDFAST_LIMITS=off: no rate limits, no caps on holds. Not for the public."
            )
        if shared is None or shared[1] == 1:
            for name, meant in Settings.unknown():
                log.warning("no such setting", variable=name, meant=meant)
        self.settings = settings
        self.secret = secret_of(settings)
        self.signer = Signer(self.secret)
        self.metrics = Metrics(collectors)
        self.metrics.registry.register(ShopMetrics(self.metrics.http))
        self.rates = Rates(settings.redis_url)
        self.shared = (
            SharedMetrics(*shared, (self.metrics.registry, REGISTRY))
            if shared is not None
            else None
        )

    def prepare(
        self, api: FastAPI, checks: Mapping[str, Check], documented: FastAPI | None = None
    ) -> ServerState:
        """Give the application what every one has; ``checks`` make it ready. ``documented``: whose
        routes its OpenAPI document shows, if not its own."""
        state = api.state.server = ServerState(
            self.metrics,
            self.shared,
            checks,
            documented or api,
            demo=self.settings.demo,
            public_url=self.settings.public_url,
            cdn_url=self.settings.cdn_url,
        )
        return state

    def shell(
        self,
        api: FastAPI,
        authentication: Authentication,
        mounts: dict[str, ASGIApp],
        rest: ASGIApp,
    ) -> ASGIApp:
        """The application in its shell. ``rest`` answers what no route and no mount does."""
        settings, rates = self.settings, self.rates
        limited = settings.limits
        admission = Admission(
            self.signer,
            authentication,
            _trusted(settings.proxies),
            origins=_origins(settings.origins, "ORIGINS"),
            frames=_origins(settings.frames, "FRAMES"),
            by_address=rates.rate("address", settings.rate_address) if limited else None,
            by_principal=rates.rate("principal", settings.rate_principal) if limited else None,
            writes=rates.rate("writes", settings.writes_principal) if limited else None,
            writes_of_guests=rates.rate("guests", settings.writes_address) if limited else None,
            by_sender=rates.rate("hooks", settings.rate_hooks) if limited else None,
            body_limit=settings.body_limit,
            cdn_url=settings.cdn_url,
            tiles=settings.tiles,
        )
        return Shell(
            Routes(api.routes, mounts, rest, self.metrics.http),
            api,
            admission,
            self.metrics,
            bounds=Bounds(
                seconds=settings.request_seconds,
                sockets=Bounds().sockets if limited else None,
                slow_seconds=settings.slow_request_seconds,
                log_all=settings.access_log,
            ),
        )


def _origins(named: str, setting: str) -> Origins:
    try:
        return named_origins(words(named))
    except ValueError as error:
        raise BadSettings(f"HOLDFAST_{setting}: {error}") from None


def _trusted(proxies: str) -> TrustedProxies:
    try:
        return TrustedProxies(words(proxies))
    except OSError as error:
        raise BadSettings(f"HOLDFAST_PROXIES: {error.strerror}: {proxies}") from None


def ledger_of(foundation: Foundation, on_commit: Callable[[Committed], None], url: str) -> Ledger:
    """The ledger of a process; ``on_commit`` hears what its batches changed."""
    metrics = foundation.metrics.ledger
    ledger = Ledger(
        url,
        partitions=foundation.settings.partitions,
        notify={"events": CHANNEL},
        on_commit=on_commit,
        on_batch=metrics.observe,
        # Without its lane the process sells nothing: it ends, and the parent starts another.
        on_end=partial(raise_signal, SIGTERM),
    )
    metrics.queue_length = lambda: ledger.queue_length
    return ledger


def ledger_checks(database: Database, ledger: Ledger) -> dict[str, Check]:
    """What makes a process with a ledger ready."""
    return {"database": database_check(database), "ledger": ledger_check(ledger)}


def shop_parts_of(
    here: Foundation,
    database: Database,
    ledger: Ledger,
    settlement: Settlement,
    providers: Mapping[str, PaymentProvider],
    next_release_at: Callable[[str], Any],
    tell: Tell,
    decisions: Decisions | None = None,
    desk: Carrier | None = None,
) -> ShopParts:
    """Everything the shop's flows work with. ``desk``: the demo's carrier, of this process."""
    settings = here.settings
    reader = LedgerReader(database, settings.partitions)
    return ShopParts(
        database=database,
        shop=CurrentSettings(database),
        ledger=ledger,
        reader=reader,
        stocks=Stocks(reader, CurrentLocations(database)),
        shelf=Shelf(database),
        orders=OrderBook(database),
        payments=PaymentBook(database),
        held_orders=HeldOrders(database, settings.partitions),
        coupons=CouponBook(database),
        promotions=PromotionBook(database),
        categories=KeptCategories(database),
        settlement=settlement,
        providers={**providers, MANUAL: ManualProvider(database)},
        next_release_at=next_release_at,
        hold_seconds=settings.hold_seconds,
        travelling=Travelling(settings.travel_speed, settings.travel_before),
        caps=caps_of(settings, here.rates, here.secret),
        decisions=decisions,
        carts=CartBook(database),
        tell=tell,
        carriers=carriers_of(settings, here.secret) if desk is None else {"demo": desk},
        listening=listening_of(settings),
        hearing=Hearing(database=database, doors=doors_of(settings, here.secret)),
        link_secret=hmac.digest(here.secret, b"pay links", "sha256"),
        account_seals=AccountSeals(here.secret),
        seals=CodeSeals(here.secret),
    )


def treasury_of(
    settings: Settings,
    database: Database,
    ledger: Ledger,
    providers: Mapping[str, PaymentProvider],
) -> Treasury:
    """Everything the flows of wallets work with."""
    return Treasury(
        ledger,
        LedgerReader(database, settings.partitions),
        WalletBook(database),
        ChargeBook(database),
        PaymentBook(database),
        providers,
        gives_freely=settings.demo,
    )


def writing_rates(foundation: Foundation) -> tuple[Rate, ...]:
    """How often somebody may write to others, on the pages and in a chat."""
    if not foundation.settings.limits:
        return ()
    rates = foundation.rates
    return (
        rates.rate("messages-minute", _MESSAGES_MINUTE),
        rates.rate("messages-day", _MESSAGES_DAY),
    )


def throttle(state: ServerState, foundation: Foundation) -> None:
    """Bound how often a password is tried, an account is made, a picture is sent, and a place in a
    waiting room is taken."""
    rates, by_address, settings = foundation.rates, foundation.settings.limits, foundation.settings
    if settings.limits:
        state.sending = (
            rates.rate("pictures-minute", settings.pictures_minute),
            rates.rate("pictures-day", settings.pictures_day),
        )
        state.finding = (
            rates.rate("places-minute", _PLACES_MINUTE),
            rates.rate("places-day", _PLACES_DAY),
        )
        state.seeing = (rates.rate("seen-minute", _SEEN_MINUTE),)
        state.opening = (
            rates.rate("gallery-links-minute", _GALLERY_LINKS_MINUTE),
            rates.rate("gallery-links-day", _GALLERY_LINKS_DAY),
        )
        state.writing = writing_rates(foundation)
        state.saying = (
            rates.rate("pickup-codes-minute", _PICKUP_CODES_MINUTE),
            rates.rate("pickup-codes-hour", _PICKUP_CODES_HOUR),
        )
        state.own_files = (rates.rate("own-files-day", _OWN_FILES_DAY),)
        state.writing_there = (rates.rate("messages-address", _MESSAGES_ADDRESS),)
    state.login_providers = login_providers_of(settings)
    state.login_attempts = Attempts(foundation.secret)
    state.throttle = LoginThrottle(rates, by_address=by_address)
    state.sale_brakes = brakes_of(settings, rates, foundation.secret)
    state.codes = CodeThrottle(rates)
    state.sign_ups = LoginThrottle(
        rates, by_address=by_address, what="signup", refusal=TooManySignUps
    )
    state.link_mails = LoginThrottle(
        rates, by_address=by_address, what="link", refusal=TooManyLinks
    )
    state.named = LoginThrottle(rates, by_address=by_address, what="named", refusal=TooManyUnknown)
    state.code_mails = LoginThrottle(
        rates, by_address=by_address, what="code", refusal=TooManyLinks, a_day=_CODES_DAY
    )
