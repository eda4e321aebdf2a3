"""Pre-orders: units of a variant that are announced, and are sold before they are there.

How many may still be sold so is an account of the variant's goods, at a place that is none
(``locations.TO_COME``); what is still to come of them, and what came and no order has yet, are
accounts that are named here. So what is sold and not there, and what is to come, are one number.
"""

from holdfast.preorders.book import arrived_for, open_preorders, preorders_of
from holdfast.preorders.facts import (
    CameItem,
    PreorderAnnounced,
    PreorderCame,
    PreorderMoved,
    PreorderReceived,
)
from holdfast.preorders.jobs import ServePreorders
from holdfast.preorders.keys import arrived_key, awaited_key, preorder_note
from holdfast.preorders.life import announced, received, served
from holdfast.preorders.preorder import (
    MOST_UNITS,
    BadPreorder,
    Preorder,
    PreorderNotFound,
    preorder_faults,
)
from holdfast.preorders.serving import Turn, WaitingLine, given_up, next_turn
