"""Looking at orders: before one is placed, and again when it is paid and its card is known. What is
found waits for a person: until then nothing of it leaves.

Where the rules are off, nothing of this is read or written on the way of a purchase.
"""

from collections.abc import Iterator, Sequence
from typing import Final, Protocol
from uuid import UUID

import msgspec
import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import fraud, orders
from holdfast.db.engine import Database
from holdfast.db.jobs import enqueue
from holdfast.db.reading import Event
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.outcomes import may_be_overtaken
from holdfast.flows.guarding.judging import Judgement, judged
from holdfast.flows.guarding.seeing import Origin, Suspect, device_of, seen_of
from holdfast.flows.payments.providers import ask
from holdfast.flows.payments.purpose import Paying
from holdfast.flows.payments.tries import paid_with
from holdfast.fraud import (
    AssessOrder,
    FraudCheck,
    FraudStatus,
    FraudVerdict,
    OrderDeclined,
    OrderHeld,
    OrderToBeLookedAt,
    check_of,
)
from holdfast.kit import utc_now
from holdfast.ledger import Rider
from holdfast.orders import Order, OrderBook, OrderPaid
from holdfast.payments import CardUsed, Payment, ProviderRefused, TellsCards
from holdfast.shop import CurrentSettings, FraudRules

__all__ = [
    "PAID_TYPES",
    "Guarding",
    "ask_to_assess",
    "assess",
    "is_kept_back",
    "must_be_released",
    "must_not_be_held",
    "must_not_be_refused",
    "noted_origin",
]  # fmt: skip

log = structlog.get_logger("holdfast.fraud")

PAID_TYPES: Final = (OrderPaid.TYPE,)
_ON: Final = sa.text("SELECT (value ->> 'on')::boolean FROM shop_settings WHERE key = 'fraud'")
_ORIGIN: Final = "SELECT address, device FROM order_origins WHERE order_id = $1"
_TRIES: Final = 5
_STATUS: Final[dict[FraudVerdict, FraudStatus]] = {
    "pass": "passed", "hold": "held", "refuse": "held",
}  # fmt: skip
_WORSE: Final[tuple[FraudVerdict, ...]] = ("pass", "hold", "refuse")


class Guarding(Paying, Protocol):
    """Whatever looks at orders: the till, who settles."""

    @property
    def database(self) -> Database: ...
    @property
    def orders(self) -> OrderBook: ...
    @property
    def shop(self) -> CurrentSettings: ...


# --- before it is placed --------------------------------------------------------------------------


async def must_not_be_refused(
    parts: Guarding, caller: Caller, rules: FraudRules, suspect: Suspect
) -> None:
    """Raises :class:`OrderDeclined` for what is refused whatever card it is paid with."""
    known = msgspec.structs.replace(suspect, origin=_origin(caller))
    seen = await seen_of(parts.database.pool, known, rules.rules, utc_now())
    found = judged(rules, seen)
    if found.verdict == "refuse":
        told = ", ".join(one.rule for one in found.reasons)
        log.info("an order is refused", owner=suspect.owner, score=found.score, reasons=told)
        raise OrderDeclined("The shop cannot take this order. Ask the shop if this is a mistake.")


def noted_origin(caller: Caller, rules: FraudRules, order_id: UUID) -> Iterator[Rider]:
    """From where it was placed, as long as the shop looks at orders."""
    if rules.on:
        origin = _origin(caller)
        yield fraud.came_from(order_id, origin.address, origin.device)


def _origin(caller: Caller) -> Origin:
    return Origin(caller.principal.address, device_of(caller))


async def must_not_be_held(
    parts: Guarding, caller: Caller, rules: FraudRules, order: Order
) -> None:
    """Before an order is paid by who takes its money at once: raises :class:`OrderToBeLookedAt` for
    one that would be held whatever card it is paid with."""
    suspect = Suspect(
        order.owner,
        order.total,
        order.currency,
        country_of(order.address_text),
        _origin(caller),
        order_id=order.id,
    )
    seen = await seen_of(parts.database.pool, suspect, rules.rules, utc_now())
    if judged(rules, seen).verdict != "pass":
        raise OrderToBeLookedAt(
            "The shop has to look at this order before it is paid this way. You were not charged."
            " Choose another way to pay, or ask the shop.",
            field="provider",
        )


