"""What handlers ask for: plain functions of the request, called directly where it is hot."""

from collections.abc import AsyncIterator
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from holdfast.api.contract.problems import LoginRequired
from holdfast.api.shell.exchange import Exchange
from holdfast.api.shell.state import state_of
from holdfast.db.engine import Database
from holdfast.db.replica import LateReads
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.people.login_desk import LoginDesk
from holdfast.flows.settlement.pay_links import PAID_BY_LINK
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.wallets.treasury import Treasury
from holdfast.people import Principal

__all__ = [
    "Member",
    "body",
    "calendars",
    "caller",
    "database",
    "exchange",
    "incoming",
    "late",
    "login_desk",
    "member",
    "principal",
    "shop_parts",
    "shop_url",
    "treasury",
    "way_back",
]  # fmt: skip


def shop_parts(request: Request) -> ShopParts:
    found = state_of(request).shop_parts
    assert found is not None, "this process sells goods"
    return found


def database(request: Request) -> Database:
    """The database of this process."""
    return state_of(request).database


def late(request: Request) -> LateReads:
    """Where what may be some seconds late is read."""
    return state_of(request).late


def treasury(request: Request) -> Treasury:
    found = state_of(request).treasury
    assert found is not None, "this process has wallets"
    return found


def login_desk(request: Request) -> LoginDesk:
    """Where people show who they are."""
    here = state_of(request)
    return LoginDesk(here.database, here.passwords, here.throttle, here.second_factors, here.demo)


def calendars(request: Request) -> Calendars:
    """The way to calendars elsewhere."""
    return state_of(request).calendars


def exchange(request: Request) -> Exchange:
    """The request as the shell knows it: its id, address, body, principal."""
    found: Exchange = request.scope["exchange"]
    return found


def shop_url(request: Request) -> str:
    """Where the shop is found, as addresses that leave it begin."""
    return exchange(request).shop_url(state_of(request).public_url)


def way_back(request: Request) -> str | None:
    """Where a buyer comes back to from a provider's page, if not to their order: outside the frame
    in which they pay they are nobody, so a page there says to go on in it."""
    here = exchange(request)
    return f"{here.origin}{PAID_BY_LINK}" if here.embedded else None


def principal(request: Request) -> Principal:
    """Who asks. A guest without a cookie becomes one here and gets it with the answer."""
    return exchange(request).person()


def caller(request: Request, scope: str = "") -> Caller:
    """Who asks, in which request; with a ``scope``, under the ``Idempotency-Key`` that was sent
    for it (whose form the shell has checked)."""
    here = exchange(request)
    who, sent = here.person(), here.headers.get(b"idempotency-key") if scope else None
    key = None if sent is None else scoped_key(scope, who.id, sent.decode("ascii"), here.body)
    guest = None if here.identity is None else here.identity.guest
    before = None
    if sent is not None and guest is not None:
        before = scoped_key(scope, guest, sent.decode("ascii"), here.body)
    return Caller(who, here.id, key, here.headers.get(b"user-agent", b""), before)


def body(request: Request) -> bytes:
    """The request's body; the shell has read it and checked its size and type."""
    return exchange(request).body


def incoming(request: Request) -> AsyncIterator[bytes]:
    """The body of a route that takes a streamed one, as it comes; too much of it, or too little,
    raises."""
    return exchange(request).incoming or _nothing()


async def _nothing() -> AsyncIterator[bytes]:
    none: tuple[bytes, ...] = ()
    for piece in none:
        yield piece


def member(request: Request) -> Principal:
    """Who asks, where the route is for whoever is logged in (``api/contract/access.py``)."""
    found = exchange(request).principal
    if found is None or found.kind != "user":
        raise LoginRequired
    return found


async def _member(request: Request) -> Principal:
    return member(request)  # on the loop: FastAPI would hand a plain function to a thread


Member: TypeAlias = Annotated[Principal, Depends(_member)]
"""Who asks, as a handler's parameter."""
