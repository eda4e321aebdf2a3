"""The dashboard and the alert rules that come with Holdfast, against a real Prometheus that asks a
real shop."""

import json
import re
from pathlib import Path
from typing import Any

import httpx
from ruamel.yaml import YAML

from tests.support.market import expect
from tests.support.patience import PATIENCE
from tests.support.prometheus import amtool, prometheus, promtool
from tests.support.server import ServerProcess
from tools.split.program import until

DEPLOY = Path(__file__).parents[3] / "deploy"
RULES = DEPLOY / "prometheus" / "alerts.yml"
BOARD: dict[str, Any] = json.loads((DEPLOY / "grafana" / "holdfast.json").read_text())


def test_alert_rules_ring_when_they_should_and_not_before() -> None:
    done = promtool("test", "rules", str(DEPLOY / "prometheus" / "alerts.test.yml"))
    assert done.returncode == 0, done.stdout + done.stderr
    done = promtool("check", "config", str(DEPLOY / "prometheus" / "prometheus.yml"))
    assert done.returncode == 0, done.stdout + done.stderr


def rules() -> list[dict[str, Any]]:
    (group,) = YAML(typ="safe").load(RULES)["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def test_each_rule_rings_with_whom_it_should() -> None:
    """Pages with who is on call, tickets with staff; by Alertmanager's own tool."""
    settings = str(DEPLOY / "prometheus" / "alertmanager.yml")
    checked = amtool("check-config", settings)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    receivers = {"page": "pages", "ticket": "tickets"}
    for rule in rules():
        labels = [f"{name}={value}" for name, value in rule["labels"].items()]
        words = ("config", "routes", "test", f"--config.file={settings}")
        told = amtool(*words, f"alertname={rule['alert']}", *labels)
        assert told.stdout.strip() == receivers[rule["labels"]["severity"]], rule["alert"]


def test_each_metric_that_a_rule_names_is_one_that_a_shop_has(server: ServerProcess) -> None:
    """Of a shop without a replica all but how late that is."""
    named = {
        re.sub("_bucket$", "", name)
        for rule in rules()
        for name in re.findall(r"\b(?:holdfast|ecommerce|process)_\w+", rule["expr"])
    }
    shown = set(re.findall("^# TYPE (\\w+)", server.metrics(), re.MULTILINE))
    assert len(named) > 10
    assert named - shown == {"holdfast_replica_lag_seconds"}


def test_every_rule_has_a_test() -> None:
    tried = (DEPLOY / "prometheus" / "alerts.test.yml").read_text()
    named = [line.split()[-1] for line in RULES.read_text().split("\n") if "- alert:" in line]
    assert named
    assert [one for one in named if f"alertname: {one}" not in tried] == []


def test_every_panel_finds_data_in_a_shop_that_sells(server: ServerProcess, tmp_path: Path) -> None:
    asked = {
        (panel["title"], target["expr"]) for panel in BOARD["panels"] for target in panel["targets"]
    }
    with (
        prometheus(tmp_path, server.url.removeprefix("http://"), RULES) as watching,
        httpx.Client(base_url=server.url, timeout=PATIENCE) as client,
    ):
        shown = expect(client.get("/api/products", params={"inStock": "true"}))
        product = shown["products"][0]
        variant = next(one["id"] for one in product["variants"] if one["stock"])

        def trade() -> None:
            item = {"productId": product["id"], "variantId": variant, "quantity": 1}
            client.post("/api/cart/items", json=item)
            held = client.post("/api/orders/reserve", json={"items": [item]})
            if held.status_code == 200:
                gone = {"reservationId": held.json()["reservationId"]}
                expect(client.post("/api/orders/cancel", json=gone))

        def all_found() -> bool:
            trade()
            missing = {one for one in asked if not has_data(one[1])}
            asked.intersection_update(missing)
            return not asked

        def has_data(expression: str) -> bool:
            return any(one["value"][1] != "NaN" for one in watching.value(expression))

        try:
            until(all_found, PATIENCE, "every panel has data")
        except TimeoutError as error:
            raise AssertionError(f"nothing is found by {sorted(asked)}") from error
        assert "ShopIsDown" in watching.alerts()
        assert watching.value("up == 1")
