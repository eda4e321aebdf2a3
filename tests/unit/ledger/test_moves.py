"""The legal moves of guarded rows: a command that names another is refused, whoever wrote it."""

import importlib
import re

import pytest

from holdfast.db.metadata import metadata
from holdfast.kit import new_id
from holdfast.ledger import NOW, Command, StateTable, Transition
from holdfast.ledger.limits import validate
from tests.arch.source import modules

PARCELS = StateTable(
    "parcels", "id", "state", {"sent_at": "timestamptz"},
    {"packed": ("sent",), "sent": ("delivered", "lost"), "lost": ("delivered",), "delivered": ()},
)  # fmt: skip


def _moved(states: str, to: str, *also: tuple[str, object]) -> int:
    return validate(
        Command((), (Transition(PARCELS, new_id(), tuple(states.split()), to, also),)), {}
    )


def test_a_legal_move_and_one_from_several_states() -> None:
    _moved("packed", "sent", ("sent_at", NOW))
    _moved("sent lost", "delivered")


def test_a_row_may_stay_as_it_is() -> None:
    _moved("sent", "sent", ("sent_at", NOW))
    _moved("lost delivered", "delivered")


@pytest.mark.parametrize(
    ("states", "to", "named"),
    [
        ("packed", "delivered", "parcels: no move from 'packed' to 'delivered'"),
        ("delivered", "sent", "parcels: no move from 'delivered' to 'sent'"),
        ("sent packed", "lost", "parcels: no move from 'packed' to 'lost'"),
        ("sent", "eaten", "parcels: no move from 'sent' to 'eaten'"),
        ("eaten", "eaten", "parcels: no move from 'eaten' to 'eaten'"),
        ("eaten", "sent", "parcels: no move from 'eaten' to 'sent'"),
    ],
)
def test_another_move_is_its_authors_bug(states: str, to: str, named: str) -> None:
    with pytest.raises(ValueError, match=re.escape(named)):
        _moved(states, to)


def test_a_move_sets_only_columns_that_the_table_declares() -> None:
    with pytest.raises(ValueError, match="parcels: a move does not set 'eaten_at'"):
        _moved("packed", "sent", ("eaten_at", NOW))


def _tables() -> dict[str, StateTable]:
    """Every table of states in the sources."""
    made = [name for name, one in modules().items() if "= StateTable(" in one.path.read_text()]
    found = [value for name in made for value in vars(importlib.import_module(name)).values()]
    return {table.name: table for table in found if isinstance(table, StateTable)}


def test_the_tables_of_the_nouns_are_found() -> None:
    assert {"orders", "payments", "wallet_charges"} <= _tables().keys()


@pytest.mark.parametrize("table", _tables().values(), ids=_tables())
def test_a_tables_moves_name_the_states_that_its_check_allows(table: StateTable) -> None:
    checks = [str(getattr(one, "sqltext", "")) for one in metadata.tables[table.name].constraints]
    (allowed,) = [one for one in checks if one.startswith(f"{table.state} IN (")]
    assert set(re.findall("'([^']+)'", allowed)) == set(table.moves)
    assert {to for after in table.moves.values() for to in after} <= set(table.moves)
    assert set(table.types) <= set(metadata.tables[table.name].columns.keys())
