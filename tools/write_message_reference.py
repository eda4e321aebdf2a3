"""Writes ``docs/messages.md`` from the messages' types. ``--check`` only says if it is current."""

import sys
from typing import Final

import msgspec

from holdfast.flows.messaging.messages import (
    MAX_BODY,
    ORDERS_TO_PAY,
    PAYMENT_RESULTS,
    QUEUES,
    Message,
)
from holdfast.worker.broker_queues import MOST_WAITING
from holdfast.worker.reading import TRIES
from tools.reference import DOCS, fields_of, in_words, said_of, write

_HEAD: Final = f"""\
# Messages between orders and payments

Made by `tools/write_message_reference.py` from the code. Do not edit.

With `HOLDFAST_SETTLEMENT=messages` an order that is paid from a wallet is new at first: its goods
and its coupon are held, and the wallets' service is asked for the money. Two queues, one each way:

| queue | from | to | messages |
|---|---|---|---|
| `{ORDERS_TO_PAY}` | orders | payments | `pay`, `refund`, `forget` |
| `{PAYMENT_RESULTS}` | payments | orders | `paid`, `refused`, `refunded` |

Each message is an event of its service's log, relayed: so it is sent exactly if what it tells is
committed, and perhaps twice. It is read in one transaction with its effect and a mark that it was
read (table `inbox`, kept 30 days). Whoever gets it twice, late or before an earlier one changes
nothing by it that was changed or is not to be. A `refund` that comes before its `pay` calls that
one off. `forget` is of no payment: a service of payments that has a database of its own is told of
each account that is closed. A service of before does not know it: it lies with the dead letters
until it is sent again. Read messages are counted in
`holdfast_messages_total{{queue, outcome}}`: `done`, `late`
(dealt with: an order was rescued, money went back, a payment called off), `repeated`, `unknown`
(of no payment here), `failed` (the database was away: read again), `dead`.

## On the wire

JSON, {MAX_BODY // 1024} kB at most. `type` says which it is. Fields are added, never renamed or
taken away: a reader passes over those that it does not know. What cannot be said so gets another
`version`. Ids are UUIDs, amounts integers in minor units, times ISO 8601 in UTC.
Letters of builds before the first release still say `no-account`, `short-of-points` and `accountId`
for `no-wallet`, `insufficient-funds` and `walletId`; they are read as these.

Over RabbitMQ (`HOLDFAST_BROKER_URL`): published to the durable direct exchange
`holdfast.messages`, with the queue's name as routing key, persistent, mandatory and confirmed.
Properties: `message_id` as in the body. Headers: `about` (the order's id; of `forget` the
owner) and `seal`, the hex of
`HMAC-SHA256(SHA256("holdfast messages " + HOLDFAST_SECRET), queue + "\\0" + body)`. Both services
have the same secret. A body that was changed on its way, or that came from somebody else, is not
read.

A queue takes {MOST_WAITING:,} messages. What is more is refused by the broker (`reject-publish`)
and waits in its sender's event log; from four fifths on an error is logged, and
`holdfast_messages_waiting{{queue}}` tells how many wait. A queue of a release before there was a
bound is made anew when a service starts and finds it empty and unread.

Without a broker (one process) the event log itself keeps the messages, and they are read where
they are relayed.

## Dead letters

What cannot be read lies in the queue `<queue>.dead` with the headers `reason` and `at` (without a
broker in the table `dead_letters`): its seal is broken, it is of a release that is not known, its
words contradict what is known of the payment, or something failed at it {TRIES} times. Nothing
moves by it. `holdfast messages dead` lists them, `holdfast messages replay [ID ...]` sends them
again; staff do the same by `/api/staff/stuck`. Replaying is always safe. How many lie there
is `holdfast_dead_letters{{queue}}` in `/metrics` of the service that reads the queue.

## The messages
"""


def markdown() -> str:
    """The whole page."""
    told = [_HEAD]
    for queue, kinds in QUEUES.items():
        told.append(f"On `{queue}`:\n")
        told += [_message(kind) for kind in kinds]
    return "\n".join(told)


def _message(kind: type[Message]) -> str:
    tag = kind.__struct_config__.tag
    common = Message.__struct_fields__
    rows = [
        f"| `{field.encode_name}` | {in_words(field.type, quoted=True)} | {_default(field)} |"
        for field in sorted(fields_of(kind), key=lambda field: field.name not in common)
    ]
    return "\n".join(
        [
            f"### `{tag}`",
            "",
            said_of(kind),
            "",
            "| field | type | if left out |",
            "|---|---|---|",
            f'| `type` | `"{tag}"` | |',
            *rows,
            "",
        ]
    )


def _default(field: msgspec.inspect.Field) -> str:
    return "" if field.required else f"`{msgspec.json.encode(field.default).decode()}`"


if __name__ == "__main__":
    sys.exit(write({DOCS / "messages.md": markdown()}))
