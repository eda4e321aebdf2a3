"""``docs/messages.md`` says what the code does; payments know no orders."""

from pathlib import Path

from holdfast.flows.messaging.messages import QUEUES
from holdfast.worker.message_reference import markdown

ROOT = Path(__file__).parents[2]


def test_the_reference_is_current() -> None:
    written = (ROOT / "docs" / "messages.md").read_text()
    assert written == markdown(), "run python tools/write_message_reference.py"


def test_every_message_is_told() -> None:
    for kinds in QUEUES.values():
        for kind in kinds:
            assert kind.__doc__, kind
            assert f"### `{kind.__name__.lower()}`" in markdown()
