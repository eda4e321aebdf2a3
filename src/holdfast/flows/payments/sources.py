"""What a client has with us besides a provider's money, as it pays for an order: prepaid hours,
certificates, points, a wallet. Each in units of its own, which stand on the payment's own account
until they go back there, to the unit.
"""

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
from msgspec import Struct
from msgspec.structs import replace

from holdfast import payments
from holdfast.flows.commit.lines import order_ref
from holdfast.flows.commit.wallet_settlement import MoneyBack, Taken
from holdfast.flows.payments.cashier import Cashier
from holdfast.kit import FieldError, Money, Problem, new_id, shop_now
from holdfast.kit.money import POINTS
from holdfast.kit.sentences import Sentence, say
from holdfast.ledger import Deposit, Operation, Rider, Withdraw
from holdfast.orders import Order
from holdfast.packages import (
    MINUTE,
    Grant,
    PaidFor,
    Session,
    grants_by_id,
    in_use,
    units_back,
    units_for,
    worth,
)
from holdfast.payments import (
    CERTIFICATE,
    HOURS,
    POINTS_OF_OURS,
    SESSIONS,
    WALLET,
    Payment,
    spent_key,
)
from holdfast.wallets import wallet_key

__all__ = [
    "Drawn", "MixElsewhere", "Source", "SourceKind", "SourceRefused", "as_they_are",
    "back_into_source", "can_pay", "draw", "offered", "refused_at", "taken_from",
]  # fmt: skip

NOTHING_USED: Final[Mapping[str, int]] = {}
SourceKind: TypeAlias = Literal["hours", "certificate", "sessions", "points", "wallet"]
_PROVIDERS: Final[dict[SourceKind, str]] = {
    "hours": HOURS,
    "certificate": CERTIFICATE,
    "sessions": SESSIONS,
    "points": POINTS_OF_OURS,
    "wallet": WALLET,
}


class SourceRefused(Problem):
    """What was named does not pay for this, or has too little; ``errors`` names it."""

    status = 409
    code = "source-refused"
    title = "It cannot pay for this"


class MixElsewhere(Problem):
    """Wallets are a service of their own in this shop: they pay by themselves."""

    status = 409
    code = "mix-elsewhere"
    title = "A wallet cannot be mixed here"


class Source(Struct, frozen=True):
    """What a client pays with: hours or a certificate (``grant``), points, the wallet; as much of
    what is due as it can, or ``amount`` of it."""

    kind: SourceKind
    grant: Grant | None = None
    amount: int | None = None

    @property
    def name(self) -> object:
        """Of two that are the same, the same."""
        return self.kind if self.grant is None else self.grant.id


async def as_they_are(pool: asyncpg.Pool, sources: Sequence[Source]) -> list[Source]:
    """The same, with their hours and certificates as these are by now: somebody may have stopped
    one since it was named."""
    ids = [one.grant.id for one in sources if one.grant is not None]
    now = await grants_by_id(pool, ids) if ids else {}
    return [
        one if one.grant is None else replace(one, grant=now.get(one.grant.id, one.grant))
        for one in sources
    ]


class Drawn(Struct, frozen=True):
    """``units`` of the account ``key``, which pay ``amount`` of the order."""

    payment_id: UUID
    source: Source
    key: str
    unit: str
    units: int
    amount: int

    @property
    def for_sessions(self) -> bool:
        """Whether it pays for sessions alone, so no more than these cost."""
        grant = self.source.grant
        return grant is not None and grant.for_sessions


class _Offer(Struct, frozen=True):
    """What of ``price`` an account pays with ``all_units`` of its own: ``most`` of it now;
    ``before``: what such units paid of it already."""

    key: str
    unit: str
    price: int
    all_units: int
    most: int
    before: int = 0

    def pays(self, due: int, has: int) -> int:
        """How much of what is ``due``, with what it ``has``."""
        most = min(due, self.most)
        if has < self.units_for(most):
            most = min(most, worth(self.price, has, self.all_units, self.before))
        return most

    def units_for(self, amount: int) -> int:
        return units_for(self.price, amount, self.all_units, self.before)


