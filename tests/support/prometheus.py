"""Debian's Prometheus, asking a server of ours once a second, with the rules we ship; and its
Alertmanager."""

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

__all__ = ["Prometheus", "alertmanager", "amtool", "prometheus", "promtool"]

ASKS: str = """
global: {scrape_interval: 1s, evaluation_interval: 1s}
rule_files: [RULES]
alerting: {alertmanagers: [{static_configs: [{targets: [TOLD]}]}]}
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
    return _run("promtool", *words)


def amtool(*words: str) -> subprocess.CompletedProcess[str]:
    """Alertmanager's."""
    return _run("amtool", *words)


@contextlib.contextmanager
def alertmanager(folder: Path, settings: str) -> Iterator[str]:
    """Its host and port, for whoever has something to tell."""
    file, port = folder / "alertmanager.yml", free_port()
    file.write_text(settings)
    words = [
        _program("prometheus-alertmanager"),
        f"--config.file={file}",
        f"--storage.path={folder / 'told'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--cluster.listen-address=",
        "--log.level=error",
    ]
    with _running(words, port):
        yield f"127.0.0.1:{port}"


@contextlib.contextmanager
def prometheus(folder: Path, target: str, rules: Path, told: str = "") -> Iterator[Prometheus]:
    """``target``: host and port of who is asked; ``told``: of an Alertmanager."""
    settings, port = folder / "prometheus.yml", free_port()
    asks = ASKS.replace("TARGET", target).replace("RULES", str(rules)).replace("TOLD", told)
    settings.write_text(asks)
    words = [
        _program("prometheus"),
        f"--config.file={settings}",
        f"--storage.tsdb.path={folder / 'data'}",
        f"--web.listen-address=127.0.0.1:{port}",
        "--log.level=error",
    ]
    with _running(words, port):
        yield Prometheus(f"http://127.0.0.1:{port}")


@contextlib.contextmanager
def _running(words: list[str], port: int) -> Iterator[None]:
    process = subprocess.Popen(words, env={**os.environ, "GOMAXPROCS": "1"})
    try:
        until(lambda: _ready(port), PATIENCE, f"{words[0]} is ready")
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _run(program: str, *words: str) -> subprocess.CompletedProcess[str]:
    asked = [_program(program), *words]
    return subprocess.run(asked, capture_output=True, text=True, check=False)


def _ready(port: int) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"http://127.0.0.1:{port}/-/ready", timeout=2).status_code == 200
    return False


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is missing: `make test` installs it")
    return found
