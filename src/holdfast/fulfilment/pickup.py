"""The code that whoever comes for a parcel says at the desk: it is made of the shop's secret and
the parcel's id, so it stands nowhere."""

import hmac
from uuid import UUID

from holdfast.kit.errors import Problem

__all__ = ["PickupCodeWrong", "pickup_code", "same_code"]


class PickupCodeWrong(Problem):
    """It is the code of another parcel, or of none."""

    status = 422
    code = "pickup-code-wrong"
    title = "This is not the code"


def pickup_code(secret: bytes, parcel_id: UUID) -> str:
    """Six digits."""
    made = hmac.digest(secret, f"pick up {parcel_id}".encode(), "sha256")
    return f"{int.from_bytes(made[:8]) % 1_000_000:06}"


def same_code(secret: bytes, parcel_id: UUID, typed: str) -> bool:
    """Whether it is the parcel's, however it is spaced."""
    given = "".join(one for one in typed if one.isalnum())
    return hmac.compare_digest(given.encode(), pickup_code(secret, parcel_id).encode())
