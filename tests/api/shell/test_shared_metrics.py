"""Several workers answer /metrics as one, and a sum never goes back."""

import os
import re
import signal
from collections.abc import Callable

import httpx

from tests.support.patience import PATIENCE
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
        found = COUNT.search(httpx.get(self._url, timeout=PATIENCE).text)
        told = float(found.group(1)) if found else 0.0
        assert told >= self.last
        self.last = told
        return told

    def workers(self) -> set[tuple[str, str]]:
        """Of each that says how it is: its number, and when its process was started."""
        text = httpx.get(self._url).text
        return set(re.findall(r'process_start_time_seconds\{worker="(\d+)"\} (\S+)', text))


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
            assert httpx.get(server.url + ORDER, timeout=PATIENCE).status_code == 404

    ask(40)
    until(lambda: scraper.count() == 40, PATIENCE, "all are counted")
    until(lambda: len(scraper.workers()) == 2, PATIENCE, "each says how it is")
    before = scraper.workers()

    killed = server.worker_pids[0]
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(before & scraper.workers()) == 1, PATIENCE, "what a dead one said is gone")
    assert scraper.count() == 40
    until(lambda: len(scraper.workers()) == 2, PATIENCE, "another has its place")
    assert {number for number, _ in scraper.workers()} == {"1", "2"}
    assert killed not in server.worker_pids
    ask(10)
    until(lambda: scraper.count() == 50, PATIENCE, "it counts on from there")
