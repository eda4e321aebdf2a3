"""Who may ask for clients: the part of the table in ``access`` that is about whom the studio knows,
what they asked for, and what is to be done for them."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import CLIENTS_DUTY
from holdfast.api.contract.askers import Access

__all__ = ["CLIENTS"]


CLIENTS: Final[Mapping[str, Access]] = {
    "GET /api/staff/clients": CLIENTS_DUTY.read,
    "POST /api/staff/clients": CLIENTS_DUTY.write,
    "POST /api/staff/clients/import": CLIENTS_DUTY.write,
    "GET /api/staff/clients/{client_id}": CLIENTS_DUTY.read,
    "PUT /api/staff/clients/{client_id}": CLIENTS_DUTY.write,
    "GET /api/staff/clients/{client_id}/history": CLIENTS_DUTY.read,
    "POST /api/staff/clients/{client_id}/notes": CLIENTS_DUTY.write,
    "DELETE /api/staff/clients/{client_id}/notes/{note_id}": CLIENTS_DUTY.write,
    "POST /api/staff/clients/{client_id}/tasks": CLIENTS_DUTY.write,
    "POST /api/staff/clients/{client_id}/merge": CLIENTS_DUTY.write,
    "GET /api/staff/client-requests": CLIENTS_DUTY.read,
    "POST /api/staff/client-requests": CLIENTS_DUTY.write,
    "PUT /api/staff/client-requests/{request_id}": CLIENTS_DUTY.write,
    "POST /api/staff/client-requests/{request_id}/move": CLIENTS_DUTY.write,
    "POST /api/staff/client-requests/{request_id}/away": CLIENTS_DUTY.write,
    "GET /api/staff/client-tasks": CLIENTS_DUTY.read,
    "PUT /api/staff/client-tasks/{task_id}": CLIENTS_DUTY.write,
}
