"""Writes ``docs/events.md`` from the types of events, jobs and socket messages. ``--check`` only
says if it is current."""

import sys
from typing import Final

import msgspec

from holdfast.db.events import Fact
from holdfast.db.jobs import Job
from holdfast.flows.carting.bought import BOUGHT_TYPES
from holdfast.flows.clients.keeping import BOOKER_TYPES
from holdfast.flows.ending.call_off import CALL_OFF_TYPES
from holdfast.flows.insights.best_sellers import SALES_TYPES
from holdfast.flows.insights.booking_demand import BOOKING_DEMAND, DEMAND_TYPES
from holdfast.flows.insights.figures import FIGURE_TYPES
from holdfast.flows.insights.product_sales import PRODUCT_SALES_TYPES
from holdfast.flows.inventory.low_stock import STOCK_TYPES
from holdfast.flows.payments.stragglers import GRACE, STRAGGLER_TYPES
from holdfast.flows.platforms.deliveries import CONSUMER, DELIVERED_TYPES
from holdfast.flows.platforms.hits import ANALYTICS, HIT_TYPES
from holdfast.flows.returning.difference import EXCHANGE_TYPES
from holdfast.flows.selling.noting import SHARE_TYPES
from holdfast.flows.selling.noting_sessions import SESSION_SHARE_TYPES
from holdfast.live import LATELY, MOST_ASKED, Limits
from holdfast.views.live.campaigns import LIVE_CAMPAIGNS
from holdfast.views.live.cart import LIVE_CART
from holdfast.views.live.flash_sales import LIVE_FLASH_SALES
from holdfast.views.live.orders import LIVE_ORDERS
from holdfast.views.live.sale_rooms import LIVE_SALE_ROOMS
from holdfast.views.live.sale_turns import LIVE_SALE_TURNS
from holdfast.views.live.stock import LIVE_STOCK
from holdfast.views.live.wallets import LIVE_WALLETS
from holdfast.worker.handlers import JOBS
from holdfast.worker.relays import RESULT_TYPES, TO_PAY_TYPES
from tools.event_types import event_types
from tools.reference import DOCS, fields_of, in_words, said_of, write

_LOG: Final = """\
# Events, jobs and sockets

Made by `tools/write_event_reference.py` from the code. Do not edit.

## The event log

An event is a fact, written in the transaction that made it true (table `events`, kept 30 days):
`type`, `subject` (an id, or a name), `data` (below), `at`, `request` (the id of the request that
led to it).
Its place is `(era, xid, id)`. To read along, keep a cursor and read in that order what lies below
`pg_snapshot_xmin(pg_current_snapshot())`: `holdfast.db.cursors.Consumer` does, in SQL it is

```sql
SELECT * FROM events
WHERE (era, xid, id) > (:era, :xid, :id)
  AND (era, xid) < ((SELECT max(era) FROM event_eras), pg_snapshot_xmin(pg_current_snapshot()))
ORDER BY era, xid, id LIMIT 1000
```

Ids are UUIDs, amounts integers in minor units beside their `currency`. Fields are added, never
renamed or taken away. Channel `holdfast_events` is notified when there is something new.
"""

_SOCKETS: Final = f"""\
## Live stock over Socket.IO

At `/socket.io`, namespace `/`: `io(url)`. With `--workers 2` or more behind one port only the web
socket transport, `io(url, {{ transports: ["websocket"] }})`, since polls of one client would reach
different workers; as several services both. Nobody has to log in. Every message carries absolute
numbers, so a lost or repeated one does no harm.

| you send | with | what happens |
|---|---|---|
| `subscribe:products` | a list of at most {MOST_ASKED} product ids | added to what you watch; \
`stock:snapshot` of these |
| `subscribe:products` | nothing | you watch everything on sale, also what comes later; \
`stock:snapshot` of it. Refused when that is more than {MOST_ASKED} products |
| `unsubscribe:products` | a list of ids, or nothing for all | no more of these |

Each is acknowledged with `{{"ok": true}}`, or `{{"ok": false, "error": {{status, code, title, \
detail}}}}` in the language of the handshake's `Accept-Language`; an error also comes as the event \
`problem`. Codes: `invalid-request`, `too-many-products`, `rate-limited`, `unavailable` (ask again).

`stock:snapshot` is `{{"stock": [update, ...], "serverTime": "..."}}`, `stock:update` one update:
"""

