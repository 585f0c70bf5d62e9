"""The vocabulary of SHACL: which names exist, which are parameters, which are paths.

From the Recommendation "Shapes Constraint Language (SHACL)" of 20 July 2017, sections 1
to 6 and appendix B. What only "SHACL Advanced Features" and "SHACL JavaScript
Extensions" define (rules, functions, SPARQL targets, scripts) is left out on purpose:
our validation never runs it, so a shape that uses it would pass in silence.

Data only. Must not know graphs or files.
"""

from __future__ import annotations

from typing import Final

# section 2.1: what a shape may say about itself; 2.3.2: for people, not for validation
_SHAPES: Final = (
    "Shape NodeShape PropertyShape targetClass targetNode targetObjectsOf targetSubjectsOf "
    "severity message deactivated path property "
    "name description order group PropertyGroup defaultValue"
)
# section 2.3.1
PATHS: Final = frozenset(
    {"alternativePath", "inversePath", "oneOrMorePath", "zeroOrMorePath", "zeroOrOnePath"}
)
# section 3: validation and its report; 3.1 to 3.4 for the graphs
_REPORT: Final = (
    "AbstractResult ValidationReport ValidationResult Severity Info Warning Violation "
    "conforms result resultPath resultSeverity resultMessage focusNode value detail "
    "sourceShape sourceConstraint sourceConstraintComponent "
    "shapesGraph shapesGraphWellFormed suggestedShapesGraph entailment"
)
# section 4: constraint component -> its parameters; the first is mandatory
COMPONENTS: Final[dict[str, tuple[str, ...]]] = {
    "ClassConstraintComponent": ("class",),
    "DatatypeConstraintComponent": ("datatype",),
    "NodeKindConstraintComponent": ("nodeKind",),
    "MinCountConstraintComponent": ("minCount",),
    "MaxCountConstraintComponent": ("maxCount",),
    "MinExclusiveConstraintComponent": ("minExclusive",),
    "MinInclusiveConstraintComponent": ("minInclusive",),
    "MaxExclusiveConstraintComponent": ("maxExclusive",),
    "MaxInclusiveConstraintComponent": ("maxInclusive",),
    "MinLengthConstraintComponent": ("minLength",),
    "MaxLengthConstraintComponent": ("maxLength",),
    "PatternConstraintComponent": ("pattern", "flags"),
    "LanguageInConstraintComponent": ("languageIn",),
    "UniqueLangConstraintComponent": ("uniqueLang",),
    "EqualsConstraintComponent": ("equals",),
    "DisjointConstraintComponent": ("disjoint",),
    "LessThanConstraintComponent": ("lessThan",),
    "LessThanOrEqualsConstraintComponent": ("lessThanOrEquals",),
    "NotConstraintComponent": ("not",),
    "AndConstraintComponent": ("and",),
    "OrConstraintComponent": ("or",),
    "XoneConstraintComponent": ("xone",),
    "NodeConstraintComponent": ("node",),
    "PropertyConstraintComponent": ("property",),
    "QualifiedMinCountConstraintComponent": (
        "qualifiedMinCount",
        "qualifiedValueShape",
        "qualifiedValueShapesDisjoint",
    ),
    "QualifiedMaxCountConstraintComponent": (
        "qualifiedMaxCount",
        "qualifiedValueShape",
        "qualifiedValueShapesDisjoint",
    ),
    "ClosedConstraintComponent": ("closed", "ignoredProperties"),
    "HasValueConstraintComponent": ("hasValue",),
    "InConstraintComponent": ("in",),
    # section 5
    "SPARQLConstraintComponent": ("sparql",),
}
# section 4.1.3
NODE_KINDS: Final = (
    "NodeKind",
    "BlankNode",
    "IRI",
    "Literal",
    "BlankNodeOrIRI",
    "BlankNodeOrLiteral",
    "IRIOrLiteral",
)
# sections 5 and 6: constraints and constraint components in SPARQL
_SPARQL: Final = (
    "SPARQLConstraint SPARQLExecutable SPARQLSelectExecutable SPARQLAskExecutable select ask "
    "prefixes declare prefix namespace PrefixDeclaration "
    "ConstraintComponent Parameterizable Parameter parameter optional labelTemplate "
    "Validator SPARQLSelectValidator SPARQLAskValidator validator nodeValidator propertyValidator "
    "ResultAnnotation resultAnnotation annotationProperty annotationVarName annotationValue"
)

PARAMETERS: Final = frozenset(p for names in COMPONENTS.values() for p in names)
_PARAMETER_SHAPES: Final = frozenset(
    f"{component}-{parameter}" for component, names in COMPONENTS.items() for parameter in names
)

TERMS: Final = (
    frozenset(_SHAPES.split())
    | PATHS
    | frozenset(_REPORT.split())
    | frozenset(COMPONENTS)
    | PARAMETERS
    | _PARAMETER_SHAPES
    | frozenset(NODE_KINDS)
    | frozenset(_SPARQL.split())
)
