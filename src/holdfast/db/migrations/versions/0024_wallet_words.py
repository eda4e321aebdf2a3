"""What a wallet did not pay for has the words of the API: ``no-wallet``, ``insufficient-funds``."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_FORMER = "reason IN ('no-account', 'short-of-points')"
_NOW = "CASE reason WHEN 'no-account' THEN 'no-wallet' ELSE 'insufficient-funds' END"

STATEMENTS = (
    f"UPDATE orders SET reason = {_NOW} WHERE {_FORMER}",
    f"UPDATE wallet_charges SET reason = {_NOW} WHERE {_FORMER}",
    """
    UPDATE payments
    SET shortfall =
        shortfall - 'accountId' || jsonb_build_object('walletId', shortfall->'accountId')
    WHERE shortfall ? 'accountId'
    """,
    """
    UPDATE events SET data = data || jsonb_build_object('reason',
        CASE data->>'reason' WHEN 'no-account' THEN 'no-wallet' ELSE 'insufficient-funds' END)
    WHERE type IN ('order.cancelled', 'wallet.charge.refused')
        AND data->>'reason' IN ('no-account', 'short-of-points')
    """,
    """
    UPDATE events
    SET data = data - 'accountId' || jsonb_build_object('walletId', data->'accountId')
    WHERE type = 'wallet.charge.refused' AND data ? 'accountId'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
