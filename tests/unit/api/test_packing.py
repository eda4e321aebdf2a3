"""Which content coding an answer comes in, by what the client says it takes."""

import pytest

from holdfast.api.shell.packing import coding_for


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (b"", None),
        (b"gzip", b"gzip"),
        (b"gzip, deflate, br, zstd", b"br"),
        (b"GZIP;Q=1.0", b"gzip"),
        (b"gzip;q=0", None),
        (b"gzip ; q=0.000", None),
        (b"gzip;q=0, br", b"br"),
        (b"br;q=0.2, gzip;q=0.8", b"gzip"),
        (b"gzip;q=0.5, identity", None),
        (b"gzip, identity", b"gzip"),
        (b"identity;q=0", None),
        (b"identity;q=0, gzip", b"gzip"),
        (b"*", b"br"),
        (b"*;q=0", None),
        (b"gzip, *;q=0", b"gzip"),
        (b"br;q=0, *", b"gzip"),
        (b"identity, *;q=0.1", None),
        (b"deflate, zstd", None),
        (b"gzipped, x-br", None),
        (b"gzip;q=nan", None),
        (b"gzip;q=2", None),
        (b"gzip;level=9", None),
        (b",;,=, \xff", None),
    ],
)
def test_the_coding_is_one_that_the_client_takes(accepted: bytes, coding: bytes | None) -> None:
    assert coding_for(accepted, (b"br", b"gzip")) == coding


def test_a_header_of_very_many_codings_is_not_read_to_its_end() -> None:
    assert coding_for(b"x," * 30_000 + b"gzip", (b"gzip",)) is None
