"""What is too old goes in slices, and all of it goes, however much there is."""

from holdfast.db.engine import Database
from holdfast.db.slices import delete_in_slices
from holdfast.mail import forget_counts

DELETE = """
DELETE FROM old_things WHERE id IN (SELECT id FROM old_things WHERE id > $1 LIMIT $2)
"""


async def test_all_goes_in_slices_or_as_many_slices_as_are_allowed(database_url: str) -> None:
    database = Database(database_url)
    await database.start()
    try:
        pool = database.pool
        await pool.execute("CREATE TABLE old_things AS SELECT generate_series(1, 45) AS id")
        assert await delete_in_slices(pool, DELETE, 5, of=10, most=2) == 20
        assert await delete_in_slices(pool, DELETE, 5, of=10) == 20
        assert await delete_in_slices(pool, DELETE, 5, of=10) == 0
        assert await pool.fetchval("SELECT count(*) FROM old_things") == 5
    finally:
        await database.close()


async def test_counts_of_days_that_are_over_go_however_many_they_are(database_url: str) -> None:
    database = Database(database_url)
    await database.start()
    try:
        await database.pool.execute(
            "INSERT INTO sms_sent_to (number, day, sent)"
            " SELECT '+4930' || n, '2026-01-01', 1 FROM generate_series(1, 2500) AS n"
        )
        assert await forget_counts(database.pool) == 2500
    finally:
        await database.close()
