"""Lines on the disk: whole ones only, whatever happens, and files put aside when they are full."""

import json
import resource
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from holdfast.sinks import LineFile
from tests.support.line_files import files_by_age

WRITER = """
import sys
from pathlib import Path
from holdfast.sinks import LineFile
file, number = LineFile(Path(sys.argv[1]), most_bytes=200_000, sync=False), 0
while True:
    file.append(b'{"number": %d, "filler": "%s"}\\n' % (number, b"x" * (number % 977)))
    number += 1
    print(number, flush=True)
"""


def lines(path: Path) -> list[str]:
    """Of all files, the oldest first."""
    return [line for one in files_by_age(path) for line in one.read_text().splitlines()]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "orders.jsonl"


def test_lines_are_added_and_the_folder_made(path: Path) -> None:
    file = LineFile(path)
    file.append(b"1\n2\n")
    file.append(b"3\n")
    assert path.read_text() == "1\n2\n3\n"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_torn_line_of_a_crash_is_taken_off(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"1\n" + b'{"half": "' + b"x" * 200_000)
    LineFile(path).append(b"2\n")
    assert path.read_text() == "1\n2\n"


def test_a_file_of_a_torn_line_alone_is_begun_anew(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\0" * 100)
    LineFile(path).append(b"1\n")
    assert path.read_text() == "1\n"


def test_a_full_file_is_put_aside_under_the_time(path: Path) -> None:
    now = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    file = LineFile(path, most_bytes=10, clock=lambda: now)
    for number in range(5):
        file.append(b"%d234\n" % number)
    names = sorted(one.name for one in path.parent.iterdir())
    assert names == [
        "orders-20261120T093000Z-1.jsonl", "orders-20261120T093000Z-2.jsonl", "orders.jsonl",
    ]  # fmt: skip
    assert [line[0] for line in lines(path)] == list("01234")


def test_every_day_has_its_file(path: Path) -> None:
    now = datetime.now(UTC)
    file = LineFile(path, clock=lambda: now)
    file.append(b"today\n")
    now += timedelta(days=1)
    file.append(b"tomorrow\n")
    assert path.read_text() == "tomorrow\n"
    assert len(list(path.parent.iterdir())) == 2


def test_a_file_that_was_moved_away_is_begun_anew(path: Path) -> None:
    """As logrotate does."""
    file = LineFile(path)
    file.append(b"1\n")
    path.rename(path.with_name("moved"))
    file.append(b"2\n")
    assert path.read_text() == "2\n"


def test_two_who_write_at_once_do_not_tear_each_other_s_lines(path: Path) -> None:
    words = [sys.executable, "-c", WRITER, str(path)]
    writers = [subprocess.Popen(words, stdout=subprocess.PIPE) for _ in range(2)]
    for writer in writers:
        assert writer.stdout is not None
        while int(writer.stdout.readline()) < 700:
            pass
    for writer in writers:
        writer.kill()
        writer.wait()
    found = [json.loads(line)["number"] for line in lines(path)]
    assert all(found.count(number) == 2 for number in range(700))
    assert len(list(path.parent.iterdir())) > 2


def test_a_writer_killed_in_the_middle_leaves_whole_lines(path: Path) -> None:
    words = [sys.executable, "-c", WRITER, str(path)]
    for _ in range(5):
        writer = subprocess.Popen(words, stdout=subprocess.PIPE)
        assert writer.stdout is not None
        while (told := int(writer.stdout.readline())) < 50:
            pass
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        LineFile(path).append(b'{"number": -1}\n')
        *before, last = (json.loads(line)["number"] for line in lines(path))
        mine = before[len(before) - before[::-1].index(-1) :] if -1 in before else before
        assert last == -1
        assert mine == list(range(len(mine)))
        assert len(mine) >= told  # what was said to be written is there


def _small_files() -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))


FULL = """
import sys
from pathlib import Path
from holdfast.sinks import LineFile
file = LineFile(Path(sys.argv[1]))
file.append(b"x" * 899 + b"\\n")
try:
    file.append(b"y" * 200 + b"\\n")
except OSError as error:
    print("full")
file.append(b"z" * 49 + b"\\n")
"""


def test_when_the_disk_is_full_no_half_line_stays(path: Path) -> None:
    """A limit on the size of files makes the write come short, as a full disk does."""
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(path)],
        preexec_fn=_small_files, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "full\n"
    assert path.read_bytes() == b"x" * 899 + b"\n" + b"z" * 49 + b"\n"


def test_what_cannot_be_written_raises(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match=r"directory|exists"):
        LineFile(tmp_path / "file" / "orders.jsonl").append(b"1\n")
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
