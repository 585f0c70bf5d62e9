"""No stored query gives a row twice, for other values of its parameters than the example either.

A thing that two documents describe has its name in two graphs, and a union of the graphs gives
both; a query that does not say DISTINCT then repeats the row. The answers by hand are for one
example each and need not show it.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest

from service.config import PROJECT
from service.query_header import Header, Parameter
from tests.queries import reading

QUERIES: Final = PROJECT / "queries"
WITH_PARAMETERS: Final = sorted(
    str(path.relative_to(QUERIES))[:-3]
    for path in QUERIES.rglob("*.rq")
    if "#+ parameters:" in path.read_text(encoding="utf-8")
)
MOST: Final = 120  # values tried for one parameter, evenly drawn from all there are
# Those of the example's kind: the same class, or the same concept scheme.
PEERS: Final = """
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?peer {
  { EXAMPLE skos:inScheme ?scheme . ?peer skos:inScheme ?scheme }
  UNION
  {
    GRAPH ?graph { EXAMPLE a ?class } GRAPH ?another { ?peer a ?class }
    FILTER ( ?class != skos:Concept && ?graph != ?inferred && ?another != ?inferred )
    VALUES ?inferred { <https://w3id.org/dxplan/graph/inferred> }
  }
} ORDER BY ?peer
"""


def _peers(store: pyoxigraph.Store, one: Parameter) -> list[str]:
    if one.values:
        return list(one.values)
    found = store.query(PEERS.replace("EXAMPLE", f"<{one.example}>"))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    peers = [row["peer"].value for row in found]
    return peers[:: -(-len(peers) // MOST)]


@pytest.mark.parametrize("name", WITH_PARAMETERS)
def test_no_row_twice(store: pyoxigraph.Store, name: str) -> None:
    query = (QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    tried = 0
    for one in Header(Path("query"), query).parameters():
        for value in _peers(store, one):
            solutions = store.query(
                reading.with_value(query, {one.name: value}), use_default_graph_as_union=True
            )
            _, rows = reading.table(solutions)
            twice = [row for row, count in Counter(rows).items() if count > 1]
            assert twice == [], value
            tried += 1
    assert tried > 1


def test_enough_is_tried() -> None:
    assert len(WITH_PARAMETERS) > 25
