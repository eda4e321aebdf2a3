"""Transfers: units on their way from one location to another, on sale at neither.

How many are under way is the ledger's to say, under the key that is named here: so none arrives
twice, and none both arrives and goes back.
"""

from holdfast.transfers.book import list_transfers, load_transfer
from holdfast.transfers.facts import (
    TransferArrived,
    TransferCancelled,
    TransferExpected,
    TransferSent,
)
from holdfast.transfers.keys import TRANSFERRED, transfer_note, transit_key
from holdfast.transfers.life import arrived, cancelled, expected, sent
from holdfast.transfers.tables import TRANSFER_STATES
from holdfast.transfers.transfer import (
    MOST_UNITS,
    Arrival,
    Transfer,
    TransferNotFound,
    TransferStatus,
)
