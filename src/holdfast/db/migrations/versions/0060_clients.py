"""Clients of the studio, what staff write of them, and what they ask for on a board."""

from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

_KEY = "key text CONSTRAINT uq_{0}_key UNIQUE, digest bytea"
STATEMENTS = (
    f"""
    CREATE TABLE clients (
        id uuid CONSTRAINT pk_clients PRIMARY KEY,
        name text NOT NULL DEFAULT '',
        email text NOT NULL DEFAULT '',
        phone text NOT NULL DEFAULT '',
        tags text[] NOT NULL DEFAULT '{{}}',
        consent boolean NOT NULL DEFAULT false,
        consent_at timestamptz,
        consent_by text,
        source text NOT NULL,
        merged_into uuid,
        revision integer NOT NULL DEFAULT 1,
        made_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        {_KEY.format("clients")},
        CONSTRAINT ck_clients_source CHECK (source IN ('staff', 'booking', 'file')),
        CONSTRAINT ck_clients_merged_into CHECK (merged_into <> id)
    )
    """,
    "CREATE INDEX ix_clients_merged_into ON clients (merged_into)",
    "CREATE INDEX ix_clients_email ON clients (lower(email)) WHERE merged_into IS NULL",
    "CREATE INDEX ix_clients_tags ON clients USING gin (tags)",
    """
    CREATE TABLE client_accounts (
        owner text CONSTRAINT pk_client_accounts PRIMARY KEY,
        client_id uuid NOT NULL
    )
    """,
    "CREATE INDEX ix_client_accounts_client_id ON client_accounts (client_id)",
    f"""
    CREATE TABLE client_notes (
        id uuid CONSTRAINT pk_client_notes PRIMARY KEY,
        client_id uuid NOT NULL,
        text text NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        {_KEY.format("client_notes")}
    )
    """,
    "CREATE INDEX ix_client_notes_client_id ON client_notes (client_id, id)",
    f"""
    CREATE TABLE client_tasks (
        id uuid CONSTRAINT pk_client_tasks PRIMARY KEY,
        client_id uuid NOT NULL,
        title text NOT NULL,
        due_on date NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        done_at timestamptz,
        done_by text,
        {_KEY.format("client_tasks")},
        CONSTRAINT ck_client_tasks_done CHECK ((done_at IS NULL) = (done_by IS NULL))
    )
    """,
    "CREATE INDEX ix_client_tasks_client_id ON client_tasks (client_id, id)",
    "CREATE INDEX ix_client_tasks_open ON client_tasks (due_on, id) WHERE done_at IS NULL",
    f"""
    CREATE TABLE client_requests (
        id uuid CONSTRAINT pk_client_requests PRIMARY KEY,
        client_id uuid NOT NULL,
        title text NOT NULL,
        note text NOT NULL DEFAULT '',
        wanted_on date,
        stage text NOT NULL DEFAULT 'new',
        place integer NOT NULL,
        revision integer NOT NULL DEFAULT 1,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        moved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        away_at timestamptz,
        {_KEY.format("client_requests")},
        CONSTRAINT ck_client_requests_stage
            CHECK (stage IN ('new', 'offered', 'booked', 'shot', 'delivered'))
    )
    """,
    """
    CREATE INDEX ix_client_requests_board ON client_requests (stage, place, id)
        WHERE away_at IS NULL
    """,
    "CREATE INDEX ix_client_requests_client_id ON client_requests (client_id, id)",
    "COMMENT ON COLUMN clients.consent_at IS 'when it was last given or taken back'",
    "COMMENT ON COLUMN clients.source IS 'staff, booking, file'",
    "COMMENT ON COLUMN clients.merged_into IS 'who it turned out to be'",
    "COMMENT ON COLUMN client_accounts.owner IS 'as orders and bookings have it'",
    "COMMENT ON COLUMN client_requests.wanted_on IS 'the day the client asked for'",
    "COMMENT ON COLUMN client_requests.place IS 'among those of its stage'",
    "COMMENT ON COLUMN client_requests.away_at IS 'when it left the board'",
    *(
        statement
        for table in ("clients", "client_notes", "client_tasks", "client_requests")
        for statement in (
            f"COMMENT ON COLUMN {table}.key IS 'of the request that made it'",
            f"COMMENT ON COLUMN {table}.digest IS 'of that request''s body'",
        )
    ),
    # Whoever booked before today is a client.
    """
    WITH booked AS (
        INSERT INTO client_accounts (owner, client_id)
        SELECT user_id, gen_random_uuid() FROM bookings GROUP BY user_id
        RETURNING owner, client_id)
    INSERT INTO clients (id, source, made_by) SELECT client_id, 'booking', owner FROM booked
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
