"""Tables of the shop's figures, kept by event consumers; nothing here decides anything."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


daily_sales = sa.Table(
    "daily_sales",
    metadata,
    # The day on which it happened, by the shop's clock of then (of before 0162: in UTC): an order
    # counts on the day it was paid, a cancellation on the day it was cancelled, a refund on the day
    # the money was back.
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("currency", sa.Text, primary_key=True),
    _count("orders"),
    _count("units"),
    _count("revenue"),
    _count("cancelled_buyer"),
    _count("cancelled_expired"),
    _count("cancelled_unpaid"),
    _count("cancelled_staff"),
    _count("cancelled_refunded"),
    _count("refunded"),  # money of paid orders that went back, whole or in part
)

# What was sold of each product on the day its order was paid, by the same clock, whatever came
# back later.
daily_product_sales = sa.Table(
    "daily_product_sales",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("currency", sa.Text, primary_key=True),
    sa.Column("product_id", sa.Uuid, primary_key=True),
    _count("units"),
    _count("revenue"),  # after the lines' share of discounts
)

low_stock = sa.Table(
    "low_stock",
    metadata,
    # A row exists while the variant is low: so an alert is raised once a crossing.
    sa.Column("variant_id", sa.Uuid, nullable=False),
    sa.Column("location_id", sa.Uuid, comment="None: in all"),
    sa.Column("on_hand", sa.BigInteger, nullable=False),
    sa.Column("threshold", sa.Integer, nullable=False),
    sa.Column("since", TIME, nullable=False, server_default=sa.func.now()),
    sa.Index(
        "uq_low_stock_place",
        "variant_id",
        "location_id",
        unique=True,
        postgresql_nulls_not_distinct=True,
    ),
)

# Units by the minute their order was paid in, for as long as the longest window. A cancellation
# takes them away from the minute of the sale. Below zero only until the sale has been read too.
sales_minutes = sa.Table(
    "sales_minutes",
    metadata,
    sa.Column("minute", TIME, primary_key=True),
    sa.Column("product_id", sa.Uuid, primary_key=True),
    sa.Column("units", sa.BigInteger, nullable=False),
)

# The sum of those minutes over the last ``days``, for each number of days that may be asked for;
# never zero.
best_sellers = sa.Table(
    "best_sellers",
    metadata,
    sa.Column("days", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("product_id", sa.Uuid, primary_key=True),
    sa.Column("units", sa.BigInteger, nullable=False),
    sa.Index("ix_best_sellers_rank", "days", sa.desc("units"), "product_id"),
)

# In how many paid orders both products are, each way; the most frequent of a product are kept, and
# none at zero. What came back, whole or of one of the two every unit, is not counted. With
# ``ANY_GOODS`` as the other: in how many the product is; with it as both: how many there are.
bought_together = sa.Table(
    "bought_together",
    metadata,
    sa.Column("product_id", sa.Uuid, primary_key=True),
    sa.Column("other_id", sa.Uuid, primary_key=True),
    sa.Column("orders", sa.BigInteger, nullable=False),
    sa.Column("at", TIME, nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint("orders > 0", name="orders"),
)

# The last minute of every window, in one row. Whoever changes the three tables locks it first.
best_sellers_as_of = sa.Table(
    "best_sellers_as_of",
    metadata,
    sa.Column("one", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("minute", TIME, nullable=False),
    sa.CheckConstraint("one", name="one"),
)

# What came of each booking that was ever paid, as its last event left it: written anew by each.
booking_figures = sa.Table(
    "booking_figures",
    metadata,
    sa.Column("booking_id", sa.Uuid, primary_key=True),
    sa.Column("day", sa.Date, nullable=False, comment="of its start, by its place's clock"),
    sa.Column("hour", sa.SmallInteger, nullable=False, comment="of its start, by that clock"),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, comment="why it is cancelled"),
    sa.Column("service_id", sa.Uuid, nullable=False),
    sa.Column("studio_id", sa.Uuid, comment="where it takes place"),
    sa.Column("persons", pg.ARRAY(sa.Uuid), nullable=False, comment="photographers, by id"),
    sa.Column("minutes", sa.Integer, nullable=False, comment="without buffers"),
    sa.Column("lead_minutes", sa.Integer, nullable=False, comment="booked until it begins"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("income", sa.BigInteger, nullable=False, comment="kept of its price, minor units"),
    sa.Column(
        "covered",
        sa.BigInteger,
        nullable=False,
        comment="of the income: by hours, points, certificates",
    ),
    sa.CheckConstraint("state IN ('booked', 'took-place', 'missed', 'cancelled')", name="state"),
    sa.CheckConstraint("covered BETWEEN 0 AND income", name="income"),
    sa.Index("ix_booking_figures_day", "day", "studio_id"),
)

# The hours that it takes of each resource, buffers included, unless it is cancelled.
booking_hours = sa.Table(
    "booking_hours",
    metadata,
    sa.Column("booking_id", sa.Uuid, primary_key=True),
    sa.Column("resource_id", sa.Uuid, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True, comment="by the resource's clock"),
    sa.Column("hour", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("minutes", sa.Integer, nullable=False, comment="times the seats taken"),
    sa.Index("ix_booking_hours_day", "day", "resource_id"),
)

# Each booking that a client ever held or asked for, as its last event left it: written anew by
# each. Those that staff made for somebody are not here.
booking_demand = sa.Table(
    "booking_demand",
    metadata,
    sa.Column("booking_id", sa.Uuid, primary_key=True),
    sa.Column("day", sa.Date, nullable=False, comment="when it was booked, by the shop's clock"),
    sa.Column("hour", sa.SmallInteger, nullable=False, comment="by that clock"),
    sa.Column("for_weekday", sa.SmallInteger, nullable=False, comment="of its start; 1: Monday"),
    sa.Column("for_hour", sa.SmallInteger, nullable=False, comment="by its place's clock"),
    sa.Column("lead_minutes", sa.Integer, nullable=False, comment="booked until it begins"),
    sa.Column("service_id", sa.Uuid, nullable=False),
    sa.Column("studio_id", sa.Uuid, comment="where it takes place"),
    sa.Column("persons", pg.ARRAY(sa.Uuid), nullable=False, comment="photographers, by id"),
    sa.Column("paid", sa.Boolean, nullable=False, comment="it was confirmed, whatever came later"),
    sa.Column("took_place", sa.Boolean, nullable=False),
    sa.Column("to_come", sa.Boolean, nullable=False, comment="paid, and neither over nor off"),
    sa.CheckConstraint("paid OR NOT (took_place OR to_come)", name="paid"),
    sa.Index("ix_booking_demand_day", "day"),
)

# How often visitors opened somebody's page, or looked for times: who does so again within half an
# hour counts once.
booking_looks = sa.Table(
    "booking_looks",
    metadata,
    sa.Column("subject_id", sa.Uuid, primary_key=True, comment="photographer, studio or service"),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True, comment="by the shop's clock"),
    sa.Column("hour", sa.SmallInteger, primary_key=True, autoincrement=False),
    _count("looks"),
    sa.CheckConstraint("kind IN ('page', 'times')", name="kind"),
    sa.Index("ix_booking_looks_day", "day", "kind"),
)
