"""Who may ask what of experiments: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import PROMOTIONS
from holdfast.api.contract.askers import Access
from holdfast.people import DUTIES

__all__ = ["EXPERIMENTS"]


EXPERIMENTS: Final[Mapping[str, Access]] = {
    "PUT /api/experiments/{experiment_id}/seen": Access("anybody", duties=DUTIES),
    "GET /api/staff/experiments": PROMOTIONS.read,
    "POST /api/staff/experiments": PROMOTIONS.write,
    "GET /api/staff/experiments/{experiment_id}": PROMOTIONS.read,
    "PUT /api/staff/experiments/{experiment_id}": PROMOTIONS.write,
    "DELETE /api/staff/experiments/{experiment_id}": PROMOTIONS.write,
    "POST /api/staff/experiments/{experiment_id}/start": PROMOTIONS.write,
    "POST /api/staff/experiments/{experiment_id}/end": PROMOTIONS.write,
    "POST /api/staff/experiments/{experiment_id}/keep": PROMOTIONS.write,
}
