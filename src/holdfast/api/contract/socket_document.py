"""What sockets say and are told, as an AsyncAPI document (``/api/asyncapi.json``), made from the
structures that are sent."""

from typing import Any, Final

import msgspec
from msgspec import Struct

import holdfast
from holdfast.live import Channel
from holdfast.views.live import CHANNELS

__all__ = ["EVENTS", "socket_document"]

Json = dict[str, Any]
_REF: Final = "#/components/schemas/{name}"

_IDS: Final[Json] = {"type": "array", "items": {"type": "string", "format": "uuid"}}
_ALL_OR_IDS: Final[Json] = {"oneOf": [_IDS, {"type": "null"}], "description": "None: all"}
_NOTHING: Final[Json] = {"type": "null"}

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


def _asked(channel: Channel[Any, Any]) -> Json:
    """What comes with a subscription."""
    if not channel.by_ids:
        return _NOTHING
    return _ALL_OR_IDS if channel.whole else _IDS


def _refer(kind: type[Struct]) -> Json:
    return {"$ref": _REF.format(name=kind.__name__)}


def _events() -> dict[str, tuple[str, str, Json]]:
    """By name: who says it, what it means, its data."""
    found: dict[str, tuple[str, str, Json]] = {}
    for one in CHANNELS:
        snapshot = {
            "type": "object",
            "properties": {
                one.member: {"type": "array", "items": _refer(one.update)},
                "serverTime": {"type": "string", "format": "date-time"},
            },
            "required": [one.member, "serverTime"],
        }
        asked = _asked(one)
        found[f"subscribe:{one.name}"] = ("client", f"Watch {one.about}.", asked)
        found[f"unsubscribe:{one.name}"] = ("client", f"Watch no more of {one.about}.", asked)
        found[f"{one.event}:snapshot"] = ("server", "All that is watched, once.", snapshot)
        found[f"{one.event}:update"] = ("server", "One of them changed.", _refer(one.update))
    found["problem"] = ("server", "A request was refused.", _PROBLEM)
    return found


EVENTS: Final = _events()


def socket_document() -> Json:
    """The whole document."""
    kinds = [one.update for one in CHANNELS]
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
