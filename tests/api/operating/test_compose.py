"""Docker for those who have it: the file is a Compose file, images are built as they should be, and
each image's command runs with the environment that it is given there.
"""

import fnmatch
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address, ip_network
from pathlib import Path

import httpx
import pytest

from tests.support.compose import (
    COMPOSE,
    DEPLOY,
    PRODUCTION,
    instructions,
    network,
    ours,
    services,
)
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.rabbit import Rabbit
from tools.split.door import door_at
from tools.split.program import Program, answers_http, free_port, until

ROOT = DEPLOY.parent


@dataclass(frozen=True)
class Service:
    """A service of ours that runs here."""

    program: Program
    port: int


PINNED = re.compile(r".+:\d+\.\d+(\.\d+)?(-[\w.-]+)?")


@pytest.mark.parametrize("file", [COMPOSE, PRODUCTION], ids=lambda file: file.name)
def test_the_file_is_what_compose_takes(file: Path) -> None:
    program = Path(sys.executable).with_name("check-jsonschema")
    words = [str(program), "--builtin-schema", "vendor.compose-spec", str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_image_is_pinned() -> None:
    bases = [one.rest.split()[0] for one in instructions() if one.word == "FROM"]
    others = [
        one["image"]
        for file in (COMPOSE, PRODUCTION)
        for name, one in services(file).items()
        if name not in ours(file)
    ]
    assert len(bases) >= 3
    for image in (*bases, *others):
        assert PINNED.fullmatch(image), image


def test_the_image_is_built_in_stages_and_runs_as_nobody_special() -> None:
    words = [one.word for one in instructions()]
    last = len(words) - words[::-1].index("FROM")
    after = instructions()[last:]
    (user,) = [one.rest for one in after if one.word == "USER"]
    assert user.isdigit()
    assert int(user) > 0
    assert not [one for one in after if "npm" in one.rest or "uv " in one.rest]
    assert "HEALTHCHECK" in words[last:]


def test_what_is_copied_is_there_and_not_left_out() -> None:
    rules = (ROOT / ".dockerignore").read_text().splitlines()
    for one in instructions():
        if one.word != "COPY" or "--from" in one.rest:
            continue
        for name in one.rest.split()[:-1]:
            assert (ROOT / name).exists(), name
            top = name.split("/")[0]
            assert f"!{top}" in rules, name
            assert not any(fnmatch.fnmatch(name.rstrip("/"), rule) for rule in rules if rule != "*")


@pytest.mark.parametrize("file", [COMPOSE, PRODUCTION], ids=lambda file: file.name)
def test_every_service_says_whether_it_is_healthy(file: Path) -> None:
    for name, one in services(file).items():
        assert name in ours(file) or one["healthcheck"]["test"], name
        for wanted in one.get("depends_on", {}).values():
            assert wanted["condition"] == "service_healthy"


def test_every_host_that_is_named_is_a_service() -> None:
    for name, one in services().items():
        for value in one.get("environment", {}).values():
            for host in re.findall(r"(?:@|//|server )([a-z][\w-]*):\d+", str(value)):
                assert host in services(), (name, host)


def test_whom_the_door_asks_keeps_its_address() -> None:
    """nginx looks names up when it starts, and never again: after a restart with another address it
    would ask nobody, or somebody else."""
    all_of_them, others = (ip_network(network()[key]) for key in ("subnet", "ip_range"))
    told = " ".join(services()["door"]["environment"].values())
    asked = set(re.findall(r"server ([\w-]+):", told))
    assert len(asked) == 5
    kept = {name: services()[name]["networks"]["shop"]["ipv4_address"] for name in asked}
    assert len(set(kept.values())) == len(asked)
    for address in map(ip_address, kept.values()):
        assert address in all_of_them
        assert address not in others


# --- the commands, without Docker ---------------------------------------------------------------


@pytest.fixture(scope="module")
def running(
    postgres: Postgres, redis_url: str, rabbit: Rabbit, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Service]]:
    """Every service of ours, as Compose would start it, but here."""
    folder = tmp_path_factory.mktemp("compose")
    databases = {name: postgres.create() for name in ("orders", "payments")}
    ports = {name: free_port() for name in ours()}
    there = {f"{name}:8000": f"127.0.0.1:{port}" for name, port in ports.items()}
    there |= {
        "redis://redis:6379/0": redis_url,
        "amqp://guest:guest@rabbitmq:5672/": rabbit.url,
        "10.77.0.0/24": "127.0.0.1",
        **{
            f"postgresql://holdfast:holdfast@{name}-database:5432/holdfast": url
            for name, url in databases.items()
        },
    }
    image = _image_environment()
    programs: dict[str, Service] = {}
    for name, one in ours().items():
        given = {key: _moved(str(value), there) for key, value in one["environment"].items()}
        given["HOLDFAST_SECRET"] = "sixteen bytes or more of it"
        given |= {"HOLDFAST_HOST": "127.0.0.1", "HOLDFAST_PORT": str(ports[name])}
        volumes = [str(volume).partition(":")[0] for volume in one.get("volumes", ())]
        data = folder / (volumes[0] if volumes else name)
        given |= {"HOLDFAST_DATA": str(data), "HOLDFAST_WEB": str(folder / "web")}
        programs[name] = Service(
            Program(
                name,
                [sys.executable, "-m", "holdfast.cli", *one["command"]],
                folder / f"{name}.log",
                partial(answers_http, f"http://127.0.0.1:{ports[name]}/health/ready"),
                environment=image | given,
            ),
            ports[name],
        )
    try:
        for service in programs.values():
            service.program.start()
        for service in programs.values():
            service.program.wait_ready()
        yield programs
    finally:
        for service in programs.values():
            service.program.kill()
        for url in databases.values():
            postgres.drop(url)


