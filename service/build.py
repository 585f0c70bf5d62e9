"""The build: read, expand, reason, validate, write, swap in; all of it or nothing.

Brings the parts together and knows their order. Must not know how a step works, how
progress is shown or what an exit code is.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from rdflib import Graph

from service import explain_index, product, void_counts
from service.build_folder import DATASET, INDEX, MANIFEST, PREMISES, STORE, BuildFolder
from service.conflicts import refusal
from service.expansion import expand
from service.facts import Triple
from service.inputs import Inputs, input_hash, read_inputs
from service.namespaces import INFERRED_GRAPH
from service.own_rules import conclude
from service.reasoning import Closure, Derivation, reason
from service.stated import Conclusion
from service.terms import nt_triple

if TYPE_CHECKING:
    from service.closure import Difference
    from service.findings import Finding

_MANIFEST_FORM: Final = 1
_CHANGED: Final = "changed while the build ran"
ERROR: Final = "error"


class Listener(Protocol):
    """Who is told how far the build is."""

    def begin(self, ja: str, en: str) -> None:
        """A step begins."""

    def end(self, seconds: float, counts: Mapping[str, int | str]) -> None:
        """The step has ended; what it counted, by label."""

    def stop(self) -> None:
        """The step cannot be finished; an error will say why."""


@dataclass(frozen=True)
class Options:
    """How to build.

    Attributes:
        validate: run the shapes and refuse data with errors.
        force: build even if nothing has changed.
        compare: let owlrl check the conclusions (slow).
    """

    validate: bool = True
    force: bool = False
    compare: bool = False


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Attributes:
        version: the build that is current now; None if none was made because of findings.
        changed: whether a new build was made.
        findings: what the validation found.
        differences: conclusions that only we or only owlrl draw.
    """

    version: str | None
    changed: bool
    findings: tuple[Finding, ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass
class _Steps:
    """Times the steps of one build and tells the listener."""

    listener: Listener
    times: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def step(self, ja: str, en: str) -> Iterator[dict[str, int | str]]:
        counts: dict[str, int | str] = {}
        self.listener.begin(ja, en)
        start = time.perf_counter()
        try:
            yield counts
        except BaseException:
            self.listener.stop()
            raise
        self.times[en] = round(time.perf_counter() - start, 3)
        self.listener.end(self.times[en], counts)


def build(project: Path, var: Path, options: Options, listener: Listener) -> Outcome:
    """Build the product of a project, unless it is there already.

    Args:
        project: folder with ``ontology/``, ``data/`` and ``shapes/``.
        var: folder of build products.
        options: how to build.
        listener: told about each step.

    Returns:
        What came of it. With errors or differences nothing is replaced.

    Raises:
        DataError: an input is at fault; nothing is replaced.
        EnvironmentFault: another build runs, or the disk refuses; nothing is replaced.
    """
    builds = BuildFolder(var)
    key = input_hash(project)
    if not (options.force or options.compare):
        current = _unchanged(builds, key, options)
        if current:
            return Outcome(current, changed=False)
    with builds.lock():
        return _build(project, builds, key, options, _Steps(listener))


def _unchanged(builds: BuildFolder, key: str, options: Options) -> str | None:
    manifest = builds.manifest() or {}
    good_enough = manifest.get("validated") or not options.validate
    if manifest.get("inputs") == key and good_enough:
        return str(manifest.get("version"))
    return None


def _build(
    project: Path, builds: BuildFolder, key: str, options: Options, steps: _Steps
) -> Outcome:
    with steps.step("読み込み", "read") as counts:
        inputs = read_inputs(project)
        graphs = inputs.graphs()
        counts["ファイル files"] = len(inputs.turtle) + len(inputs.tables)
        counts["トリプル triples"] = sum(map(len, graphs.values()))
    with steps.step("展開", "expand") as counts:
        counts["トリプル triples"] = _expand(inputs, graphs)
    with steps.step("推論", "reason") as counts:
        texts = {name: [nt_triple(triple) for triple in graphs[name]] for name in sorted(graphs)}
        given = conclude(graphs.values())
        closure = reason(chain.from_iterable(texts.values()), _derivations(given))
        if closure.conflicts:
            raise refusal(project, closure, inputs)
        texts[str(INFERRED_GRAPH)] = product.inferred(closure)
        counts["導出 inferred"] = len(texts[str(INFERRED_GRAPH)])
    differences = _compare(graphs, given, closure, steps) if options.compare else ()
    findings = _validate(graphs, inputs, project, steps) if options.validate else ()
    if differences or any(found.severity == ERROR for found in findings):
        return Outcome(None, False, findings, differences)
    # if somebody edits a file meanwhile, no later build must take this one for its own
    seen = key if input_hash(project) == key else _CHANGED
    manifest = {"form": _MANIFEST_FORM, "inputs": seen, "validated": options.validate}
    version = _write(builds, texts, closure, manifest, steps)
    return Outcome(version, True, findings)


def _expand(inputs: Inputs, graphs: dict[str, Graph]) -> int:
    before = sum(map(len, graphs.values()))
    for name, triple in expand(inputs.turtle, inputs.tables):
        graphs.setdefault(str(name), Graph(bind_namespaces="none")).add(triple)
    return sum(map(len, graphs.values())) - before


def _derivations(given: Iterable[Conclusion]) -> Iterator[Derivation]:
    for triple, rule, premises in given:
        yield Derivation(nt_triple(triple), rule, tuple(map(nt_triple, premises)))


def _compare(
    graphs: Mapping[str, Graph], given: Iterable[Conclusion], closure: Closure, steps: _Steps
) -> tuple[Difference, ...]:
    # owlrl is for checks only and slow to load
    from service.closure import differences  # noqa: PLC0415

    with steps.step("照合", "compare") as counts:
        known = chain(chain.from_iterable(graphs.values()), (one.triple for one in given))
        found = tuple(differences(known, closure))
        counts["相違 differences"] = len(found)
    return found


def _validate(
    graphs: Mapping[str, Graph], inputs: Inputs, project: Path, steps: _Steps
) -> tuple[Finding, ...]:
    # pySHACL takes half a second to load
    from service.validation import validate_graphs  # noqa: PLC0415

    with steps.step("検証", "validate") as counts:
        files = [file for _, file in inputs.turtle]
        found = tuple(validate_graphs(graphs, project, files))
        counts["誤り errors"] = sum(1 for finding in found if finding.severity == ERROR)
        counts["ほか others"] = len(found) - int(counts["誤り errors"])
    return found


def _write(
    builds: BuildFolder,
    texts: dict[str, list[Triple]],
    closure: Closure,
    manifest: dict[str, Any],
    steps: _Steps,
) -> str:
    with builds.workspace() as work:
        with steps.step("書き出し", "write") as counts:
            texts[product.BUILD_GRAPH] = product.sizes(texts)
            version = product.version(product.dataset(texts))
            texts[product.BUILD_GRAPH].append(product.naming(version))
            content = product.dataset(texts)
            quads = content.count(b"\n")
            product.write(work / DATASET, content)
            product.write(work / void_counts.FILE, void_counts.content(void_counts.count(texts)))
            product.write(work / PREMISES, product.premises(closure))
            explain_index.write(work / INDEX, texts, closure.derivations())
            product.load_store(work / STORE, work / DATASET, quads)
            counts["クワッド quads"] = quads
        with steps.step("切り替え", "swap") as counts:
            manifest |= {"version": version, "quads": quads, "times": steps.times}
            manifest["graphs"] = {name: len(set(texts[name])) for name in sorted(texts)}
            product.write(work / MANIFEST, json.dumps(manifest, indent=1).encode())
            builds.install(work, version)
            counts["版 version"] = version
    return version
