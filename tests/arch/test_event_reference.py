"""``docs/events.md`` says what the code does."""

from holdfast.flows.commit.events import EVENT_TYPES
from tests.arch.source import assert_current


def test_the_reference_is_current() -> None:
    assert_current("write_event_reference")


def test_every_event_is_named_once_and_told() -> None:
    names = [kind.TYPE for kind in EVENT_TYPES]
    assert len(set(names)) == len(names)
    for kind in EVENT_TYPES:
        assert kind.__doc__, kind
        assert kind.SUBJECT.endswith((" id", " name")), kind
