"""Every rule of the code has a concept; every one of OWL a sentence; there is none too many."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from types import ModuleType

import pytest
from rdflib import RDF, SKOS, Graph, Literal

from service import own_rules, rules, schema_rules
from service.namespaces import ID
from service.texts_explain import NAMES, STEPS, TEXTS, TRIPLES, Both
from tests.service.rl_rules import ALL_RULES

RULE = re.compile(r"(?:eq|prp|cls|cax|dt|scm)-[a-z0-9]+|dxp-[a-z0-9-]+")


def _in_code(*modules: ModuleType) -> set[str]:
    """Texts of modules that are names of rules and nothing else."""
    found: set[str] = set()
    for module in modules:
        assert module.__file__
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        found |= {
            part.value
            for part in ast.walk(tree)
            if isinstance(part, ast.Constant)
            and isinstance(part.value, str)
            and RULE.fullmatch(part.value)
        }
    return found


@pytest.fixture(scope="module")
def scheme(project: Path) -> Graph:
    return Graph().parse(project / "ontology" / "schemes" / "rule.ttl", format="turtle")


def test_the_scheme_is_the_rules_of_the_code(scheme: Graph) -> None:
    concepts = set(scheme.subjects(RDF.type, SKOS.Concept))
    notations = {str(scheme.value(concept, SKOS.notation)) for concept in concepts}
    assert notations == _in_code(rules, schema_rules) | set(own_rules.RULES)
    assert _in_code(rules, schema_rules) == ALL_RULES
    assert len(notations) == len(concepts) >= 40
    for concept in concepts:
        assert concept == ID[f"rule/{scheme.value(concept, SKOS.notation)}"]


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition])
def test_every_rule_speaks_both_languages(scheme: Graph, predicate: object) -> None:
    for concept in scheme.subjects(RDF.type, SKOS.Concept):
        texts = [t for t in scheme.objects(concept, predicate) if isinstance(t, Literal)]  # type: ignore[arg-type]
        assert sorted(str(text.language) for text in texts) == ["en", "ja"]
    labels = list(scheme.objects(None, predicate))  # type: ignore[arg-type]
    assert len(set(labels)) == len(labels) >= 2 * 40


def test_every_rule_has_a_sentence() -> None:
    assert set(STEPS) == _in_code(rules, schema_rules)


def _places(text: str) -> set[str]:
    return set(re.findall(r"{(\w+)}", text))


@pytest.mark.parametrize(
    ("sentences", "allowed"),
    [(STEPS, {"a", "b"}), (TRIPLES, {"s", "o"}), (NAMES, set()), (TEXTS, None)],
)
def test_both_languages_say_the_same_things(
    sentences: dict[str, Both], allowed: set[str] | None
) -> None:
    assert len(sentences) > 15
    for name, (ja, en) in sentences.items():
        assert _places(ja) == _places(en), name
        assert allowed is None or _places(ja) <= allowed, name
        assert not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]", en), name
