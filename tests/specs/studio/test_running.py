"""How it runs: one door, figures and alerts, logs and copies."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.specs.sentences import sentence
from tests.support.compose import DEPLOY
from tests.support.mail_server import MailServer
from tests.support.market import Buyer, Market, expect, refusal
from tests.support.patience import PATIENCE
from tests.support.people import PASSWORD
from tests.support.photo_studio import PhotoStudio, hold
from tests.support.postgres import execute, run
from tests.support.prepared import PreparedShops
from tests.support.prometheus import alertmanager, prometheus, promtool
from tests.support.server import ServerProcess, until

Visit = Callable[..., Buyer]
CDN = "https://cdn.example"


@pytest.fixture(scope="module")
def alone(
    prepared: PreparedShops, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerProcess]:
    """`holdfast serve` on a directory of its own, with a CDN and a folder for copies of itself; it
    logs every request."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "web" / "assets").mkdir(parents=True)
    (folder / "web" / "assets" / "app-1a2b3c.js").write_text("export {};")
    (folder / "web" / "index.html").write_text(
        '<!doctype html><html lang="en"><head><title>x</title>'
        '<script type="module" src="/assets/app-1a2b3c.js"></script></head><body></body></html>'
    )
    (folder / "copies").mkdir()
    environment = {
        "HOLDFAST_ACCESS_LOG": "on", "HOLDFAST_CDN_URL": CDN, "HOLDFAST_LIMITS": "off",
        "HOLDFAST_WEB": str(folder / "web"), "HOLDFAST_BACKUPS": str(folder / "copies"),
    }  # fmt: skip
    with ServerProcess(prepared.put(folder / "data"), environment=environment) as running:
        yield running


@sentence("E", "1. Компоненты системы",
          "API Gateway: Единая точка входа, маршрутизация запросов, аутентификация",
          at="one address: pages, /api, /hooks, /socket.io")  # fmt: skip
@sentence("B", "Архитектура высокого уровня", "API Gateway",
          at="one address: pages, /api, /hooks, /socket.io")  # fmt: skip
async def test_one_address_leads_everywhere_and_knows_who_asks(
    market: Market, visit: Visit
) -> None:
    guest = visit(market)
    for path in ("/api/config", "/api/services", "/api/slots", "/robots.txt"):
        answer = await guest.get(path)
        assert answer.status_code in (200, 422), path
        assert answer.headers["x-content-type-options"] == "nosniff"
    polled = await guest.get("/socket.io/", EIO="4", transport="polling")
    assert polled.text.startswith("0{")
    refusal(await guest.get("/api/nowhere"), 404, "not-found")
    hook = await guest.http.post("/hooks/nobody", content=b"{}")
    assert hook.status_code in (404, 405), hook.text
    for path in ("/api/staff/bookings", "/api/studio/rules", "/api/wallets", "/api/addresses"):
        refusal(await guest.get(path), 401, "login-required")


@sentence("E", "1.1. Защита данных", "WAF (Cloudflare, AWS WAF) от SQL-инъекций и XSS.",
          at="every endpoint, content-security-policy")  # fmt: skip
async def test_what_is_typed_is_neither_statement_nor_script(
    market: Market, studio: PhotoStudio, visit: Visit
) -> None:
    client, typed = visit(market), "'); DROP TABLE bookings; --<script>alert(1)</script>"
    held = expect(await hold(client, studio, 50, 10, note=typed))
    path = f"/api/bookings/{held['bookingId']}"
    assert expect(await client.get(path))["note"] == typed
    for search in ("/api/staff/clients", "/api/staff/orders", "/api/staff/people"):
        found = expect(market.staff.get(search, params={"q": "' OR '1'='1"}))
        assert [one for one in found.values() if isinstance(one, list) and one] == [], search
    expect(await client.get("/api/products/search", query=typed))
    policy = (await client.get("/book")).headers["content-security-policy"]
    (scripts,) = [one for one in policy.split("; ") if one.startswith("script-src")]
    assert scripts == "script-src 'self'"


