"""Who may ask what of reviews and questions, and of the pages of photographers and studios: a part
of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import CLIENTS_DUTY, LOOKED_AT, RESOURCES
from holdfast.api.contract.askers import Access

__all__ = ["REVIEWS"]

_ANYBODY: Final = Access("anybody")
_MEMBER: Final = Access("member")
_SELLER: Final = Access("seller", "seller")

REVIEWS: Final[Mapping[str, Access]] = {
    "GET /api/products/{product}/reviews": _ANYBODY,
    "GET /api/products/{product}/review": _ANYBODY,
    "PUT /api/products/{product}/review": _MEMBER,
    "DELETE /api/products/{product}/review": _MEMBER,
    "POST /api/products/{product}/review/pictures": _MEMBER,
    "GET /api/products/{product}/questions": _ANYBODY,
    "GET /api/products/{product}/question": _ANYBODY,
    "PUT /api/products/{product}/question": _MEMBER,
    "DELETE /api/questions/{product_question_id}": _MEMBER,
    "PUT /api/questions/{product_question_id}/answer": _MEMBER,
    "GET /api/seller/{seller_id}/questions": _SELLER,
    "GET /api/photographers": _ANYBODY,
    "GET /api/studios": _ANYBODY,
    "GET /api/places": _ANYBODY,
    "GET /api/photographers/{slug}": LOOKED_AT,
    "GET /api/studios/{slug}": LOOKED_AT,
    "GET /api/resources/{resource_id}/reviews": _ANYBODY,
    "GET /api/resources/{resource_id}/review": _ANYBODY,
    "PUT /api/resources/{resource_id}/review": _MEMBER,
    "DELETE /api/resources/{resource_id}/review": _MEMBER,
    "POST /api/resources/{resource_id}/review/pictures": _MEMBER,
    "PUT /api/reviews/{review_id}/helpful": _MEMBER,
    "PUT /api/reviews/{review_id}/reply": Access("member", duties=("clients:write",)),
    "GET /api/staff/resources/{resource_id}/portfolio": RESOURCES.read,
    "PUT /api/staff/resources/{resource_id}/portfolio": RESOURCES.write,
    "POST /api/staff/resources/{resource_id}/pictures": RESOURCES.write,
    "GET /api/staff/reviews": CLIENTS_DUTY.read,
    "POST /api/staff/reviews": CLIENTS_DUTY.write,
}
