"""Parcels as the API shows them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.flows.fulfilment.dispatch import NoAddressToSend
from holdfast.fulfilment import (
    PARCEL_ACTIONS,
    CarrierCode,
    LabelState,
    Parcel,
    ParcelAction,
    ParcelStatus,
    why_not,
)
from holdfast.kit import iso
from holdfast.locations import Location
from holdfast.orders import OrderItem

__all__ = ["CarrierStepShown", "ParcelLineShown", "ParcelShown", "parcel_bodies", "parcel_body"]


class ParcelLineShown(Answer):
    """So many units of a line of the order."""

    line: int = Field(description="From 0")
    product_name: str
    options: dict[str, str]
    quantity: int


class CarrierStepShown(Answer):
    """What its carrier says happened to a parcel."""

    code: CarrierCode
    at: Instant
    place: str


class LabelShown(Answer):
    """A label that was asked of a carrier. ``note`` is why it refused it, or its cancelling.
    ``silentSince``: the carrier was asked again and again, and says nothing new since then."""

    carrier: str
    state: LabelState
    note: str | None
    silent_since: Instant | None


class ParcelShown(Answer):
    """A parcel of an order. ``link`` is the secret part of the address of its page, ``/track/...``,
    which needs no login. ``note`` is why it did not arrive. ``actions``, which staff and who
    sends it see: what may be done now, by name; null if it may, else the code of the refusal."""

    id: UUID
    number: int = Field(description="Its place in the order, from 1")
    status: ParcelStatus
    link: str
    carrier: str | None
    tracking: str | None = Field(description="The carrier's number")
    pickup: str | None = Field(
        description="Where its buyer picks it up, once it is `shipped`, if no carrier has it"
    )
    pickup_code: str | None = Field(
        None, description="What whoever comes for it says there, once it is ready; for its buyer"
    )
    note: str | None
    lines: list[ParcelLineShown]
    made_at: Instant
    picked_at: Instant | None
    shipped_at: Instant | None
    delivered_at: Instant | None
    ended_at: Instant | None = Field(description="It did not arrive, or was taken apart")
    steps: list[CarrierStepShown] = Field(description="By its carrier, in the order of their times")
    label: LabelShown | None = Field(None, description="Which staff and who sends it see")
    ended_otherwise: bool | None = Field(
        None,
        description="Whether its carrier says that it ended otherwise; as `label`",
    )
    location: str | None = Field(
        None, description="Where all of it lies, if that was said; which staff and who sends it see"
    )
    actions: dict[ParcelAction, str | None] | None = None


def parcel_bodies(
    items: Sequence[OrderItem],
    parcels: Sequence[Parcel],
    locations: Sequence[Location],
    *,
    staff: bool,
    addressed: bool = True,
    pickup: str = "",
) -> list[dict[str, Any]]:
    """An order's parcels; its buyer does not see those that were taken apart. ``locations`` are
    the shop's. ``addressed``: it is known where they go, else no label can be bought. ``pickup``:
    where they are picked up, if so."""
    names = {one.id: one.name for one in locations}
    shown = [one for one in parcels if staff or one.counts or one.shipped_at is not None]
    found = [parcel_body(one, items, pickup) for one in shown]
    if staff:
        for body, one in zip(found, shown, strict=True):
            body["label"] = _label_body(one)
            body["endedOtherwise"] = one.ended_otherwise
            body["location"] = names.get(one.location_id) if one.location_id else None
            body["actions"] = _actions(one, addressed=addressed)
    return found


def _actions(parcel: Parcel, *, addressed: bool) -> dict[ParcelAction, str | None]:
    found: dict[ParcelAction, str | None] = {
        action: None if (refusal := why_not(action, parcel)) is None else refusal.code
        for action in PARCEL_ACTIONS
    }
    if found["label"] is None and not addressed:
        found["label"] = NoAddressToSend.code
    return found


def parcel_body(parcel: Parcel, items: Sequence[OrderItem], pickup: str = "") -> dict[str, Any]:
    """One parcel."""
    return {
        "id": parcel.id,
        "number": parcel.number,
        "status": parcel.status,
        "link": parcel.link,
        "carrier": parcel.carrier,
        "tracking": parcel.tracking,
        "pickup": None if parcel.carrier else pickup or None,
        "note": parcel.note,
        "lines": [
            {
                "line": line,
                "productName": items[line].product_name,
                "options": items[line].options,
                "quantity": units,
            }
            for line, units in parcel.lines.items()
        ],
        "madeAt": iso(parcel.made_at),
        "pickedAt": iso(parcel.picked_at),
        "shippedAt": iso(parcel.shipped_at),
        "deliveredAt": iso(parcel.delivered_at),
        "endedAt": iso(parcel.ended_at),
        "steps": [
            {"code": step.code, "at": iso(step.at), "place": step.place} for step in parcel.steps
        ],
    }


def _label_body(parcel: Parcel) -> dict[str, Any] | None:
    label = parcel.label
    if label is None:
        return None
    return {
        "carrier": label.service,
        "state": label.state,
        "note": label.note,
        "silentSince": iso(label.silent_since),
    }
