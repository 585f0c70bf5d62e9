"""Terms as a person types them, and as the index has them."""

from __future__ import annotations

import pytest
from rdflib import XSD, BNode, Literal, Node, URIRef

from service.errors import UsageError
from service.explain_terms import LONGEST, node, read_triple
from service.terms import nt

S, P = "id:x", "dxp:parent"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
XSD_INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"

# as typed for the object, as N-Triples
READ = [
    ("id:level/goal", "<https://w3id.org/dxplan/id/level/goal>"),
    ("dxp:parent", "<https://w3id.org/dxplan/ontology#parent>"),
    ("  dxp:parent\n", "<https://w3id.org/dxplan/ontology#parent>"),
    ("rdf:type", TYPE),
    ("https://e.example/計画#a", "<https://e.example/計画#a>"),
    ("<https://e.example/a>", "<https://e.example/a>"),
    ("<urn:x:y>", "<urn:x:y>"),
    ("_:ontology-2f-dxp-2e-ttl-1", "_:ontology-2f-dxp-2e-ttl-1"),
    ('"目標"@ja', '"目標"@ja'),
    ("'目標'@ja", '"目標"@ja'),
    ('"text"', '"text"'),
    ('""', '""'),
    ('"5"^^xsd:integer', f'"5"^^{XSD_INTEGER}'),
    (f'"05"^^{XSD_INTEGER}', f'"05"^^{XSD_INTEGER}'),
    ('"x"^^xsd:string', '"x"'),
    (r'"a\"b\\c\nd\u76EE\U00020BB7"', r'"a\"b\\c\nd目𠮷"'),
    ("'say \"x\"'@en", r'"say \"x\""@en'),
]
# typed as subject, predicate and object, what the message must say
WRONG = [
    ("", P, S, "(s).*empty"),
    ("   ", P, S, "(s).*empty"),
    ("foo", P, S, "(s) “foo”.*no prefixed name"),
    (S, "foo:bar", S, "(p).*no prefix “foo”.*dxp, id"),
    (S, P, "zz:1", "(o).*no prefix “zz”"),
    ('"x"', P, S, "(s).*only an object"),
    (S, '"x"', S, "(p).*only an object"),
    (S, "_:b", S, "(p).*no blank node"),
    ("_:", P, S, "(s).*no blank node"),
    ("<no iri>", P, S, "(s).*no valid IRI"),
    ("<relative>", P, S, "(s).*no valid IRI"),
    ("<https://e.example/a", P, "id:a b", "(o).*no valid IRI"),
    (S, P, '"open', "(o).*write a literal"),
    (S, P, '"a" "b"', "(o).*write a literal"),
    (S, P, '"a"@', "(o).*write a literal"),
    (S, P, '"a"^^zz:int', "(o).*no prefix “zz”"),
    (S, P, '"a\nb"', "(o).*write a literal"),
    (S, P, r'"\q"', "(o).*no escape"),
    (S, P, r'"\uD800"', "(o).*no escape"),
    (S, P, r'"\UFFFFFFFF"', "(o).*no escape"),
    (S, "a b", S, "(p).*no prefixed name"),
    ("a", P, S, "(s).*no prefixed name"),
    ("x" * (LONGEST + 1), P, S, "(s).*too long"),
]


@pytest.mark.parametrize(("typed", "expected"), READ)
def test_terms_are_read(typed: str, expected: str) -> None:
    assert read_triple(S, P, typed)[2] == expected


def test_a_is_the_type_where_a_predicate_stands() -> None:
    assert read_triple(S, "a", S)[1] == TYPE


@pytest.mark.parametrize(("s", "p", "o", "message"), WRONG)
def test_wrong_terms_are_named(s: str, p: str, o: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_triple(s, p, o)
    start, _, rest = message.partition(".*")
    assert start in caught.value.en
    assert all(part in caught.value.en for part in rest.split(".*"))
    assert caught.value.ja
    assert len(caught.value.en) < 400


TERMS: list[Node] = [
    URIRef("https://e.example/計画"),
    BNode("ontology-2f-dxp-2e-ttl-1"),
    Literal('quote " backslash \\ line\n tab\t control\x01 𠮷'),
    Literal("目標", lang="ja"),
    Literal("0010", datatype=XSD.integer, normalize=False),
    Literal("", datatype=URIRef("https://e.example/type")),
]


@pytest.mark.parametrize("term", TERMS)
def test_texts_of_the_index_come_back_as_terms(term: Node) -> None:
    assert node(nt(term)) == term
    assert nt(node(nt(term))) == nt(term)
