"""``/metrics`` of several workers: whichever of them is asked answers for all.

Each worker keeps a snapshot of its metrics in a file of its own, renewed every few seconds and
before it answers. Counters and histograms are summed over the files, gauges get the label
``worker``. A worker that follows a dead one under the same number counts on from its snapshot, and
what was once answered stands in a snapshot: so a sum never goes back.
"""

import asyncio
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector, CollectorRegistry

from holdfast.kit.logs import logger

__all__ = ["SharedMetrics"]

log = logger("metrics")

RENEW_EVERY: Final = 2.0
SUMMED: Final = ("counter", "histogram")


class _Sample(Struct, array_like=True):
    name: str
    labels: dict[str, str]
    value: float

    @property
    def key(self) -> tuple[str, tuple[tuple[str, str], ...]]:
        return self.name, tuple(sorted(self.labels.items()))


class _Family(Struct, array_like=True):
    name: str
    text: str
    kind: str
    samples: list[_Sample]


class _Snapshot(Struct, array_like=True):
    """What one process has counted, and what those did that had its number before."""

    process: int
    families: dict[str, _Family]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Snapshot).decode


class SharedMetrics:
    """The metrics of all workers that share ``folder``. This one is ``number``, and shows what
    ``registries`` collect."""

    def __init__(self, folder: Path, number: int, registries: Iterable[CollectorRegistry]) -> None:
        self.number = number
        self._folder = folder
        self._file = folder / str(number)
        self._registries = tuple(registries)
        found = self._read(self._file)
        self._before = {} if found is None else _summed_only(found.families)

    async def renewing(self) -> None:
        """Keep the snapshot fresh, until cancelled."""
        while True:
            try:
                self.renew()
            except OSError as error:
                log.warning("no snapshot of the metrics", error=repr(error))
            await asyncio.sleep(RENEW_EVERY)

    def renew(self) -> None:
        """Write the snapshot; in one step, so that nobody reads half of one."""
        own: dict[str, _Family] = {}
        for registry in self._registries:
            _add(own, map(_family, registry.collect()))
        _add(own, self._before.values())
        draft = self._file.with_suffix(".new")
        draft.write_bytes(_encode(_Snapshot(os.getpid(), own)))
        draft.replace(self._file)

    def everybodys(self) -> CollectorRegistry:
        """A registry that shows all workers as one."""
        self.renew()
        total: dict[str, _Family] = {}
        for path in sorted(self._folder.iterdir()):
            if path.suffix or (found := self._read(path)) is None:
                continue
            _add(total, _summed_only(found.families).values())
            if Path(f"/proc/{found.process}").exists():  # what a dead one has open is nothing
                _add(total, _gauges(found.families, path.name))
        registry = CollectorRegistry()
        registry.register(_Shown(total.values()))
        return registry

    @staticmethod
    def _read(path: Path) -> _Snapshot | None:
        try:
            return _decode(path.read_bytes())
        except FileNotFoundError:
            return None


class _Shown(Collector):
    def __init__(self, families: Iterable[_Family]) -> None:
        self._families = families

    def collect(self) -> Iterator[Metric]:
        for family in self._families:
            metric = Metric(family.name, family.text, family.kind)
            for sample in family.samples:
                metric.add_sample(sample.name, sample.labels, sample.value)
            yield metric


def _family(metric: Metric) -> _Family:
    samples = [
        _Sample(sample.name, dict(sample.labels), sample.value)
        for sample in metric.samples
        if not sample.name.endswith("_created")  # a time: there is no sum of it
    ]
    return _Family(metric.name, metric.documentation, metric.type, samples)


def _summed_only(families: dict[str, _Family]) -> dict[str, _Family]:
    return {name: family for name, family in families.items() if family.kind in SUMMED}


def _gauges(families: dict[str, _Family], worker: str) -> Iterator[_Family]:
    for family in families.values():
        if family.kind not in SUMMED:
            labelled = [
                _Sample(sample.name, {**sample.labels, "worker": worker}, sample.value)
                for sample in family.samples
            ]
            yield _Family(family.name, family.text, family.kind, labelled)


def _add(total: dict[str, _Family], families: Iterable[_Family]) -> None:
    """Add sample to sample; those that are in one only are taken as they are."""
    for family in families:
        known = total.setdefault(family.name, _Family(family.name, family.text, family.kind, []))
        samples = {sample.key: sample for sample in known.samples}
        for sample in family.samples:
            before = samples.get(sample.key)
            value = sample.value + (before.value if before is not None else 0.0)
            samples[sample.key] = _Sample(sample.name, sample.labels, value)
        known.samples = list(samples.values())
