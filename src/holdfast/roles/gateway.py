"""`holdfast gateway`: no database. It says who sends a request, holds the sockets, serves the web
app and the documents of all services; what they know it asks over HTTP.
"""

from functools import partial
from pathlib import Path

from starlette.types import ASGIApp

from holdfast.api.shell import docs, health
from holdfast.api.shell.shell import client_address, client_language, client_visitor
from holdfast.api.shell.static import Site
from holdfast.gateway import door
from holdfast.gateway.identities import RemoteIdentities
from holdfast.gateway.sources import remote_clock, remote_heads, remote_holds, remote_reads
from holdfast.live import Feed, Limits, Sockets
from holdfast.people import CallSigner, Voucher, user_owner
from holdfast.roles import lifespan, parts
from holdfast.roles.elsewhere import redis_of, service_at, shared_secret
from holdfast.roles.routers import ROUTERS
from holdfast.settings import Settings
from holdfast.views.live import CHANNELS

__all__ = ["build"]


def build(settings: Settings, shared: tuple[Path, int] | None = None) -> ASGIApp:
    """The application of this role."""
    shared_secret(settings)
    here = parts.Foundation(settings, (), shared)
    calls = CallSigner(here.secret)
    orders = service_at("orders", settings.orders_url, calls)
    payments = service_at("payments", settings.payments_url, calls)
    clock = remote_clock(orders)
    services = {"orders": orders, "payments": payments}
    feed = Feed(
        CHANNELS,
        {one.name: remote_reads(one, services[one.service]) for one in CHANNELS},
        redis_of(settings),
        partial(remote_holds, orders),
    )
    sockets = Sockets(
        feed,
        limits=Limits() if settings.limits else None,
        address_of=client_address,
        visitor_of=client_visitor,
        language_of=client_language,
    )
    identities = RemoteIdentities(orders)
    identities.heard = feed.hears
    identities.told.append(lambda user: sockets.look_at(user_owner(user)))
    feed.on_ended, feed.on_gap = identities.ended, identities.forget_all
    authentication = door.AtTheDoor(here.signer, identities, typed_ids=settings.demo)
    api = parts.interface((door.router, docs.router, health.router))
    state = here.prepare(
        api,
        {"orders": orders.is_there, "payments": payments.is_there},
        documented=parts.interface(ROUTERS),
    )
    state.authentication = authentication
    state.voucher = Voucher(here.secret)
    here.metrics.sockets.sent = lambda: sockets.sent
    api.router.lifespan_context = lifespan.lifespan_of(
        here,
        (
            (orders.start, orders.stop),
            (clock.start, clock.stop),
            (payments.start, payments.stop),
            (feed.start, feed.stop),
            (sockets.start, sockets.stop),
        ),
    )
    mounts: dict[str, ASGIApp] = {"/socket.io": sockets.app}
    site = Site(settings.web, remote_heads(orders), settings.public_url, settings.cdn_url)
    return here.shell(api, authentication, mounts, site)
