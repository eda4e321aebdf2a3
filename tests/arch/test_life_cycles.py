"""States and their moves stand in their nouns: flows name moves, and the drawing is current."""

import ast

from holdfast.booking.bookings.tables import BOOKING_STATES
from holdfast.ledger import StateTable
from holdfast.orders.tables import ORDER_STATES
from holdfast.payments.tables import PAYMENT_STATES
from holdfast.wallets.charges import CHARGE_STATES
from tests.arch.source import Module, modules

FLOWS = {"flows", "views", "api", "worker", "live", "gateway", "roles", "server", "commands"}
PROVIDERS_WORD = {"charge", "begun"}


def test_every_state_has_its_moves_and_every_move_leads_to_a_state() -> None:
    tables: tuple[StateTable, ...] = (ORDER_STATES, BOOKING_STATES, PAYMENT_STATES, CHARGE_STATES)
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


def test_flows_ask_nouns_and_compare_no_states() -> None:
    asking = [
        f"{module.label}:{line}"
        for module in modules().values()
        if module.folder == "flows"
        for line in _states_compared(module)
    ]
    assert not asking, asking


def _states_compared(module: Module) -> list[int]:
    """Where the state of an order or a payment is compared with its word. What a provider says of
    its charge is no state of ours."""
    return [
        node.lineno
        for node in module.nodes("status")
        if isinstance(node, ast.Compare)
        and isinstance(node.left, ast.Attribute)
        and node.left.attr == "status"
        and not (isinstance(node.left.value, ast.Name) and node.left.value.id in PROVIDERS_WORD)
    ]


def _transitions(module: Module) -> list[int]:
    return [
        node.lineno
        for node in module.nodes("Transition")
        if isinstance(node, ast.Name) and node.id == "Transition"
    ]
