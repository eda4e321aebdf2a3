"""The life of a parcel: every move it can make, as riders, with the fact the move makes true.

The legal ones stand in ``PARCEL_STATES`` and are drawn in docs/life-cycles.md. A command with a
move is refused as a ``Conflict`` if the parcel is not where the move begins.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.fulfilment.carrier import Shipment
from holdfast.fulfilment.facts import (
    ParcelCancelled,
    ParcelChanged,
    ParcelDelivered,
    ParcelFailed,
    ParcelItem,
    ParcelMade,
    ParcelNumbered,
    ParcelPicked,
    ParcelShipped,
)
from holdfast.fulfilment.parcel import LabelState, Parcel, ParcelStatus
from holdfast.fulfilment.tables import LINES_AGAIN, PARCEL_LINES, PARCEL_STATES, PARCELS
from holdfast.ledger import NOW, Insert, Rider, Transition, tell


class ParcelTold(Struct, frozen=True):
    """What every event of a parcel says of its order; ``items`` by line, ``pickup`` where its buyer
    picks it up, if so."""

    order_number: str
    owner: str
    language: str | None
    items: Mapping[int, ParcelItem]
    pickup: str = ""

    def place(self, carrier: str | None) -> str:
        """Where the parcel is to be picked up: what a carrier takes is not there yet."""
        return "" if carrier else self.pickup

    def about(self, parcel: Parcel) -> "_About":
        """The fields that all facts of the parcel begin with."""
        inside = [replace(self.items[line], quantity=units) for line, units in parcel.lines.items()]
        return (
            parcel.id,
            parcel.number,
            self.order_number,
            self.owner,
            self.language,
            tuple(inside),
        )


_OVER: Final = {"heard_at": None, "ask_at": None}
"""Its carrier is not asked about it any more."""
_About: TypeAlias = tuple[UUID, int, str, str, str | None, tuple[ParcelItem, ...]]


def _move(parcel: Parcel, to: ParcelStatus, **also: object) -> Transition:
    return Transition(PARCEL_STATES, parcel.id, (parcel.status,), to, tuple(also.items()))


def made(parcel: Parcel, told: ParcelTold) -> tuple[Rider, ...]:
    """It is there, with what is in it; picked at once if it says so."""
    picked = NOW if parcel.is_picked else None
    named = (parcel.id, parcel.order_id, parcel.number, parcel.status, parcel.link)
    row = (*named, picked, parcel.location_id)
    lines = tuple((parcel.id, line, units) for line, units in parcel.lines.items())
    riders = (
        Insert(PARCELS, (row,)),
        Insert(PARCEL_LINES, lines),
        tell(ParcelMade(*told.about(parcel)), parcel.order_id),
    )
    if not parcel.is_picked:
        return riders
    return *riders, tell(ParcelPicked(*told.about(parcel)), parcel.order_id)


def picked(parcel: Parcel, told: ParcelTold) -> tuple[Rider, ...]:
    """Its units are taken from the shelf."""
    move = _move(parcel, "picking", picked_at=NOW)
    return move, tell(ParcelPicked(*told.about(parcel)), parcel.order_id)


def split(parcel: Parcel, left: Mapping[int, int], told: ParcelTold) -> tuple[Rider, ...]:
    """Only so many units of each line stay in it."""
    rows = tuple((parcel.id, line, left.get(line, 0)) for line in parcel.lines)
    inside = replace(parcel, lines={line: units for line, units in left.items() if units})
    return (
        _move(parcel, parcel.status),
        Insert(LINES_AGAIN, rows),
        tell(ParcelChanged(*told.about(inside)), parcel.order_id),
    )


def shipped(
    parcel: Parcel, carrier: str, tracking: str | None, told: ParcelTold
) -> tuple[Rider, ...]:
    """It left, or is ready to be picked up, with no ``carrier`` then."""
    move = _move(parcel, "shipped", carrier=carrier or None, tracking=tracking, shipped_at=NOW)
    fact = ParcelShipped(*told.about(parcel), parcel.link, carrier, tracking, told.place(carrier))
    return move, tell(fact, parcel.order_id)


def numbered(parcel: Parcel, carrier: str, tracking: str, told: ParcelTold) -> tuple[Rider, ...]:
    """Its carrier knows it by this number."""
    move = _move(parcel, parcel.status, carrier=carrier, tracking=tracking)
    fact = ParcelNumbered(*told.about(parcel), parcel.link, carrier, tracking)
    return move, tell(fact, parcel.order_id)


def delivered(parcel: Parcel, told: ParcelTold) -> tuple[Rider, ...]:
    """It arrived."""
    fact = ParcelDelivered(*told.about(parcel), parcel.link, told.place(parcel.carrier))
    return _move(parcel, "delivered", delivered_at=NOW, **_OVER), tell(fact, parcel.order_id)


def failed(parcel: Parcel, reason: str, told: ParcelTold) -> tuple[Rider, ...]:
    """It did not arrive."""
    fact = ParcelFailed(*told.about(parcel), parcel.link, reason)
    return (
        _move(parcel, "failed", note=reason, ended_at=NOW, **_OVER),
        tell(fact, parcel.order_id),
    )


def cancelled(parcel: Parcel, told: ParcelTold) -> tuple[Rider, ...]:
    """It was taken apart before it left."""
    fact = ParcelCancelled(*told.about(parcel))
    return _move(parcel, "cancelled", ended_at=NOW, **_OVER), tell(fact, parcel.order_id)


def label_asked(parcel: Parcel, service: str, key: UUID) -> Transition:
    """A carrier is asked for a label."""
    return _labelled(parcel, "asked", service=service, label_key=key, label_note=None)


def label_bought(parcel: Parcel, carrier: str, shipment: Shipment, ask_at: datetime) -> Transition:
    """The carrier expects it, and is asked about it then if it says nothing before."""
    about = {"carrier": carrier, "tracking": shipment.tracking, "heard_at": NOW, "ask_at": ask_at}
    return _labelled(parcel, "ready", reference=shipment.reference, **about)


def label_refused(parcel: Parcel, note: str) -> Transition:
    """The carrier does not take it."""
    return _labelled(parcel, "refused", label_note=note)


def label_ending(parcel: Parcel) -> Transition:
    """The carrier is told not to expect it."""
    return _labelled(parcel, "ending", label_note=None, **_OVER)


def label_kept(parcel: Parcel, reference: str, note: str, ask_at: datetime) -> Transition:
    """The carrier does not let it go; it is asked about it as before."""
    about = {"label_note": note, "heard_at": NOW, "ask_at": ask_at}
    return _labelled(parcel, "ready", reference=reference, **about)


def label_ended(parcel: Parcel) -> Transition:
    """The carrier does not expect it; what left without it keeps who took it."""
    number = {} if parcel.has_left else {"carrier": None, "tracking": None}
    gone = dict.fromkeys(("service", "label_key", "reference", "label_note"))
    return _labelled(parcel, None, **gone, **number)


def _labelled(parcel: Parcel, label: LabelState | None, **also: object) -> Transition:
    return _move(parcel, parcel.status, label=label, **also)
