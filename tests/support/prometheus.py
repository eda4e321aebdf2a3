"""Debian's Prometheus, asking a server of ours once a second, with the rules we ship."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.patience import PATIENCE
from tools.split.program import free_port, until

__all__ = ["Prometheus", "prometheus", "promtool"]

ASKS: str = """
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [RULES]
scrape_configs:
  - job_name: holdfast
    static_configs: [{targets: ["TARGET"]}]
"""


class Prometheus:
    """One that runs at ``url``."""

    def __init__(self, url: str) -> None:
        self.url = url

    def value(self, expression: str) -> list[dict[str, Any]]:
        """What the expression comes to now: a list of series, each with a value. An expression that
        cannot be read fails the test."""
        asked = httpx.get(
            f"{self.url}/api/v1/query", params={"query": expression}, timeout=PATIENCE
        )
        assert asked.status_code == 200, asked.text
        found: list[dict[str, Any]] = asked.json()["data"]["result"]
        return found

    def alerts(self) -> list[str]:
        """The names of the rules it has."""
        said = httpx.get(f"{self.url}/api/v1/rules", timeout=PATIENCE).json()
        return [rule["name"] for group in said["data"]["groups"] for rule in group["rules"]]


def promtool(*words: str) -> subprocess.CompletedProcess[str]:
    """Its own tool, run to its end."""
    return subprocess.run(
        [_program("promtool"), *words], capture_output=True, text=True, check=False
    )


@contextlib.contextmanager
def prometheus(folder: Path, target: str, rules: Path) -> Iterator[Prometheus]:
    """``target``: host and port of who is asked."""
    settings, port = folder / "prometheus.yml", free_port()
    settings.write_text(ASKS.replace("TARGET", target).replace("RULES", str(rules)))
    words = [
        _program("prometheus"),
        f"--config.file={settings}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    ]
    process = subprocess.Popen(words, env={**os.environ, "GOMAXPROCS": "1"})
    try:
        until(lambda: _ready(port), PATIENCE, "Prometheus is ready")
        yield Prometheus(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _ready(port: int) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}/-/ready", timeout=2).status_code == 200
    return False


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is missing: `make test` installs it")
    return found
