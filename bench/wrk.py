"""The load generator: wrk, one thread, the same for every candidate.

It is written in C and takes about a tenth of what a server in Python does, so with two cores it is
not what is measured. `load.lua` builds the requests and follows a purchase through its three.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.json import decode

__all__ = ["Found", "Kind", "Missing", "Requests", "load"]

SCRIPT = Path(__file__).parent / "load.lua"
Kind: TypeAlias = Literal["post", "get", "purchase"]


class Missing(RuntimeError):
    """wrk is not installed."""


@dataclass(frozen=True)
class Requests:
    """What to send: POST a body to ``path``, GET one of ``paths``, or whole purchases; each client
    pauses ``pause_ms`` before it sends again."""

    kind: Kind
    port: int
    path: str = ""
    paths: Sequence[str] = ()
    bodies: Sequence[str] = ()
    cookies: Sequence[str] = ()
    pause_ms: int = 0


class Found(Struct, frozen=True):
    """What wrk says; latencies in seconds, ``refused`` are answers from 400 on."""

    count: int
    per_second: float
    p50: float
    p99: float
    refused: int
    broken: int


def load(requests: Requests, clients: int, seconds: float) -> Found:
    """``clients`` connections, each sending its next request once the last is answered."""
    program = shutil.which("wrk")
    if program is None:
        raise Missing("wrk is missing: apt-get install wrk")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as told:
        told.write(f"return {_lua(vars(requests))}\n")
        told.flush()
        whole = max(1, round(seconds))
        url = f"http://127.0.0.1:{requests.port}/"
        words = [program, "-t", "1", "-c", str(clients), "-d", f"{whole}s", "--timeout", "10s"]
        done = subprocess.run(
            [*words, "-s", str(SCRIPT), url, told.name], capture_output=True, text=True, check=True
        )
    line = next(line for line in done.stdout.splitlines() if line.startswith("{"))
    found = decode(line, type=Found)
    if found.refused or found.broken or not found.per_second:
        raise RuntimeError(f"{requests.path or requests.kind}: {done.stdout}{done.stderr}")
    return found


def _lua(value: object) -> str:
    """A Lua table of words and lists of words."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_lua(one)}" for key, one in value.items()) + "}"
    if isinstance(value, str):
        return json.dumps(value)
    if isinstance(value, Sequence):
        return "{" + ", ".join(_lua(one) for one in value) + "}"
    return str(value)
