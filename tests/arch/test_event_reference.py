"""``docs/events.md`` says what the code does."""

from holdfast.flows.commit.events import EVENT_TYPES


def test_every_event_is_named_once_and_told() -> None:
    names = [kind.TYPE for kind in EVENT_TYPES]
    assert len(set(names)) == len(names)
    for kind in EVENT_TYPES:
        assert kind.__doc__, kind
        assert kind.SUBJECT.endswith((" id", " name")), kind
