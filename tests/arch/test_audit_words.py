"""Whatever staff and people do that the audit log keeps is told in words on its page."""

import ast
import re
from typing import Final

from holdfast.api.staff.audit import SEEN_BY
from holdfast.shop import ShopSettings
from holdfast.shop.announcement import Announcement
from holdfast.shop.delivery import Dispatch
from holdfast.shop.fraud import FraudRules
from holdfast.shop.receipts import ReceiptRules
from holdfast.shop.returning import ReturnRules
from tests.arch.source import PACKAGE, modules

LIST: Final = PACKAGE.parents[1] / "web/src/staff/audit/search.ts"
FACTS: Final = LIST.with_name("factText.ts")
KEPT: Final = ("audited", "_audited", "audited_there", "note", "named", "of", "Step", "_step")
ACTION: Final = re.compile(r"[a-z-]+(\.[a-z-]+)+")


def test_every_action_of_the_audit_log_has_words() -> None:
    about, done = (_listed(name) for name in ("ABOUT", "DONE"))
    actions = set()
    for module in modules().values():
        if module.name.startswith("holdfast.flows."):
            calls = (one for one in ast.walk(module.tree) if isinstance(one, ast.Call))
            actions |= {action for call in calls for action in _actions(call)}
    assert len(actions) > 100
    missing = [
        action
        for action in sorted(actions)
        for thing, _, what in [action.partition(".")]
        if thing not in about or what.replace(".", "-") not in done
    ]
    assert missing == [], f"without words in {LIST.name} and words.*.json beside it"


def test_whoever_reads_of_each_kind_has_a_duty_for_it() -> None:
    known = {kind for kinds in SEEN_BY.values() for kind in kinds}
    assert known == _listed("ABOUT")


def test_each_setting_of_the_shop_is_called_something_there() -> None:
    written = {*ShopSettings.__struct_fields__, *ReceiptRules.__struct_fields__}
    written |= {*ReturnRules.__struct_fields__, *FraudRules.__struct_fields__}
    written |= {*Dispatch.__struct_fields__, *Announcement.__struct_fields__}
    assert written - _named() == set(), f"name them in {FACTS.name} and words.*.json beside it"


def _named() -> set[str]:
    text = FACTS.read_text()
    start = text.index("export const NAMED = [")
    return set(re.findall(r'"([a-z_]+)"', text[start : text.index("]", start + 30)]))


def _actions(call: ast.Call) -> set[str]:
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    if name not in KEPT:
        return set()
    said = (
        one.value
        for given in call.args
        for one in ast.walk(given)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )
    return {one for one in said if ACTION.fullmatch(one)}


def _listed(name: str) -> set[str]:
    text = LIST.read_text()
    start = text.index(f"export const {name} = [")
    return set(re.findall(r'"([a-z-]+)"', text[start : text.index("]", start + 30)]))