_FOLDING: Final = f"""\
`stock` (free to buy now) and `available` are the whole product's, as in `GET /api/products`; the
others are the variant's. Who shows products needs `productId`, `stock` and `available` only.

To fold them: take the last `stock` heard of each product, and of each variant the update with the
highest `version` (of the same version the later one). What the snapshot says is not told again. A
variant that goes off sale is told once more, with nothing left of it. After a reconnect subscribe
again: the snapshot replaces what was missed.

Who knows of `stock:update` alone, loads a page and subscribes to everything, sees right numbers,
too: products that changed in the {LATELY:.0f} s before are told by one `stock:update` each, behind
the snapshot.
"""


_WALLETS: Final = """\
## Live balances over Socket.IO

On the same connection, for who was logged in (by cookie or bearer token) when it was opened. Open a
new one after logging in. With `--demo` a typed user id counts as logged in: as `X-User-Id`, or,
since browsers open web sockets without headers of a page's own, as `userId` in the address
(`/socket.io/?userId=1`, socket.io's `query`).

| you send | what happens |
|---|---|
| `subscribe:wallets` | `wallet:snapshot` of your own, then a `wallet:update` for each change |
| `unsubscribe:wallets` | no more of these |

Acknowledged and folded as stock is, by `walletId`. Code: `login-required`, which also comes as the
event `problem` when the session or token is over; from then on nothing is told.

`wallet:snapshot` is `{"wallets": [update, ...], "serverTime": "..."}`, `wallet:update` one update,
in minor units:
"""


_SLOTS: Final = """\
## Live time over Socket.IO

`subscribe:slots` with a list of resource ids (50 at most; `GET /api/slots` names them) is
answered by `slots:snapshot` with `resources`, one of each: all that is taken of it in the next
two months. Then each change comes as `slots:update`, the whole resource again. A time can be
booked no more when one of its combination's resources has fewer seats `left` than it needs, from
`before` minutes ahead of the start until `after` minutes behind the end; it comes back with the
update that frees it. The greatest `version` of a resource counts.

An update is `{"resourceId": "...", "taken": [{"start", "end", "left"}, ...], "version": 7}`.
"""

_CAMPAIGNS: Final = f"""\
## Live campaigns over Socket.IO

On the same connection. Nobody has to log in.

| you send | with | what happens |
|---|---|---|
| `subscribe:campaigns` | a list of campaign ids | added to what you watch, at most \
{LIVE_CAMPAIGNS.most} of a connection; `campaign:snapshot` of these, then a `campaign:update` for \
each change |
| `unsubscribe:campaigns` | a list of ids, or nothing for all | no more of these |

Acknowledged and folded as stock is, by `campaignId`. Code: `too-many-campaigns`.

`campaign:snapshot` is `{{"campaigns": [update, ...], "serverTime": "..."}}`, `campaign:update` one
update; of campaigns that do not exist nothing is told. `remaining` are still to be given out:
"""


_FLASH_SALES: Final = f"""\

## Live flash sales over Socket.IO

On the same connection. Nobody has to log in.

| you send | with | what happens |
|---|---|---|
| `subscribe:flash-sales` | a list of ids | added to what you watch, at most \
{LIVE_FLASH_SALES.most} of a connection; `flash-sale:snapshot` of these, then a \
`flash-sale:update` for each change |
| `unsubscribe:flash-sales` | a list of ids, or nothing for all | no more of these |

Acknowledged and folded as stock is, by `saleId`; that one has `ended` may come with the version
that was known. Code: `too-many-flash-sales`.

`flash-sale:snapshot` is `{{"flashSales": [update, ...], "serverTime": "..."}}`,
`flash-sale:update` one update. When it opens and ends, `GET /api/flash-sales/{{id}}` says once:
"""

