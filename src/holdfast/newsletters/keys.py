"""The ledger accounts of newsletters."""

from uuid import UUID


def draft_key(newsletter: UUID) -> str:
    """The store that counts how often a draft was saved: whoever saves or sends it expects it as it
    was before they looked what it says."""
    return f"newsletter/{newsletter}"
