"""Where the ledger counts what is under way, and what the journal says of it."""

from typing import Final
from uuid import UUID

TRANSFERRED: Final = "transfer: "
"""What the reason begins with in the journal: it is no delivery."""


def transit_key(transfer_id: UUID) -> str:
    """What was sent, less what arrived, was lost and came back."""
    return f"transit/{transfer_id}"


def transfer_note(reason: str) -> str:
    """The reason in the stock log."""
    return f"{TRANSFERRED}{reason}"