_TURNS: Final = f"""\

`subscribe:sale-turns` with a list of sales that have a waiting room ({LIVE_SALE_TURNS.most} at \
most)
is answered by `sale-turns:snapshot` with `turns`, then a `sale-turns:update` comes as the door lets
people in: one message for all who wait. Who was told `position` and `letInCount` by
`POST /api/flash-sales/{{id}}/place` stands at `position - (letIn - letInCount)` now; at 0 or less \
it
is time to ask again. An update:
"""

_ROOMS: Final = f"""\

Staff, by a cookie or token of theirs: `subscribe:sale-rooms` with a list of sales
({LIVE_SALE_ROOMS.most} at most) is answered by `sale-room:snapshot` with `rooms`, then a
`sale-room:update` about once a second while a sale goes on. Codes: `login-required`, `forbidden`.
"""


_ORDERS: Final = f"""\
## Live orders over Socket.IO

On the same connection, for who opened it: a user who was logged in then, or a guest who had a
cookie then. Open a new one after logging in, and after a guest's first reservation.

| you send | what happens |
|---|---|
| `subscribe:orders` (or with `{{"view": "gozon"}}`: `status` is then `NEW`, `FINISHED` or \
`CANCELLED`) | `order:snapshot` of your newest {LIVE_ORDERS.newest}, the newest first; then an \
`order:update` for each change of any of yours, also of new ones |
| `unsubscribe:orders` | no more of these |

Acknowledged and folded as stock is, by `orderId`: `version` grows with every step of an order's
life, and with each other address, contact, collector or note of it. Code: `login-required`, as with
balances. What stands in an order beside this (its lines, its timeline) is asked for by HTTP.

`order:snapshot` is `{{"orders": [update, ...], "serverTime": "..."}}`, `order:update` one update.
`reason` says why an order is cancelled, `at` when its status last changed:
"""


_CART: Final = """\
## Live carts over Socket.IO

On the same connection, for who opened it, as with orders: open a new one after logging in, and
after a guest's first `POST /api/cart/items`.

| you send | what happens |
|---|---|
| `subscribe:cart` | `cart:snapshot` of your own, then a `cart:update` for each change |
| `unsubscribe:cart` | no more of it |

`cart:snapshot` is `{"carts": [update], "serverTime": "..."}` (none while there is no cart),
`cart:update` one update. Who has a `version` of `GET /api/cart` below it asks anew:
"""


def markdown() -> str:
    """The whole page."""
    return "\n".join(
        (_LOG, *(_event(kind) for kind in event_types()), _consumers(), _jobs(), _sockets())
    )


def _event(kind: type[Fact]) -> str:
    told = [f"### `{kind.TYPE}`", "", said_of(kind), ""]
    told += [f"Subject: {kind.SUBJECT}.", "", *_fields(kind)]
    return "\n".join([*told, ""])


def _fields(kind: type[msgspec.Struct]) -> list[str]:
    rows = [f"| `{field.encode_name}` | {in_words(field.type)} |" for field in fields_of(kind)]
    return ["| field | type |", "|---|---|", *rows]


