"""Fulfilment: the parcels that a paid order's goods go in, and how far each has come."""

from holdfast.fulfilment.carrier import (
    Carrier,
    CarrierCode,
    CarrierRefused,
    CarrierStep,
    CarrierUnavailable,
    CarrierWord,
    Shipment,
    ShipmentRequest,
    WordRefusal,
    end_of,
)
from holdfast.fulfilment.demo_book import DemoBook
from holdfast.fulfilment.demo_carrier import DemoCarrier
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
from holdfast.fulfilment.jobs import AskCarrier, BuyLabel, CancelLabel
from holdfast.fulfilment.life import (
    ParcelTold,
    cancelled,
    delivered,
    failed,
    label_asked,
    label_bought,
    label_ended,
    label_ending,
    label_kept,
    label_refused,
    made,
    numbered,
    picked,
    shipped,
    split,
)
from holdfast.fulfilment.numbering import (
    NumberAim,
    NumberTold,
    ParcelUnnamed,
    aimed,
    has_number,
)
from holdfast.fulfilment.parcel import (
    Label,
    LabelState,
    Parcel,
    ParcelNotFound,
    ParcelStatus,
    new_link,
    note_steps,
    parcel_by_link,
    parcel_of_id,
    parcel_of_reference,
    parcels_key,
    parcels_of,
)
from holdfast.fulfilment.picks import PickLine, PickList, pick_list
from holdfast.fulfilment.pickup import PickupCodeWrong, pickup_code, same_code
from holdfast.fulfilment.places import by_location
from holdfast.fulfilment.rules import (
    MAX_PARCELS,
    PARCEL_ACTIONS,
    CarrierMissing,
    Fulfilment,
    LabelThere,
    LineStanding,
    NoLabel,
    NothingToPack,
    ParcelAction,
    ParcelEnded,
    ParcelNotPicked,
    ParcelNotShipped,
    ParcelPickedAlready,
    ParcelShippedAlready,
    TooManyParcels,
    UnitsNotToPack,
    by_carrier,
    left_to_pack,
    must_be_left,
    sum_of,
    why_not,
)
from holdfast.fulfilment.silence import Listening, claim_quiet
from holdfast.fulfilment.slip import PackingSlip, SlipLine, packing_slip
