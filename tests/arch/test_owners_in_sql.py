"""Whose something is, is compared with what the index of accounts has."""

import re

from tests.arch.source import modules

# `uq_users_owner` is on ('user:' || id::text): without the cast, each account is read.
UNINDEXED = re.compile(r"'user:' \|\| (u|whom|by_whom)\.id(?!::text)")


def test_who_owns_something_is_found_by_the_index_of_accounts() -> None:
    found = [
        f"{module.label}:{number}"
        for module in modules().values()
        for number, line in enumerate(module.path.read_text().splitlines(), 1)
        if UNINDEXED.search(line)
    ]
    assert found == []
