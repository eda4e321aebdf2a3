"""Orders: what was bought, by whom, and how far it has come."""

from holdfast.orders.agreements import AgreedText, Agreement, agreement_of, keep_agreement
from holdfast.orders.breakdown import (
    Breakdown,
    OrderPart,
    OrderRepeat,
    OrderSale,
    OrderTax,
    breakdown_text,
    tax_on_top,
)
from holdfast.orders.buyers import bought, has_bought, has_paid
from holdfast.orders.collector import Collector, collector_text
from holdfast.orders.contacts import correct_contacts, said_with_orders
from holdfast.orders.facts import (
    OrderCancelled,
    OrderChanged,
    OrderCompleted,
    OrderPaid,
    OrderReserved,
    OrderUnitsCancelled,
    OrderUnitsRefunded,
    PayLinkSent,
)
from holdfast.orders.goods_kept import GOODS_LEFT, goods_left
from holdfast.orders.items import (
    OrderItem,
    item_rows,
    load_items,
    returned_key,
    units_put_back,
    variants_of_orders,
)
from holdfast.orders.life import (
    Refund,
    cancelled,
    collected_by,
    completed,
    contacted,
    edited,
    fulfilment_noted,
    given_up,
    money_moved,
    moved,
    noted_by_buyer,
    paid,
    parcels_moved,
    readdressed,
    refund_noted,
    repriced,
    rescued,
    returns_moved,
    unchanged,
)
from holdfast.orders.numbers import number_in, orders_of_numbers
from holdfast.orders.order import (
    MAX_BUYER_NOTE,
    ORDER_COLUMNS,
    CancelledBy,
    Order,
    OrderBook,
    Reason,
    Status,
    adopt_orders,
    cancelled_by,
    due_key,
    fulfilment_of,
    phase_of,
    seat_key,
    version_of,
)
from holdfast.orders.own import OwnSearch
from holdfast.orders.pay_links import (
    PAY_LINKS,
    PayLink,
    PayLinkNotFound,
    PayLinkRevoked,
    keep_pay_link,
    pay_link,
    revoke_pay_link,
    standing_pay_link,
    token_hash,
)
from holdfast.orders.tables import (
    CONTACTED_ORDERS,
    EXCHANGE_ORDERS,
    ITEMS_AGAIN,
    ITEMS_GONE,
    ORDER_ITEMS,
    ORDERS,
    PAID_ORDERS,
)
from holdfast.orders.tags import (
    MAX_TAG,
    MOST_TAGS,
    as_spelt,
    known_orders,
    lock_tags,
    put_tags,
    tags_of,
    used_tags,
)
