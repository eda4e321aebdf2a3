"""The next version of orders gets the share of requests that it is given, however many instances
sell; and what is sent in a body comes through the ingress."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import httpx
import pytest

from tests.support.compose import DEPLOY
from tests.support.kubernetes import of_kind
from tests.support.patience import PATIENCE
from tools.split.door import door_at, filled_in
from tools.split.program import free_port

ASKED: Final = 1_000


@contextmanager
def answering(name: str) -> Iterator[str]:
    """Somebody who says their name, at this address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(name)))
            self.end_headers()
            self.wfile.write(name.encode())

        def log_message(self, *said: object) -> None:
            del said

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("instances", [2, 6])
def test_the_next_version_gets_a_twentieth_however_many_sell(scratch: Path, instances: int) -> None:
    with ExitStack() as stack:
        orders = [stack.enter_context(answering("sells")) for _ in range(instances)]
        following = stack.enter_context(answering("follows"))
        port = free_port()
        told = filled_in(f"127.0.0.1:{port}", orders, orders, orders, [following], "5%")
        door = door_at(scratch / "door", port, told)
        stack.callback(door.stop)
        door.start().wait_ready()
        client = stack.enter_context(
            httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE)
        )
        said = [client.get("/media/one").text for _ in range(ASKED)]
    # Of 1,000 with a chance of 5 % each, less than 20 or more than 90 come once in a million runs.
    assert 20 <= said.count("follows") <= 90
    assert said.count("sells") == ASKED - said.count("follows")


def test_the_ingress_lets_through_what_the_door_does() -> None:
    """Which lets through what each route takes (tests/unit/api/test_door_routes.py)."""
    told = of_kind("Ingress")["holdfast"]["metadata"]["annotations"]
    template = (DEPLOY / "nginx.conf.template").read_text()
    bounds = re.findall(r"client_max_body_size (\w+);", template)
    assert told["nginx.ingress.kubernetes.io/proxy-body-size"] == max(bounds, key=size)
    assert told["nginx.ingress.kubernetes.io/proxy-request-buffering"] == "off"


def size(written: str) -> int:
    return int(written[:-1]) * {"k": 1024, "m": 1024**2}[written[-1]]
