"""Terms of RDF as N-Triples texts, the one form in which triples leave the build.

Standard: RDF 1.1 N-Triples, section 2; escapes as in its canonical form (RDF 1.2
N-Triples, section 4). Must not know graphs or files.
"""

from __future__ import annotations

from typing import Final

from rdflib import XSD, BNode, Literal, Node, URIRef

_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r"} | {
    "\t": "\\t",
    "\b": "\\b",
    "\f": "\\f",
}
_ESCAPES: Final = str.maketrans(
    {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)} | _SHORT
)


def nt(term: Node) -> str:
    """Write a term.

    Args:
        term: an IRI, a literal or a blank node.

    Returns:
        Its text in N-Triples; a literal's lexical form is kept as it is.
    """
    if isinstance(term, URIRef):
        return f"<{term}>"
    if isinstance(term, Literal):
        text = f'"{str(term).translate(_ESCAPES)}"'
        if term.language:
            return f"{text}@{term.language}"
        plain = term.datatype is None or term.datatype == XSD.string
        return text if plain else f"{text}^^<{term.datatype}>"
    if isinstance(term, BNode):
        return f"_:{term}"
    raise TypeError(f"no term of RDF: {term!r}")


def nt_triple(triple: tuple[Node, Node, Node]) -> tuple[str, str, str]:
    """Write the three terms of a triple.

    Args:
        triple: subject, predicate, object.

    Returns:
        Their texts.
    """
    return (nt(triple[0]), nt(triple[1]), nt(triple[2]))
