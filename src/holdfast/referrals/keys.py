"""The ledger's accounts of invitations."""

from typing import Final

TERMS_KEY: Final = "referral-terms"
"""The store that counts how often the terms changed: who changes them expects it as it was before
they looked, so of two at once the second looks again."""


def links_key(owner: str) -> str:
    """The capacity account that counts how many links somebody made: each expects it as it was, so
    there is one at a time."""
    return f"limit/invitation-links/{owner}"


def rewards_key(inviter: str, year: int) -> str:
    """The capacity account that counts what one who invites was given in a calendar year."""
    return f"limit/referrals/{year}/{inviter}"
