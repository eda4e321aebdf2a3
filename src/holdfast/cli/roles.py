"""The commands that serve one role each, where the shop runs as several services behind one door.

All processes of a shop share `HOLDFAST_SECRET` and Redis; orders and its worker share a database,
payments has its own (docs/services.md).
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Final

import typer

from holdfast.cli.words import (
    DEFAULT_DATA,
    Data,
    DatabaseUrl,
    Demo,
    Host,
    Port,
    Proxy,
    RedisUrl,
    or_exit,
    say,
)
from holdfast.server.supervisor import Plan, serve

__all__ = ["COMMANDS", "run"]

LOCAL: Final = "127.0.0.1"


def run(plan: Plan, proxies: list[str] | None) -> None:
    """Serve what is planned until stopped."""
    plan.settings.update(demo=plan.demo, workers=plan.workers)
    if proxies:
        plan.settings["proxies"] = ",".join(proxies)
    or_exit(serve, plan, say)


def orders(
    host: Host = LOCAL,
    port: Port = 8001,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    proxy: Proxy = None,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Serve orders: the whole shop but wallets, over HTTP. As many instances as you like."""
    plan = Plan(host, port, data, "orders", True, database_url, redis_url, demo)
    run(plan, proxy)


def payments(
    host: Host = LOCAL,
    port: Port = 8002,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    proxy: Proxy = None,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Serve payments: wallets, on their own database. With what works in the background."""
    plan = Plan(host, port, data, "payments", True, database_url, redis_url, demo)
    run(plan, proxy)


def worker(
    host: Host = LOCAL,
    port: Port = 8003,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Work behind orders: events, jobs, timers. Answers /health and /metrics."""
    run(Plan(host, port, data, "worker", True, database_url, redis_url, demo), None)


def gateway(
    host: Host = LOCAL,
    port: Port = 8004,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    proxy: Proxy = None,
    redis_url: RedisUrl = None,
) -> None:
    """Serve the gateway: web shop, sockets, who asks. Without a database."""
    run(Plan(host, port, data, "gateway", False, None, redis_url, demo), proxy)


def demo_provider(
    host: Host = LOCAL,
    port: Port = 8005,
    data: Data = DEFAULT_DATA,
) -> None:
    """Serve the demo's payment provider. As one would stand elsewhere on the network."""
    run(Plan(host, port, data, "demo-provider", False, None, None, True), None)


def demo_carrier(
    shop: Annotated[
        str, typer.Option(help="Where the shop is.", envvar="HOLDFAST_DEMO_SHOP_URL")
    ] = "http://127.0.0.1:8000",
    host: Host = LOCAL,
    port: Port = 8006,
    data: Data = DEFAULT_DATA,
) -> None:
    """Serve the demo's carrier. It moves parcels and tells the shop of it."""
    plan = Plan(host, port, data, "demo-carrier", False, None, None, True)
    plan.settings["demo_shop_url"] = shop
    run(plan, None)


COMMANDS: Final[Mapping[str, Callable[..., None]]] = {
    "orders": orders,
    "payments": payments,
    "worker": worker,
    "gateway": gateway,
    "demo-provider": demo_provider,
    "demo-carrier": demo_carrier,
}
