"""Who may ask for clients: the part of the table in ``access`` that is about whom the studio knows,
what they asked for, and what is to be done for them."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["CLIENTS"]

_STAFF: Final = Access("staff")

CLIENTS: Final[Mapping[str, Access]] = {
    "GET /api/staff/clients": _STAFF,
    "POST /api/staff/clients": _STAFF,
    "POST /api/staff/clients/import": _STAFF,
    "GET /api/staff/clients/{client_id}": _STAFF,
    "PUT /api/staff/clients/{client_id}": _STAFF,
    "GET /api/staff/clients/{client_id}/history": _STAFF,
    "POST /api/staff/clients/{client_id}/notes": _STAFF,
    "DELETE /api/staff/clients/{client_id}/notes/{note_id}": _STAFF,
    "POST /api/staff/clients/{client_id}/tasks": _STAFF,
    "POST /api/staff/clients/{client_id}/merge": _STAFF,
    "GET /api/staff/client-requests": _STAFF,
    "POST /api/staff/client-requests": _STAFF,
    "PUT /api/staff/client-requests/{request_id}": _STAFF,
    "POST /api/staff/client-requests/{request_id}/move": _STAFF,
    "POST /api/staff/client-requests/{request_id}/away": _STAFF,
    "GET /api/staff/client-tasks": _STAFF,
    "PUT /api/staff/client-tasks/{task_id}": _STAFF,
}
