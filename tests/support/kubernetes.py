"""``deploy/kubernetes`` and what stands around it, read for tests that have no cluster."""

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.support.compose import DEPLOY

__all__ = ["Document", "container", "documents", "kustomization", "of_kind", "told"]

Document = dict[str, Any]


@cache
def documents() -> tuple[tuple[str, Document], ...]:
    """Each with the file that it stands in."""
    files = sorted((*DEPLOY.glob("kubernetes/*.yaml"), DEPLOY / "canary" / "orders.yaml"))
    return tuple(
        (str(file.relative_to(DEPLOY)), one)
        for file in files
        for one in YAML(typ="safe").load_all(file)
    )


def of_kind(kind: str) -> dict[str, Document]:
    return {one["metadata"]["name"]: one for _, one in documents() if one["kind"] == kind}


def kustomization(file: Path) -> Document:
    found: Document = YAML(typ="safe").load(file)
    return found


def container(deployment: Document) -> Document:
    (found,) = deployment["spec"]["template"]["spec"]["containers"]
    return dict(found)


def told(deployment: Document) -> dict[str, str]:
    """What a pod's environment has: a value, or the name of the secret's key."""
    settings = kustomization(DEPLOY / "kustomization.yaml")["configMapGenerator"][1]["literals"]
    shared = dict(line.split("=", 1) for line in settings)
    own = {
        one["name"]: one["value"] if "value" in one else one["valueFrom"]["secretKeyRef"]["key"]
        for one in container(deployment)["env"]
    }
    return (shared if "envFrom" in container(deployment) else {}) | own
