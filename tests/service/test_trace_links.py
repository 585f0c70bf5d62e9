"""A link between two editions stands in one document's folder and may cite both documents."""

from __future__ import annotations

from pathlib import Path

from service.sources import Sources
from service.trace import Trace, read_folders, read_ontology, trace

FIXTURES = Path(__file__).parent.parent / "fixtures" / "trace"
LINKS = """\
@base <https://w3id.org/dxplan/source/town-plan> .
@prefix dxp: <https://w3id.org/dxplan/ontology#> .
@prefix id: <https://w3id.org/dxplan/id/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
id:link a dxp:Correspondence ; prov:wasDerivedFrom <#line=0,1> ,
    <odd-breaks#line=1,2> ,
    <odd-breaks#line=8,9> ,     # line 7: beyond
    <no-such-text#line=0,1> .   # line 8: unknown-document
id:note a dxp:Note ; prov:wasDerivedFrom <odd-breaks#line=1,2> .   # line 9: other-document
"""


def traced(project: Path) -> Trace:
    folder = project / "data" / "town" / "links-2024"
    folder.mkdir(parents=True)
    (folder / "links.ttl").write_text(LINKS, encoding="utf-8")
    vocabulary = read_ontology(FIXTURES / "project")
    return trace(read_folders(project)[0], Sources(FIXTURES / "sources"), vocabulary)


def test_only_a_link_cites_another_document_and_its_lines_are_checked(tmp_path: Path) -> None:
    found = traced(tmp_path)
    assert (found.source, found.resources) == ("town-plan", 2)
    assert [(f.line, f.code) for f in found.findings] == [
        (7, "beyond"),
        (8, "unknown-document"),
        (9, "other-document"),
    ]
