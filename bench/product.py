"""(e) Reading one product against an endpoint that does nothing."""

from dataclasses import replace
from typing import Final

from bench import empty
from bench.http_turns import Candidate, tables, take_turns
from bench.reserve import EMPTY, reserve_requests
from bench.results import Result, Say, Target
from bench.shop import shop
from bench.wrk import Requests

__all__ = ["measure"]

CLIENTS: Final = (64, 256)
GET: Final = "GET /api/products/{id}"
HOW: Final = """
The same server and the same load generator. The page of a product carries its texts, options,
variants and live stock; the demo shop's products take turns.
"""


def measure(quick: bool, say: Say) -> Result:
    say("starting a shop")
    with shop() as running:
        post = replace(reserve_requests(running), path=empty.PATH)
        paths = [f"/api/products/{product}" for product in {one for one, _ in running.variants}]
        get = Requests("get", running.port, paths=sorted(paths), cookies=running.guests)
        candidates = {EMPTY: Candidate(post, running.pid), GET: Candidate(get, running.pid)}
        found = take_turns(candidates, CLIENTS, quick=quick, say=say)
    result = Result("(e) Reading a product", HOW)
    tables(result, found, EMPTY)
    for number in dict.fromkeys(number for _, number in found):
        part = found[GET, number].rate / found[EMPTY, number].rate
        result.targets.append(
            Target(f"a product against the empty endpoint, {number} clients", 0.4, part, "")
        )
    return result
