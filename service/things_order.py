"""In which order a page tells what is known of a thing, and what it need not say twice.

Rows of names only. A property that stands in no row comes after those that do, by its label.
Must not know pages or queries.
"""

from __future__ import annotations

from typing import Final

from service.namespaces import PREFIXES

_READING: Final = """
dxp:printedNumber dxp:printedLabel dxp:ownLevel dxp:level dxp:printedMark dxp:designation
dxp:summary skos:definition rdfs:comment dcterms:description dxp:parent dxp:inEdition dxp:editionOf
dxp:versionOf dxp:itemOf dxp:indicatorOf dxp:componentOf dxp:unitOf dxp:systemPartOf skos:inScheme
skos:topConceptOf skos:broader skos:narrower skos:related dxp:theme dxp:policyField dxp:policyKind
dxp:versionNumber dxp:periodNumber dxp:editionStatus dxp:availability dxp:issuedBy dxp:printedDate
dcterms:issued dcterms:date dxp:firstFiscalYear dxp:lastFiscalYear dxp:openEnded dxp:fiscalYear
dxp:fiscalYearPart dxp:date dxp:startDate dxp:endDate dxp:asOfDate dxp:formerFiscalYear
dxp:newFiscalYear dxp:formerDate dxp:newDate dxp:valueKind dxp:printedValue dxp:numericValue
dxp:unit dxp:lowerBound dxp:upperBound dxp:fractionNumerator dxp:fractionDenominator
dxp:quantityKind dxp:direction dxp:indicatorRole dxp:numeratorDefinition dxp:denominatorDefinition
dxp:phase dxp:scheduleQualifier dxp:status dxp:responsibleUnit dxp:responsibleBody dxp:role
dxp:roleHolder dxp:roleIn dxp:performedBy dxp:operatedBy dxp:relationKind dxp:referent
dxp:respondsTo dxp:referrer dxp:provision dxp:answers dxp:declaredToAnswer dxp:curatedToAnswer
dxp:inferredToAnswer dxp:answersFor dxp:alignedWith dxp:refersTo dxp:changeKind dxp:earlierElement
dxp:laterElement dxp:precededBy dxp:hasPredecessor owl:annotatedSource owl:annotatedProperty
owl:annotatedTarget dxp:comparability dxp:missingAspect dxp:absence dxp:beneficiary
dxp:definesTerm dxp:abbreviationOf dxp:eventKind dxp:linkBasis dxp:justification dxp:confidence
dxp:certainty dxp:evidence dxp:identifierScheme dxp:identifierValue dxp:contentKind dxp:precision
dxp:cumulation dxp:cumulativeSince dxp:comparedWith skos:altLabel skos:notation skos:example
"""
# said by another row of the page, by its name, or meant for machines
_SILENT: Final = """
rdf:type rdfs:label skos:prefLabel dcterms:title dxp:unofficialLabel dxp:printedText
dxp:editorialText prov:wasDerivedFrom dxp:concerns dxp:position dxp:figureOf rdfs:isDefinedBy
"""
# statements and other records about a thing lead to it by these
_RECORDS: Final = """
dxp:concerns dxp:earlierElement dxp:laterElement dxp:identifierOf dxp:eventOf dxp:verdictOn
dxp:reasonOf owl:annotatedSource owl:annotatedTarget
"""
# cells of lists (such as the values a question takes) have no name and say nothing to a reader
_CELLS: Final = "rdf:first rdf:rest"
# in a table of statements, told together in its last column
_MINOR: Final = """
dxp:precision dxp:contentKind dxp:cumulation dxp:cumulativeSince dxp:comparedWith dxp:certainty
dxp:confidence dxp:lowerBound dxp:upperBound dxp:fractionNumerator dxp:fractionDenominator
dxp:numericValue dxp:unit dxp:printedDate dxp:printedMark dxp:fiscalYearPart dxp:firstFiscalYear
dxp:lastFiscalYear dxp:asOfDate prov:wasAttributedTo dcterms:created dxp:identifierScheme
dxp:lowestPossible dxp:highestPossible dxp:partOfFigure dxp:quantityKind dxp:pointsTo
dxp:statesSameFactAs dxp:section dxp:openEnded
"""
# from a thing upwards, for the way to it: the first that it has
_UPWARDS: Final = """
dxp:parent dxp:indicatorOf dxp:valueOf dxp:editionOf dxp:versionOf dxp:itemOf dxp:unitOf
dxp:systemPartOf dxp:optionOf dxp:stepOf dxp:procedureIn dxp:itemOfForm dxp:partOfFiscalYear
dxp:concerns dxp:laterElement skos:broader skos:inScheme dxp:reasonOf dxp:verdictIn
dxp:inEdition dcterms:isPartOf dxp:issuedBy dxp:surveyOf
"""


# when inferred: told by the way to the thing, its records or its tree
_ELSEWHERE: Final = """
dxp:ancestor dxp:ancestorElement dxp:parentElement dxp:hasResponsibility dxp:hasReference
dxp:hasPredecessor dxp:answers dxp:answeredBy dxp:verdictOn dxp:responsibleFor
"""


def _full(rows: str) -> tuple[str, ...]:
    return tuple(PREFIXES[prefix] + local for prefix, local in (n.split(":") for n in rows.split()))


READING: Final = {name: place for place, name in enumerate(_full(_READING))}
SILENT: Final = frozenset(_full(_SILENT))
RECORDS: Final = _full(_RECORDS)
CELLS: Final = frozenset(_full(_CELLS))
MINOR: Final = frozenset(_full(_MINOR))
ELSEWHERE: Final = frozenset(_full(_ELSEWHERE))
UPWARDS: Final = {name: place for place, name in enumerate(_full(_UPWARDS))}


def place(prop: str, label: str) -> tuple[int, str]:
    """Return the key to sort a property by."""
    return READING.get(prop, len(READING)), label
