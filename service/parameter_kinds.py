"""Sees that an IRI given for a parameter is of the kind that the question asks for.

``service.query_values`` judges how a value is written; this asks the graph what it is, so that
whoever mixes up a fiscal year and a ward is told, instead of getting no rows. Must not know pages.
"""

from __future__ import annotations

from collections.abc import Mapping

from service import asking, query_values
from service.stored_queries import StoredQuery


def check(stored: StoredQuery, given: Mapping[str, str]) -> None:
    """Check the IRIs among the values of a stored query; within a request only.

    Args:
        stored: the query.
        given: values by parameter name that have passed ``service.query_values``.

    Raises:
        ParameterError: an IRI that the graph does not describe, or of another kind.
        DxplanError: as the engine says.
    """
    for parameter in stored.parameters:
        value = given.get(parameter.name, "")
        if parameter.type == "iri" and value and not parameter.values:
            thing = asking.iri(str(query_values.term(parameter, value)))
            kinds = asking.iris(query_values.full(kind) for kind in parameter.kinds)
            wanted = f"VALUES ?kind {{ {kinds} }}" if kinds else ""
            if not asking.select(f"SELECT ?kind {{ {thing} a ?kind . {wanted} }} LIMIT 1"):
                raise query_values.of_another_kind(parameter, value)
