"""Only the ledger names its tables: what others need of them is a function of it."""

import re
from typing import Final

from holdfast.db.metadata import metadata
from tests.arch.source import PACKAGE, modules

# The migrations make the tables, and the database's own rooms keep house in them (partitions,
# which service has which). The audit of the whole shop shares no code with what it audits.
ALLOWED: Final = ("ledger/", "db/", "views/agreement/")


def test_no_other_module_names_a_table_of_the_ledger() -> None:
    tables = sorted(name for name in metadata.tables if name.startswith("ledger_"))
    assert len(tables) == 7
    named = re.compile(rf"\b({'|'.join(tables)})\b|holdfast\.ledger(\.|\s+import\s+)tables\b")
    found = [
        f"{module.label}:{number}"
        for module in modules().values()
        if not module.label.startswith(ALLOWED)
        for number, line in enumerate(module.path.read_text().splitlines(), 1)
        if named.search(line)
    ]
    assert found == []
    assert (PACKAGE / "ledger" / "tables.py").exists()
