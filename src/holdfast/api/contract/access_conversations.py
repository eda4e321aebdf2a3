"""Who may ask what of conversations: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.access_duties import CLIENTS_DUTY, OWN_TIME
from holdfast.api.contract.askers import Access

__all__ = ["CONVERSATIONS"]

_MEMBER: Final = Access("member")
_OWN: Final = Access("member", "conversation")
_SELLER: Final = Access("seller", "seller")

CONVERSATIONS: Final[Mapping[str, Access]] = {
    "GET /api/conversations": _MEMBER,
    "POST /api/conversations": _MEMBER,
    "GET /api/conversations/{conversation_id}": _OWN,
    "POST /api/message-photos": Access("member", duties=("clients:write",)),
    "GET /api/message-photos/{photo_id}": Access("member", "conversation", ("clients:read",)),
    "POST /api/conversations/{conversation_id}/messages": _OWN,
    "POST /api/conversations/{conversation_id}/read": _OWN,
    "POST /api/conversations/{conversation_id}/close": _OWN,
    "POST /api/conversations/{conversation_id}/messages/{number}/report": _OWN,
    "GET /api/seller/{seller_id}/conversations": _SELLER,
    "POST /api/seller/{seller_id}/conversations": _SELLER,
    "GET /api/seller/{seller_id}/conversations/{conversation_id}": _SELLER,
    "POST /api/seller/{seller_id}/conversations/{conversation_id}/messages": _SELLER,
    "POST /api/seller/{seller_id}/conversations/{conversation_id}/read": _SELLER,
    "POST /api/seller/{seller_id}/conversations/{conversation_id}/close": _SELLER,
    "GET /api/studio/conversations": OWN_TIME.read,
    "POST /api/studio/conversations": OWN_TIME.write,
    "GET /api/studio/conversations/{conversation_id}": OWN_TIME.read,
    "POST /api/studio/conversations/{conversation_id}/messages": OWN_TIME.write,
    "POST /api/studio/conversations/{conversation_id}/read": OWN_TIME.write,
    "POST /api/studio/conversations/{conversation_id}/close": OWN_TIME.write,
    "GET /api/staff/conversations": CLIENTS_DUTY.read,
    "POST /api/staff/conversations": CLIENTS_DUTY.write,
    "GET /api/staff/conversations/{conversation_id}": CLIENTS_DUTY.read,
    "POST /api/staff/conversations/{conversation_id}/messages": CLIENTS_DUTY.write,
    "POST /api/staff/conversations/{conversation_id}/read": CLIENTS_DUTY.write,
    "POST /api/staff/conversations/{conversation_id}/close": CLIENTS_DUTY.write,
    "POST /api/staff/conversations/{conversation_id}/messages/{number}/hide": CLIENTS_DUTY.write,
    "POST /api/staff/conversations/{conversation_id}/messages/{number}/show": CLIENTS_DUTY.write,
}
