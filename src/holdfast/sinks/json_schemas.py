"""The messages' JSON Schemas, made from the messages themselves."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import msgspec

from holdfast.sinks.envelope import TYPE_PREFIX
from holdfast.sinks.messages import MESSAGES, OrderMessage, SinkMessage, StockLowV1

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def data_schema(message: type[SinkMessage]) -> dict[str, Any]:
    """The schema of ``data``, what ``dataschema`` leads to. Members it does not name may come."""
    body, parts = _parts(message, "#/$defs/{name}")
    found: dict[str, Any] = {
        "$schema": DIALECT,
        "$id": f"urn:holdfast:schema:{message.NAME}",
        **body,
    }
    if parts:
        found["$defs"] = parts
    return found


def message_schema(
    message: type[SinkMessage], refer: str = "#/$defs/{name}"
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The schema of the whole message, envelope and all, and what it refers to by ``refer``."""
    data, parts = _parts(message, refer)
    text = {"type": "string", "minLength": 1}
    members: dict[str, Any] = {
        "specversion": {"const": "1.0"},
        "id": {**text, "description": "The event's; the same when it is sent again."},
        "source": {**text, "format": "uri-reference"},
        "type": {"const": TYPE_PREFIX + message.NAME},
        "subject": {**text, **_form_of_subject(message), "description": message.SUBJECT},
        "time": {**text, "format": "date-time", "description": "When it happened."},
        "datacontenttype": {"const": "application/json"},
        "dataschema": {**text, "format": "uri"},
        "data": data,
    }
    return {"type": "object", "required": list(members), "properties": members}, parts


def _form_of_subject(message: type[SinkMessage]) -> dict[str, str]:
    return {"format": "uuid"} if issubclass(message, OrderMessage | StockLowV1) else {}


def _parts(message: type[SinkMessage], refer: str) -> tuple[dict[str, Any], dict[str, Any]]:
    (root,), parts = msgspec.json.schema_components([message], ref_template=refer)
    body = dict(parts.pop(root["$ref"].rpartition("/")[2]))
    body["description"] = " ".join((message.__doc__ or "").split())
    return body, dict(parts)


@cache
def schemas() -> Mapping[str, bytes]:
    """Every ``data`` schema as JSON, by name (``order.paid.v1``)."""
    encode = msgspec.json.encode
    return {one.NAME: msgspec.json.format(encode(data_schema(one)), indent=2) for one in MESSAGES}
