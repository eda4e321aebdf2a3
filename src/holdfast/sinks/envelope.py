"""CloudEvents 1.0, structured JSON: what stands around every message, whatever takes it there."""

from datetime import datetime
from typing import Final, Self

import msgspec
from msgspec import Struct

from holdfast.kit.clock import iso
from holdfast.sinks.messages import SinkMessage

CONTENT_TYPE: Final = "application/cloudevents+json"
TYPE_PREFIX: Final = "holdfast."
SCHEMAS_PATH: Final = "/api/schemas"
_encode: Final = msgspec.json.Encoder().encode


class Origin(Struct, frozen=True):
    """Where messages say they come from, and where their schemas are."""

    source: str
    _schema: str

    @classmethod
    def at(cls, public_url: str, service: str = "") -> Self:
        """The shop at this address; without one, names that lead nowhere but stay the same.
        ``service``: the one with a database, and so with ids, of its own."""
        url = public_url.rstrip("/")
        if not url:
            return cls(f"urn:holdfast:{service or 'shop'}", "urn:holdfast:schema:{}")
        return cls(f"{url}/{service}" if service else url, f"{url}{SCHEMAS_PATH}/{{}}")

    def schema(self, name: str) -> str:
        """The address of a message's JSON Schema."""
        return self._schema.format(name)


class Envelope(Struct, frozen=True):
    """A message with its envelope, ready to be sent."""

    id: str
    type: str
    body: bytes

    @classmethod
    def around(cls, message: SinkMessage, origin: Origin, event_id: str, at: datetime) -> Self:
        """``event_id`` is the event's own, so that who gets it twice can tell."""
        kind = TYPE_PREFIX + message.NAME
        body = {
            "specversion": "1.0",
            "id": event_id,
            "source": origin.source,
            "type": kind,
            "subject": message.subject,
            "time": iso(at),
            "datacontenttype": "application/json",
            "dataschema": origin.schema(message.NAME),
            "data": message,
        }
        return cls(event_id, kind, _encode(body))
