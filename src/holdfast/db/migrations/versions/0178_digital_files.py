"""Goods that are delivered as a file: which one, whose order may have it, and who fetched it."""

from alembic import op

revision = "0178"
down_revision = "0177"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE variants DROP CONSTRAINT ck_variants_delivered_as",
    """ALTER TABLE variants ADD CONSTRAINT ck_variants_delivered_as
    CHECK (delivered_as IN ('parcel', 'codes', 'file'))""",
    "ALTER TABLE order_items DROP CONSTRAINT ck_order_items_delivered_as",
    """ALTER TABLE order_items ADD CONSTRAINT ck_order_items_delivered_as
    CHECK (delivered_as IN ('codes', 'file'))""",
    """
    CREATE TABLE digital_files (
        id uuid NOT NULL,
        variant_id uuid NOT NULL,
        state text DEFAULT 'unfinished' NOT NULL,
        name text NOT NULL,
        bytes bigint DEFAULT 0 NOT NULL,
        place text NOT NULL,
        brought_by text NOT NULL,
        brought_at timestamptz DEFAULT now() NOT NULL,
        replaced_at timestamptz,
        CONSTRAINT pk_digital_files PRIMARY KEY (id),
        CONSTRAINT ck_digital_files_state
            CHECK (state IN ('unfinished', 'ready', 'going', 'gone')),
        CONSTRAINT ck_digital_files_name CHECK (char_length(name) BETWEEN 1 AND 200),
        CONSTRAINT ck_digital_files_bytes CHECK ((state = 'ready') <= (bytes > 0))
    )
    """,
    "COMMENT ON COLUMN digital_files.name IS 'as its buyers are given it'",
    "COMMENT ON COLUMN digital_files.place IS 'a secret: its name in the store'",
    """CREATE UNIQUE INDEX uq_digital_files_ready ON digital_files (variant_id)
    WHERE state = 'ready'""",
    """CREATE INDEX ix_digital_files_state ON digital_files (state, brought_at)
    WHERE state IN ('unfinished', 'going')""",
    """
    CREATE TABLE file_grants (
        id uuid NOT NULL,
        order_id uuid NOT NULL,
        line smallint NOT NULL,
        variant_id uuid NOT NULL,
        status text DEFAULT 'given' NOT NULL,
        given_at timestamptz DEFAULT now() NOT NULL,
        fetched_at timestamptz,
        void_at timestamptz,
        CONSTRAINT pk_file_grants PRIMARY KEY (id),
        CONSTRAINT uq_file_grants_order_id_line UNIQUE (order_id, line),
        CONSTRAINT ck_file_grants_status CHECK (status IN ('given', 'fetched', 'void')),
        CONSTRAINT ck_file_grants_fetched_at
            CHECK ((status = 'fetched') <= (fetched_at IS NOT NULL)),
        CONSTRAINT ck_file_grants_void_at CHECK ((status = 'void') = (void_at IS NOT NULL))
    )
    """,
    "COMMENT ON COLUMN file_grants.fetched_at IS 'first'",
    "CREATE INDEX ix_file_grants_variant_id ON file_grants (variant_id)",
    """
    CREATE TABLE file_downloads (
        id uuid NOT NULL,
        grant_id uuid NOT NULL,
        file_id uuid NOT NULL,
        at timestamptz DEFAULT now() NOT NULL,
        CONSTRAINT pk_file_downloads PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_file_downloads_grant_id ON file_downloads (grant_id, at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