async def offered(
    cashier: Cashier, order: Order, session: Session | None, source: Source, due: int
) -> tuple[int, int, str]:
    """How much of what is ``due`` it could pay, what it has left, and in which unit. Raises
    :class:`SourceRefused`."""
    offer = await _offer(cashier, order, session, source)
    has = (await cashier.reader.account(offer.key)).balance
    return offer.pays(due, has), has, offer.unit


async def draw(
    cashier: Cashier,
    order: Order,
    session: Session | None,
    sources: Sequence[Source],
    due: int,
    *,
    used: Mapping[str, int] = NOTHING_USED,
    passed: dict[object, SourceRefused] | None = None,
) -> list[Drawn]:
    """What each of them pays, in their order, until nothing is due. Raises :class:`SourceRefused`
    naming the first that does not. Of several orders that are paid together, ``used`` is what the
    ones before take of each account; a source that pays nothing of this one, or less than its
    amount, is passed over, and ``passed`` says why, by name."""
    found: list[Drawn] = []
    for at, source in enumerate(sources):
        if not due:
            break
        try:
            if any(other.source.name == source.name for other in found):
                raise SourceRefused(say("Name it once."))
            one = await _drawn(cashier, order, session, source, due, used, whole=passed is None)
        except SourceRefused as refusal:
            if passed is None:
                raise refused_at(at, refusal) from None
            passed[source.name] = refusal
            continue
        if one.amount:  # less than a point may be due
            found.append(one)
            due -= one.amount
            grant = source.grant
            if session is not None and grant is not None and one.for_sessions:
                paid = PaidFor(grant.services, one.amount, by_hours=grant.by_minutes)
                session = session.after(paid)
    return found


def refused_at(at: int, refusal: SourceRefused) -> SourceRefused:
    """Of the source in that place."""
    said = refusal.detail
    error = FieldError(f"sources[{at}]", refusal.code, said)
    return SourceRefused(said, field=error.field, errors=(error,))


