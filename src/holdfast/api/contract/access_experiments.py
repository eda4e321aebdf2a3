"""Who may ask what of experiments: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["EXPERIMENTS"]

_ANYBODY: Final = Access("anybody")
_STAFF: Final = Access("staff")

EXPERIMENTS: Final[Mapping[str, Access]] = {
    "PUT /api/experiments/{experiment_id}/seen": _ANYBODY,
    "GET /api/staff/experiments": _STAFF,
    "POST /api/staff/experiments": _STAFF,
    "GET /api/staff/experiments/{experiment_id}": _STAFF,
    "PUT /api/staff/experiments/{experiment_id}": _STAFF,
    "DELETE /api/staff/experiments/{experiment_id}": _STAFF,
    "POST /api/staff/experiments/{experiment_id}/start": _STAFF,
    "POST /api/staff/experiments/{experiment_id}/end": _STAFF,
    "POST /api/staff/experiments/{experiment_id}/keep": _STAFF,
}
