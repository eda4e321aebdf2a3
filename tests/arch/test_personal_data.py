"""Every table says what it keeps of people: in the register, or among those that keep nothing."""

import re

from holdfast.db.metadata import metadata
from holdfast.flows.personal_data.held import Emptied
from holdfast.flows.personal_data.register import NOBODYS, REGISTER
from holdfast.flows.personal_data.whose import Whose
from tests.db.test_migrations import declare_all_tables

NAMED = re.compile(r"(?<![:\w]):([a-z_]+)")


def tables() -> set[str]:
    declare_all_tables()
    return {one for one in metadata.tables if not one.startswith("ledger_")}


def test_every_table_is_in_the_register_or_keeps_nothing_of_anybody() -> None:
    held = [one.table for one in REGISTER]
    assert len(held) == len(set(held))
    assert set(held) & NOBODYS == set()
    assert tables() - set(held) - NOBODYS == set(), "say what is kept of people there"
    assert (set(held) | NOBODYS) - tables() == set(), "there is no such table"


def test_the_register_names_columns_that_there_are() -> None:
    declare_all_tables()
    for held in REGISTER:
        columns = set(metadata.tables[held.table].c.keys())
        named = set(held.told)
        if isinstance(held.end, Emptied):
            struck = {*held.end.struck, *held.end.struck_json}
            named |= struck | held.end.columns.keys()
            (key,) = metadata.tables[held.table].primary_key.columns.keys() if struck else ("id",)
            assert held.key == key or not struck, held.table
        assert named <= columns, held.table
        assert bool(held.part) == bool(held.told), held.table
        assert (
            set(NAMED.findall(held.whose)) <= Whose(user=None, owners=(), emails=()).values.keys()
        )


def test_each_part_of_the_file_is_of_one_table() -> None:
    parts = [one.part for one in REGISTER if one.part]
    assert len(parts) == len(set(parts))
