"""Writes imagined municipalities as N-Quads, in the classes and properties of the real data.

Plain strings, because a nation's plans are 14 million lines. A named graph for each edition, as for
a real document; one for what all share, and one for what reasoning adds. No triple stands in
two graphs. Must not know how the municipalities come about, nor who reads the lines.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, TextIO

from service import bench_model as model
from service.bench_model import Edition, Element, Indicator, Municipality

ONTOLOGY: Final = "https://w3id.org/dxplan/ontology#"
IDS: Final = "https://w3id.org/dxplan/id/"
GRAPHS: Final = "https://w3id.org/dxplan/graph/"
_COMMON: Final = f"{GRAPHS}common"
_INFERRED: Final = f"{GRAPHS}inferred"
_LABEL: Final = "<http://www.w3.org/2000/01/rdf-schema#label>"
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_FROM: Final = "<http://www.w3.org/ns/prov#wasDerivedFrom>"
_PART: Final = "<http://purl.org/dc/terms/isPartOf>"
_PREFERRED: Final = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
_SCHEME: Final = "<http://www.w3.org/2004/02/skos/core#inScheme>"
_UNIT: Final = "<http://www.w3.org/ns/org#OrganizationalUnit>"
_INTEGER: Final = "<http://www.w3.org/2001/XMLSchema#integer>"
_ENTITY: Final = "<http://www.w3.org/ns/prov#Entity>"
_ELEMENT: Final = f"<{ONTOLOGY}PlanElement>"

Add = Callable[[str, str, str], None]


def iri(path: str) -> str:
    """Return the IRI of a thing in angle brackets."""
    return f"<{IDS}{path}>"


def term(name: str) -> str:
    """Return the IRI of a term in angle brackets."""
    return f"<{ONTOLOGY}{name}>"


def _number(value: int) -> str:
    return f'"{value}"^^{_INTEGER}'


class _Lines:
    """Lines of one municipality, by graph."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.graphs: Counter[str] = Counter()

    def into(self, graph: str) -> Add:
        """Return what adds a triple to a graph."""
        end = f" <{graph}> .\n"
        append, graphs = self.lines.append, self.graphs

        def add(subject: str, predicate: str, value: str) -> None:
            append(f"{subject} {predicate} {value}{end}")
            graphs[graph] += 1

        return add


def common() -> _Lines:
    """Return the lines of what all municipalities share."""
    lines = _Lines()
    add = lines.into(_COMMON)
    for year in {*model.YEARS, *model.TARGET_YEARS}:
        add(iri(f"fiscal-year/{year}"), _TYPE, term("FiscalYear"))
        add(iri(f"fiscal-year/{year}"), term("fiscalYearNumber"), _number(year))
    for theme in range(model.THEMES):
        add(iri(f"theme/{theme}"), _SCHEME, f"<{IDS}theme>")
        add(iri(f"theme/{theme}"), _PREFERRED, f'"主題{theme}"@ja')
    for policy in range(model.POLICIES):
        add(iri(f"policy/{policy}"), _TYPE, term("Policy"))
        add(iri(f"policy/{policy}"), _LABEL, f'"政策{policy}"@ja')
        add(iri(f"policy/{policy}"), term("policyKind"), iri(f"policy-kind/{policy % 5}"))
    return lines


def lines_of(municipality: Municipality) -> _Lines:
    """Return the lines of a municipality."""
    lines = _Lines()
    _organisation(municipality, lines)
    inferred = lines.into(_INFERRED)
    for edition in municipality.editions:
        stated = lines.into(f"{GRAPHS}{edition.path}")
        _heading(municipality, edition, stated)
        document = iri(f"{edition.path}/document")
        for element in edition.elements:
            _element(element, stated, inferred, document, municipality.path)
        for indicator in edition.indicators:
            _indicator(indicator, edition.path, stated, inferred, document)
    return lines


