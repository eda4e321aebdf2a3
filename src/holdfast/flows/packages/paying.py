"""Paying with what one has: what there is that could pay for a reservation, and naming it."""

from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.refusals import ReservationNotFound
from holdfast.flows.packages.certificates import certificate_of
from holdfast.flows.payments.due import due_of
from holdfast.flows.payments.payable import payable_until
from holdfast.flows.payments.sources import (
    MixElsewhere,
    Source,
    SourceKind,
    SourceRefused,
    offered,
)
from holdfast.flows.settlement.sessions import session_of
from holdfast.flows.settlement.settler import Settler
from holdfast.kit.sentences import say
from holdfast.orders import Order
from holdfast.packages import GrantNotFound, Session, grant_of, grants_of
from holdfast.people import Principal

__all__ = [
    "Way", "named_source", "own_sources", "session_due", "way_by_code", "ways_of",
]  # fmt: skip

_MOST = 50


class Way(Struct, frozen=True):
    """What could pay ``amount``; it has so much ``left``, in ``unit``. ``session_due``: it pays for
    the session alone, of which so much is due to all that do."""

    source: Source
    amount: int
    left: int
    unit: str
    session_due: int | None = None


async def named_source(
    settler: Settler,
    who: Principal,
    kind: SourceKind,
    grant_id: UUID | None,
    amount: int | None,
    code: str | None = None,
) -> Source:
    """Raises :class:`GrantNotFound` for hours and certificates that are not one's own, and
    :class:`CodeUnknown` for a code that no certificate has."""
    if code is not None:
        found = await certificate_of(settler, code)
        return Source(found.kind, found, amount)
    if kind in ("points", "wallet"):
        return Source(kind, None, amount)
    grant = None if grant_id is None else await grant_of(settler.database.pool, grant_id)
    if grant is None or grant.owner != who.id or grant.kind != kind:
        raise GrantNotFound("You have no such package.", field="sources")
    return Source(kind, grant, amount)


async def ways_of(
    settler: Settler, who: Principal, reservation_id: UUID
) -> tuple[Order, int, list[Way]]:
    """The order, what is due of it, and what of one's own could pay some of that now."""
    order, due = await _due_now(settler, who, reservation_id)
    session = await session_of(settler, order)
    found = []
    for source in await own_sources(settler, who):
        try:
            amount, left, unit = await offered(settler, order, session, source, due)
        except (SourceRefused, MixElsewhere):
            continue
        if amount:
            found.append(Way(source, amount, left, unit, session_due(session, source)))
    return order, due, found


async def way_by_code(settler: Settler, who: Principal, reservation_id: UUID, code: str) -> Way:
    """What the certificate with this code could pay, whoever bought it. Raises
    :class:`CodeUnknown`, and :class:`SourceRefused` if it pays nothing of this."""
    order, due = await _due_now(settler, who, reservation_id)
    grant = await certificate_of(settler, code)
    source = Source(grant.kind, grant)
    session = await session_of(settler, order)
    try:
        amount, left, unit = await offered(settler, order, session, source, due)
        if not amount:
            raise SourceRefused(say("Nothing is left on it."))
    except SourceRefused as refusal:
        raise SourceRefused(refusal.detail, field="code") from None
    return Way(source, amount, left, unit, session_due(session, source))


async def own_sources(settler: Settler, who: Principal) -> list[Source]:
    """All that could pay of what somebody has."""
    grants = await grants_of(settler.database.pool, who.id, None, _MOST)
    return [*(Source(one.kind, one) for one in grants), Source("points"), Source("wallet")]


def session_due(session: Session | None, source: Source) -> int | None:
    """How much all that pay for the session alone do, if the source is one of them."""
    grant = source.grant
    if session is None or grant is None or not grant.for_sessions:
        return None
    return session.most(())


async def _due_now(settler: Settler, who: Principal, reservation_id: UUID) -> tuple[Order, int]:
    reserved = await settler.held_orders.held(reservation_id)
    if reserved is None or reserved.order.owner != who.id:
        raise ReservationNotFound("You have no such reservation.", field="reservationId")
    payable_until(reserved)
    return reserved.order, (await due_of(settler, reserved.order)).amount
