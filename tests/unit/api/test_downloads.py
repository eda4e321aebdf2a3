"""Parts of a file that are asked for, and how many are sent at once."""

from contextlib import ExitStack
from uuid import uuid4

import pytest

from holdfast.api.contract.ranges import RangeUnsatisfiable, range_of
from holdfast.api.shell.downloads import Downloads


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", (0, 10)),
        ("bytes=90-", (90, 100)),
        ("bytes=90-500", (90, 100)),
        ("bytes=-7", (93, 100)),
        ("bytes=-700", (0, 100)),
        ("bytes=0-0", (0, 1)),
        ("", None),
        (None, None),
        ("bytes=-", None),
        ("bytes=5-2", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
    ],
)
def test_one_part_is_sent_and_whatever_else_is_asked_is_all(
    asked: str | None, part: tuple[int, int] | None
) -> None:
    assert range_of(asked, 100) == part


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=200-300", "bytes=-0"])
def test_what_is_beyond_its_end_is_refused_with_its_size(asked: str) -> None:
    with pytest.raises(RangeUnsatisfiable) as refused:
        range_of(asked, 100)
    assert refused.value.headers["Content-Range"] == "bytes */100"


def test_whoever_takes_theirs_slowly_has_nobody_else_wait() -> None:
    downloads, mine, another = Downloads(most=3, each=2), uuid4(), uuid4()
    with ExitStack() as slow:
        slow.enter_context(downloads.sending(mine))
        assert not downloads.is_busy(mine)
        slow.enter_context(downloads.sending(mine))
        assert downloads.is_busy(mine)
        assert not downloads.is_busy(another)
        slow.enter_context(downloads.sending(another))
        assert downloads.is_busy(uuid4())
    assert not downloads.is_busy(mine)
