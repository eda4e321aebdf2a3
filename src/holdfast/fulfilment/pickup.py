"""The code that whoever comes for a parcel says at the desk: it is made of the shop's secret and
the parcel's id, so it stands nowhere."""

import hmac
from typing import Final
from uuid import UUID

import asyncpg
from msgspec import Struct

from holdfast.kit.errors import Problem

__all__ = ["PickupCodeWrong", "Ready", "parcels_ready", "pickup_code", "same_code"]

MOST_READY: Final = 2000
"""Parcels that wait at desks and are found by their code: the newest."""
_READY: Final = """
SELECT id, order_id FROM parcels WHERE status = 'shipped' AND carrier IS NULL
ORDER BY shipped_at DESC LIMIT $1
"""


class PickupCodeWrong(Problem):
    """It is the code of another parcel, or of none."""

    status = 422
    code = "pickup-code-wrong"
    title = "This is not the code"


class Ready(Struct, frozen=True):
    """A parcel that no carrier has, and that has not been picked up."""

    id: UUID
    order_id: UUID


def pickup_code(secret: bytes, parcel_id: UUID) -> str:
    """Six digits."""
    made = hmac.digest(secret, f"pick up {parcel_id}".encode(), "sha256")
    return f"{int.from_bytes(made[:8]) % 1_000_000:06}"


def same_code(secret: bytes, parcel_id: UUID, typed: str) -> bool:
    """Whether it is the parcel's, however it is spaced."""
    given = "".join(one for one in typed if one.isalnum())
    return hmac.compare_digest(given.encode(), pickup_code(secret, parcel_id).encode())


async def parcels_ready(pool: asyncpg.Pool) -> list[Ready]:
    """Those that wait to be picked up, the newest first."""
    return [Ready(*row) for row in await pool.fetch(_READY, MOST_READY)]