async def _drawn(
    cashier: Cashier,
    order: Order,
    session: Session | None,
    source: Source,
    due: int,
    used: Mapping[str, int],
    *,
    whole: bool,
) -> Drawn:
    """Of what it has beside what is ``used``; ``whole``: its amount, or nothing."""
    offer = await _offer(cashier, order, session, source)
    has = (await cashier.reader.account(offer.key)).balance - used.get(offer.key, 0)
    most = offer.pays(due, has)
    amount = most if source.amount is None else min(source.amount, due)
    if not most or (whole and amount > most):
        raise can_pay(most, order.currency)
    amount = min(amount, most)
    units = min(offer.units_for(amount), has)
    if source.kind == "points":  # whole ones, and none more than is due
        each = offer.price // offer.all_units
        units = min(amount // each, has)
        amount = each * units
    return Drawn(new_id(), source, offer.key, offer.unit, units, amount)


def can_pay(most: int, currency: str) -> SourceRefused:
    """No more than that."""
    return SourceRefused(say("It can pay {amount} of this.", amount=Money(most, currency)))


async def _offer(cashier: Cashier, order: Order, session: Session | None, source: Source) -> _Offer:
    grant = source.grant
    if grant is not None:
        _must_be_usable(grant, session, order.currency)
    match source.kind:
        case "hours" | "sessions":
            assert grant is not None
            if session is None:
                raise SourceRefused(say("Hours pay for bookings."))
            rate = session.rate(grant.services, by_head=source.kind == "sessions")
            if not rate.price * rate.minutes:
                raise SourceRefused(say("Hours pay for bookings."))
            most = session.most(grant.services)
            return _Offer(grant.key, MINUTE, rate.price, rate.minutes, most, rate.before)
        case "certificate":
            assert grant is not None
            most = order.total
            if grant.services and session is not None:
                most = session.most(grant.services)
            return _Offer(grant.key, order.currency, order.total, order.total, most)
        case "wallet" | "points":
            return await _purse(cashier, order, source.kind)


async def _purse(cashier: Cashier, order: Order, kind: SourceKind) -> _Offer:
    if cashier.settlement.holds:
        raise MixElsewhere("This shop asks wallets by message. Pay from the wallet by itself.")
    if kind == "wallet":
        key = wallet_key(order.owner, order.currency)
        return _Offer(key, order.currency, order.total, order.total, order.total)
    shop = await cashier.shop.now()
    if not shop.point_worth or order.currency != shop.currency:
        raise SourceRefused(say("Points do not pay for this."))
    points = order.total // shop.point_worth
    if not points:
        raise SourceRefused(say("Points do not pay for this."))
    key = wallet_key(order.owner, POINTS)
    price = points * shop.point_worth
    return _Offer(key, POINTS, price, points, price)


def _must_be_usable(grant: Grant, session: Session | None, currency: str) -> None:
    why: Sentence | None = None
    match grant.usable(shop_now(), () if session is None else session.services):
        case "frozen":
            why = say("The studio has stopped it for now.")
        case "expired":
            why = say("Its time is over.")
        case "not-yet":
            why = say("Its time has not begun.")
        case "not-for-this":
            why = say("It is for other services.")
        case "usable" if grant.kind == "certificate" and grant.currency != currency:
            why = say("It is in {currency}.", currency=grant.currency)
        case "usable" if (minutes := grant.session_minutes) is not None and (
            session is not None and not session.lasts(grant.services, minutes)
        ):
            why = say("It is for sessions of {minutes} minutes.", minutes=minutes)
    if why is not None:
        raise SourceRefused(why)


def taken_from(cashier: Cashier, order: Order, drawn: Drawn, mix_id: UUID) -> Taken:
    """What takes it, and the row of its payment, counted."""
    if drawn.source.kind == "wallet":
        return cashier.settlement.pay_part(order, drawn.payment_id, drawn.amount, mix_id)
    other = order_ref(order.id)
    spent, grant = spent_key(drawn.payment_id), drawn.source.grant
    operations: tuple[Operation, ...] = (
        Withdraw(drawn.key, drawn.units, unit=drawn.unit, counterparty=other),
        Deposit(spent, drawn.units, unit=drawn.unit, counterparty=other),
    )
    payment = Payment(
        drawn.payment_id,
        order.id,
        order.hold_id,
        _PROVIDERS[drawn.source.kind],
        str(drawn.payment_id),
        drawn.amount,
        order.currency,
        "credited",
        "part",
        source=drawn.key,
        units=drawn.units,
        mix_id=mix_id,
        taxed_when_used=grant is not None and grant.taxed_when_used,
    )
    guard: tuple[Rider, ...] = () if grant is None else (in_use(grant),)
    return Taken(operations, (*guard, *payments.begun(payment)))


def back_into_source(
    order: Order, payment: Payment, amount: int, left: int, lines: Sequence[int] = ()
) -> MoneyBack:
    """The units that ``amount`` of what is ``left`` of the payment stands for, back to where they
    came from, in the command that refunds it; ``lines``: what is to go back for each line."""
    assert payment.source is not None and payment.units is not None
    back = units_back(payment.units, payment.amount, payment.amount - left, amount)
    fact = payments.part_refunded(payment, amount, lines=lines)
    unit, other = _unit(payment), order_ref(order.id)
    operations: tuple[Operation, ...] = ()
    if back:
        operations = (
            Withdraw(spent_key(payment.id), back, unit=unit, counterparty=other),
            Deposit(payment.source, back, unit=unit, counterparty=other),
        )
    return MoneyBack(operations, (fact,), done=True)


def _unit(payment: Payment) -> str:
    units = {HOURS: MINUTE, SESSIONS: MINUTE, POINTS_OF_OURS: POINTS}
    return units.get(payment.provider, payment.currency)
