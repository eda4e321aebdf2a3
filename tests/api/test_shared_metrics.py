"""Several workers answer /metrics as one, and a sum never goes back."""

import os
import re
import signal
from collections.abc import Callable

import httpx

from tests.support.server import ServerProcess, until

ORDER = "/api/orders/0193a1d2-0000-7000-8000-000000000000"
COUNT = re.compile(
    r'holdfast_http_requests_total\{method="GET",route="/api/orders/\{order_id\}",status="404"\} '
    r"(\S+)"
)


class Scraper:
    """Asks one worker or the other, and watches that what it is told never goes back."""

    def __init__(self, server: ServerProcess) -> None:
        self._url = f"{server.url}/metrics"
        self.last = 0.0

    def count(self) -> float:
        found = COUNT.search(httpx.get(self._url, timeout=20).text)
        told = float(found.group(1)) if found else 0.0
        assert told >= self.last
        self.last = told
        return told

    def workers(self) -> set[str]:
        text = httpx.get(self._url, timeout=20).text
        return set(re.findall(r'process_resident_memory_bytes\{worker="(\d+)"\}', text))


def test_workers_count_together_also_past_the_death_of_one(
    start_server: Callable[..., ServerProcess], database_url: str, redis_url: str
) -> None:
    server = start_server(
        "--workers", "2", database_url=database_url, environment={"REDIS_URL": redis_url}
    )
    server.wait_said("Ready after")
    scraper = Scraper(server)

    def ask(times: int) -> None:
        for _ in range(times):  # each on a connection of its own: either worker takes it
            assert httpx.get(server.url + ORDER, timeout=20).status_code == 404

    ask(40)
    until(lambda: scraper.count() == 40, 20, "all are counted")
    until(lambda: scraper.workers() == {"1", "2"}, 20, "each says how large it is")

    killed = server.worker_pids[0]
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(scraper.workers()) == 1, 20, "what a dead one had open is gone")
    assert scraper.count() == 40
    until(lambda: scraper.workers() == {"1", "2"}, 30, "another has its place")
    assert killed not in server.worker_pids
    ask(10)
    until(lambda: scraper.count() == 50, 20, "it counts on from there")