def _organisation(municipality: Municipality, lines: _Lines) -> None:
    add, inferred = lines.into(_COMMON), lines.into(_INFERRED)
    at = municipality.path
    add(iri(at), _TYPE, term("Municipality"))
    add(iri(at), _LABEL, f'"第{municipality.place}市"@ja')
    inferred(iri(at), _TYPE, term("Organization"))
    for office in range(model.DEPARTMENTS):
        unit = iri(f"{at}/department/{office}")
        over = at if office < model.DIVISIONS else f"{at}/department/{office % model.DIVISIONS}"
        add(unit, _TYPE, term("Department"))
        add(unit, _LABEL, f'"第{municipality.place}市 第{office}課"@ja')
        add(unit, term("unitOf"), iri(over))
        inferred(unit, _TYPE, _UNIT)
    add(iri(f"{at}/plan"), _TYPE, term("Plan"))
    add(iri(f"{at}/plan"), term("issuedBy"), iri(at))


def _heading(municipality: Municipality, edition: Edition, add: Add) -> None:
    me = iri(edition.path)
    add(me, _TYPE, term("PlanEdition"))
    add(me, _LABEL, f'"第{municipality.place}市 計画 第{edition.number}版"@ja')
    add(me, term("editionOf"), iri(f"{municipality.path}/plan"))
    if edition.number:
        before = edition.path.replace(f"-{edition.number}", f"-{edition.number - 1}")
        add(me, term("hasPredecessor"), iri(before))
    document = iri(f"{edition.path}/document")
    add(document, _TYPE, term("SourceDocument"))
    add(document, term("transcribedIn"), f"<{GRAPHS}{edition.path}>")
    add(document, term("issuedBy"), iri(municipality.path))
    add(document, term("fileName"), f'"{edition.path}.txt"')


def _passage(subject: str, path: str, printed: tuple[int, str], add: Add, document: str) -> str:
    """Add the place where something is printed; return its IRI."""
    line, text = printed
    place = iri(f"{path}/passage")
    add(subject, _FROM, place)
    add(place, _TYPE, term("Passage"))
    add(place, _PART, document)
    add(place, term("firstLine"), _number(line))
    add(place, term("lastLine"), _number(line + 1))
    add(place, term("printedText"), f'"{text}"@ja')
    return place


def _element(element: Element, add: Add, inferred: Add, document: str, at: str) -> None:
    me = iri(element.path)
    name = f"{element.topic}の取組 {element.path}"
    add(me, _TYPE, term(element.level))
    add(me, _LABEL, f'"{name}"@ja')
    add(me, term("inEdition"), iri(element.above[0]))
    add(me, term("parent"), iri(element.above[-1]))
    add(me, term("theme"), iri(f"theme/{element.theme}"))
    add(me, term("printedNumber"), f'"{element.path.rpartition("/")[2]}"')
    add(me, term("position"), _number(int(element.path.rpartition("/")[2])))
    add(me, term("unofficialLabel"), f'"{element.level} {element.path}"@en')
    add(me, term("summary"), f'"{element.topic}を進める。"@ja')
    inferred(me, _TYPE, _ELEMENT)
    inferred(me, _TYPE, _ENTITY)
    for ancestor in element.above:
        inferred(me, term("ancestor"), iri(ancestor))
    if element.earlier:
        _correspondence(element, add)
    place = _passage(me, element.path, (element.line, name), add, document)
    for office in element.offices:
        _responsibility(element, f"{at}/department/{office}", place, add, inferred)
    for policy in element.policies:
        _reference(element, policy, place, add, inferred)
    if element.status:
        _assessment(element, place, add)


def _correspondence(element: Element, add: Add) -> None:
    link = iri(f"{element.path}/correspondence")
    add(link, _TYPE, term("Correspondence"))
    add(link, term("laterElement"), iri(element.path))
    add(link, term("earlierElement"), iri(element.earlier))


def _responsibility(element: Element, office: str, place: str, add: Add, inferred: Add) -> None:
    number = office.rpartition("/")[2]
    me = iri(f"{element.path}/responsibility/{number}")
    add(me, _TYPE, term("Responsibility"))
    add(me, term("responsibilityOf"), iri(element.path))
    add(me, term("responsibleUnit"), iri(office))
    add(me, term("printedLabel"), f'"第{number}課"@ja')
    add(me, _FROM, place)
    inferred(me, term("concerns"), iri(element.path))
    inferred(iri(element.path), term("responsibleBody"), iri(office))


