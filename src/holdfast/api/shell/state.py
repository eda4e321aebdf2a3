"""What the routes of a process work with, composed once by its role."""

from asyncio import Semaphore
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any, Final, TypeAlias

from fastapi import FastAPI, Request

from holdfast.api.shell.archives import Archives
from holdfast.api.shell.authentication import Authentication
from holdfast.api.shell.downloads import Downloads
from holdfast.api.shell.metrics import Metrics
from holdfast.api.shell.shared_metrics import SharedMetrics
from holdfast.booking.places import Geocoder
from holdfast.db.engine import Database
from holdfast.db.replica import LateReads
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.flash_sales.brakes import SaleBrakes
from holdfast.flows.flash_sales.counting import SaleCounts
from holdfast.flows.insights.looks import Looks
from holdfast.flows.insights.product_views import ProductViews
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.messaging.post import Post
from holdfast.flows.people.second_codes import SecondFactors
from holdfast.flows.platforms.choosing import Analytics
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.wallets.treasury import Treasury
from holdfast.kit.rates import Rate
from holdfast.live import HoldReading, Reads
from holdfast.packages import CodeThrottle
from holdfast.payments import DemoProvider
from holdfast.people import (
    CallSigner,
    Credentials,
    LoginThrottle,
    Passwords,
    Voucher,
)
from holdfast.people.login_providers import Attempts, LoginProviders
from holdfast.views.booking.finding import SlotReads
from holdfast.views.heads.reads import HeadReads
from holdfast.views.home_page import HomeReads
from holdfast.views.products import ProductReads
from holdfast.views.search.results import SearchReads
from holdfast.views.sitemap import PartStarts

__all__ = ["FEEDS", "Check", "ServerState", "state_of"]

FEEDS: Final = 2
"""Of the whole catalogue that a process writes at once."""

Check: TypeAlias = Callable[[], Awaitable[str]]
"""``ok``, or what is wrong."""


class ServerState:
    """A process has what its routes need: a service of payments has no ``shop_parts``, one of
    orders no ``treasury``, none has a ``post`` where nothing is settled by message, nor
    ``mailing`` where no mail is sent."""

    ELSEWHERE: Final = {"X-Accel-Redirect": "@payments"}
    """Where wallets are a service of their own, the door before both takes a request there (nginx;
    see deploy/nginx.conf.template): what it is about stands in the body, which no door reads."""

    shop_parts: ShopParts | None = None
    treasury: Treasury | None = None
    post: Post | None = None
    mailing: Mailing | None = None
    database: Database
    late: LateReads
    products: ProductReads
    home: HomeReads
    heads: HeadReads
    part_starts: PartStarts
    product_views: ProductViews
    looks: Looks
    analytics: Analytics
    sale_counts: SaleCounts
    sale_brakes: SaleBrakes
    pictures: PictureRoom
    calendars: Calendars
    sending: tuple[Rate, ...] = ()
    """How often one who is not of staff may send a picture."""
    finding: tuple[Rate, ...] = ()
    """How often one address of the net may ask where a place is."""
    seeing: tuple[Rate, ...] = ()
    """How often one address of the net may tell what variant of a page was seen."""
    opening: tuple[Rate, ...] = ()
    """How often one address of the net may open a link to pictures."""
    writing: tuple[Rate, ...] = ()
    """How often one person who is not of staff may write a message."""
    writing_there: tuple[Rate, ...] = ()
    """And one address of the net."""
    own_files: tuple[Rate, ...] = ()
    """How often one person may have a file made of their data."""
    saying: tuple[Rate, ...] = ()
    """How often one of staff may say a code of a parcel that is picked up."""
    search: SearchReads
    slots: SlotReads
    geocoder: Geocoder | None = None
    tiles: str = ""
    tiles_by: str = ""
    wake_importer: Callable[[], None]
    credentials: Credentials
    passwords: Passwords
    throttle: LoginThrottle
    codes: CodeThrottle
    sign_ups: LoginThrottle
    link_mails: LoginThrottle
    code_mails: LoginThrottle
    named: LoginThrottle
    login_providers: LoginProviders
    login_attempts: Attempts
    second_factors: SecondFactors
    calls: CallSigner
    live: Mapping[str, Reads[Any, Any]]
    open_holds: Callable[[], AsyncIterator[HoldReading]]
    authentication: Authentication
    voucher: Voucher
    provider: DemoProvider
    carrier: Any  # of the demo: its process

    def __init__(
        self,
        metrics: Metrics,
        shared_metrics: SharedMetrics | None,
        checks: Mapping[str, Check],
        documented: FastAPI,
        *,
        demo: bool,
        public_url: str = "",
        cdn_url: str = "",
    ) -> None:
        self.metrics = metrics
        self.shared_metrics = shared_metrics
        self.checks = checks
        self.documented = documented
        self.demo = demo
        self.public_url = public_url.rstrip("/")
        self.cdn_url = cdn_url.rstrip("/")
        self.feeds = Semaphore(FEEDS)
        self.archives = Archives()
        self.downloads = Downloads()

    @property
    def sends_mail(self) -> bool:
        """Whether the shop sends any: it may carry news by other ways alone."""
        return self.mailing is not None and self.mailing.sender is not None


def state_of(request: Request) -> ServerState:
    """That of the process which answers the request."""
    state: ServerState = request.app.state.server
    return state
