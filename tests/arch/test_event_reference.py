"""``docs/events.md`` says what the code does."""

from pathlib import Path

from holdfast.flows.commit.events import EVENT_TYPES
from holdfast.worker.reference import markdown

ROOT = Path(__file__).parents[2]


def test_the_reference_is_current() -> None:
    written = (ROOT / "docs" / "events.md").read_text()
    assert written == markdown(), "run python tools/write_event_reference.py"


def test_every_event_is_named_once_and_told() -> None:
    names = [kind.TYPE for kind in EVENT_TYPES]
    assert len(set(names)) == len(names)
    for kind in EVENT_TYPES:
        assert kind.__doc__, kind
        assert kind.SUBJECT.endswith((" id", " name")), kind