def _reference(element: Element, policy: int, place: str, add: Add, inferred: Add) -> None:
    me, whom = iri(f"{element.path}/reference/{policy}"), iri(f"policy/{policy}")
    add(me, _TYPE, term("PolicyReference"))
    add(me, term("referrer"), iri(element.path))
    add(me, term("referent"), whom)
    add(me, term("relationKind"), iri(f"relation-kind/{policy % 3}"))
    add(me, _FROM, place)
    inferred(me, term("concerns"), iri(element.path))
    inferred(iri(element.path), term("refersTo"), whom)


def _assessment(element: Element, place: str, add: Add) -> None:
    me = iri(f"{element.path}/assessment")
    add(me, _TYPE, term("Assessment"))
    add(me, term("assesses"), iri(element.path))
    add(me, term("status"), iri(f"status/{element.status}"))
    add(me, _FROM, place)
    if not element.explained:
        return
    change = iri(f"{element.path}/change")
    add(change, _TYPE, term("ScheduleChange"))
    add(change, term("scheduleChangeOf"), iri(element.path))
    add(change, term("summary"), f'"{element.topic}の調整に時間を要したため"@ja')
    if element.new_year:
        add(change, term("newFiscalYear"), iri(f"fiscal-year/{element.new_year}"))


def _indicator(indicator: Indicator, edition: str, add: Add, inferred: Add, document: str) -> None:
    me = iri(indicator.path)
    add(me, _TYPE, term("Indicator"))
    add(me, _LABEL, f'"指標 {indicator.path}"@ja')
    add(me, term("inEdition"), iri(edition))
    add(me, term("indicatorOf"), iri(indicator.element))
    add(me, term("unit"), iri("unit/case"))
    add(me, term("direction"), iri("direction/higher-is-better"))
    add(me, term("indicatorRole"), iri("indicator-role/outcome"))
    for kind, year, number, line in indicator.values:
        path = f"{indicator.element}/value/{kind}-{year}"
        value = iri(path)
        add(value, _TYPE, term("IndicatorValue"))
        add(value, term("valueOf"), me)
        add(value, term("valueKind"), iri(f"value-kind/{kind}"))
        add(value, term("fiscalYear"), iri(f"fiscal-year/{year}"))
        add(value, term("numericValue"), _number(number))
        add(value, term("printedValue"), f'"{number}件"@ja')
        add(value, term("unit"), iri("unit/case"))
        add(value, term("precision"), iri("precision/exact"))
        inferred(value, _TYPE, term("Figure"))
        _passage(value, path, (line, f"{number}件"), add, document)


def write(count: int, folder: Path, parts: int = 1, seed: int = model.SEED) -> list[Path]:
    """Write a build of so many municipalities, as ``dxplan serve`` reads it.

    Args:
        count: municipalities.
        folder: folder of builds (``DXPLAN_VAR``).
        parts: files to spread the lines over, for loaders that read several at once; with one
            part it is the build's own dataset.
        seed: another one gives other plans.

    Returns:
        The files.
    """
    build = folder / "builds" / f"bench-{count}"
    build.mkdir(parents=True)
    names = ["dataset.nq"] if parts == 1 else [f"part-{part}.nq" for part in range(parts)]
    paths = [build / name for name in names]
    graphs: Counter[str] = Counter()
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("w", encoding="utf-8")) for path in paths]
        for place, lines in enumerate(_all(model.municipalities(count, seed))):
            _put(files[place % parts], lines, graphs)
    total = sum(graphs.values())
    manifest = {"version": f"bench-{count}", "quads": total, "graphs": dict(graphs)}
    (build / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "current").symlink_to(Path("builds") / build.name)
    return paths


def _all(municipalities: Iterable[Municipality]) -> Iterator[_Lines]:
    yield common()
    yield from map(lines_of, municipalities)


def _put(file: TextIO, lines: _Lines, graphs: Counter[str]) -> None:
    file.write("".join(lines.lines))
    graphs.update(lines.graphs)
