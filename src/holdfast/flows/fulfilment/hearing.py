"""A carrier's words: taken once, and never believed. The carrier is asked where the parcel is, and
what it says moves the parcel as far as the parcel's own life allows."""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from holdfast.flows.commit.caller import process
from holdfast.flows.commit.heard import (
    EventTooOld,
    EventUnreadable,
    EventUnsigned,
    HookNotFound,
    Taken,
    heard_once,
)
from holdfast.flows.commit.refusals import OrderCancelledAlready, OrderCompletedAlready
from holdfast.flows.fulfilment.dispatch import Dispatch, answer_of, carrier_named
from holdfast.flows.fulfilment.packing import deliver, fail, ship
from holdfast.fulfilment import (
    AskCarrier,
    CarrierWord,
    NoLabel,
    Parcel,
    ParcelAction,
    ParcelEnded,
    ParcelNotFound,
    WordRefusal,
    by_carrier,
    end_of,
    note_steps,
    parcel_of_id,
    parcel_of_reference,
)
from holdfast.kit import Problem

__all__ = ["ask_carrier", "heard", "take_word"]

_REFUSALS: Final[Mapping[WordRefusal, type[Problem]]] = {
    "unsigned": EventUnsigned,
    "unreadable": EventUnreadable,
    "too-old": EventTooOld,
}
_REASONS: Final[Mapping[str, Mapping[str, str]]] = {
    "lost": {
        "en": "The carrier lost it",
        "ru": "Перевозчик потерял её",
        "ko": "운송사가 분실했습니다",
    },
    "returned": {
        "en": "The carrier brought it back to the shop",
        "ru": "Перевозчик вернул её магазину",
        "ko": "운송사가 상점으로 반송했습니다",
    },
}
"""The buyer is told, in the order's language."""


async def take_word(
    parts: Dispatch, name: str, headers: Mapping[str, str], body: bytes, request: str
) -> Taken:
    """Note a word, and leave the rest to a job. ``headers`` by their names in lower case. Raises a
    Problem for what is none, and when the store cannot take it: then it is to come again."""
    carrier = parts.carriers.get(name)
    if carrier is None:
        raise HookNotFound("There is no such carrier.")
    word = await answer_of(carrier.read_word(headers, body))
    if not isinstance(word, CarrierWord):
        raise _REFUSALS[word]()
    parcel = await parcel_of_reference(parts.database.pool, name, word.reference)
    if parcel is None:
        return "unknown"
    source = f"hooks/carriers/{name}"
    return await heard_once(
        parts.ledger, f"carrier:{name}", source, word.id, AskCarrier(parcel.id), request
    )


async def ask_carrier(parts: Dispatch, order_id: UUID, parcel_id: UUID, request: str) -> None:
    """Ask now, whatever the carrier said by itself."""
    parcel = await parcel_of_id(parts.database.pool, parcel_id)
    if parcel is None or parcel.order_id != order_id:
        raise ParcelNotFound("The order has no such parcel.")
    if parcel.label is None or parcel.label.reference is None:
        raise NoLabel("Buy a label first.")
    await heard(parts, AskCarrier(parcel.id), request)


async def heard(parts: Dispatch, job: AskCarrier, request: str) -> None:
    """Keep what the carrier says of the parcel, and move it."""
    pool = parts.database.pool
    parcel = await parcel_of_id(pool, job.parcel_id)
    label = None if parcel is None else parcel.label
    if parcel is None or label is None or label.reference is None:
        return
    steps = await answer_of(carrier_named(parts, label.service).track(label.reference))
    await note_steps(pool, parcel.id, steps, parts.listening.quiet)
    known = await parcel_of_id(pool, parcel.id)
    assert known is not None, "none is ever deleted"
    for action in by_carrier(known, known.steps):
        try:
            await _move(parts, known, action, request)
        except (ParcelEnded, OrderCancelledAlready, OrderCompletedAlready):
            return  # somebody said so first


async def _move(parts: Dispatch, parcel: Parcel, action: ParcelAction, request: str) -> None:
    assert parcel.label is not None, "asked for above"
    caller = process(f"carrier:{parcel.label.service}", request)
    match action:
        case "ship":
            carrier = parcel.carrier or parcel.label.service
            await ship(parts, caller, parcel.order_id, parcel.id, carrier, parcel.tracking)
        case "deliver":
            await deliver(parts, caller, parcel.order_id, parcel.id)
        case "fail":
            reason = await _reason(parts, parcel)
            await fail(parts, caller, parcel.order_id, parcel.id, reason)


async def _reason(parts: Dispatch, parcel: Parcel) -> str:
    end, order = end_of(parcel.steps), await parts.orders.get(parcel.order_id)
    assert end is not None, "else it did not fail"
    said = _REASONS[end.code]
    language = (order and order.locale) or "en"
    return said.get(language, said["en"])
