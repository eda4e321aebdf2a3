"""Who may ask what machines ask: the part of the table in ``access`` that is for providers, for
whoever runs the server, and for our own processes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["MACHINES"]

_ANYBODY: Final = Access("anybody")
_SERVICE: Final = Access("service")

MACHINES: Final[Mapping[str, Access]] = {
    # Payment providers, whose signature is asked of what they send
    "POST /hooks/{provider}": _ANYBODY,
    "POST /hooks/carriers/{carrier}": _ANYBODY,
    "POST /hooks/login/{login_provider}": _ANYBODY,
    "POST /hooks/mail/{link}": _ANYBODY,
    "POST /hooks/calendars/{calendar_id}": _ANYBODY,
    # Documents, and whoever runs the server
    "GET /health/live": _ANYBODY,
    "GET /health/ready": _ANYBODY,
    "GET /metrics": _ANYBODY,
    "GET /api/openapi.json": _ANYBODY,
    "GET /api/asyncapi.json": _ANYBODY,
    "GET /docs": _ANYBODY,
    "GET /docs/client-in-five-minutes": _ANYBODY,
    "GET /docs/sockets": _ANYBODY,
    "GET /api/schemas": _ANYBODY,
    "GET /api/schemas/{name}": _ANYBODY,
    # Our own processes among themselves; the door says who one is oneself
    "GET /internal/principal": _ANYBODY,
    "POST /internal/identities": _SERVICE,
    "GET /internal/clock": _SERVICE,
    "POST /internal/heads": _SERVICE,
    "GET /internal/live/holds": _SERVICE,
    "POST /internal/live/{name}": _SERVICE,
    "GET /internal/live/{name}/all": _SERVICE,
    "POST /charges": _SERVICE,
    "POST /charges/confirm": _SERVICE,
    "POST /charges/capture": _SERVICE,
    "POST /charges/fail": _SERVICE,
    "POST /refunds": _SERVICE,
    "POST /shipments": _SERVICE,
    "POST /shipments/label": _SERVICE,
    "POST /shipments/track": _SERVICE,
    "POST /shipments/cancel": _SERVICE,
}
