"""Packages, what clients have of them, and payments by it."""

from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

STATEMENTS = """
CREATE TABLE packages (
    id uuid NOT NULL CONSTRAINT pk_packages PRIMARY KEY,
    terms jsonb NOT NULL,
    active boolean NOT NULL,
    revision integer NOT NULL DEFAULT 1,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    key text,
    CONSTRAINT uq_packages_key UNIQUE (key)
);
CREATE TABLE package_purchases (
    order_id uuid NOT NULL CONSTRAINT pk_package_purchases PRIMARY KEY,
    package_id uuid NOT NULL,
    owner text NOT NULL,
    terms jsonb NOT NULL,
    gift jsonb
);
CREATE TABLE package_grants (
    id uuid NOT NULL CONSTRAINT pk_package_grants PRIMARY KEY,
    kind text NOT NULL,
    owner text NOT NULL,
    package_id uuid NOT NULL,
    order_id uuid NOT NULL,
    line integer NOT NULL,
    name text NOT NULL,
    units bigint NOT NULL,
    currency text NOT NULL,
    services jsonb NOT NULL,
    transferable boolean NOT NULL,
    valid_until timestamptz NOT NULL,
    grace_until timestamptz NOT NULL,
    warn_at timestamptz NOT NULL,
    status text NOT NULL DEFAULT 'active',
    came_from uuid,
    gift jsonb,
    code_hash bytea,
    warned_at timestamptz,
    frozen_at timestamptz,
    issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT ck_package_grants_kind CHECK (kind IN ('hours', 'certificate')),
    CONSTRAINT ck_package_grants_status CHECK (status IN ('active', 'frozen', 'expired')),
    CONSTRAINT ck_package_grants_units CHECK (units > 0),
    CONSTRAINT ck_package_grants_valid_until
        CHECK (warn_at <= valid_until AND valid_until <= grace_until),
    CONSTRAINT ck_package_grants_frozen_at
        CHECK ((frozen_at IS NOT NULL) = (status = 'frozen'))
);
CREATE INDEX ix_package_purchases_owner ON package_purchases (owner, order_id);
CREATE INDEX ix_package_grants_owner ON package_grants (owner, id);
CREATE INDEX ix_package_grants_order_id ON package_grants (order_id);
CREATE UNIQUE INDEX uq_package_grants_code_hash ON package_grants (code_hash);
CREATE INDEX ix_package_grants_warn_at ON package_grants (warn_at)
    WHERE status = 'active' AND warned_at IS NULL;
CREATE INDEX ix_package_grants_grace_until ON package_grants (grace_until)
    WHERE status = 'active';
ALTER TABLE payments ADD source text, ADD units bigint, ADD mix_id uuid,
    ADD CONSTRAINT ck_payments_units CHECK ((source IS NULL) = (units IS NULL) AND units > 0);
COMMENT ON COLUMN package_purchases.terms IS 'as they were agreed';
COMMENT ON COLUMN package_purchases.gift IS 'for whom, when, with which words';
COMMENT ON COLUMN package_grants.order_id IS 'that it was bought with';
COMMENT ON COLUMN package_grants.line IS 'its place in what was bought';
COMMENT ON COLUMN package_grants.name IS 'the package''s, as it was called then';
COMMENT ON COLUMN package_grants.units IS 'minutes, or minor units';
COMMENT ON COLUMN package_grants.services IS 'that it pays for; none named: all';
COMMENT ON COLUMN package_grants.came_from IS 'whose minutes these were before';
COMMENT ON COLUMN package_grants.code_hash IS 'of a certificate whose code was made';
COMMENT ON COLUMN payments.source IS 'the account of ours that paid in units of its own';
COMMENT ON COLUMN payments.mix_id IS 'of parts that come, or go back, together';
"""


def upgrade() -> None:
    for statement in STATEMENTS.split(";\n"):
        if statement.strip():
            op.execute(statement)
