"""What a client would rather have, as RFC 7240 says it: ``Prefer: respond-async``."""

from collections.abc import Mapping
from typing import Any, Final

__all__ = ["PREFER", "prefers_async"]

PREFER: Final[dict[str, Any]] = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": "`respond-async`: answered 202 at once, whatever comes of it",
    "schema": {"type": "string"},
}


def prefers_async(headers: Mapping[bytes, bytes]) -> bool:
    """Whether the client would rather be answered at once than wait for what comes of it."""
    said = headers.get(b"prefer", b"").decode("latin-1").lower()
    preferences = (one.split(";")[0].strip() for one in said.split(","))
    return "respond-async" in preferences