def _image_environment() -> dict[str, str]:
    """What the Dockerfile sets in the last stage, as far as it means something here."""
    found: dict[str, str] = {}
    for one in instructions():
        if one.word == "FROM":
            found = {}
        elif one.word == "ENV":
            found |= dict(pair.split("=", 1) for pair in one.rest.split())
    del found["PATH"]
    return found


def _moved(value: str, there: dict[str, str]) -> str:
    for said, meant in there.items():
        value = value.replace(said, meant)
    return value


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_every_command_runs_and_the_health_check_says_so(running: dict[str, Service]) -> None:
    (check,) = [one.rest for one in instructions() if one.word == "HEALTHCHECK"]
    words = json.loads(check[check.index("[") :])
    assert words[0] == "python"
    for name, service in running.items():
        environment = {"HOLDFAST_PORT": str(service.port)}

        def healthy(environment: dict[str, str] = environment) -> bool:
            """As Docker finds it; that asks again, too."""
            done = subprocess.run([sys.executable, *words[1:]], env=environment, check=False)
            return done.returncode == 0

        until(healthy, PATIENCE, f"{name} is healthy")


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_the_door_of_compose_opens(
    running: dict[str, Service], tmp_path_factory: pytest.TempPathFactory
) -> None:
    there = {f"{name}:8000": f"127.0.0.1:{one.port}" for name, one in running.items()}
    given = services()["door"]["environment"]
    port = free_port()
    text = (DEPLOY / "nginx.conf.template").read_text()
    for name, value in given.items():
        text = text.replace("${" + name + "}", _moved(str(value), there))
    assert "${" not in text.replace("${...}", "")
    text = text.replace("listen 8000;", f"listen 127.0.0.1:{port};")
    door = door_at(tmp_path_factory.mktemp("door"), port, text).start()
    try:
        door.wait_ready()
        answer = httpx.get(f"http://127.0.0.1:{port}/api/config")
        assert answer.status_code == 200
        assert answer.json()["typedUserIds"] is True
        headers = {"X-User-Id": "1"}
        opened = httpx.post(
            f"http://127.0.0.1:{port}/api/wallets", json={"currency": "PTS"}, headers=headers
        )
        assert opened.status_code in (200, 201), opened.text
    finally:
        door.stop()
