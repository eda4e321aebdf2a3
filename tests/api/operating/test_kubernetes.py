"""Kubernetes for those who have it: the files are what it takes, each service is told there what
Compose tells it, and whoever is named is there. No cluster is asked."""

import re

import kubernetes_validate
import pytest

from tests.support.compose import DEPLOY, instructions, services
from tests.support.kubernetes import container, documents, kustomization, of_kind, told

VERSION = "1.35"
OURS = ("orders", "payments", "gateway", "worker")
NOT_OF_A_SHOP = {"HOLDFAST_DEMO_PROVIDER_URL", "HOLDFAST_DEMO_CARRIER_URL"}


@pytest.mark.parametrize(
    ("file", "number"),
    [(file, number) for number, (file, _) in enumerate(documents())],
)
def test_each_file_is_what_kubernetes_takes(file: str, number: int) -> None:
    kubernetes_validate.validate(documents()[number][1], VERSION, strict=True)


def test_every_file_is_named_and_everything_named_is_a_file() -> None:
    named = kustomization(DEPLOY / "kustomization.yaml")["resources"]
    assert sorted(named) == sorted(
        f"kubernetes/{one.name}" for one in DEPLOY.glob("kubernetes/*.yaml")
    )
    canary = kustomization(DEPLOY / "canary" / "kustomization.yaml")
    assert canary["resources"] == ["..", "orders.yaml"]
    for generated in kustomization(DEPLOY / "kustomization.yaml")["configMapGenerator"]:
        for file in generated.get("files", ()):
            assert (DEPLOY / file.partition("=")[2]).exists(), file


@pytest.mark.parametrize("name", OURS)
def test_each_service_is_told_what_compose_tells_it(name: str) -> None:
    composed = services()[name if name in services() else f"{name}-1"]
    here = container(of_kind("Deployment")[name])
    assert here["args"] == [word for word in composed["command"] if word != "--demo"]
    assert set(composed["environment"]) - NOT_OF_A_SHOP <= set(told(of_kind("Deployment")[name]))


def test_the_next_version_is_told_what_the_one_that_sells_is() -> None:
    stable, canary = (of_kind("Deployment")[name] for name in ("orders", "orders-canary"))
    assert told(stable) == told(canary)
    assert {**container(stable), "image": ""} == {**container(canary), "image": ""}
    selectors = [one["spec"]["selector"]["matchLabels"] for one in (stable, canary)]
    assert selectors[0] != selectors[1], "an autoscaler counts the pods of its own"


def test_every_pod_is_bounded_asked_and_nobody_special() -> None:
    (user,) = [one.rest for one in instructions() if one.word == "USER"]
    for name, one in of_kind("Deployment").items():
        pod, made = one["spec"]["template"]["spec"], container(one)
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert name == "door" or pod["securityContext"]["runAsUser"] == int(user)
        assert pod["automountServiceAccountToken"] is False
        safe = made["securityContext"]
        assert (safe["allowPrivilegeEscalation"], safe["readOnlyRootFilesystem"]) == (False, True)
        assert safe["capabilities"]["drop"] == ["ALL"]
        assert set(made["resources"]["requests"]) == set(made["resources"]["limits"]) == {
            "cpu", "memory",
        }  # fmt: skip
        assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(made)
        waits = made["lifecycle"]["preStop"]["sleep"]["seconds"]
        assert pod["terminationGracePeriodSeconds"] >= waits + 30, "as Compose gives it"
        assert {volume["name"] for volume in pod["volumes"]} == {
            mount["name"] for mount in made["volumeMounts"]
        }


def test_what_selects_pods_selects_some() -> None:
    pods = [one["spec"]["template"]["metadata"]["labels"] for one in of_kind("Deployment").values()]
    selecting = [one["spec"]["selector"] for one in of_kind("Service").values()] + [
        one["spec"]["selector"]["matchLabels"]
        for kind in ("Deployment", "PodDisruptionBudget")
        for one in of_kind(kind).values()
    ]
    assert len(selecting) > 10
    for labels in selecting:
        assert any(labels.items() <= pod.items() for pod in pods), labels


def test_what_grows_may_grow_and_the_rest_says_how_many() -> None:
    scaled = of_kind("HorizontalPodAutoscaler")
    assert {one["spec"]["scaleTargetRef"]["name"] for one in scaled.values()} == {
        "orders", "payments", "gateway",
    }  # fmt: skip
    for name, one in of_kind("Deployment").items():
        assert ("replicas" in one["spec"]) == (name not in scaled), name
    for one in scaled.values():
        assert 2 <= one["spec"]["minReplicas"] < one["spec"]["maxReplicas"]


def test_the_door_is_filled_in_and_asks_who_is_there() -> None:
    given = {one["name"]: one["value"] for one in container(of_kind("Deployment")["door"])["env"]}
    text = (DEPLOY / "nginx.conf.template").read_text()
    assert set(re.findall(r"\$\{([A-Z_]+)\}", text)) <= set(given)
    (canary,) = kustomization(DEPLOY / "canary" / "kustomization.yaml")["patches"]
    servers = " ".join(given.values()) + canary["patch"]
    hosts = re.findall(r"server ([\w-]+)\.holdfast\.svc\.cluster\.local:8000 resolve", servers)
    assert sorted(set(hosts)) == ["gateway", "orders", "orders-canary", "payments"]
    for host in hosts:
        assert of_kind("Service")[host]["spec"]["clusterIP"] == "None", "each of them is known"
    gateway = told(of_kind("Deployment")["gateway"])
    for key, host in (("HOLDFAST_ORDERS_URL", "orders"), ("HOLDFAST_PAYMENTS_URL", "payments")):
        assert gateway[key] == f"http://{host}:8000"
    (door,) = of_kind("Ingress")["holdfast"]["spec"]["rules"][0]["http"]["paths"]
    assert door["backend"]["service"]["name"] in of_kind("Service")


def test_every_key_of_the_secret_is_documented() -> None:
    page = (DEPLOY.parent / "docs" / "kubernetes.md").read_text()
    wanted = {
        one["valueFrom"]["secretKeyRef"]["key"]
        for deployment in of_kind("Deployment").values()
        for one in container(deployment)["env"]
        if "valueFrom" in one
    }
    assert set(re.findall(r"^    (\w+)=", page, re.MULTILINE)) == wanted
