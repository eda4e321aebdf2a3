"""Tables: who may come in, and what staff did."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR, UUID

from holdfast.db.metadata import metadata

_NOW = sa.text("now()")
# What staff find people by. Punctuation becomes space, so that each part of an address is a word.
_SEARCH = (
    "to_tsvector('simple'::regconfig, translate("
    "name || ' ' || email, '-/.@_,:+&\"()[]''', repeat(' ', 15)))"
)

users = sa.Table(
    "users",
    metadata,
    sa.Column("id", UUID(as_uuid=True), primary_key=True),
    sa.Column("email", sa.Text, nullable=False, unique=True),  # kept in lower case
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False),  # argon2id, with its parameters
    sa.Column("roles", ARRAY(sa.Text), nullable=False),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=_NOW),
    sa.Column(
        "email_verified_at",
        sa.TIMESTAMP(timezone=True),
        comment="when a link that went there was opened",
    ),
    sa.Column(
        "duties", ARRAY(sa.Text), comment="of a manager whose work was narrowed; null: all of it"
    ),
    sa.Column("search", TSVECTOR, sa.Computed(_SEARCH, persisted=True), nullable=False),
    sa.Column(
        "closed_at",
        sa.TIMESTAMP(timezone=True),
        comment="its person had it closed: who they were is not kept any more",
    ),
    sa.Column("key", sa.Text, comment="of the request that made it; null: it had none"),
    sa.Column("digest", sa.LargeBinary, comment="of that request's body"),
    sa.Column("locale", sa.Text, comment="that they read the pages in last; null: not known"),
    sa.CheckConstraint("email = lower(email)", name="email_lower"),
    sa.CheckConstraint("locale IN ('en', 'ru', 'ko')", name="locale"),
    sa.CheckConstraint(
        "duties IS NULL OR 'manager' = ANY(roles) AND NOT 'admin' = ANY(roles)", name="duties"
    ),
    sa.CheckConstraint("closed_at IS NULL OR NOT active AND password_hash = ''", name="closed"),
    sa.Index("ix_users_search", "search", postgresql_using="gin"),
    sa.Index("ix_users_created_at", "created_at", "id"),
    sa.Index("uq_users_key", "key", unique=True, postgresql_where=sa.text("key IS NOT NULL")),
    # As orders and much else name their owners: without it, who joins them reads everybody.
    sa.Index("uq_users_owner", sa.text("('user:' || id::text)"), unique=True),
)

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),  # SHA-256; the token is the cookie
    sa.Column("user_id", sa.ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=_NOW),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False, index=True),
    sa.Column("last_seen", sa.TIMESTAMP(timezone=True), nullable=False, server_default=_NOW),
    sa.Column("guest", sa.Text, comment="who it was before they logged in; null: nobody"),
)

api_tokens = sa.Table(
    "api_tokens",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("user_id", sa.ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("roles", ARRAY(sa.Text), nullable=False),
    sa.Column("duties", ARRAY(sa.Text), comment="no others of its owner's; null: all of them"),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=_NOW),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("revoked_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("id", sa.Uuid, nullable=False, server_default=sa.text("gen_random_uuid()")),
    sa.Column(
        "hint",
        sa.Text,
        nullable=False,
        server_default="",
        comment="its last letters; empty: not kept",
    ),
    sa.Column(
        "last_used_at",
        sa.TIMESTAMP(timezone=True),
        comment="give or take five minutes; null: never",
    ),
    sa.Column("key", sa.Text, comment="of the request that made it; null: it had none"),
    sa.Column("digest", sa.LargeBinary, comment="of that request's body"),
    sa.Index("uq_api_tokens_id", "id", unique=True),
    sa.Index("uq_api_tokens_key", "key", unique=True, postgresql_where=sa.text("key IS NOT NULL")),
)

one_time_links = sa.Table(
    "one_time_links",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),
    sa.Column("purpose", sa.Text, nullable=False),
    sa.Column("user_id", sa.ForeignKey(users.c.id, ondelete="CASCADE"), index=True),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=_NOW),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False, index=True),
    sa.Column("used_at", sa.TIMESTAMP(timezone=True)),
    sa.Column("email", sa.Text, comment="the address that it verifies"),
    sa.CheckConstraint("purpose IN ('owner', 'password', 'email')", name="purpose"),
    sa.CheckConstraint("(purpose = 'email') = (email IS NOT NULL)", name="email"),
)

provider_identities = sa.Table(
    "provider_identities",
    metadata,
    sa.Column("provider", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True, comment="theirs at the provider, for good"),
    sa.Column("user_id", sa.ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False),
    sa.Column("email", sa.Text, nullable=False, comment="as the provider said it then; or empty"),
    sa.Column("created_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=_NOW),
    sa.UniqueConstraint("user_id", "provider", name="uq_provider_identities_user_id"),
)

waiting_identities = sa.Table(
    "waiting_identities",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True, comment="the guest whom a provider knows"),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column(
        "user_id",
        sa.ForeignKey(users.c.id, ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="who has that address: connected when they log in by password",
    ),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False, index=True),
)

contact_codes = sa.Table(
    "contact_codes",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True, comment="whoever shows that mail reaches them"),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("code_id", sa.Uuid, nullable=False, unique=True, comment="what the code is made of"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("asked_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=_NOW),
    sa.Column("confirmed_at", sa.TIMESTAMP(timezone=True), comment="of a guest: theirs since then"),
    sa.CheckConstraint("email = lower(email)", name="email_lower"),
    sa.Index("ix_contact_codes_asked_at", "asked_at"),
)

second_factors = sa.Table(
    "second_factors",
    metadata,
    sa.Column("user_id", sa.ForeignKey(users.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column(
        "sealed", sa.LargeBinary, nullable=False, comment="the app's secret, under the shop's"
    ),
    sa.Column("begun_at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=_NOW),
    sa.Column(
        "confirmed_at", sa.TIMESTAMP(timezone=True), comment="asked for at logins since then"
    ),
    sa.Column("used_step", sa.BigInteger, comment="whose code was used last: none before is good"),
    sa.CheckConstraint("confirmed_at IS NULL OR used_step IS NOT NULL", name="confirmed_by_a_code"),
)

recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("user_id", sa.ForeignKey(users.c.id, ondelete="CASCADE"), primary_key=True),
    sa.Column("code_hash", sa.LargeBinary, primary_key=True),
    sa.Column("used_at", sa.TIMESTAMP(timezone=True)),
)

login_steps = sa.Table(
    "login_steps",
    metadata,
    sa.Column("token_hash", sa.LargeBinary, primary_key=True),  # SHA-256; the browser has the token
    sa.Column("user_id", sa.ForeignKey(users.c.id, ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("expires_at", sa.TIMESTAMP(timezone=True), nullable=False, index=True),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
)

audit_log = sa.Table(
    "audit_log",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("at", sa.TIMESTAMP(timezone=True), nullable=False, server_default=_NOW, index=True),
    sa.Column("actor", sa.Text, nullable=False, index=True),  # user:<uuid>, cli, system
    sa.Column("action", sa.Text, nullable=False),  # stock.set, user.added, ...
    sa.Column("subject", sa.Text, nullable=False, index=True),
    sa.Column("data", JSONB, nullable=False, server_default=sa.text("'{}'::jsonb")),
    sa.Column("request", sa.Text, nullable=False, server_default=""),
)
