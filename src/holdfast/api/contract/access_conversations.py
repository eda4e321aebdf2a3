"""Who may ask what of conversations: a part of the table of routes."""

from collections.abc import Mapping
from typing import Final

from holdfast.api.contract.askers import Access

__all__ = ["CONVERSATIONS"]

_MEMBER: Final = Access("member")
_OWN: Final = Access("member", "conversation")
_SELLER: Final = Access("seller", "seller")
_STAFF: Final = Access("staff")
_STUDIO: Final = Access("studio", "calendar")

CONVERSATIONS: Final[Mapping[str, Access]] = {
    "GET /api/conversations": _MEMBER,
    "POST /api/conversations": _MEMBER,
    "GET /api/conversations/{conversation_id}": _OWN,
    "POST /api/message-photos": _MEMBER,
    "GET /api/message-photos/{photo_id}": _OWN,
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
    "GET /api/studio/conversations": _STUDIO,
    "POST /api/studio/conversations": _STUDIO,
    "GET /api/studio/conversations/{conversation_id}": _STUDIO,
    "POST /api/studio/conversations/{conversation_id}/messages": _STUDIO,
    "POST /api/studio/conversations/{conversation_id}/read": _STUDIO,
    "POST /api/studio/conversations/{conversation_id}/close": _STUDIO,
    "GET /api/staff/conversations": _STAFF,
    "POST /api/staff/conversations": _STAFF,
    "GET /api/staff/conversations/{conversation_id}": _STAFF,
    "POST /api/staff/conversations/{conversation_id}/messages": _STAFF,
    "POST /api/staff/conversations/{conversation_id}/read": _STAFF,
    "POST /api/staff/conversations/{conversation_id}/close": _STAFF,
    "POST /api/staff/conversations/{conversation_id}/messages/{number}/hide": _STAFF,
    "POST /api/staff/conversations/{conversation_id}/messages/{number}/show": _STAFF,
}
