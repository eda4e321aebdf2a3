"""Purchase orders: goods that the shop has ordered from a supplier, and how much of them has come.

What is still to come of a line is the ledger's to say, under the key that is named here: so no
receipt is counted twice, and none takes what was cancelled.
"""

from holdfast.purchasing.book import list_purchases, load_purchase, next_number
from holdfast.purchasing.facts import (
    PurchaseCancelled,
    PurchaseExpected,
    PurchaseOrdered,
    PurchaseReceived,
)
from holdfast.purchasing.keys import coming_key, purchase_note
from holdfast.purchasing.life import cancelled, expected, ordered, received
from holdfast.purchasing.purchase import (
    MOST_LINES,
    MOST_UNITS,
    BadPurchase,
    Came,
    Purchase,
    PurchaseLine,
    PurchaseNotFound,
    PurchaseStatus,
    purchase_faults,
)
from holdfast.purchasing.tables import PURCHASE_STATES
