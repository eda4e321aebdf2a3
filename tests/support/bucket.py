"""A bucket that speaks S3 over real HTTP (moto), as a test's own."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
from moto.server import ThreadedMotoServer

NAME = "shop-pictures"
_KNOWN = {
    "authorization": "AWS4-HMAC-SHA256 Credential=k/20260101/us-east-1/s3/aws4_request, "
    "SignedHeaders=host, Signature=anything"
}


class Bucket:
    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.WARNING)
        self._server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self._server.start()
        _, port = self._server.get_host_and_port()
        self.endpoint = f"http://127.0.0.1:{port}"
        httpx.put(f"{self.endpoint}/{NAME}").raise_for_status()

    @property
    def environment(self) -> dict[str, str]:
        """What a server is told."""
        return {
            "HOLDFAST_BUCKET": f"s3://{NAME}/of/ours",
            "HOLDFAST_BUCKET_ENDPOINT": self.endpoint,
            "AWS_ACCESS_KEY_ID": "a-key",
            "AWS_SECRET_ACCESS_KEY": "its-secret",
        }

    def get(self, address: str) -> httpx.Response:
        """What lies there for an address of the shop's."""
        return httpx.get(f"{self.endpoint}/{NAME}/of/ours{address}", headers=_KNOWN)

    def stop(self) -> None:
        self._server.stop()


@contextmanager
def opened_bucket() -> Iterator[Bucket]:
    bucket = Bucket()
    try:
        yield bucket
    finally:
        bucket.stop()