def _consumers() -> str:
    rows = (
        (
            "daily-sales",
            FIGURE_TYPES,
            "adds to `daily_sales` and `daily_product_sales`, exactly once",
        ),
        ("seller-shares", SHARE_TYPES, "notes what is sold for whom, leaves a job `share-order`"),
        (
            "session-shares",
            SESSION_SHARE_TYPES,
            "notes who has a part in a booking, leaves a job `share-booking`",
        ),
        (
            "exchanges",
            EXCHANGE_TYPES,
            (
                "leaves a job `end-exchange` where an order for the difference of an exchange is"
                " off, and `settle-edit` where one is that was added to a paid order"
            ),
        ),
        ("best-sellers", SALES_TYPES, "adds to `sales_minutes` and `best_sellers`, exactly once"),
        (
            "product-sales",
            PRODUCT_SALES_TYPES,
            "adds to `product_counts` and `bought_together`, exactly once",
        ),
        ("clients", BOOKER_TYPES, "makes whoever booked a client, once"),
        ("low-stock", STOCK_TYPES, "keeps `low_stock`, writes `stock.low` once a crossing"),
        (
            "call-off-payments",
            CALL_OFF_TYPES,
            "leaves a job for each pending payment of an order that is off, and each unneeded part",
        ),
        ("bought-carts", BOUGHT_TYPES, "takes what was bought out of the carts it came from"),
        (
            "settle-stragglers",
            STRAGGLER_TYPES,
            f"settles what its buyer has not settled {GRACE:.0f} s after paying",
        ),
        ("relay-orders-to-pay", TO_PAY_TYPES, "sends them to payments ([messages](messages.md))"),
        ("relay-payment-results", RESULT_TYPES, "sends them to orders ([messages](messages.md))"),
        (
            CONSUMER,
            DELIVERED_TYPES,
            "writes down what each sink of `HOLDFAST_SINKS` is to be told, exactly once",
        ),
        (ANALYTICS, HIT_TYPES, "writes down what analytics are told of who agreed, exactly once"),
        (BOOKING_DEMAND, DEMAND_TYPES, "writes a booking's row of `booking_demand` anew"),
    )
    told = ["## Who reads them here", "", "| consumer | reads | and |", "|---|---|---|"]
    for name, types, does in rows:
        told.append(f"| `{name}` | {', '.join(f'`{one}`' for one in types)} | {does} |")
    return "\n".join([*told, ""])


def _jobs() -> str:
    told = [
        "## Jobs",
        "",
        "What is to be done later or elsewhere (table `jobs`): at least once, tried again with",
        "growing pauses for a day, then kept in `dead_jobs`, counted in",
        '`holdfast_jobs_total{outcome="dead"}` and `holdfast_dead_jobs`, and shown to staff, who',
        "can have them tried again (`/api/staff/stuck`).",
        "",
        "| job | payload | does |",
        "|---|---|---|",
    ]
    told += [f"| `{kind.NAME}` | `{_payload(kind)}` | {said_of(kind)} |" for kind in JOBS]
    return "\n".join([*told, ""])


def _payload(kind: type[Job]) -> str:
    fields = (
        f'"{field.encode_name}"{"" if field.required else "?"}: {in_words(field.type)}'
        for field in fields_of(kind)
    )
    return f"{{{', '.join(fields)}}}".replace(" or null", "")


def _sockets() -> str:
    limits = Limits()
    bounds = (
        f"Bounds: {limits.per_address} watchers from one address ({limits.sockets} connections,"
        f" also silent ones),\n{LIVE_STOCK.most:d} products watched by one connection,"
        f" {limits.burst} subscriptions in a row and then one a second,\n"
        "messages of at most 64 kB."
    )
    stock = (_SOCKETS, *_fields(LIVE_STOCK.update), "", _FOLDING, bounds, "")
    wallets = (_WALLETS, *_fields(LIVE_WALLETS.update), "")
    orders = (_ORDERS, *_fields(LIVE_ORDERS.update), "")
    cart = (_CART, *_fields(LIVE_CART.update), "")
    campaigns = (_CAMPAIGNS, *_fields(LIVE_CAMPAIGNS.update), "")
    sales = (_FLASH_SALES, *_fields(LIVE_FLASH_SALES.update))
    turns = (_TURNS, *_fields(LIVE_SALE_TURNS.update))
    rooms = (_ROOMS, *_fields(LIVE_SALE_ROOMS.update), "")
    sales = (*sales, *turns, *rooms)
    return "\n".join((*stock, *wallets, *orders, *cart, *campaigns, *sales, _SLOTS))


if __name__ == "__main__":
    sys.exit(write({DOCS / "events.md": markdown()}))
