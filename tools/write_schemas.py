"""Writes ``docs/schemas`` and ``docs/asyncapi.json``, the messages that leave the house as an
AsyncAPI 3 document, from the messages' own types. ``--check`` only says if they are current.
"""

import sys
from collections.abc import Iterable
from typing import Any, Final

import msgspec

import holdfast
from holdfast.flows.messaging.messages import ORDERS_TO_PAY, PAYMENT_RESULTS, QUEUES, Message
from holdfast.sinks import CONTENT_TYPE, MESSAGES, TYPE_PREFIX, SinkMessage, message_schema, schemas
from tools.reference import DOCS, said_of, write

REFER: Final = "#/components/schemas/{name}"
AMQP: Final = "0.3.0"  # version of the binding

Json = dict[str, Any]

_WEBHOOK_HEADERS: Final[Json] = {
    "type": "object",
    "description": "Of webhooks only, as Standard Webhooks has them.",
    "properties": {
        "webhook-id": {"type": "string", "description": "The same as the message's `id`."},
        "webhook-timestamp": {"type": "string", "description": "Of this try, seconds since 1970."},
        "webhook-signature": {
            "type": "string",
            "description": "`v1,` and base64 of HMAC-SHA256 over `id.timestamp.body`; several,"
            " separated by spaces, while a secret is replaced.",
        },
    },
}


def asyncapi_document() -> Json:
    """The whole document."""
    schemas: Json = {}
    messages = {one.__name__: _sink_message(one, schemas) for one in MESSAGES}
    for kinds in QUEUES.values():
        messages |= {one.__name__: _service_message(one, schemas) for one in kinds}
    channels = _order_channels() | {_camel(queue): _queue_channel(queue) for queue in QUEUES}
    to_pay, results = _camel(ORDERS_TO_PAY), _camel(PAYMENT_RESULTS)
    operations = {
        "tellOrders": _operation("send", "orders", "Tells platforms what each asked for."),
        "publishOrders": _operation("send", "ordersExchange", "The same over RabbitMQ."),
        "askForMoney": _operation("send", to_pay, "Orders asks payments for it, or to refund it."),
        "takeMoney": _operation("receive", to_pay, "Payments takes or refunds it."),
        "tellResult": _operation("send", results, "Payments says what became of it."),
        "takeResult": _operation("receive", results, "Orders settles, cancels or notes it."),
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Holdfast's messages",
            "version": holdfast.__version__,
            "description": "What leaves the shop as messages: at least once, an order's in order."
            " How to receive what platforms are told: docs/data-platform.md. What goes between the"
            " services is for the services only: docs/messages.md.",
        },
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": dict(sorted(schemas.items()))},
    }


def _sink_message(message: type[SinkMessage], schemas: Json) -> Json:
    """A CloudEvent; what its schema refers to is put into ``schemas``."""
    payload, parts = message_schema(message, REFER)
    schemas.update(parts)
    return {
        "name": TYPE_PREFIX + message.NAME,
        "title": message.NAME,
        "summary": said_of(message),
        "contentType": CONTENT_TYPE,
        "headers": _WEBHOOK_HEADERS,
        "payload": payload,
    }


def _service_message(message: type[Message], schemas: Json) -> Json:
    """What goes between orders and payments; its schema is put into ``schemas``."""
    (root,), parts = msgspec.json.schema_components([message], ref_template=REFER)
    schemas.update(parts)
    return {
        "name": message.__name__.lower(),
        "title": message.__name__,
        "summary": said_of(message),
        "contentType": "application/json",
        "payload": root,
    }


def _listed(messages: Iterable[type]) -> Json:
    return {one.__name__: {"$ref": f"#/components/messages/{one.__name__}"} for one in messages}


def _camel(queue: str) -> str:
    """``orders.to_pay`` as ``ordersToPay``."""
    first, *rest = queue.replace(".", "_").split("_")
    return first + "".join(word.capitalize() for word in rest)


def _queue_channel(queue: str) -> Json:
    declared = {"name": queue, "durable": True, "exclusive": False, "autoDelete": False}
    return {
        "address": queue,
        "title": queue,
        "description": "A durable queue between orders and payments; at least once, in any order.",
        "messages": _listed(QUEUES[queue]),
        "bindings": {"amqp": {"is": "queue", "queue": declared, "bindingVersion": AMQP}},
    }


def _order_channels() -> Json:
    messages = _listed(MESSAGES)
    exchange = {"name": "orders", "type": "topic", "durable": True, "autoDelete": False}
    return {
        "orders": {
            "address": None,
            "title": "Orders, stock, trouble",
            "description": "To each webhook a signed POST a message; into each file of JSON Lines a"
            " line a message. Where they are, and what each is told of (orders, unless it"
            " says otherwise), is a setting, `HOLDFAST_SINKS`.",
            "messages": messages,
        },
        "ordersExchange": {
            "address": "{name}",
            "title": "The same over RabbitMQ",
            "description": "To an exchange, named in `HOLDFAST_SINKS`, by the message's name.",
            "messages": messages,
            "parameters": {"name": {"enum": [one.NAME for one in MESSAGES]}},
            "bindings": {
                "amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": AMQP}
            },
        },
    }


def _operation(action: str, channel: str, summary: str) -> Json:
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
    }


def main() -> int:
    document = msgspec.json.format(msgspec.json.encode(asyncapi_document()), indent=2)
    pages = {DOCS / "schemas" / f"{name}.json": text for name, text in schemas().items()}
    strange = sorted(path.name for path in (DOCS / "schemas").iterdir() if path not in pages)
    if strange:
        print(f"of nothing that is sent: {', '.join(strange)}")
    pages[DOCS / "asyncapi.json"] = document
    written = write({path: text.decode() + "\n" for path, text in pages.items()})
    return 1 if strange else written


if __name__ == "__main__":
    sys.exit(main())
