"""The commands that serve one role each, where the shop runs as several services behind one door.

All processes of a shop share `HOLDFAST_SECRET` and Redis; orders and its worker share a database,
payments has its own (docs/services.md).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from holdfast.server.supervisor import Plan, serve

__all__ = ["ROLE_COMMANDS"]

Host = Annotated[
    str, typer.Option(envvar="HOLDFAST_HOST", help="Address to listen on; 0.0.0.0 for all.")
]
Port = Annotated[
    int, typer.Option(envvar="HOLDFAST_PORT", min=0, max=65535, help="Port; 0 for any.")
]
Data = Annotated[
    Path,
    typer.Option(
        "--data",
        envvar="HOLDFAST_DATA",
        help="Where pictures are kept, and the embedded PostgreSQL (unused with DATABASE_URL).",
        file_okay=False,
    ),
]
Demo = Annotated[bool, typer.Option(help="Demo goods, demo payments, typed user ids.")]
Proxy = Annotated[
    list[str] | None,
    typer.Option(
        help="A proxy whose X-Forwarded-* is believed: address, network or name; repeatable."
    ),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        envvar="DATABASE_URL",
        help="The PostgreSQL of this service instead of an embedded one.",
    ),
]
RedisUrl = Annotated[
    str | None,
    typer.Option(envvar="REDIS_URL", help="Redis, through which the processes talk."),
]
DEFAULT_DATA: Final = Path("data")
LOCAL: Final = "127.0.0.1"


def orders(
    report: Callable[[str], None],
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
    _serve(plan, proxy, report)


def payments(
    report: Callable[[str], None],
    host: Host = LOCAL,
    port: Port = 8002,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    proxy: Proxy = None,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Serve payments: wallets, on a database of their own, with what works in the background."""
    plan = Plan(host, port, data, "payments", True, database_url, redis_url, demo)
    _serve(plan, proxy, report)


def worker(
    report: Callable[[str], None],
    host: Host = LOCAL,
    port: Port = 8003,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    database_url: DatabaseUrl = None,
    redis_url: RedisUrl = None,
) -> None:
    """Work in the background of orders: events, jobs, timers; answers /health and /metrics."""
    _serve(Plan(host, port, data, "worker", True, database_url, redis_url, demo), None, report)


def gateway(
    report: Callable[[str], None],
    host: Host = LOCAL,
    port: Port = 8004,
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    proxy: Proxy = None,
    redis_url: RedisUrl = None,
) -> None:
    """Serve the gateway: the web shop, sockets, and who sends a request. Without a database."""
    _serve(Plan(host, port, data, "gateway", False, None, redis_url, demo), proxy, report)


def demo_provider(
    report: Callable[[str], None],
    host: Host = LOCAL,
    port: Port = 8005,
    data: Data = DEFAULT_DATA,
) -> None:
    """Serve the demo's payment provider, as one would stand elsewhere on the network."""
    _serve(Plan(host, port, data, "demo-provider", False, None, None, True), None, report)


def _serve(plan: Plan, proxies: list[str] | None, report: Callable[[str], None]) -> None:
    settings: dict[str, Any] = {"demo": plan.demo, "workers": 1}
    if proxies:
        settings["proxies"] = ",".join(proxies)
    plan.settings.update(settings)
    serve(plan, report)


ROLE_COMMANDS: Final[Mapping[str, Callable[..., None]]] = {
    "orders": orders,
    "payments": payments,
    "worker": worker,
    "gateway": gateway,
    "demo-provider": demo_provider,
}
"""By name. Each takes a ``report`` first, which is no option of the command."""
