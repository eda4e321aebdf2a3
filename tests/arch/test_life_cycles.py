"""States and their moves stand in their nouns: flows name moves, and the drawing is current."""

import ast

from holdfast.ledger import StateTable
from holdfast.orders.tables import ORDER_STATES
from holdfast.payments.tables import PAYMENT_STATES
from holdfast.wallets.charges import CHARGE_STATES
from tests.arch.source import Module, assert_current, modules

FLOWS = {"flows", "views", "api", "worker", "live", "gateway", "roles", "server", "commands"}


def test_the_drawing_is_current() -> None:
    assert_current("write_life_cycles")


def test_every_state_has_its_moves_and_every_move_leads_to_a_state() -> None:
    tables: tuple[StateTable, ...] = (ORDER_STATES, PAYMENT_STATES, CHARGE_STATES)
    for table in tables:
        assert {to for further in table.moves.values() for to in further} <= table.moves.keys()


def test_only_nouns_move_rows_from_state_to_state() -> None:
    movers = [
        f"{module.label}:{line}"
        for module in modules().values()
        if module.folder in FLOWS
        for line in _transitions(module)
    ]
    assert not movers, movers


def _transitions(module: Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Name) and node.id == "Transition"
    ]
