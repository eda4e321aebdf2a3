"""What sockets say and are told, as an AsyncAPI document (``/api/asyncapi.json``), made from the
structures that are sent."""

from typing import Any, Final

import msgspec
from msgspec import Struct

import holdfast
from holdfast.live import BalanceUpdate, OrderUpdate, StockUpdate, SupplyUpdate

__all__ = ["EVENTS", "socket_document"]

Json = dict[str, Any]
_REF: Final = "#/components/schemas/{name}"

_IDS: Final[Json] = {"type": "array", "items": {"type": "string", "format": "uuid"}}
_ALL_OR_IDS: Final[Json] = {"oneOf": [_IDS, {"type": "null"}], "description": "None: all"}
_NOTHING: Final[Json] = {"type": "null"}

_WATCHED: Final = (
    ("products", "stock", "stock", StockUpdate, _ALL_OR_IDS, "products: what is left, and held"),
    ("campaigns", "campaign", "campaigns", SupplyUpdate, _IDS, "coupon campaigns: what is left"),
    ("wallets", "wallet", "wallets", BalanceUpdate, _NOTHING, "one's own wallets"),
    ("orders", "order", "orders", OrderUpdate, _NOTHING, "one's own orders"),
)
"""Of each: its word in requests and in events, its member of a snapshot, what an update is."""

_PROBLEM: Final[Json] = {
    "type": "object",
    "description": "A request was refused. The acknowledgement says the same: `ok`, `error`.",
    "properties": {
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "Stable, for programs"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
    },
    "required": ["status", "code", "title", "detail"],
}


def _refer(kind: type[Struct]) -> Json:
    return {"$ref": _REF.format(name=kind.__name__)}


def _events() -> dict[str, tuple[str, str, Json]]:
    """By name: who says it, what it means, its data."""
    found: dict[str, tuple[str, str, Json]] = {}
    for word, event, member, kind, asked, what in _WATCHED:
        snapshot = {
            "type": "object",
            "properties": {
                member: {"type": "array", "items": _refer(kind)},
                "serverTime": {"type": "string", "format": "date-time"},
            },
            "required": [member, "serverTime"],
        }
        found[f"subscribe:{word}"] = ("client", f"Watch {what}.", asked)
        found[f"unsubscribe:{word}"] = ("client", f"Watch no more of {what}.", asked)
        found[f"{event}:snapshot"] = ("server", "All that is watched, once.", snapshot)
        found[f"{event}:update"] = ("server", "One of them changed.", _refer(kind))
    found["problem"] = ("server", "A request was refused.", _PROBLEM)
    return found


EVENTS: Final = _events()


def socket_document() -> Json:
    """The whole document."""
    kinds = [kind for _, _, _, kind, _, _ in _WATCHED]
    _, schemas = msgspec.json.schema_components(kinds, ref_template=_REF)
    keys = {name: name.replace(":", ".") for name in EVENTS}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Holdfast's sockets",
            "version": holdfast.__version__,
            "description": "Socket.IO 4 at `/socket.io`. Subscribe and get a snapshot, then every "
            "change; several at once are told as the latest. Wallets and orders are told to whom "
            "they belong: by session cookie, bearer token, or `userId` in the address with --demo.",
        },
        "defaultContentType": "application/json",
        "channels": {
            "socket": {
                "address": "/socket.io",
                "messages": {
                    key: {"$ref": f"#/components/messages/{key}"} for key in keys.values()
                },
            }
        },
        "operations": {
            key: {
                "action": "receive" if EVENTS[name][0] == "client" else "send",
                "channel": {"$ref": "#/channels/socket"},
                "summary": EVENTS[name][1],
                "messages": [{"$ref": f"#/channels/socket/messages/{key}"}],
            }
            for name, key in keys.items()
        },
        "components": {
            "messages": {
                key: {"name": name, "summary": EVENTS[name][1], "payload": EVENTS[name][2]}
                for name, key in keys.items()
            },
            "schemas": schemas,
        },
    }
