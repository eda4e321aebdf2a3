"""Sinks: where platforms are told of orders, stock and trouble, in messages that say the same
everywhere.

A message is a CloudEvent with a versioned JSON Schema. Every sink has its own row of the book for
every message until it has it; how the rows are made and sent is in ``flows.deliveries`` and
``worker.deliverer``. Analytics services are sinks, too, of other messages: hits.
"""

from holdfast.sinks.amplitude import AMPLITUDE, AMPLITUDE_URL, Amplitude, amplitude_event
from holdfast.sinks.book import Delivery, DeliveryBook, Failure, ToDeliver, event_id
from holdfast.sinks.envelope import CONTENT_TYPE, SCHEMAS_PATH, TYPE_PREFIX, Envelope, Origin
from holdfast.sinks.ga4 import GA4, GOOGLE, Ga4, ga4_request
from holdfast.sinks.hits import (
    HIT_PREFIX,
    MOST_CHARACTERS,
    MOST_ITEMS,
    Hit,
    HitItem,
    HitName,
    read_hit,
)
from holdfast.sinks.json_lines import JsonLines
from holdfast.sinks.json_schemas import data_schema, message_schema, schemas
from holdfast.sinks.keys import SinkKeys
from holdfast.sinks.line_file import LineFile
from holdfast.sinks.messages import (
    MESSAGES,
    TOPICS,
    ItemV1,
    JobDeadV1,
    LetterDeadV1,
    OrderCancelledV1,
    OrderMessage,
    OrderPaidV1,
    OrderRefundedV1,
    SinkMessage,
    StockLowV1,
    topic_of,
)
from holdfast.sinks.pace import EVER, MOST_TRIES, Pace, pause_before
from holdfast.sinks.signing import BadSecret, WebhookSigner
from holdfast.sinks.sink import NotDelivered, Sink
from holdfast.sinks.targets import BadTarget, SinkTerms, Target, open_sinks, read_targets
from holdfast.sinks.webhook import Webhook
