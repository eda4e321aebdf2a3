"""What PostgreSQL plans once: hot reads by their keys."""

from holdfast.db.engine import connect
from holdfast.db.plans import unseen

USES = 12
_PLANS = """
SELECT custom_plans, generic_plans FROM pg_prepared_statements
WHERE statement LIKE 'SELECT id FROM goods%'
"""


async def test_a_parameter_that_is_not_looked_at_is_planned_for_once(database_url: str) -> None:
    connection = await connect(database_url)
    try:
        await connection.execute(
            "CREATE TEMP TABLE goods AS SELECT n AS id FROM generate_series(1, 20000) n;"
            "ALTER TABLE goods ADD PRIMARY KEY (id); ANALYZE goods"
        )
        statement = f"SELECT id FROM goods WHERE id = ANY({unseen('$1', 'int[]')}) ORDER BY id"
        for use in range(USES):
            rows = await connection.fetch(statement, [use, use + 1])
            assert [row[0] for row in rows] == [one for one in (use, use + 1) if one]
        custom, generic = await connection.fetchrow(_PLANS)
        assert (custom, generic) == (5, USES - 5)
    finally:
        await connection.close()
