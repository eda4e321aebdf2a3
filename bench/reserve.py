"""(b) Reserving over HTTP, and whole purchases, against an endpoint that does nothing."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import httpx

from bench import empty
from bench.http_turns import Candidate, tables, take_turns
from bench.members import wallet_requests
from bench.results import Result, Say, Target, median
from bench.shop import Shop, ended, listening_socket, shop
from bench.wrk import Requests

__all__ = ["measure"]

CLIENTS: Final = (64, 256)
RAW: Final = "raw ASGI function"
FASTAPI: Final = "bare FastAPI, empty endpoint"
EMPTY: Final = "Holdfast, empty endpoint"
DIRECT: Final = "Holdfast, empty endpoint, direct"
RESERVE: Final = "Holdfast, reserve"
PURCHASE: Final = "Holdfast, whole purchase"
WALLET: Final = "Holdfast, purchase from a wallet"
HOW: Final = """
One worker as `holdfast serve` runs it, limits off, loaded by wrk with one thread and keep-alive.
All answer the same request: a cart of one line, a guest's cookie, an Idempotency-Key; all answers
have the same size. *raw ASGI* reads the body and sends bytes. *bare FastAPI* validates the body and
answers, with no middleware; *empty endpoint* is the same handler inside Holdfast, behind everything
a request meets there (request id, limits, origin, cookie, body bounds, metrics, headers), called by
FastAPI as bare FastAPI calls it: what the promises are measured by. *direct* is the same once more,
called without FastAPI as reserving, paying and creating are; rates are given as parts of both.
*reserve* is
`POST /api/orders/reserve`, with the idempotency record, the order, its item, the event, the hold
and the journal durable before the answer, on any of the demo shop's variants. A *whole purchase* is
three requests (reserve, pay by the demo provider, create) and counts once, when it is settled; its
latencies are those of a single request. A *purchase from a wallet* is one request,
`POST /api/orders` of one of a hundred customers who have the money: goods and money in one command.
*processor* is what the answering process used of it for each (PostgreSQL's share is not in it),
which shows where a rate comes from and is less troubled by whatever else runs. What the process
does with an order's events beside the requests is in it, until it has caught up: the largest part
of a purchase that no request waits for (docs/adr/0192-what-consumers-take-of-a-purchase.md).
"""


@dataclass(frozen=True)
class Plain:
    port: int
    pid: int


def measure(quick: bool, say: Say) -> Result:
    say("starting a shop, a bare FastAPI application and a raw ASGI function")
    with shop() as running, plain("raw") as raw, plain("fastapi") as fastapi:
        post = reserve_requests(running)
        nothing = replace(post, path=empty.PATH)
        candidates = {
            RAW: Candidate(replace(nothing, port=raw.port), raw.pid),
            FASTAPI: Candidate(replace(nothing, port=fastapi.port), fastapi.pid),
            EMPTY: Candidate(nothing, running.pid),
            DIRECT: Candidate(replace(post, path=empty.DIRECT_PATH), running.pid),
            RESERVE: Candidate(post, running.pid),
            PURCHASE: Candidate(replace(post, kind="purchase"), running.pid),
            WALLET: Candidate(wallet_requests(running), running.pid),
        }
        found = take_turns(candidates, CLIENTS, quick=quick, say=say)
    result = Result("(b) Over HTTP", HOW)
    tables(result, found, EMPTY, DIRECT)
    for number in dict.fromkeys(number for _, number in found):
        base, direct = found[EMPTY, number].rate, found[DIRECT, number]
        parts = (
            ("the empty endpoint against bare FastAPI", base / found[FASTAPI, number].rate, 0.8),
            ("reserve against the empty endpoint", found[RESERVE, number].rate / base, 0.5),
            ("whole purchases against the empty endpoint", found[PURCHASE, number].rate / base,
             0.15),
        )  # fmt: skip
        aims = {0.5: 0.65, 0.15: 0.22}
        for what, name, most in (("reserve", RESERVE, 1.9), ("a whole purchase", PURCHASE, 5.3)):
            times = median(found[name, number].processor) / median(direct.processor)
            told = f"processor time of {what} against the direct empty endpoint, {number} clients"
            result.targets.append(Target(told, most, times, at_most=True))
        for what, part, wanted in parts:
            result.targets.append(
                Target(f"{what}, {number} clients", wanted, part, "", aim=aims.get(wanted))
            )
    return result


def reserve_requests(running: Shop) -> Requests:
    bodies = [
        json.dumps(
            {"items": [{"productId": product, "variantId": variant, "quantity": 1}]},
            separators=(",", ":"),
        )
        for product, variant in running.variants
    ]
    return Requests(
        "post", running.port, "/api/orders/reserve", bodies=bodies, cookies=running.guests
    )


@contextlib.contextmanager
def plain(kind: str) -> Iterator[Plain]:
    """A server to compare with."""
    listening = listening_socket()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.plain", kind, str(listening.fileno())],
        pass_fds=(listening.fileno(),),
    )
    port: int = listening.getsockname()[1]
    try:
        httpx.post(f"http://127.0.0.1:{port}/", timeout=60)  # answered once it has started
        yield Plain(port, process.pid)
    finally:
        ended(process)
        listening.close()
