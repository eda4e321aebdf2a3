"""Where the ledger counts what is still to come, and what the journal says of it."""

from uuid import UUID


def coming_key(purchase_id: UUID, line: int) -> str:
    """What was ordered of the line, less what came and what was cancelled."""
    return f"coming/{purchase_id}/{line}"


def purchase_note(number: int) -> str:
    """The reason in the stock log."""
    return f"purchase order {number}"
