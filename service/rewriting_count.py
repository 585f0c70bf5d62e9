"""The number of all triples, which is known since they were loaded.

Many ask an endpoint this first, and the engine counts them one by one. Must not know other
rewritings, engines or HTTP.
"""

from __future__ import annotations

from typing import Final

from service import tokens
from service.tokens import Token

_WANTED: Final = ("SELECT", "(", "COUNT", "(", "*", ")", "AS", "?", ")", "{", "?", "?", "?", "}")


def known(text: str, found: list[Token], total: int) -> str:
    """Return a query that says the number, if a query asks for it and for nothing else.

    Args:
        text: ``SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o . }`` behind a prologue, or another query.
        found: its tokens.
        total: the number of triples of the default graph.

    Returns:
        The query, or nothing.
    """
    body = tokens.body(found)
    kept = [token for token in body if token.upper != "WHERE"]
    if [token.text for token in kept[-2:]] == [".", "}"]:
        del kept[-2]
    written = tuple("?" if t.kind == "variable" else t.upper or t.text for t in kept)
    names = [token.text[1:] for token in kept if token.kind == "variable"]
    if written != _WANTED or len(set(names)) != len(names):
        return ""
    return f"{text[: body[0].start]}SELECT ?{names[0]} {{ VALUES ?{names[0]} {{ {total} }} }}"
