"""The demo shop's month before today, in the ledger's own journal."""

from datetime import timedelta

from holdfast.catalog.demo import demo_products, points_products, repeated_products
from holdfast.db.engine import Database
from holdfast.flows.demo.customers import REGULAR
from holdfast.flows.demo.opening import Before, fill_empty_shop
from holdfast.flows.demo.reviews import SAID
from holdfast.flows.people.logins import add_demo_users
from holdfast.insights import WHOLE_SHOP
from holdfast.ledger import Ledger
from holdfast.people import Passwords
from holdfast.promotions import PromotionBook
from holdfast.shop import read_settings
from holdfast.views.agreement import audit_shop

HOLD = timedelta(minutes=15)
_STOCK = """
SELECT v.sku, coalesce(a.balance, 0), coalesce(a.held, 0) FROM variants v
LEFT JOIN ledger_accounts a ON a.key = 'stock/' || v.id
"""
_OUT_OF_TIME = """
SELECT count(*) FROM (
    SELECT at < lag(at) OVER (PARTITION BY partition, key ORDER BY version) AS back
    FROM ledger_entries) AS entries WHERE back
"""
_SAID = """
SELECT count(*), count(*) FILTER (WHERE looked_at IS NULL),
       count(*) FILTER (WHERE created_at > clock_timestamp() - interval '30 minutes'
           OR created_at < (SELECT min(paid_at) FROM orders o WHERE o.owner = 'user:' || author)),
       count(DISTINCT CASE WHEN text ~ '[가-힣]' THEN 1 WHEN text ~ '[а-я]' THEN 2 ELSE 3 END)
FROM reviews WHERE subject = 'product'
"""
_SAID_OF_SESSIONS = """
SELECT count(*), count(*) FILTER (WHERE looked_at IS NULL OR r.created_at > now()
           OR r.replied_at < r.created_at), count(*) FILTER (WHERE reply <> '') > 0,
       (SELECT count(*) FROM portfolios)
FROM reviews r JOIN resources o ON o.id = r.subject_id AND o.kind = 'photographer'
WHERE subject = 'resource'
"""
_UNLIKE = """
SELECT count(*) FROM orders o
LEFT JOIN LATERAL (SELECT min(at) AS first FROM events WHERE subject = o.id::text) e ON true
WHERE e.first IS NULL OR e.first - o.created_at > interval '1 second'
   OR o.created_at > clock_timestamp() OR o.status = 'pending'
"""
_BOOKED = """
SELECT count(*), count(DISTINCT b.zone), array_agg(DISTINCT b.status ORDER BY b.status),
       count(*) FILTER (WHERE b.starts_at < now() AND b.status = 'confirmed'),
       count(*) FILTER (WHERE b.starts_at > now() AND b.status = 'confirmed'),
       count(*) FILTER (WHERE b.created_at > now() OR b.confirmed_at < b.created_at),
       count(DISTINCT t.resource_id)
FROM bookings b JOIN booking_resources t ON t.booking_id = b.id
"""
_LOOKED_AT = """
SELECT count(*) FILTER (WHERE v.visits IS NULL OR v.visits < 10 * i.orders
           OR v.visits > 50 * i.orders OR v.carted < i.orders OR n.views < v.visits) AS odd,
       count(*) FILTER (WHERE p.created_at > i.first) AS sold_before_it_was_there,
       (SELECT sum(visits) FROM visit_hours WHERE scope = $1) = (
           SELECT sum(visits) FROM visit_products)
FROM (SELECT i.product_id, count(DISTINCT i.order_id) AS orders, min(o.created_at) AS first
      FROM order_items i JOIN orders o ON o.id = i.order_id
      WHERE o.owner <> $2 GROUP BY i.product_id) i
JOIN products p ON p.id = i.product_id JOIN product_counts n ON n.product_id = p.id
LEFT JOIN (SELECT product_id, sum(visits) AS visits, sum(carted) AS carted
           FROM visit_products GROUP BY product_id) v ON v.product_id = i.product_id
"""
_TIMES_LOOKED_FOR = """
SELECT count(*) FILTER (WHERE NOT b.sessions * 3 <= l.times) AS odd,
       (SELECT count(*) FROM resources WHERE kind = 'photographer' AND NOT EXISTS (
           SELECT FROM booking_looks WHERE subject_id = resources.id AND kind = 'page'))
FROM (SELECT service_id, count(*) AS sessions FROM bookings GROUP BY 1) b
LEFT JOIN (SELECT subject_id, sum(looks) AS times FROM booking_looks WHERE kind = 'times'
           GROUP BY 1) l ON l.subject_id = b.service_id
"""
_PREPAID = """
SELECT count(*), count(came_from), count(frozen_at), max(issued_at) < now() FROM package_grants
"""
_SENT = """
SELECT count(*) FILTER (WHERE p.status = 'delivered') > 100,
       count(*) FILTER (WHERE p.status = 'shipped') > 0,
       count(*) FILTER (WHERE p.delivered_at > now() OR p.shipped_at < p.made_at
           OR p.made_at < o.paid_at OR (p.status = 'delivered') <> (o.completed_at IS NOT NULL)
           OR o.completed_at <> p.delivered_at)
FROM parcels p JOIN orders o ON o.id = p.order_id
"""
_TALKED = """
SELECT count(*), sum(c.messages), count(*) FILTER (
           WHERE c.asked > c.read_by_merchant OR c.answered > c.read_by_customer
           OR c.last_at > now() - interval '2 days'
           OR c.last_at <> (SELECT max(m.at) FROM conversation_messages m
                            WHERE m.conversation_id = c.id))
FROM conversations c
"""


