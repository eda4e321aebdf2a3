"""Breaking a shop by SQL, which nobody else sees."""

import asyncpg

from holdfast.ledger.audit import AuditReport
from holdfast.views.agreement import audit_shop

__all__ = ["broken"]


async def broken(url: str, statement: str) -> AuditReport:
    """What the audit says once this is done, which nobody else sees."""
    connection = await asyncpg.connect(url)
    transaction = connection.transaction()
    await transaction.start()
    try:
        changed = await connection.execute(statement)
        assert not changed.endswith(" 0"), f"nothing is broken by {statement}"
        return await audit_shop(connection)
    finally:
        await transaction.rollback()
        await connection.close()
