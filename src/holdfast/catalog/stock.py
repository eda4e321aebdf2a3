"""The catalogue's side of stock: the name of a variant's account, and how many are without end."""

from typing import Final
from uuid import UUID

STOCK_PREFIX: Final = "stock/"
NO_LIMIT: Final = 100_000_000
"""From so many on there is no limit, as of a file that anybody may buy: the number is said nowhere,
and no sum has it (``web/src/design/SupplyBar.tsx`` says the same)."""


def stock_key(variant_id: UUID) -> str:
    """The ledger account that counts this variant's pieces: those of the first location, where the
    shop has several."""
    return f"{STOCK_PREFIX}{variant_id}"


def delivery_key(variant_id: UUID) -> str:
    """The capacity account that whoever says as what the variant is delivered holds meanwhile.
    Whoever brings units to its stock expects it as it was before they looked at that, so that what
    they bring is what it is sold as."""
    return f"delivery/{variant_id}"


def goods_key(key: str) -> str:
    """Of an account of a variant's pieces in any location, that of the first."""
    return "/".join(key.split("/")[:2])


def stock_variant(key: str) -> UUID | None:
    """The variant of an account key, or None when the account counts something else."""
    if not key.startswith(STOCK_PREFIX):
        return None
    try:
        return UUID(key[len(STOCK_PREFIX) :].partition("/")[0])
    except ValueError:
        return None
