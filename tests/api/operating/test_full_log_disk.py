"""A full disk that also holds the log: `holdfast serve > shop.log` beside the data. What cannot be
written to the log changes no answer and no end.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess, free_port, until
from tests.support.small_disk import SmallDisk, small_disk

SOONEST, FULL = 30.0, 6
AWAY = ("busy", "unavailable", "outcome-unknown")
"""PostgreSQL ends when its own log of what it will write finds no room, which may be at once: also
between a COMMIT and its answer, and what became of that nobody can be asked until it is back."""


@pytest.fixture
def disk(scratch: Path) -> Iterator[SmallDisk]:
    with small_disk(scratch / "disk") as mounted:
        yield mounted


class Logged:
    """`holdfast serve` on that disk, and its log there, too."""

    def __init__(self, disk: SmallDisk) -> None:
        self.log = disk.path / "shop.log"
        self.data = disk.path / "data"
        self.port = free_port()
        words = [sys.executable, "-m", "holdfast.cli", "serve", "--demo", "--data", str(self.data)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*words, "--port", str(self.port)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**os.environ, "HOLDFAST_DEMO_HISTORY": "off", "HOLDFAST_ACCESS_LOG": "on"},
            )  # fmt: skip

    @property
    def over(self) -> bool:
        return self.process.poll() is not None

    def ready(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            url = f"http://127.0.0.1:{self.port}/health/ready"
            return httpx.get(url, timeout=2).status_code == 200
        return False

    def ended(self) -> int:
        """Its exit code, soon enough, and nobody of its own is left."""
        begun = time.monotonic()
        code = self.process.wait(2 * SOONEST)
        assert time.monotonic() - begun < SOONEST
        assert not list(self._left())
        return code

    def _left(self) -> Iterator[str]:
        for path in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if path.resolve(strict=True).is_relative_to(self.data):
                    yield str(path)


@pytest.mark.long
def test_a_full_disk_with_the_log_on_it_changes_no_answer_and_no_end(disk: SmallDisk) -> None:
    shop = Logged(disk)
    try:
        until(shop.ready, 2 * PATIENCE, "the shop is ready")
        with httpx.Client(base_url=f"http://127.0.0.1:{shop.port}", timeout=PATIENCE) as buyer:
            goods = buyer.get("/api/products").json()["products"][0]
            line = {"productId": goods["id"], "variantId": goods["variants"][0]["id"]}
            disk.leave(0)
            for number in range(20):
                key = {"Idempotency-Key": f"a-full-disk-at-night-{number}"}
                order = {"items": [{**line, "quantity": 1}]}
                refused = buyer.post("/api/orders/reserve", json=order, headers=key)
                assert refused.status_code == 503
                assert buyer.get("/api/nothing").status_code == 404
                if (last := refused.json()["code"]) != "store-full":
                    assert last in AWAY
                    break
                assert buyer.get(f"/api/products/{goods['id']}").status_code in (200, 503)
        shop.process.terminate()
        assert shop.ended() in (0, FULL)
        disk.leave(0)
        assert "Traceback" not in shop.log.read_text()
        shop = Logged(disk)
        until(lambda: shop.over, 2 * SOONEST, "it says no")
        assert shop.ended() == FULL
        disk.make_room()
        assert "Traceback" not in shop.log.read_text()
        shop = Logged(disk)
        until(shop.ready, 2 * PATIENCE, "the shop is ready again")
        cookies, url = buyer.cookies, f"http://127.0.0.1:{shop.port}"
        with httpx.Client(base_url=url, timeout=PATIENCE, cookies=cookies) as buyer:
            told = [buyer.post("/api/orders/reserve", json=order, headers=key) for _ in range(2)]
        assert [one.status_code for one in told] == [200, 200], "safe to repeat with the same key"
        assert told[0].json()["orderId"] == told[1].json()["orderId"]
        shop.process.terminate()
        assert shop.ended() == 0
    finally:
        shop.process.terminate()
        shop.process.wait()


def test_a_worker_that_can_keep_no_secret_says_so(disk: SmallDisk, database_url: str) -> None:
    data = disk.path / "data"
    (disk.path / "something").write_bytes(b"x")
    disk.leave(0)
    server = ServerProcess(data, database_url=database_url, makes_secret=True).start()
    try:
        assert server.wait_end() == FULL
    finally:
        server.stop()
    assert f"The disk holding {data}" in server.said
    assert "Traceback" not in server.said