_SELLERS = """
SELECT s.name, s.standing, count(p.id) FROM sellers s LEFT JOIN products p ON p.seller_id = s.id
GROUP BY s.id ORDER BY s.name
"""
_NEWS = """
SELECT status, written, counted::text IS NOT NULL, created_at < now() - interval '20 hours',
       jsonb_array_length(products), ended_at < now() - interval '6 days'
FROM newsletters ORDER BY id
"""
_SALES = """
SELECT p.handle, f.starts_at <= now() AND f.ends_at > now(), a.balance
FROM flash_sales f JOIN products p ON p.id = f.product_id
JOIN ledger_accounts a ON a.key = 'flash/' || f.id ORDER BY f.starts_at
"""


async def test_a_month_is_there_and_every_count_comes_out_as_the_shop_opens(
    database_url: str,
) -> None:
    database = Database(database_url)
    await database.start()
    passwords = Passwords()
    await add_demo_users(database, passwords)
    ledger = Ledger(database_url)
    await ledger.start()
    try:
        seeded = await fill_empty_shop(
            database, ledger, Before(Ledger(database_url), HOLD, wallets=True)
        )
        assert seeded is not None
        again = Before(Ledger(database_url), HOLD, wallets=True)
        assert await fill_empty_shop(database, ledger, again) is None

        drafts = (*demo_products(), *points_products(), *repeated_products())
        wanted = {one.sku: one.stock for draft in drafts for one in draft.variants}
        stock = await database.pool.fetch(_STOCK)
        assert {sku: free for sku, free, _ in stock} == wanted
        assert all(held == 0 for _, _, held in stock)

        assert await database.pool.fetchval("SELECT count(*) FROM orders") > 100
        assert await database.pool.fetchval(_UNLIKE) == 0
        assert await database.pool.fetchval(_OUT_OF_TIME) == 0
        said = await database.pool.fetchrow(_SAID)
        # How many can say something depends on who bought what in that month.
        assert said is not None and 5 <= said[0] <= len(SAID) and tuple(said)[1:] == (0, 0, 3)

        sent = await database.pool.fetchrow(_SENT)
        assert sent is not None and tuple(sent) == (True, True, 0), sent

        talked = await database.pool.fetchrow(_TALKED)
        assert talked is not None and tuple(talked) == (3, 8, 0), talked

        sessions = await database.pool.fetchrow(_SAID_OF_SESSIONS)
        assert sessions is not None and sessions[0] >= 4 and tuple(sessions)[1:] == (0, True, 9)

        async with database.read() as connection:  # one machine plays the whole crowd
            settings = await read_settings(connection)
        assert (settings.currency, settings.network_share) == ("RUB", 100)
        booked = await database.pool.fetchrow(_BOOKED)
        assert booked is not None and booked[0] > 60 and booked[1] == 3, booked
        assert {"cancelled", "completed", "confirmed"} <= set(booked[2])
        assert booked[3] == booked[5] == 0 and booked[4] > 20 and booked[6] > 12, booked
        prepaid = await database.pool.fetchrow(_PREPAID)
        assert prepaid is not None and tuple(prepaid) == (13, 2, 1, True), prepaid
        news = [tuple(row) for row in await database.pool.fetch(_NEWS)]
        assert news == [("sent", 15, True, True, 2, True), ("draft", 0, False, True, 3, None)]
        assert await database.pool.fetchval("SELECT count(*) FROM newsletter_subscribers") == 15
        sellers = [tuple(row) for row in await database.pool.fetch(_SELLERS)]
        assert sellers == [
            ("Aperture", "approved", 4),
            ("Retrograde", "applied", 0),
            ("Timekeepers", "approved", 3),
        ]
        sales = [tuple(row) for row in await database.pool.fetch(_SALES)]
        assert sales == [("airpods-pro-2", True, 40), ("xiaomi-14", False, 25)]
        assert [one.id for one in settings.shipping_methods] == ["pickup", "courier", "express"]
        live = await PromotionBook(database).live()
        assert {(one.code, one.rule) for one in live} == {(None, "percent"), ("HELLO", "fixed")}
        # The regular's wallet bought a few things nobody looked at before.
        regular = await database.pool.fetchval(
            "SELECT 'user:' || id FROM users WHERE email = $1", REGULAR
        )
        looked = await database.pool.fetchrow(_LOOKED_AT, WHOLE_SHOP, regular)
        assert looked is not None and tuple(looked) == (0, 0, True), looked
        times = await database.pool.fetchrow(_TIMES_LOOKED_FOR)
        assert times is not None and tuple(times) == (0, 0), times
        days = "SELECT count(DISTINCT paid_at::date) FROM orders"
        assert await database.pool.fetchval(days) >= 28
        report = await audit_shop(database_url)
        assert report.clean, report.text()
    finally:
        await ledger.close()
        await database.close()
        passwords.close()