@sentence("E", "4.2. Мониторинг", "Prometheus + Grafana: Сбор метрик (CPU, RAM, ошибки API).",
          at="/metrics, deploy/grafana/holdfast.json")  # fmt: skip
async def test_processor_memory_and_errors_are_counted(market: Market, visit: Visit) -> None:
    missing = "/api/bookings/0198c5b0-7a3e-7c3a-9d8f-2f6f0f6e8f12"
    refusal(await visit(market).get(missing), 404, "booking-not-found")
    said = market.premises.metrics()
    for name in ("process_cpu_seconds_total", "process_resident_memory_bytes"):
        values = [line for line in said.split("\n") if line.startswith(name)]
        assert values and all(float(line.split()[-1]) > 0 for line in values), name
    errors = [
        line for line in said.split("\n")
        if line.startswith("holdfast_http_requests_total") and 'status="404"' in line
        and 'route="/api/bookings/{booking_id}"' in line
    ]  # fmt: skip
    assert sum(float(line.split()[-1]) for line in errors) >= 1
    board = (DEPLOY / "grafana" / "holdfast.json").read_text()
    assert "holdfast_http_requests_total" in board
    assert "process_resident_memory_bytes" in board


@sentence("E", "Мониторинг (Prometheus + Grafana)",
          "Автооповещение о проблемах (500 ошибки, высокая загрузка CPU)",
          at="deploy/prometheus/alerts.yml")  # fmt: skip
def test_errors_and_a_full_processor_ring() -> None:
    """By Prometheus' own tool: each of them rings in its example, and not before."""
    tried = DEPLOY / "prometheus" / "alerts.test.yml"
    for alert in ("ErrorsOnOurSide", "ProcessorIsFull"):
        assert f"alertname: {alert}\n" in tried.read_text()
    done = promtool("test", "rules", str(tried))
    assert done.returncode == 0, done.stdout + done.stderr


@sentence("E", "Мониторинг (Prometheus + Grafana)",
          "Автооповещение о проблемах (500 ошибки, высокая загрузка CPU)",
          at="/metrics, deploy/prometheus/alerts.yml, alertmanager.yml")  # fmt: skip
def test_who_is_on_call_is_mailed_that_requests_fail(
    alone: ServerProcess, post: MailServer, scratch: Path
) -> None:
    """By a Prometheus that asks this shop and an Alertmanager that it tells, as we ship them; but
    that nobody waits here for minutes."""
    rules = scratch / "alerts.yml"
    rules.write_text(
        (DEPLOY / "prometheus" / "alerts.yml").read_text().replace("for: 5m", "for: 0s")
    )
    settings = (DEPLOY / "prometheus" / "alertmanager.yml").read_text()
    settings = settings.replace("localhost:25", f"127.0.0.1:{post.port}")
    with (
        httpx.Client(base_url=alone.url, timeout=PATIENCE) as client,
        alertmanager(scratch, settings.replace("group_wait: 10s", "group_wait: 0s")) as told,
        prometheus(scratch, alone.url.removeprefix("http://"), rules, told),
    ):
        about = {"name": "Ann", "email": f"{uuid4().hex}@test.example", "password": PASSWORD}
        expect(client.post("/api/signup", json=about), 201)

        def mailed() -> bool:
            refusal(client.get("/api/addresses"), 500, "internal-error")
            subjects = [str(one.mail["Subject"]) for one in post.to("on-call@shop.example")]
            return any("FIRING" in one and "ErrorsOnOurSide" in one for one in subjects)

        run(execute(alone.database_url, "ALTER TABLE addresses RENAME TO addresses_elsewhere"))
        try:
            until(mailed, PATIENCE, "who is on call has a mail")
        finally:
            run(execute(alone.database_url, "ALTER TABLE addresses_elsewhere RENAME TO addresses"))


