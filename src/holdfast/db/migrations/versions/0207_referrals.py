"""Friends invited: terms, links, who came by whose; campaigns of which nobody can ask a coupon."""

from alembic import op

revision = "0207"
down_revision = "0206"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE coupon_campaigns ADD COLUMN thanks boolean NOT NULL DEFAULT false",
    """
    COMMENT ON COLUMN coupon_campaigns.thanks IS
    'the shop gives its coupons: nobody can ask for one'
    """,
    """
    CREATE TABLE referral_programs (
        id uuid NOT NULL CONSTRAINT pk_referral_programs PRIMARY KEY,
        group_id uuid NOT NULL,
        promotion_id uuid NOT NULL,
        campaign_id uuid NOT NULL,
        wait_days integer NOT NULL,
        most_a_year integer NOT NULL,
        status text NOT NULL DEFAULT 'open',
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT ck_referral_programs_status CHECK (status IN ('open', 'ended')),
        CONSTRAINT ck_referral_programs_terms CHECK (wait_days >= 0 AND most_a_year > 0))
    """,
    "COMMENT ON COLUMN referral_programs.group_id IS 'of customers, that friends come into'",
    "COMMENT ON COLUMN referral_programs.promotion_id IS 'which friends have'",
    """
    COMMENT ON COLUMN referral_programs.campaign_id IS 'of whose coupons who invites gets'
    """,
    "COMMENT ON COLUMN referral_programs.wait_days IS 'from a friend''s payment'",
    "COMMENT ON COLUMN referral_programs.most_a_year IS 'coupons for one who invites'",
    """
    CREATE TABLE referral_links (
        owner text NOT NULL CONSTRAINT pk_referral_links PRIMARY KEY,
        code text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp())
    """,
    "CREATE UNIQUE INDEX uq_referral_links_code ON referral_links (code)",
    "COMMENT ON COLUMN referral_links.code IS 'in capitals; another one takes its place'",
    """
    CREATE TABLE referrals (
        id uuid NOT NULL CONSTRAINT pk_referrals PRIMARY KEY,
        program_id uuid NOT NULL,
        inviter text NOT NULL,
        friend text NOT NULL,
        status text NOT NULL,
        reason text NOT NULL DEFAULT '',
        order_id uuid,
        due_at timestamptz,
        coupon_id uuid,
        ended_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT ck_referrals_status CHECK (
            status IN ('invited', 'waiting', 'given', 'refused')),
        CONSTRAINT ck_referrals_order_id CHECK (
            (order_id IS NULL) = (due_at IS NULL)
            AND (order_id IS NOT NULL OR status IN ('invited', 'refused'))),
        CONSTRAINT ck_referrals_coupon_id CHECK ((coupon_id IS NOT NULL) = (status = 'given')),
        CONSTRAINT ck_referrals_ended CHECK (
            (ended_at IS NOT NULL) = (status IN ('given', 'refused'))),
        CONSTRAINT ck_referrals_reason CHECK ((reason <> '') = (status = 'refused')),
        CONSTRAINT ck_referrals_friend CHECK (inviter <> friend))
    """,
    "CREATE UNIQUE INDEX uq_referrals_friend ON referrals (friend)",
    "CREATE INDEX ix_referrals_inviter ON referrals (inviter, id)",
    "CREATE INDEX ix_referrals_due ON referrals (due_at, id) WHERE status = 'waiting'",
    "COMMENT ON COLUMN referrals.program_id IS 'whose terms count'",
    "COMMENT ON COLUMN referrals.reason IS 'of a refusal'",
    "COMMENT ON COLUMN referrals.order_id IS 'the friend''s first, once it is paid'",
    "COMMENT ON COLUMN referrals.due_at IS 'when the coupon is given for it'",
    "COMMENT ON COLUMN referrals.coupon_id IS 'that was given'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
