"""Sellers' money: commission rules, what of each order is whose, payouts."""

from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE commission_rules (
        id uuid NOT NULL, seller_id uuid, category_id uuid, rate integer,
        fixed bigint NOT NULL DEFAULT 0, currency text, begins_at timestamptz NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(), key text,
        CONSTRAINT pk_commission_rules PRIMARY KEY (id),
        CONSTRAINT uq_commission_rules_key UNIQUE (key),
        CONSTRAINT ck_commission_rules_rate CHECK (rate BETWEEN 0 AND 100000),
        CONSTRAINT ck_commission_rules_fixed CHECK (fixed >= 0),
        CONSTRAINT ck_commission_rules_currency CHECK (fixed = 0 OR currency IS NOT NULL)
    )
    """,
    "COMMENT ON COLUMN commission_rules.seller_id IS 'none: of any seller'",
    "COMMENT ON COLUMN commission_rules.category_id IS 'it and those below; none: any'",
    """
    COMMENT ON COLUMN commission_rules.rate IS
    'thousandths of a percent; none: no rule from then on'
    """,
    "COMMENT ON COLUMN commission_rules.currency IS 'of what is fixed'",
    """
    CREATE TABLE suborders (
        id uuid NOT NULL, order_id uuid NOT NULL, seller_id uuid NOT NULL, currency text NOT NULL,
        status text NOT NULL DEFAULT 'sold', gross bigint NOT NULL DEFAULT 0,
        commission bigint NOT NULL DEFAULT 0, sold_at timestamptz NOT NULL, earned_at timestamptz,
        CONSTRAINT pk_suborders PRIMARY KEY (id),
        CONSTRAINT ck_suborders_status CHECK (status IN ('sold', 'earned')),
        CONSTRAINT ck_suborders_earned_at CHECK ((status = 'earned') = (earned_at IS NOT NULL)),
        CONSTRAINT ck_suborders_commission CHECK (commission BETWEEN 0 AND gross)
    )
    """,
    "CREATE UNIQUE INDEX uq_suborders_order_id ON suborders (order_id, seller_id)",
    "CREATE INDEX ix_suborders_seller_id ON suborders (seller_id, order_id)",
    "CREATE INDEX ix_suborders_earned_at ON suborders (seller_id, currency, earned_at)",
    """
    CREATE TABLE suborder_lines (
        order_id uuid NOT NULL, line smallint NOT NULL, suborder_id uuid NOT NULL, rule_id uuid,
        rate integer NOT NULL, fixed bigint NOT NULL,
        CONSTRAINT pk_suborder_lines PRIMARY KEY (order_id, line)
    )
    """,
    """
    COMMENT ON COLUMN suborder_lines.rule_id IS
    'that it was sold under; none: without commission'
    """,
    """
    CREATE TABLE payouts (
        id uuid NOT NULL, seller_id uuid NOT NULL, currency text NOT NULL, amount bigint NOT NULL,
        status text NOT NULL DEFAULT 'proposed', reference text, reason text,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(), settled_at timestamptz,
        CONSTRAINT pk_payouts PRIMARY KEY (id),
        CONSTRAINT ck_payouts_amount CHECK (amount > 0),
        CONSTRAINT ck_payouts_status CHECK (status IN ('proposed', 'paid', 'failed')),
        CONSTRAINT ck_payouts_settled_at CHECK ((status = 'proposed') = (settled_at IS NULL))
    )
    """,
    "COMMENT ON COLUMN payouts.reference IS 'of the transfer, as staff wrote it'",
    "COMMENT ON COLUMN payouts.reason IS 'why it failed'",
    "CREATE INDEX ix_payouts_seller_id ON payouts (seller_id, id)",
    "CREATE INDEX ix_payouts_status ON payouts (status, id)",
    "CREATE INDEX ix_payouts_made_at ON payouts (made_at)",
    # A shop that sold before settled with its sellers in its own way: it begins with what comes.
    """
    INSERT INTO event_cursors (consumer, era, xid, id)
    SELECT 'seller-shares', max(era),
           ((pg_snapshot_xmin(pg_current_snapshot())::text::bigint - 1)::text)::xid8,
           9223372036854775807
    FROM event_eras WHERE EXISTS (SELECT FROM orders) HAVING count(*) > 0
    ON CONFLICT DO NOTHING
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
