"""What customers have of a campaign is found by the index, also on a plan made when there was
nothing to find."""

from holdfast.db.engine import Database
from holdfast.kit import new_id
from holdfast.promotions import CouponBook

SCANS = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'coupons'"


async def whole_reads(database: Database) -> int:
    """How often the whole table has been read, as of now."""
    await database.pool.execute("SELECT pg_stat_force_next_flush()")
    found: int = await database.pool.fetchval(SCANS)
    return found


async def test_a_plan_made_on_an_empty_table_goes_by_the_index(database_url: str) -> None:
    database = Database(database_url, pool_size=1)
    await database.start()
    try:
        book, campaign = CouponBook(database), new_id()
        before = await whole_reads(database)
        for _ in range(10):  # from the sixth time on the plan is kept
            assert (await book.given_to(campaign, "user:7")).given == 0
        await database.pool.execute(
            "INSERT INTO coupons SELECT gen_random_uuid(), $1, 'user:' || number % 500, now(),"
            " now() + interval '30 days' FROM generate_series(1, 1000) AS number",
            campaign,
        )
        standing = await book.given_to(campaign, "user:7")
        assert standing.given == 2
        assert standing.newest is not None
        assert standing.newest.owner == "user:7"
        assert await whole_reads(database) == before
    finally:
        await database.close()
