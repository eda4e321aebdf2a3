"""Writes ``docs/life-cycles.md`` from the legal moves in the tables. ``--check`` only says if it is
current.
"""

import sys
from typing import Final

from holdfast.booking.bookings.cash import CASH_STATES, HANDED_STATES
from holdfast.booking.bookings.dues import DUE_STATES
from holdfast.booking.bookings.shares import SHARE_STATES
from holdfast.booking.bookings.tables import BOOKING_STATES
from holdfast.booking.galleries.tables import FURTHER_STATES, GALLERY_STATES, PICTURE_STATES
from holdfast.booking.series import SERIES_STATES
from holdfast.booking.tables import BLOCK_LIFE, RESOURCE_LIFE
from holdfast.conversations.tables import CONVERSATION_STATES, MESSAGE_STATES
from holdfast.digital.tables import CODE_STATES
from holdfast.edits.tables import EDIT_STATES
from holdfast.experiments.tables import EXPERIMENT_STATES
from holdfast.flash_sales.tables import SALE_STATES
from holdfast.fraud import FRAUD_STATES
from holdfast.fulfilment.tables import PARCEL_STATES
from holdfast.groups import GROUP_STATES
from holdfast.ledger import StateTable
from holdfast.newsletters import NEWSLETTER_STATES
from holdfast.orders.tables import ORDER_STATES
from holdfast.payments.tables import DISPUTE_STATES, PAYMENT_STATES
from holdfast.purchasing import PURCHASE_STATES
from holdfast.referrals import PROGRAM_STATES, REFERRAL_STATES
from holdfast.repeats import REPEAT_STATES
from holdfast.returns.tables import RETURN_STATES
from holdfast.sellers.tables import PAYOUT_STATES, SELLER_STATES, SUBORDER_STATES
from holdfast.transfers import TRANSFER_STATES
from holdfast.waiting import LINE_STATES
from holdfast.wallets.charges import CHARGE_STATES
from tools.reference import DOCS, write

HEAD: Final = """\
# Life cycles

Made by `tools/write_life_cycles.py` from the tables' legal moves. Do not edit.

A row with a state moves only as drawn here: the ledger refuses a command with any other move before
it is queued. To stay in one's state is always allowed. The moves themselves, with what they write
and tell, are functions of the noun (`orders/life.py`, `payments/life.py`).
"""
MACHINES: Final = (
    ("An order", ORDER_STATES),
    ("A parcel", PARCEL_STATES),
    ("A code that is sold", CODE_STATES),
    ("A return", RETURN_STATES),
    ("A change of a paid order", EDIT_STATES),
    ("A conversation", CONVERSATION_STATES),
    ("A message of a conversation", MESSAGE_STATES),
    ("What was found of an order against fraud", FRAUD_STATES),
    ("A booking", BOOKING_STATES),
    ("What is due of a booking later", DUE_STATES),
    ("What a photographer or a studio has of a booking", SHARE_STATES),
    ("Cash that a photographer took", CASH_STATES),
    ("Cash that was handed over", HANDED_STATES),
    ("A gallery of a session", GALLERY_STATES),
    ("A picture of a gallery", PICTURE_STATES),
    ("An order of more pictures", FURTHER_STATES),
    ("A series of bookings", SERIES_STATES),
    ("A place in the line for a time", LINE_STATES),
    ("A flash sale", SALE_STATES),
    ("An experiment", EXPERIMENT_STATES),
    ("A customer group", GROUP_STATES),
    ("A newsletter", NEWSLETTER_STATES),
    ("A repeat order", REPEAT_STATES),
    ("An invitation of a friend", REFERRAL_STATES),
    ("Terms of invitations", PROGRAM_STATES),
    ("A purchase order", PURCHASE_STATES),
    ("A transfer between locations", TRANSFER_STATES),
    ("A payment", PAYMENT_STATES),
    ("Who sells", SELLER_STATES),
    ("What a seller has of an order", SUBORDER_STATES),
    ("A payout", PAYOUT_STATES),
    ("A dispute of a payment", DISPUTE_STATES),
    ("A charge of a wallet that is asked by message", CHARGE_STATES),
    ("A resource of the studio", RESOURCE_LIFE),
    ("Time of a resource that is taken away", BLOCK_LIFE),
)


def markdown() -> str:
    return "\n".join((HEAD, *(drawing(title, table) for title, table in MACHINES)))


def drawing(title: str, table: StateTable) -> str:
    """One machine; a state without a way out is the last of a life."""
    lines = [f"## {title} (`{table.name}`)", "", "```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{state}" as {_id(state)}' for state in table.moves]
    for state, further in table.moves.items():
        lines += [f"    {_id(state)} --> {_id(to)}" for to in further or ("[*]",)]
    return "\n".join([*lines, "```", ""])


def _id(state: str) -> str:
    return state.replace("-", "_")


if __name__ == "__main__":
    sys.exit(write({DOCS / "life-cycles.md": markdown()}))
