"""Orders and their items. Riders insert them; transitions move them (see flows)."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

orders = sa.Table(
    "orders",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("hold_id", sa.Uuid, comment="the reservation; none of an order paid at once"),
    sa.Column("rescue_hold_id", sa.Uuid, comment="the hold a late payment was rescued with"),
    sa.Column("status", sa.Text, nullable=False, server_default="pending"),
    sa.Column("reason", sa.Text),
    sa.Column("refund", sa.Text, nullable=False, server_default="none"),
    sa.Column(
        "total",
        sa.BigInteger,
        nullable=False,
        comment="what is to pay, with tax and shipping, the discount taken off; minor units",
    ),
    sa.Column("discount", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("tax", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("shipping", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("breakdown", pg.JSONB, comment="how the total came about; none: by its lines alone"),
    sa.Column("address", pg.JSONB, comment="where its goods go, as it was given"),
    sa.Column("contact_email", sa.Text, comment="where a guest is told of it, beside the address"),
    sa.Column("contact_name", sa.Text, comment="what a guest who books says they are called"),
    sa.Column("contact_phone", sa.Text, comment="where a guest who books is called"),
    sa.Column("collector", pg.JSONB, comment="who picks it up in place of its buyer"),
    sa.Column("buyer_note", sa.Text, comment="what its buyer asks of whoever packs it"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("coupon_id", sa.Uuid),
    sa.Column("description", sa.Text, comment="what an order without goods is for"),
    sa.Column("booking_id", sa.Uuid, comment="the booking that it pays for"),
    sa.Column("payment_id", sa.Uuid),
    sa.Column("locale", sa.Text),
    sa.Column("request", sa.Text, nullable=False, server_default=""),
    written_at("created_at"),
    sa.Column("paid_at", TIME),
    sa.Column("cancelled_at", TIME),
    sa.Column("completed_at", TIME),
    sa.Column("cancelled_by", sa.Text, comment="which of staff cancelled it; else the reason says"),
    sa.Column("cancel_note", sa.Text, comment="why, in staff's words"),
    sa.Column(
        "money_moved_at",
        TIME,
        comment="when a part of the money last came, or something was done about giving one back",
    ),
    sa.Column("fulfilment", sa.Text, comment="the sum of its parcels; none: nothing was sent"),
    sa.Column("parcels_moved_at", TIME, comment="when something was last done with its parcels"),
    sa.CheckConstraint("status IN ('pending', 'paid', 'completed', 'cancelled')", name="status"),
    sa.CheckConstraint("refund IN ('none', 'begun', 'done', 'failed')", name="refund"),
    sa.CheckConstraint(
        "fulfilment IN ('unfulfilled', 'partly-shipped', 'shipped', 'delivered')",
        name="fulfilment",
    ),
    sa.CheckConstraint("total >= 0", name="total"),
    sa.CheckConstraint("discount >= 0", name="discount"),
    sa.CheckConstraint("tax >= 0", name="tax"),
    sa.CheckConstraint("shipping >= 0", name="shipping"),
    sa.CheckConstraint("char_length(buyer_note) BETWEEN 1 AND 500", name="buyer_note"),
    sa.Index("uq_orders_number", "number", unique=True),
    sa.Index("uq_orders_hold_id", "hold_id", unique=True),
    sa.Index("ix_orders_owner", "owner", "id"),
    # A purchase that goes well never changes it.
    sa.Index(
        "ix_orders_given_back",
        "refund",
        "id",
        postgresql_where=sa.text("refund <> 'none'"),
    ),
    # Staff look for an order by what its buyer says on the phone.
    sa.Index(
        "ix_orders_email",
        sa.text("lower(coalesce(address ->> 'email', contact_email))"),
        postgresql_where=sa.text("coalesce(address ->> 'email', contact_email) IS NOT NULL"),
    ),
    sa.Index(
        "ix_orders_phone",
        sa.text("reverse(address ->> 'phone')"),
        postgresql_where=sa.text("address ->> 'phone' IS NOT NULL"),
    ),
    sa.Index(
        "ix_orders_recipient",
        sa.text("to_tsvector('simple'::regconfig, address ->> 'name')"),
        postgresql_using="gin",
        postgresql_where=sa.text("address ->> 'name' IS NOT NULL"),
    ),
    sa.Index("ix_orders_coupon_id", "coupon_id", postgresql_where=sa.text("coupon_id IS NOT NULL")),
    # For the books. Of ranges of pages, so that a payment still changes an order in place.
    sa.Index("ix_orders_paid_at", "paid_at", postgresql_using="brin"),
    # Room on each page for the one or two transitions of an order's life to stay in place.
    postgresql_with={"fillfactor": "70"},
)

# No foreign key to orders: the items are riders of the same command, so both exist or neither, and
# the hottest path is spared a key check for each row.
order_items = sa.Table(
    "order_items",
    metadata,
    sa.Column("order_id", sa.Uuid, primary_key=True),
    sa.Column("line", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("product_id", sa.Uuid, nullable=False),
    sa.Column("variant_id", sa.Uuid, nullable=False),
    sa.Column("product_name", sa.Text, nullable=False),
    sa.Column("options", pg.JSONB, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("price", sa.BigInteger, nullable=False, comment="of one unit, minor units"),
    sa.Column(
        "discount",
        sa.BigInteger,
        nullable=False,
        server_default="0",
        comment="of the whole line, minor units",
    ),
    sa.Column("tax", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("taken", pg.JSONB, comment="units by account; none: all of its variant's first"),
    sa.Column("put_back", pg.JSONB, comment="of those, what is on sale again while it stands"),
    sa.Column("delivered_as", sa.Text, comment="as what its units reach the buyer; none: sent"),
    sa.CheckConstraint("delivered_as IN ('codes', 'file')", name="delivered_as"),
    sa.CheckConstraint("quantity > 0", name="quantity"),
    sa.CheckConstraint("price >= 0", name="price"),
    sa.CheckConstraint("discount BETWEEN 0 AND price * quantity", name="discount"),
    sa.CheckConstraint("tax >= 0", name="tax"),
    sa.Index("ix_order_items_variant_id", "variant_id", "order_id"),
    # Units that were sold before they were there (``locations.TO_COME``).
    sa.Index(
        "ix_order_items_preordered",
        "variant_id",
        "order_id",
        postgresql_where=sa.text(
            "taken ? ('stock/' || CAST(variant_id AS text)"
            " || '/00000000-0000-7000-8000-000000000002')"
        ),
    ),
)

# What staff stick on orders to find them again. No foreign key, as above; no order is deleted.
order_tags = sa.Table(
    "order_tags",
    metadata,
    sa.Column("order_id", sa.Uuid, primary_key=True),
    sa.Column("tag", sa.Text, primary_key=True),
    sa.CheckConstraint("char_length(tag) BETWEEN 1 AND 40", name="tag"),
    sa.Index("ix_order_tags_tag", sa.text("lower(tag)"), "order_id"),
)

ORDERS: Final = RowTable(
    "orders",
    ("id", "number", "owner", "hold_id", "total", "discount", "currency", "coupon_id",
     "description", "locale", "request", "tax", "shipping", "breakdown", "booking_id",
     "address"),
    ("uuid", "text", "text", "uuid", "bigint", "bigint", "text", "uuid", "text", "text", "text",
     "bigint", "bigint", "jsonb", "uuid", "jsonb"),
)  # fmt: skip
"""Orders that wait for their money."""
CONTACTED_ORDERS: Final = RowTable(
    ORDERS.name, (*ORDERS.columns, "contact_email"), (*ORDERS.types, "text")
)
"""The same, of somebody without an account who said where they are told of it."""
PAID_ORDERS: Final = RowTable(
    "orders",
    ("id", "number", "owner", "status", "total", "discount", "currency", "coupon_id",
     "description", "payment_id", "locale", "request", "created_at", "paid_at", "tax", "shipping",
     "breakdown", "address"),
    ("uuid", "text", "text", "text", "bigint", "bigint", "text", "uuid",
     "text", "uuid", "text", "text", "timestamptz", "timestamptz", "bigint", "bigint", "jsonb",
     "jsonb"),
)  # fmt: skip
"""Orders paid in the very command that makes them."""
EXCHANGE_ORDERS: Final = RowTable(
    PAID_ORDERS.name,
    (*PAID_ORDERS.columns, "hold_id", "contact_email"),
    (*PAID_ORDERS.types, "uuid", "text"),
)
"""Orders that send other units in place of what came back: nothing more is paid for them."""
ORDER_ITEMS: Final = RowTable(
    "order_items",
    ("order_id", "line", "product_id", "variant_id", "product_name", "options", "quantity",
     "price", "discount", "tax", "taken", "delivered_as"),
    ("uuid", "smallint", "uuid", "uuid", "text", "jsonb", "integer", "bigint", "bigint", "bigint",
     "jsonb", "text"),
)  # fmt: skip
ITEMS_AGAIN: Final = RowTable(
    ORDER_ITEMS.name, ORDER_ITEMS.columns, ORDER_ITEMS.types, replaces=("order_id", "line")
)
"""The items of an order that is priced anew, in place of those there were."""
ITEMS_GONE: Final = RowTable(
    ORDER_ITEMS.name, ("order_id", "line"), ("uuid", "smallint"), removes=True
)
"""Lines that an order has no more."""
UNITS_PUT_BACK: Final = RowTable(
    ORDER_ITEMS.name,
    (*ORDER_ITEMS.columns, "put_back"),
    (*ORDER_ITEMS.types, "jsonb"),
    replaces=("order_id", "line"),
)
"""The same lines of an order of which some units were cancelled."""
ORDER_STATES: Final = StateTable(
    "orders",
    "id",
    "status",
    {
        "reason": "text",
        "refund": "text",
        "payment_id": "uuid",
        "rescue_hold_id": "uuid",
        "paid_at": "timestamptz",
        "cancelled_at": "timestamptz",
        "completed_at": "timestamptz",
        "hold_id": "uuid",
        "total": "bigint",
        "discount": "bigint",
        "tax": "bigint",
        "shipping": "bigint",
        "breakdown": "jsonb",
        "address": "jsonb",
        "contact_email": "text",
        "contact_name": "text",
        "contact_phone": "text",
        "collector": "jsonb",
        "buyer_note": "text",
        "coupon_id": "uuid",
        "cancelled_by": "text",
        "cancel_note": "text",
        "money_moved_at": "timestamptz",
        "fulfilment": "text",
        "parcels_moved_at": "timestamptz",
    },
    {
        "pending": ("paid", "cancelled"),
        "paid": ("completed", "cancelled"),
        "completed": (),
        "cancelled": ("paid",),  # by a payment that came too late, while there is enough
    },
)
