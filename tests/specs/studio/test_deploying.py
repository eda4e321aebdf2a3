"""Where the shop runs: what grows with the load, and how the next version comes in."""

from tests.specs.sentences import sentence
from tests.support.compose import DEPLOY
from tests.support.kubernetes import kustomization, of_kind


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


@sentence("E", "5.2. Плавный вывод", "5% трафика на новую версию API.",
          at="kubectl apply -k deploy/canary")  # fmt: skip
def test_a_twentieth_goes_to_the_next_version() -> None:
    (canary,) = kustomization(DEPLOY / "canary" / "kustomization.yaml")["patches"]
    words = canary["patch"].split()
    stable, new = (int(one.partition("=")[2]) for one in words if one.startswith("weight="))
    pods = of_kind("HorizontalPodAutoscaler")["orders"]["spec"]["minReplicas"]
    assert 0.04 < new / (new + pods * stable) < 0.06
