"""The ledger account of a customer's groups."""


def groups_key(owner: str) -> str:
    """The store that counts how often a customer came into a group or left one: an order at a
    group's price expects it as it was when the price was worked out."""
    return f"groups/{owner}"
