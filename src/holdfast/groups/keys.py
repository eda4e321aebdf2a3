"""The ledger accounts of customer groups."""

from uuid import UUID


def groups_key(owner: str) -> str:
    """The store that counts how often a customer came into a group or left one: an order at a
    group's price expects it as it was when the price was worked out."""
    return f"groups/{owner}"


def offers_key(group: UUID) -> str:
    """The store that counts how often a promotion was made for a group: whoever closes it expects
    it as it was before they looked whether one is."""
    return f"group-offers/{group}"