# --- once it is paid ------------------------------------------------------------------------------


async def ask_to_assess(connection: AsyncConnection, events: Sequence[Event]) -> None:
    """A job for each of these orders, as long as the shop looks at orders."""
    if (await connection.execute(_ON)).scalar():
        await enqueue(connection, [(AssessOrder(UUID(one.subject)), one.request) for one in events])


async def assess(parts: Guarding, order_id: UUID, caller: Caller = NOBODY) -> FraudCheck | None:
    """What speaks against a paid order, found once; None of one that is not paid, or is off. Raises
    a Problem while the provider that knows its card is away."""
    for _ in range(_TRIES):
        found = await check_of(parts.database.pool, order_id)
        order = await parts.orders.get(order_id)
        if found is not None or order is None or not order.is_sold:
            return found
        check = await _found(parts, order, (await parts.shop.now()).fraud)
        riders = (*fraud.checked(check), orders.unchanged(order))
        may_be_overtaken(await parts.ledger.commit(caller.command((), riders, f"fraud/{order_id}")))
    raise RuntimeError(f"order {order_id} does not stay as it is")


async def must_be_released(parts: Guarding, order: Order) -> None:
    """Before anything of a paid order leaves: raises :class:`OrderHeld` while a person is to look
    at it, and of one that was refused. One that nobody has looked at yet is looked at now."""
    found = await check_of(parts.database.pool, order.id)
    if found is None and (await parts.shop.now()).fraud.on:
        found = await assess(parts, order.id)
    if found is not None and found.keeps_back:
        raise OrderHeld("The order is held until somebody of staff has looked at it.")


async def is_kept_back(parts: Guarding, order_id: UUID) -> bool:
    """Whether a person is still to look at it, or refused it."""
    found = await check_of(parts.database.pool, order_id)
    return found is not None and found.keeps_back


async def _found(parts: Guarding, order: Order, rules: FraudRules) -> FraudCheck:
    """By the card that paid it; of several, by that which speaks most against it."""
    cards = await _cards_of(parts, order)
    origin = await parts.database.pool.fetchrow(_ORIGIN, order.id)
    each: list[CardUsed | None] = [*cards.values()]
    looked: list[tuple[Judgement, Suspect]] = []
    for card in each or [None]:
        suspect = Suspect(
            order.owner,
            order.total,
            order.currency,
            country_of(order.address_text),
            Origin() if origin is None else Origin(*origin),
            "" if card is None else card.fingerprint,
            None if card is None else card.country,
            order.id,
        )
        seen = await seen_of(parts.database.pool, suspect, rules.rules, utc_now())
        looked.append((judged(rules, seen), suspect))
    found, worst = max(looked, key=lambda one: (_WORSE.index(one[0].verdict), one[0].score))
    return FraudCheck(
        order.id,
        _STATUS[found.verdict],
        found.verdict,
        found.score,
        found.reasons,
        worst.card,
        worst.card_country,
        other_cards=tuple(one for one in cards if one != worst.card),
    )


async def _cards_of(parts: Guarding, order: Order) -> dict[str, CardUsed]:
    """The cards that paid, by their fingerprints, as their providers know them."""
    paid = paid_with(order, await parts.payments.of_order(order.id))
    found = [await _card_of(parts, one) for one in paid]
    return {one.fingerprint: one for one in found if one is not None}


async def _card_of(parts: Guarding, payment: Payment) -> CardUsed | None:
    if payment.reference is None:
        return None
    provider = parts.providers.get(payment.provider)
    if provider is None or not isinstance(provider, TellsCards):
        return None
    try:
        return await ask(parts, payment.provider, provider.card(payment.reference))
    except ProviderRefused:
        return None


class _Place(msgspec.Struct):
    country: str | None = None


def country_of(address: str | None) -> str | None:
    """Of an address as orders keep it."""
    return None if address is None else msgspec.json.decode(address, type=_Place).country
