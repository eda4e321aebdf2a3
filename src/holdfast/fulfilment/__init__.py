"""Fulfilment: the parcels that a paid order's goods go in, and how far each has come."""

from holdfast.fulfilment.facts import (
    ParcelCancelled,
    ParcelChanged,
    ParcelDelivered,
    ParcelFailed,
    ParcelItem,
    ParcelMade,
    ParcelPicked,
    ParcelShipped,
)
from holdfast.fulfilment.life import (
    ParcelTold,
    cancelled,
    delivered,
    failed,
    made,
    picked,
    shipped,
    split,
)
from holdfast.fulfilment.parcel import (
    Parcel,
    ParcelNotFound,
    ParcelStatus,
    new_link,
    parcel_by_link,
    parcels_key,
    parcels_of,
)
from holdfast.fulfilment.rules import (
    MAX_PARCELS,
    PARCEL_ACTIONS,
    Fulfilment,
    LineStanding,
    NothingToPack,
    ParcelAction,
    ParcelEnded,
    ParcelNotPicked,
    ParcelNotShipped,
    ParcelPickedAlready,
    ParcelShippedAlready,
    TooManyParcels,
    UnitsNotToPack,
    left_to_pack,
    must_be_left,
    sum_of,
    why_not,
)
from holdfast.fulfilment.slip import PackingSlip, SlipLine, packing_slip
