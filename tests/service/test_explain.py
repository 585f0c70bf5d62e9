"""Explanations of small graphs: what each triple rests on, once, down to what is stated."""

from __future__ import annotations

from pathlib import Path

from service import explain_index
from service.explain import DEEPEST, Explanation, Origin, explain, members, origin
from service.explain_index import Index, open_index
from service.namespaces import BASE, GRAPH
from service.reasoning import Derivation
from tests.service.explaining import DATA, MAPPING, SCHEMA, small, triple, triples

PLAN = BASE + "source/plan#line="


def _explained(index: Index, turtle: str, depth: int = DEEPEST) -> Explanation:
    found = explain(index, triple(turtle), depth)
    assert found is not None
    return found


def _origin(index: Index, turtle: str) -> Origin:
    found = origin(index, triple(turtle))
    assert found is not None
    return found


def test_a_stated_triple_has_its_graph_and_lines_in_order(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        found = _origin(index, ":a :part :b .")
        assert found.graphs == (str(GRAPH["x/plan"]),)
        assert found.basis == "declared"
        assert found.places == (f"<{PLAN}1,3>", f"<{PLAN}9,10>")
        assert found.rule is None
        assert found.premises == ()
        assert _origin(index, ":c rdfs:label '丙'@ja .").places == ()


def test_an_axiom_is_defined(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, schemes=":k a skos:Concept .", x_plan=DATA) as index:
        assert _origin(index, ":part rdfs:subPropertyOf :within .").basis == "defined"
        assert _origin(index, ":k a skos:Concept .").basis == "defined"


def test_a_conclusion_is_followed_down_to_what_is_stated(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        found = _explained(index, ":a :within :c .")
        assert set(found.origins) == set(
            triples(
                ":a :within :b , :c ; :part :b . :b :within :c ; :part :c ."
                " :within a owl:TransitiveProperty . :part rdfs:subPropertyOf :within ."
            )
        )
        assert found.whole
        assert next(iter(found.origins)) == found.triple
        root = found.origins[found.triple]
        assert (root.rule, root.basis, root.graphs, root.places) == ("prp-trp", None, (), ())


def test_the_depth_is_kept(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        sizes = [len(_explained(index, ":a :within :c .", depth).origins) for depth in range(4)]
        assert sizes == [1, 4, 7, 7]
        assert not _explained(index, ":a :within :c .", 1).whole
        assert _explained(index, ":a :within :c .", 2).whole


def test_what_is_not_in_the_graph_has_no_explanation(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        assert explain(index, triple(":c :within :a .")) is None
        assert explain(index, triple(":nobody :within :a .")) is None


def test_a_triple_stated_and_concluded_tells_both(tmp_path: Path) -> None:
    """The reasoner keeps no derivation of what is stated; another writer of the index may."""
    stated, other = triple(":a :within :b ."), triple(":a :part :b .")
    axiom = triple(":part rdfs:subPropertyOf :within .")
    path = tmp_path / "index"
    graphs = {str(GRAPH["x/plan"]): [stated, other], str(GRAPH["ontology"]): [axiom]}
    explain_index.write(path, graphs, [Derivation(stated, "prp-spo1", (axiom, other))])
    with open_index(path) as index:
        found = origin(index, stated)
        assert found is not None
        assert (found.basis, found.rule, found.premises) == (
            "declared",
            "prp-spo1",
            (axiom, other),
        )
        explained = explain(index, stated)
        assert explained is not None
        assert set(explained.origins) == {stated, other, axiom}


def test_a_circle_ends(tmp_path: Path) -> None:
    """No build writes one; if a file holds one all the same, nothing hangs."""
    one, other = triple(":a :p :b ."), triple(":b :p :a .")
    path = tmp_path / "index"
    explain_index.write(
        path, {}, [Derivation(one, "prp-symp", (other,)), Derivation(other, "prp-symp", (one,))]
    )
    with open_index(path) as index:
        found = explain(index, one)
        assert found is not None
        assert set(found.origins) == {one, other}


def test_a_mapping_explains_its_triple(tmp_path: Path) -> None:
    places = DATA + (
        f":b prov:wasDerivedFrom <{PLAN}20,21> . :item prov:wasDerivedFrom <{PLAN}40,44> ."
    )
    with small(tmp_path, ontology=SCHEMA, x_plan=places, mappings=MAPPING) as index:
        found = _origin(index, ":b :answers :item .")
        assert found.basis == "curated"
        assert found.places == (f"<{PLAN}20,21>",)
        assert found.value_places == (f"<{PLAN}40,44>",)
        (ground,) = found.grounds
        assert ground.node == "<http://e.example/m>"
        told = [(p.rpartition("#")[2].rpartition("/")[2][:-1], o) for p, o in ground.facts]
        assert told == [
            ("justification", '"Same words."@en'),
            ("justification", '"同じ語を用いる。"@ja'),
            ("confidence", '"0.8"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
            ("wasAttributedTo", "<http://e.example/me>"),
            ("created", '"2026-11-21"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ]


def test_two_mappings_of_one_triple_are_both_told(tmp_path: Path) -> None:
    second = MAPPING.replace(":m a", ":m2 a").replace(":b :answers :item .", "")
    with small(tmp_path, x_plan=DATA, mappings=MAPPING + second) as index:
        grounds = _origin(index, ":b :answers :item .").grounds
        assert [one.node[-3:-1] for one in grounds] == ["m2", "/m"]


def test_a_triple_of_the_mappings_is_curated_even_without_a_node(tmp_path: Path) -> None:
    with small(tmp_path, x_plan=DATA, mappings=":b :answers :item .") as index:
        found = _origin(index, ":b :answers :item .")
        assert (found.basis, found.grounds) == ("curated", ())


def test_a_record_that_is_our_judgement_gives_its_own_ground(tmp_path: Path) -> None:
    record = """
    :k a dxp:Correspondence ; dxp:earlierElement :a ; dxp:laterElement :b ; dxp:confidence 0.9 ;
      dxp:linkBasis <https://w3id.org/dxplan/id/link-basis/curated> ;
      dxp:justification "同名。"@ja
      ; prov:wasDerivedFrom <https://w3id.org/dxplan/source/plan#line=4,5> .
    :d a dxp:Reference ; dxp:referent :a ;
      dxp:linkBasis <https://w3id.org/dxplan/id/link-basis/declared> ;
      dxp:justification "●の印。"@ja .
    """
    with small(tmp_path, x_plan=DATA + record) as index:
        found = _origin(index, ":k dxp:earlierElement :a .")
        assert found.basis == "curated"
        assert found.grounds[0].facts[0][1] == '"同名。"@ja'
        assert len(found.grounds[0].facts) == 2
        assert (found.places, found.value_places) == ((f"<{PLAN}4,5>",), ())
        declared = _origin(index, ":d dxp:referent :a .")
        assert (declared.basis, declared.grounds) == ("declared", ())


def test_lists_are_read_even_if_they_run_in_a_circle(tmp_path: Path) -> None:
    body = ":p owl:propertyChainAxiom (:q :r) . :l rdf:first :x ; rdf:rest :l ."
    path = tmp_path / "index"
    explain_index.write(path, {str(GRAPH["ontology"]): triples(body)}, ())
    with open_index(path) as index:
        (head,) = index.values("<http://e.example/p>", _owl("propertyChainAxiom"))
        firsts = [o for _, p, o in members(index, head) if p.endswith("#first>")]
        assert firsts == ["<http://e.example/q>", "<http://e.example/r>"]
        assert len(members(index, head)) == 4
        assert len(members(index, "<http://e.example/l>")) == 2
        assert members(index, "<http://e.example/q>") == []


def _owl(name: str) -> str:
    return f"<http://www.w3.org/2002/07/owl#{name}>"
