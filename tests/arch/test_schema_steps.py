"""The steps of the schema hang together: each has its own number, and follows the one before."""

import re

from holdfast.db.migrate import VERSIONS


def test_each_step_follows_the_one_before() -> None:
    files = sorted(VERSIONS.glob("[0-9]*_*.py"))
    found = []
    for file in files:
        text = file.read_text(encoding="utf-8")
        named = re.findall(
            r'^(?:down_)?revision(?:: [^=]*)? = (?:"(\d+)"|None)', text, re.MULTILINE
        )
        found.append((file.name[:4], *named))
    numbers = [f"{number:04d}" for number in range(1, len(files) + 1)]
    befores = ["", *numbers[:-1]]
    assert found == [(one, one, before) for one, before in zip(numbers, befores, strict=True)]
