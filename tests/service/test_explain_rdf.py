"""Explanations as RDF and JSON: complete enough that a stranger can replay them."""

from __future__ import annotations

import json
from itertools import permutations
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from rdflib import DCTERMS, OWL, PROV, RDF, RDFS, Graph, Literal, Node, URIRef

from service import explain_rdf
from service.explain import DEEPEST, Explanation, explain
from service.explain_index import Index
from service.explain_terms import node
from service.formats import GRAPHS
from service.namespaces import BASE, DXP, GRAPH, ID
from service.reasoning import Derivation
from service.terms import nt_triple
from tests.service.explaining import DATA, MAPPING, SCHEMA, small, triple
from tests.service.rl_rules import Triple, follows
from tests.service.test_reasoning import CONCLUSIONS

FORMS = {"turtle": "turtle", "ntriples": "nt", "jsonld": "json-ld", "rdfxml": "xml"}
PLACE = "https://w3id.org/dxplan/source/plan#line="


def _explained(index: Index, turtle: str, depth: int = DEEPEST) -> Explanation:
    found = explain(index, triple(turtle), depth)
    assert found is not None
    return found


def _written(index: Index, explanation: Explanation, name: str) -> Graph:
    form = next(form for form in GRAPHS if form.names[0] == name)
    content = explain_rdf.write(index, explanation, form)
    return Graph().parse(data=content, format=FORMS[name])


def _reified(graph: Graph, axiom: Node) -> Triple:
    ends = (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
    s, p, o = (graph.value(axiom, end, any=False) for end in ends)
    assert s is not None
    assert p is not None
    assert o is not None
    return nt_triple((s, p, o))


def _replay(graph: Graph) -> int:
    """Replay every step that a graph describes, from the graph alone."""
    lists = [nt_triple(t) for t in graph if t[1] in (RDF.first, RDF.rest)]
    steps = 0
    for axiom, activity in graph.subject_objects(PROV.wasGeneratedBy):
        used = set(graph.objects(activity, PROV.used))
        derived = set(graph.objects(axiom, PROV.wasDerivedFrom))
        assert used == {place for place in derived if str(place).startswith(BASE + "explain?")}
        plan = graph.value(graph.value(activity, PROV.qualifiedAssociation), PROV.hadPlan)
        rule = str(plan).removeprefix(ID["rule/"])
        premises = {_reified(graph, one) for one in used}
        assert _follows_in_some_order(_reified(graph, axiom), rule, premises, lists)
        assert (axiom, DXP.linkBasis, ID["link-basis/inferred"]) in graph
        steps += 1
    return steps


def _follows_in_some_order(
    conclusion: Triple, rule: str, premises: set[Triple], lists: list[Triple]
) -> bool:
    """RDF has no order; some order of the premises must fit the rule."""

    return any(
        follows(Derivation(conclusion, rule, order), lists) for order in permutations(premises)
    )


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its use of its own classes
@pytest.mark.parametrize("name", FORMS)
def test_steps_replay_from_the_document_alone(tmp_path: Path, name: str) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        graph = _written(index, _explained(index, ":a :within :c ."), name)
        assert _replay(graph) == 3
        assert len(set(graph.subjects(RDF.type, OWL.Axiom))) == 7


def test_steps_of_every_rule_replay_from_the_document_alone(tmp_path: Path) -> None:
    replayed = set()
    for number, (rule, body, _) in enumerate(CONCLUSIONS):
        with small(tmp_path / str(number), x_plan=body) as index:
            for wanted in index.conclusions():
                found = explain(index, wanted)
                assert found is not None
                if any(term.startswith("_:") for term in wanted) and rule == "prp-spo2":
                    continue  # a chain over [owl:inverseOf]: RDF has no blank predicate
                if not any(o.triple[1].startswith("_:") for o in found.origins.values()):
                    assert _replay(_written(index, found, "turtle")) >= 1
                    replayed.add(rule)
    assert len(replayed) == 39


def test_a_stated_triple_names_graph_lines_and_basis(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        graph = _written(index, _explained(index, ":a :part :b ."), "turtle")
        me = explain_rdf.address(triple(":a :part :b ."))
        assert set(graph.objects(me, PROV.wasDerivedFrom)) == {
            URIRef(PLACE + "1,3"),
            URIRef(PLACE + "9,10"),
        }
        assert graph.value(me, DCTERMS.isPartOf) == GRAPH["x/plan"]
        assert graph.value(me, DXP.linkBasis) == ID["link-basis/declared"]
        assert set(graph.objects(me, RDFS.label)) == {
            Literal("「甲」の「部分」は「乙」", lang="ja"),
            Literal("“A” – “part”: “B”", lang="en"),
        }
        axiom = _written(index, _explained(index, ":within a owl:TransitiveProperty ."), "turtle")
        assert list(axiom.objects(None, DXP.linkBasis)) == []


def test_a_mapping_comes_with_its_ground(tmp_path: Path) -> None:
    with small(tmp_path, x_plan=DATA, mappings=MAPPING) as index:
        graph = _written(index, _explained(index, ":b :answers :item ."), "turtle")
        me = explain_rdf.address(triple(":b :answers :item ."))
        mapping = URIRef("http://e.example/m")
        assert graph.value(me, DXP.linkBasis) == ID["link-basis/curated"]
        assert graph.value(me, PROV.wasInfluencedBy) == mapping
        assert len(list(graph.objects(mapping, DXP.justification))) == 2
        assert URIRef("http://e.example/n") not in set(graph.all_nodes())


def test_the_address_leads_back_to_the_same_triple() -> None:

    wanted = triple(':a :note "目 & = ? # +"@ja .')
    query = parse_qs(urlsplit(explain_rdf.address(wanted)).query, strict_parsing=True)
    assert tuple(query[name][0] for name in "spo") == wanted


def test_the_same_explanation_is_the_same_document(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        form = next(form for form in GRAPHS if form.names[0] == "ntriples")
        found = [
            sorted(
                explain_rdf.write(index, _explained(index, ":a :within :c ."), form).split(b"\n")
            )
            for _ in range(2)
        ]
        assert found[0] == found[1]


def test_json_names_premises_by_number(tmp_path: Path) -> None:
    with small(tmp_path, ontology=SCHEMA, x_plan=DATA) as index:
        content = json.loads(explain_rdf.write_json(index, _explained(index, ":a :within :c .")))
        assert content["complete"] is True
        assert [step["id"] for step in content["steps"]] == list(range(7))
        root = content["steps"][0]
        assert content["triple"] == root["triple"]
        assert (root["rule"], root["basis"], root["premises"]) == (
            "prp-trp",
            ["inferred"],
            [1, 2, 3],
        )
        stated = [step for step in content["steps"] if "declared" in step["basis"]]
        assert sorted(len(step["places"]) for step in stated) == [0, 2]
        assert root["sentence"]["en"] == "“A” – “within”: “C”"
        assert {node(root["triple"]["s"])} == {URIRef("http://e.example/a")}
        short = explain_rdf.write_json(index, _explained(index, ":a :within :c .", 0))
        assert json.loads(short)["complete"] is False
        assert json.loads(short)["steps"][0]["premises"] == []
