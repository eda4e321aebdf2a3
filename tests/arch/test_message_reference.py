"""``docs/messages.md`` says what the code does; payments know no orders."""

from holdfast.flows.messaging.messages import QUEUES
from tests.arch.source import PACKAGE


def test_every_message_is_told() -> None:
    written = (PACKAGE.parents[1] / "docs" / "messages.md").read_text()
    for kinds in QUEUES.values():
        for kind in kinds:
            assert kind.__doc__, kind
            assert f"### `{kind.__name__.lower()}`" in written
