"""Who is gone before the body's end asked for nothing, not even for what an empty body would."""

import json
import socket
from uuid import uuid4

import pytest

from tests.api.shell.test_request_ids import talkative
from tests.support.patience import PATIENCE
from tests.support.server import ServerProcess

__all__ = ["talkative"]


@pytest.mark.parametrize("came", [b"", b'{"couponId": '])
def test_a_request_whose_body_is_cut_is_not_carried_out(
    talkative: ServerProcess, came: bytes
) -> None:
    mark = f"cut-{uuid4().hex}"
    with socket.create_connection(("127.0.0.1", talkative.port), PATIENCE) as opened:
        opened.sendall(
            b"POST /api/session/logout HTTP/1.1\r\nHost: shop\r\nX-Request-Id: " + mark.encode() +
            b"\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n" + came
        )  # fmt: skip
    line = talkative.wait_said(r"\{[^\n]*" + mark + r"[^\n]*\}\n").group()
    assert json.loads(line)["status"] == 400, line
