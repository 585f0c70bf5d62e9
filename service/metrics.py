"""Counts what happens, for whoever runs the service: figures in the text format of Prometheus.

Standard: Prometheus exposition formats, text format 0.0.4. Must not know how requests are
answered, nor who may see the figures.
"""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_BOUNDS: Final = (0.001, 0.005, 0.02, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0)  # seconds
_ROUTES: Final = frozenset(
    ("sparql", "graph-store", "queries", "id", "source", "download", "validate", "static", "health")
)
_OTHER: Final = "other"


@dataclass
class _Histogram:
    """Durations by bound, their sum, and how many there were."""

    buckets: list[int] = field(default_factory=lambda: [0] * (len(_BOUNDS) + 1))
    total: float = 0.0

    def add(self, seconds: float) -> None:
        self.buckets[bisect_left(_BOUNDS, seconds)] += 1
        self.total += seconds

    def lines(self, name: str, labels: str) -> Iterator[str]:
        count = 0
        for bound, number in zip((*_BOUNDS, "+Inf"), self.buckets, strict=True):
            count += number
            yield f'{name}_bucket{{{labels}le="{bound}"}} {count}'
        plain = f"{{{labels.rstrip(',')}}}" if labels else ""
        yield f"{name}_sum{plain} {self.total:.6f}"
        yield f"{name}_count{plain} {count}"


class Metrics:
    """Figures since the start of the process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started = time.time()
        self._requests: Counter[tuple[str, int, str]] = Counter()
        self._requests_seconds: dict[str, _Histogram] = {}
        self._engine_seconds = _Histogram()
        self._bytes = 0
        self._hits = 0

    def observe(
        self,
        path: str,
        status: int,
        outcome: str,
        *,
        seconds: float,
        engine: float,
        size: int,
        cached: bool,
    ) -> None:
        """Count a request that has been answered.

        Args:
            path: its path; only the first step is counted, and only if it is a known one.
            status: status of the reply.
            outcome: "ok" or the code of the error.
            seconds: from the request to the whole answer.
            engine: of that, in the engine; 0 if it was not asked.
            size: bytes of the body.
            cached: whether a kept answer was sent.
        """
        first = path.split("/", 2)[1] if "/" in path else ""
        route = first if first in _ROUTES else _OTHER
        with self._lock:
            self._requests[route, status, outcome] += 1
            self._requests_seconds.setdefault(route, _Histogram()).add(seconds)
            self._bytes += size
            self._hits += cached
            if engine > 0:
                self._engine_seconds.add(engine)

    def render(self, gauges: Mapping[str, Mapping[str, int]], version: str) -> str:
        """Write all figures.

        Args:
            gauges: figures of the moment, in families: ``{"engine": {"running": 2}}``.
            version: version of the data.
        """
        with self._lock:
            lines = [*self._counters(), *self._histograms()]
        for family, figures in gauges.items():
            lines.append(f"# TYPE dxplan_{family} gauge")
            lines += [f'dxplan_{family}{{of="{name}"}} {value}' for name, value in figures.items()]
        lines += ["# TYPE dxplan_data_info gauge", f'dxplan_data_info{{version="{version}"}} 1']
        return "\n".join(lines) + "\n"

    def _counters(self) -> Iterator[str]:
        yield "# HELP dxplan_requests_total Requests that were answered."
        yield "# TYPE dxplan_requests_total counter"
        for (route, status, outcome), count in sorted(self._requests.items()):
            labels = f'route="{route}",status="{status}",outcome="{outcome}"'
            yield f"dxplan_requests_total{{{labels}}} {count}"
        for name, value, text in (
            ("response_bytes_total", self._bytes, "Bytes of bodies sent."),
            ("cache_hits_total", self._hits, "Requests that a kept answer was sent to."),
        ):
            yield f"# HELP dxplan_{name} {text}"
            yield f"# TYPE dxplan_{name} counter"
            yield f"dxplan_{name} {value}"
        yield "# HELP dxplan_start_time_seconds When the process started, in Unix time."
        yield "# TYPE dxplan_start_time_seconds gauge"
        yield f"dxplan_start_time_seconds {self._started:.3f}"

    def _histograms(self) -> Iterator[str]:
        yield "# HELP dxplan_request_seconds From the request to the whole answer."
        yield "# TYPE dxplan_request_seconds histogram"
        for route, histogram in sorted(self._requests_seconds.items()):
            yield from histogram.lines("dxplan_request_seconds", f'route="{route}",')
        yield "# HELP dxplan_engine_seconds Time that the engine took for a query."
        yield "# TYPE dxplan_engine_seconds histogram"
        yield from self._engine_seconds.lines("dxplan_engine_seconds", "")
