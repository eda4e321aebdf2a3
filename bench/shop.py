"""A shop to load: the product's worker on a demo catalogue with plenty in stock."""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import asyncpg

from bench.servers import postgres
from holdfast.ledger import Accepted, Command, Deposit, Ledger
from holdfast.people import Signer

__all__ = ["Shop", "ended", "listening_socket", "shop"]

SECRET: Final = "benchmarks keep no secrets"
GUESTS: Final = 100
STOCKED_UP: Final = 150  # variants: all of the demo's; a cart takes 100 lines
STOCK: Final = 10**9
HOLD_SECONDS: Final = 14_400  # nothing expires while it is measured


@dataclass(frozen=True)
class Shop:
    """``variants``: product id and variant id of everything on sale. ``guests``: cookies."""

    url: str
    port: int
    pid: int
    database_url: str
    variants: list[tuple[str, str]]
    guests: list[str]


@contextlib.contextmanager
def shop(further: Mapping[str, object] | None = None, products: int = 0) -> Iterator[Shop]:
    """One worker, limits off, with ``further`` settings; with so many made-up ``products`` in place
    of the demo's, of which a hundred have plenty in stock."""
    with postgres() as server, tempfile.TemporaryDirectory(prefix="holdfast-bench-") as data:
        database = server.database()
        environment = {**os.environ, "DATABASE_URL": database}
        goods = ["--products", str(products), "--seed", "18"] if products else ["--demo"]
        words = [sys.executable, "-m", "holdfast.cli", "seed", *goods]
        subprocess.run(words, env=environment, stdout=subprocess.DEVNULL, check=True)
        variants = asyncio.run(_stock_up(database))
        listening = listening_socket()
        port = listening.getsockname()[1]
        process = _worker(database, Path(data), listening, further or {})
        try:
            signer = Signer(SECRET.encode())
            guests = [signer.sign("g", signer.fresh_guest().hex) for _ in range(GUESTS)]
            yield Shop(f"http://127.0.0.1:{port}", port, process.pid, database, variants, guests)
        finally:
            ended(process)
            listening.close()


def _worker(
    database: str, data: Path, listening: socket.socket, further: Mapping[str, object]
) -> "subprocess.Popen[bytes]":
    """Start it as the product's parent does, and wait until it says that it serves."""
    reading, writing = os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.shop_worker", str(os.getpid()), "serve"],
        stdin=subprocess.PIPE,
        pass_fds=(listening.fileno(), writing),
        env={**os.environ, "HOLDFAST_LOG_LEVEL": "ERROR"},
    )
    os.close(writing)
    settings = {
        "database_url": database,
        "data": str(data),
        "demo": True,
        "limits": False,
        "secret": SECRET,
        "hold_seconds": HOLD_SECONDS,
        **further,
    }
    line = {"settings": settings, "socket": listening.fileno(), "ready": writing}
    assert process.stdin is not None
    process.stdin.write(json.dumps(line).encode() + b"\n")
    process.stdin.close()
    ready = os.read(reading, 64)
    os.close(reading)
    if not ready:
        raise RuntimeError(f"the shop did not start: exit code {process.wait(20)}")
    return process


async def _stock_up(database: str) -> list[tuple[str, str]]:
    connection = await asyncpg.connect(database)
    try:
        rows = await connection.fetch(
            "SELECT v.product_id::text, v.id::text FROM variants v JOIN products p "
            "ON p.id = v.product_id WHERE v.active AND p.status = 'active' "
            f"ORDER BY v.product_id, v.id LIMIT {STOCKED_UP}"
        )
    finally:
        await connection.close()
    ledger = Ledger(database)
    await ledger.start()
    for _, variant in rows:
        done = await ledger.commit(Command((Deposit(f"stock/{variant}", STOCK),)))
        assert isinstance(done, Accepted), done
    await ledger.close()
    return [(product, variant) for product, variant in rows]


def listening_socket() -> socket.socket:
    """On a free port; to be handed to a server."""
    opened = socket.socket()
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.bind(("127.0.0.1", 0))
    opened.listen(8192)
    opened.set_inheritable(True)
    return opened


def ended(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
