"""Returns: what buyers send back, from their wish to the money, with what comes of each unit."""

from holdfast.returns.exchange import (
    CARRIED,
    Carried,
    Exchange,
    ExchangeItem,
    carried_of,
    exchange_ref,
    exchange_text,
    variants_of_exchanges,
)
from holdfast.returns.facts import (
    InspectedItem,
    ReturnApproved,
    ReturnCancelled,
    ReturnInspected,
    ReturnItem,
    ReturnReceived,
    ReturnRefused,
    ReturnRequested,
)
from holdfast.returns.jobs import EndExchange
from holdfast.returns.label import ReturnLabel, return_label
from holdfast.returns.life import (
    ReturnTold,
    approved,
    cancelled,
    exchange_ended,
    inspected,
    received,
    refused,
    requested,
)
from holdfast.returns.photos import (
    MAX_PHOTOS,
    add_photo,
    photo_of,
)
from holdfast.returns.returned import (
    OPEN,
    Return,
    ReturnLine,
    ReturnNotFound,
    ReturnReason,
    ReturnStatus,
    return_by_id,
    returns_key,
    returns_of,
    sent_in_exchange,
    written_off_key,
)
from holdfast.returns.rules import (
    MAX_RETURNS,
    RETURN_ACTIONS,
    LineFacts,
    NotArrived,
    NotReturnable,
    Returnable,
    ReturnAction,
    ReturnApprovedAlready,
    ReturnEnded,
    ReturnNotApproved,
    ReturnNotReceived,
    ReturnReceivedAlready,
    ReturnWindowOver,
    TooManyReturns,
    UnitsNotReturnable,
    judged,
    must_be_returnable,
    units_asked,
    units_back,
    why_not,
)
