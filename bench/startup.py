"""(f) How long until it serves, and how much memory it takes."""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from bench.results import Result, Say, Table, Target, median
from bench.servers import free_port
from bench.wrk import Requests, load

__all__ = ["measure"]

FRESH: Final = "first start, with demo data"
INSTALLED: Final = "start of an installed system"
PARTS: Final = ("parent", "worker", "PostgreSQL")
HOW: Final = """
`holdfast serve --demo` from the moment it is called until `/health/ready` says yes, asked every
10 ms. *first start* makes the database, brings it to the current schema and fills the shop.
Memory is what the processes would free by ending (proportional set size: what is shared is shared
out). *after load*: after 64 clients have read product pages for some seconds.
"""


@dataclass(frozen=True)
class Serving:
    pid: int
    port: int
    seconds: float


def measure(quick: bool, say: Say) -> Result:
    turns = 1 if quick else 5
    times: dict[str, list[float]] = {FRESH: [], INSTALLED: []}
    memory: dict[str, dict[str, float]] = {}
    for turn in range(turns):
        say(f"turn {turn + 1} of {turns}")
        with tempfile.TemporaryDirectory(prefix="holdfast-bench-") as folder:
            for what, kept in times.items():
                with _served(Path(folder)) as serving:
                    kept.append(serving.seconds)
                    if what == INSTALLED and turn == turns - 1:
                        memory["idle"] = _memory(serving.pid)
                        load(_requests(serving.port), 64, 2 if quick else 10)
                        memory["after load"] = _memory(serving.pid)
    return _result(times, memory)


@contextlib.contextmanager
def _served(data: Path) -> Iterator[Serving]:
    port = free_port()
    words = [sys.executable, "-m", "holdfast.cli", "serve", "--demo", "--data", str(data)]
    environment = {**os.environ, "HOLDFAST_LIMITS": "off", "HOLDFAST_LOG_LEVEL": "ERROR"}
    environment.pop("DATABASE_URL", None)
    begun = time.perf_counter()
    process = subprocess.Popen(
        [*words, "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _until_ready(port, process)
        yield Serving(process.pid, port, time.perf_counter() - begun)
    finally:
        process.terminate()
        process.wait(60)


def _until_ready(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 120
    with httpx.Client() as client:
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise RuntimeError(f"holdfast serve ended with exit code {process.returncode}")
            with contextlib.suppress(httpx.HTTPError):
                if client.get(f"http://127.0.0.1:{port}/health/ready").status_code == 200:
                    return
            time.sleep(0.01)
    raise TimeoutError("holdfast serve is not ready after two minutes")


def _requests(port: int) -> Requests:
    """The page of every product the shop lists."""
    listed = httpx.get(f"http://127.0.0.1:{port}/api/products?limit=100").json()["products"]
    paths = [f"/api/products/{product['id']}" for product in listed]
    return Requests("get", port, paths=paths, cookies=["none"])


def _memory(parent: int) -> dict[str, float]:
    """MiB by part."""
    found = dict.fromkeys(PARTS, 0.0)
    found["parent"] = _pss(parent)
    for child in _children(parent):
        line = Path(f"/proc/{child}/cmdline").read_text()
        part = "worker" if "holdfast.server.worker" in line else "PostgreSQL"
        found[part] += _pss(child) + sum(_pss(one) for one in _children(child))
    return found


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _pss(pid: int) -> float:
    """Its proportional set size in MiB; 0 if it has just ended."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _result(times: dict[str, list[float]], memory: dict[str, dict[str, float]]) -> Result:
    result = Result("(f) Start and memory", HOW)
    rows = [(what, f"{median(kept):.2f}", f"{max(kept):.2f}") for what, kept in times.items()]
    result.tables.append(Table("Start", ("what", "seconds", "slowest"), rows))
    sizes = [
        (when, *(f"{found[part]:.0f}" for part in PARTS), f"{sum(found.values()):.0f}")
        for when, found in memory.items()
    ]
    result.tables.append(Table("Memory, MiB", ("when", *PARTS, "together"), sizes))
    result.figures = {
        "seconds": {what: [round(value, 3) for value in kept] for what, kept in times.items()},
        "memory_mib": {
            when: {part: round(value, 1) for part, value in found.items()}
            for when, found in memory.items()
        },
    }
    slowest = median(times[INSTALLED])
    result.targets.append(Target(INSTALLED, 5.0, slowest, "s", at_most=True))
    return result
