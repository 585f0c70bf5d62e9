"""Writes the files of a build: the dataset, its store and the premises.

The same triples always give the same bytes: lines are sorted, and nothing comes from the
clock. Triples about anonymous class expressions of the ontology are steps on the way to
a conclusion; they are among the premises but not in the dataset. Must not know files of
the project or where a build is kept.

Standard: RDF 1.1 N-Quads; VoID (section 4.6.1, statistics) for the sizes of the graphs.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph
from rdflib import OWL, RDF, VOID, XSD, URIRef

from service.errors import EnvironmentFault
from service.facts import Triple
from service.namespaces import GRAPH
from service.reasoning import Closure, Derivation
from service.terms import nt

BUILD_GRAPH: Final = str(GRAPH["build"])
VERSION_OF: Final = (nt(URIRef(BUILD_GRAPH)), nt(OWL.versionInfo))
_VERSION_LENGTH: Final = 12


def has_blank(triple: Triple) -> bool:
    """Tell whether a triple is about an anonymous node."""
    return any(term.startswith("_:") for term in triple)


def inferred(closure: Closure) -> list[Triple]:
    """Return the conclusions that belong into the dataset, sorted."""
    return sorted(found.triple for found in closure.derivations() if not has_blank(found.triple))


def sizes(graphs: Mapping[str, Sequence[Triple]]) -> list[Triple]:
    """Describe how large each named graph is.

    Args:
        graphs: triples by graph IRI.

    Returns:
        The triples of the build's own graph.
    """
    found: list[Triple] = []
    for name, triples in graphs.items():
        if not triples:
            continue  # a named graph without triples does not exist in a store
        count = f'"{len(set(triples))}"^^{nt(XSD.integer)}'
        found.append((nt(URIRef(name)), nt(RDF.type), nt(VOID.Dataset)))
        found.append((nt(URIRef(name)), nt(VOID.triples), count))
    return found


def dataset(graphs: Mapping[str, Iterable[Triple]]) -> bytes:
    """Write named graphs as sorted N-Quads, each quad once.

    Args:
        graphs: triples by graph IRI.

    Returns:
        The content of ``dataset.nq``.
    """
    lines = {
        f"{subject} {predicate} {value} <{name}> .\n"
        for name, triples in graphs.items()
        for subject, predicate, value in triples
    }
    return "".join(sorted(lines)).encode()


def version(content: bytes) -> str:
    """Return the name of a dataset: the beginning of its SHA-256.

    Args:
        content: the dataset without the line that says its version.
    """
    return hashlib.sha256(content).hexdigest()[:_VERSION_LENGTH]


def naming(version: str) -> Triple:
    """Return the triple by which a dataset, wherever it is loaded, tells its version."""
    return (*VERSION_OF, f'"{version}"')


def premises(closure: Closure) -> bytes:
    """Write every derivation as a line of JSON, sorted by conclusion.

    ``{"t": [s, p, o], "r": rule, "p": [[s, p, o], …]}``, terms as N-Triples texts. A
    premise that has no line of its own is stated.

    Args:
        closure: what was concluded.

    Returns:
        The content of ``premises.jsonl``.
    """
    quoted: dict[str, str] = {}

    def quote(triple: Triple) -> str:
        return "[" + ",".join(quoted.get(term) or _keep(quoted, term) for term in triple) + "]"

    def line(found: Derivation) -> str:
        steps = ",".join(map(quote, found.premises))
        return f'{{"t":{quote(found.triple)},"r":"{found.rule}","p":[{steps}]}}\n'

    return "".join(sorted(map(line, closure.derivations()))).encode()


def _keep(quoted: dict[str, str], term: str) -> str:
    text = quoted[term] = json.dumps(term, ensure_ascii=False)
    return text


def write(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def load_store(folder: Path, source: Path, quads: int) -> None:
    """Make an on-disk store of a dataset.

    Args:
        folder: where the store goes; must not exist.
        source: the N-Quads file.
        quads: how many quads the store must hold in the end.

    Raises:
        EnvironmentFault: the store does not hold what the file says.
        OSError: the disk refuses.
    """
    store = pyoxigraph.Store(str(folder))
    # bulk_load() would give blank nodes new names at random, which premises could not name
    store.bulk_extend(pyoxigraph.parse(path=str(source), format=pyoxigraph.RdfFormat.N_QUADS))
    store.optimize()
    store.flush()
    if len(store) != quads:
        raise EnvironmentFault(
            f"ストアの件数 {len(store):,} がデータセットの {quads:,} と一致しません",
            f"the store holds {len(store):,} quads, the dataset {quads:,}",
        )