@sentence("E", "1.1. Серверная часть", "AWS S3 + CloudFront (CDN для изображений)",
          at="HOLDFAST_CDN_URL, HOLDFAST_BUCKET")  # fmt: skip
@sentence("E", "2.2. Фронтенд (веб и мобильное приложение)",
          "Веб: Разместить статику (React) на S3 + CloudFront или Vercel.",
          at="HOLDFAST_CDN_URL")  # fmt: skip
@sentence("B", "Архитектура высокого уровня", "CDN (Static Assets)", at="HOLDFAST_CDN_URL")
def test_pages_load_what_never_changes_from_a_cdn(alone: ServerProcess) -> None:
    with httpx.Client(base_url=alone.url, timeout=PATIENCE) as client:
        page, asset = client.get("/"), client.get("/assets/app-1a2b3c.js")
    assert f'src="{CDN}/assets/app-1a2b3c.js"' in page.text
    assert CDN in page.headers["content-security-policy"]
    assert "immutable" in asset.headers["cache-control"]
    assert asset.headers["access-control-allow-origin"] == "*"


@sentence("E", "4.2. Логирование и аудит", "Centralized Logs: ELK-стек (Elasticsearch + Logstash +"
          " Kibana) или Grafana Loki.", at="stderr of every process")  # fmt: skip
def test_a_line_of_the_log_is_json_and_names_its_request(alone: ServerProcess) -> None:
    """So whoever gathers the lines of all processes finds what belongs together."""
    with httpx.Client(base_url=alone.url, timeout=PATIENCE) as client:
        ours = client.get("/api/nowhere").headers["x-request-id"]
    pattern = r"\{[^\n]*" + re.escape(f'"request":"{ours}"') + r"[^\n]*\}\n"
    line = json.loads(alone.wait_said(pattern).group())
    assert {"at", "level", "event", "room", "request"} <= set(line)
    assert (line["path"], line["status"]) == ("/api/nowhere", 404)


@sentence("E", "1.2. Резервное копирование и восстановление",
          "Ежедневные снепшоты PostgreSQL/MongoDB (например, через AWS RDS Snapshots).",
          at="HOLDFAST_BACKUPS")  # fmt: skip
def test_a_copy_of_the_day_is_there_by_itself(alone: ServerProcess, scratch: Path) -> None:
    """And again when the day turns, which nobody waits for here."""
    copies = alone.data.parent / "copies"

    def names() -> list[str]:
        return [one.name for one in copies.glob("20*.tar.gz")]

    until(lambda: bool(names()), PATIENCE, "the copy of the day is made")
    days = {f"{datetime.now(UTC) - timedelta(days=ago):%Y-%m-%d}.tar.gz" for ago in (0, 1)}
    assert set(names()) <= days
    holdfast("restore", copies / names()[0], "--data", scratch / "restored", "--audit")


@sentence("E", "1.2. Резервное копирование и восстановление",
          "Ежедневные снепшоты PostgreSQL/MongoDB (например, через AWS RDS Snapshots).",
          at="holdfast backup, holdfast restore")  # fmt: skip
def test_who_was_there_is_in_the_copy_that_was_made_meanwhile(
    alone: ServerProcess, scratch: Path
) -> None:
    copy, again = scratch / "night.tar.gz", scratch / "restored"
    about = {"name": "Cleo", "email": f"{uuid4().hex}@test.example", "password": PASSWORD}
    with httpx.Client(base_url=alone.url, timeout=PATIENCE) as client:
        user = expect(client.post("/api/signup", json=about), 201)["user"]
    holdfast("backup", copy, "--data", alone.data)
    holdfast("restore", copy, "--data", again, "--audit")
    with ServerProcess(again) as shop, httpx.Client(base_url=shop.url, timeout=PATIENCE) as client:
        login = {name: about[name] for name in ("email", "password")}
        assert expect(client.post("/api/session/login", json=login))["user"] == user


def holdfast(*words: str | Path) -> None:
    program = [sys.executable, "-m", "holdfast.cli", *map(str, words)]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
