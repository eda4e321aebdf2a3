"""Where the shop runs: how it gets there, what grows with the load, and how the next version comes
in and goes again."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.specs.sentences import sentence
from tests.support.compose import DEPLOY, ours, services
from tests.support.kubernetes import kustomization, of_kind

ROOT = DEPLOY.parent
WORKFLOWS = ROOT / ".github" / "workflows"
WORKFLOW = WORKFLOWS / "deploy.yaml"
KUBECTL = """#!/bin/sh
echo "$*" >> {log}
case "$*" in
    *" get "*) echo 7 ;;
    "apply "*) cat "${{3}}/kustomization.yaml" >> {log} ;;
    *"rollout status deployment/{broken} "*) exit 1 ;;
esac
"""
"""Notes what it is asked; ``broken`` does not come up."""


@sentence("E", "5.1. Автомасштабирование",
          "Kubernetes HPA (Horizontal Pod Autoscaler) на основе CPU/метрик Prometheus.",
          at="kubectl apply -k deploy")  # fmt: skip
def test_what_the_api_is_asked_decides_how_many_answer() -> None:
    scaled = of_kind("HorizontalPodAutoscaler")
    for name in ("orders", "payments", "gateway"):
        terms = scaled[name]["spec"]
        assert terms["scaleTargetRef"]["name"] in of_kind("Deployment")
        assert terms["maxReplicas"] > terms["minReplicas"] >= 2
        (metric,) = terms["metrics"]
        assert metric["resource"]["name"] == "cpu"


@sentence("E", "1.2. Домены и SSL", "Настроить HTTPS (Let’s Encrypt или Cloudflare).",
          at="deploy/kubernetes/ingress.yaml")  # fmt: skip
def test_the_ingress_speaks_https_by_the_certificate_it_is_given() -> None:
    """By whoever makes it: cert-manager, or a secret of one's own."""
    said = of_kind("Ingress")["holdfast"]["spec"]
    (given,) = said["tls"]
    assert given["secretName"]
    assert given["hosts"] == [one["host"] for one in said["rules"]]


@sentence("E", "5.2. Плавный вывод", "5% трафика на новую версию API.",
          at="kubectl apply -k deploy/canary")  # fmt: skip
def test_a_twentieth_goes_to_the_next_version() -> None:
    (canary,) = kustomization(DEPLOY / "canary" / "kustomization.yaml")["patches"]
    told = {one["name"]: one["value"] for one in patched(canary["patch"])}
    assert told["NEXT_SHARE"] == "5% next_orders;", "tests/api/operating/test_canary.py counts it"
    canary_pods, _, others = told["NEXT_SERVERS"].partition(";")
    assert canary_pods.startswith("server orders-canary.")
    assert " backup " in others, "while it does not answer, those that sell do"


def patched(patch: str) -> list[dict[str, str]]:
    (container,) = YAML(typ="safe").load(patch)["spec"]["template"]["spec"]["containers"]
    found: list[dict[str, str]] = container["env"]
    return found


@sentence("E", "2.1. Бэкенд (API и микросервисы)", "Собрать образы для каждого сервиса:"
          " docker build -f ./booking/Dockerfile", at="deploy/Dockerfile")  # fmt: skip
@sentence("E", "2.1. Бэкенд (API и микросервисы)",
          "Запустить в Kubernetes или через Docker Compose",
          at="docker compose -f deploy/compose.yaml up")  # fmt: skip
def test_one_file_has_every_service_behind_one_door() -> None:
    """What it takes, image by image, is tried without Docker in tests/api/operating."""
    assert {"orders-1", "payments", "gateway-1", "worker"} <= set(ours())
    for name, one in ours().items():
        assert one["build"]["dockerfile"] == "deploy/Dockerfile", name
        assert set(one.get("depends_on", {})) <= set(services())
    assert [name for name, one in ours().items() if one.get("ports")] == []
    assert services()["door"]["ports"]
    for name in ("orders-database", "payments-database"):
        assert services()[name]["image"].startswith("postgres:")
        (volume,) = services()[name]["volumes"]
        assert volume.endswith(":/var/lib/postgresql"), "what is kept outlives its container"


def deploy(folder: Path, broken: str = "nothing") -> tuple[int, str]:
    """Run ``.ci/deploy`` with a `kubectl` that only notes; its code, and what was asked."""
    log, program = folder / "asked", folder / "kubectl"
    log.touch()
    program.write_text(KUBECTL.format(log=log, broken=broken))
    program.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [ROOT / ".ci" / "deploy", "images.example:5000/shop:1.2.3"],
        env=os.environ | {"PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, log.read_text()


@sentence("E", "CI/CD (GitHub Actions)", "Автоматические тесты и деплой при пуше в main",
          at=".github/workflows/deploy.yaml, .ci/run, .ci/deploy")  # fmt: skip
@sentence("E", "4.1. CI/CD (автоматизация деплоя)", "on: push; jobs: deploy",
          at=".github/workflows/deploy.yaml")  # fmt: skip
def test_a_push_to_main_is_tested_and_then_takes_the_place_of_what_runs(scratch: Path) -> None:
    program = str(Path(sys.executable).with_name("check-jsonschema"))
    names = map(str, WORKFLOWS.glob("*.yaml"))
    words = [program, "--builtin-schema", "vendor.github-workflows", *names]
    assert subprocess.run(words, capture_output=True, check=False).returncode == 0
    workflow: dict[str, Any] = YAML(typ="safe").load(WORKFLOW)
    test, put = workflow["jobs"]["test"], workflow["jobs"]["deploy"]
    assert ".ci/run" in [step.get("run") for step in test["steps"]]
    assert (put["needs"], "refs/heads/main" in put["if"]) == ("test", True)
    assert put["steps"][-1]["run"] == '.ci/deploy "$IMAGE"'
    code, asked = deploy(scratch)
    assert code == 0
    assert 'newName: "images.example:5000/shop", newTag: "1.2.3"' in asked
    waited = {one for one in of_kind("Deployment") if f"status deployment/{one} " in asked}
    assert waited == set(of_kind("Deployment")) - {"orders-canary"}
    assert "undo" not in asked


def test_what_the_short_run_leaves_out_runs_each_night() -> None:
    workflow: dict[str, Any] = YAML(typ="safe").load(WORKFLOWS / "proof.yaml")
    assert len(workflow["on"]["schedule"]) == 1
    assert workflow["jobs"]["proof"]["steps"][-1]["run"] == "make proof"


@sentence("E", "CI/CD (GitHub Actions)", "Rollback при ошибках", at=".ci/deploy")
@sentence("E", "5.2. Плавный вывод", "Откат при проблемах: kubectl rollout undo deployment/api",
          at="kubectl rollout undo deployment/orders, .ci/deploy")  # fmt: skip
def test_what_does_not_come_up_goes_back_to_what_ran(scratch: Path) -> None:
    code, asked = deploy(scratch, broken="payments")
    assert code == 1
    for name, one in of_kind("Deployment").items():
        assert one["spec"]["revisionHistoryLimit"] >= 2, name
        if name != "orders-canary":
            assert f"rollout undo deployment/{name} --to-revision 7" in asked
