"""The catalogue keeps to DCAT-AP, tells the truth about the downloads, and is found by crawlers."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from pyshacl import validate
from rdflib import (
    DCAT,
    DCTERMS,
    FOAF,
    RDF,
    RDFS,
    SH,
    SKOS,
    VOID,
    Graph,
    Literal,
    Namespace,
    URIRef,
)
from rdflib.term import Node

from service import catalogue_rdf, create_app
from service.config import PROJECT
from service.engine_direct import DirectEngine
from tests.service.serving import asking, settings, write_build
from tests.service.test_pages import Page, check_markup

SHAPES: Final = PROJECT.parent / "shared" / "w3c" / "dcat-ap-3.0.1"
BASE: Final = "https://w3id.org/dxplan/"
VCARD: Final = Namespace("http://www.w3.org/2006/vcard/ns#")
CATALOGUE: Final = URIRef(f"{BASE}catalog")
FORMS: Final = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
SITEMAP: Final = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def client(built: Path) -> Iterator[FlaskClient]:
    """The service on the whole graph, behind a proxy, with all that an operator may set."""
    told = {"public_url": "https://example.org/dx", "contact": "dx@example.org"}
    with asking(built.parent.parent, **told) as client:
        yield client


@pytest.fixture(scope="module")
def graph(client: FlaskClient) -> Graph:
    """The catalogue."""
    return Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")


# DCAT-AP 3.0.1 in our own words: what each thing must have, what it should, and of what there is at
# most one; with the class of what a property leads to, or nothing where it is a literal
MUST: Final[dict[URIRef, dict[URIRef, URIRef | None]]] = {
    DCAT.Catalog: {DCTERMS.title: None, DCTERMS.description: None, DCTERMS.publisher: FOAF.Agent},
    DCAT.Dataset: {DCTERMS.title: None, DCTERMS.description: None},
    DCAT.Distribution: {DCAT.accessURL: RDFS.Resource},
    DCAT.DataService: {DCTERMS.title: None, DCAT.endpointURL: RDFS.Resource},
    FOAF.Agent: {FOAF.name: None},
    catalogue_rdf.SPDX.Checksum: {
        catalogue_rdf.SPDX.algorithm: RDFS.Resource,
        catalogue_rdf.SPDX.checksumValue: None,
    },
}
SHOULD: Final[dict[URIRef, dict[URIRef, URIRef | None]]] = {
    DCAT.Catalog: {
        DCAT.dataset: DCAT.Dataset,
        DCTERMS.issued: None,
        DCTERMS.modified: None,
        DCTERMS.language: DCTERMS.LinguisticSystem,
        DCTERMS.license: DCTERMS.LicenseDocument,
        DCTERMS.spatial: DCTERMS.Location,
        DCAT.themeTaxonomy: SKOS.ConceptScheme,
        FOAF.homepage: FOAF.Document,
    },
    DCAT.Dataset: {
        DCAT.distribution: DCAT.Distribution,
        DCAT.keyword: None,
        DCTERMS.publisher: FOAF.Agent,
        DCTERMS.spatial: DCTERMS.Location,
        DCAT.theme: SKOS.Concept,
        DCAT.contactPoint: VCARD.Kind,
    },
    DCAT.Distribution: {
        DCTERMS.description: None,
        DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
        DCTERMS.license: DCTERMS.LicenseDocument,
        URIRef("http://data.europa.eu/r5r/availability"): SKOS.Concept,
    },
    DCAT.DataService: {
        DCAT.endpointDescription: RDFS.Resource,
        DCAT.keyword: None,
        DCTERMS.publisher: FOAF.Agent,
        DCAT.servesDataset: DCAT.Dataset,
        DCAT.theme: SKOS.Concept,
        DCAT.contactPoint: VCARD.Kind,
    },
}
ONE: Final = (
    *(DCTERMS.publisher, DCTERMS.license, DCTERMS.issued, DCTERMS.modified, FOAF.homepage),
    *(DCTERMS["format"], DCAT.byteSize, DCAT.mediaType, DCTERMS.accessRights),
    *(DCTERMS.accrualPeriodicity, catalogue_rdf.SPDX.checksumValue),
)


def lacking(graph: Graph) -> list[str]:
    """What a catalogue lacks of what it must or should have, has too often, or is of no class."""
    found = []
    for rules in (MUST, SHOULD):
        for kind, properties in rules.items():
            for node in graph.subjects(RDF.type, kind):
                for prop, wanted in properties.items():
                    values = list(graph.objects(node, prop))
                    right = [each for each in values if _is(graph, each, wanted)]
                    if not values or len(right) < len(values):
                        found.append(f"{prop} of {node}")
    for prop in ONE:
        for node in set(graph.subjects(prop)):
            if len(list(graph.objects(node, prop))) > 1:
                found.append(f"{prop} of {node} is there twice")
    return found


def _is(graph: Graph, value: Node, wanted: URIRef | None) -> bool:
    if wanted is None or isinstance(value, Literal):
        return wanted is None and isinstance(value, Literal)
    return wanted == RDFS.Resource or (value, RDF.type, wanted) in graph


def test_what_dcat_ap_asks_for(graph: Graph) -> None:
    """All that is mandatory and recommended is there."""
    for kind, fewest in ((DCAT.Dataset, 17), (DCAT.Distribution, 150), (DCAT.DataService, 1)):
        assert len(list(graph.subjects(RDF.type, kind))) >= fewest
    assert lacking(graph) == []
    for kind, properties in MUST.items():
        for prop in properties:
            broken = Graph() + graph
            broken.remove((next(graph.subjects(RDF.type, kind)), prop, None))
            assert len(lacking(broken)) == 1, prop
    broken = Graph() + graph
    broken.add((CATALOGUE, DCTERMS.license, Literal("CC BY 4.0")))
    assert len(lacking(broken)) == 2


def test_a_contact_is_there_only_where_one_is_set(
    client: FlaskClient, graph: Graph, built: Path
) -> None:
    mail = URIRef("mailto:dx@example.org")
    assert [str(each) for each in graph.subjects(VCARD.hasEmail, mail)] == [
        "https://example.org/dx/catalog#contact"
    ]
    assert '<a href="mailto:dx@example.org">問合せ・誤りの連絡</a>' in client.get("/").text
    with asking(built.parent.parent, contact="https://example.org/contact") as other:
        found = Graph().parse(data=other.get("/catalog.ttl").data, format="turtle")
        assert len(list(found.objects(None, VCARD.hasURL))) == 1
    with asking(built.parent.parent) as silent:
        assert "contactPoint" not in silent.get("/catalog.ttl").text
        assert "mailto:" not in silent.get("/").text


@pytest.mark.parametrize("name", ["shapes", "range", "deprecateduris"])
def test_dcat_ap(graph: Graph, name: str) -> None:
    """The catalogue is valid against the shapes of DCAT-AP 3.0.1."""
    if not SHAPES.is_dir():
        pytest.skip(f"no shapes of DCAT-AP in {SHAPES}")
    shapes = Graph().parse(SHAPES / f"{name}.ttl", format="turtle")
    conforms, _, text = validate(graph, shacl_graph=shapes, advanced=True)
    assert conforms, text
    broken = Graph() + graph
    broken.remove((CATALOGUE, DCTERMS.title, None))
    broken.set((CATALOGUE, DCTERMS.license, URIRef("x:y")))
    broken.add((CATALOGUE, URIRef("http://www.w3.org/ns/adms#status"), Literal("x")))
    if name != "deprecateduris":
        assert not validate(broken, shacl_graph=shapes, advanced=True)[0]


def test_controlled_vocabularies(graph: Graph) -> None:
    """Nothing but two rules that nobody outside the EU's own bodies can keep is broken.

    The publisher is no EU body; and the algorithm's IRI begins with http, as SPDX defines it,
    where the shape asks for https.
    """
    if not SHAPES.is_dir():
        pytest.skip(f"no shapes of DCAT-AP in {SHAPES}")
    shapes = Graph().parse(SHAPES / "mdr-vocabularies.shape.ttl", format="turtle")
    report = validate(graph, shacl_graph=shapes, advanced=True)[1]
    paths = {str(report.value(each, SH.resultPath)) for each in report.subjects(SH.focusNode)
             if (None, SH.detail, each) not in report}  # fmt: skip
    assert paths == {"http://spdx.org/rdf/terms#algorithm", str(DCTERMS.publisher)}


def test_datasets(graph: Graph, built: Path) -> None:
    """One dataset for each named graph with its true size, and what is derived from them."""
    manifest = json.loads((built / "manifest.json").read_text(encoding="utf-8"))
    listed = {str(each) for each in graph.objects(CATALOGUE, DCAT.dataset)}
    assert {each for each in listed if each.startswith(BASE)} == set(manifest["graphs"])
    others = {each.rpartition("#")[2] for each in listed if not each.startswith(BASE)}
    assert others == {"dataset", "tables", "stratml"}
    for name, triples in manifest["graphs"].items():
        assert graph.value(URIRef(name), VOID.triples).toPython() == triples  # type: ignore[union-attr]
    for dataset in listed:
        for tongue in ("ja", "en"):
            titles = graph.objects(URIRef(dataset), DCTERMS.title)
            assert any(getattr(each, "language", "") == tongue for each in titles), dataset
        assert (URIRef(dataset), DCTERMS.license, None) in graph
        assert (URIRef(dataset), DCTERMS.modified, None) in graph


def test_periods(graph: Graph) -> None:
    """The years that each plan says it is for; the report of progress is no plan."""
    found = {
        str(dataset).removeprefix(f"{BASE}graph/"): tuple(
            str(graph.value(period, prop)) for prop in (DCAT.startDate, DCAT.endDate)
        )
        for dataset, period in graph.subject_objects(DCTERMS.temporal)
    }
    assert found == {
        "chiyoda/committee-2024-11": ("2025-04-01", "2031-03-31"),
        "chuo/strategy-2024": ("2024-04-01", "2027-03-31"),
        "nakano/plan-2-draft-2021": ("2021-04-01", "2026-03-31"),
        "taito/plan-2021": ("2021-04-01", "2026-03-31"),
    }


def test_distributions_are_there(graph: Graph, client: FlaskClient) -> None:
    """Every address can be downloaded and has the size and checksum that the catalogue says."""
    spdx = catalogue_rdf.SPDX
    count = 0
    for node in graph.subjects(RDF.type, DCAT.Distribution):
        url = str(graph.value(node, DCAT.downloadURL))
        assert url.startswith("https://example.org/dx/download/")
        size = graph.value(node, DCAT.byteSize)
        total = graph.value(graph.value(node, spdx.checksum), spdx.checksumValue)
        path = urlsplit(url).path.removeprefix("/dx")
        with client.get(path, headers={"Accept-Encoding": "identity"}) as reply:
            assert reply.status_code == 200, path
            assert len(reply.data) == int(str(size))
            assert hashlib.sha256(reply.data).hexdigest() == str(total)
        media = str(graph.value(node, DCAT.mediaType)).removeprefix(
            "https://www.iana.org/assignments/media-types/"
        )
        assert reply.mimetype == ("application/gzip" if path.endswith(".gz") else media)
        count += 1
    assert count > 150


def test_service(graph: Graph) -> None:
    """The endpoint serves every graph; VoID is linked."""
    service = URIRef("https://example.org/dx/sparql")
    assert graph.value(service, DCAT.endpointURL) == service
    served = set(graph.objects(service, DCAT.servesDataset))
    assert URIRef(f"{service}#dataset") in served
    assert len(served) > 14
    assert (CATALOGUE, None, URIRef("https://example.org/dx/.well-known/void")) in graph


def test_formats(client: FlaskClient, graph: Graph) -> None:
    """Every format says the same; the thing leads to a document; entity tags hold."""
    turtle = list(ox.parse(client.get("/catalog.ttl").data, format=ox.RdfFormat.TURTLE))
    for suffix, form in FORMS.items():
        reply = client.get(f"/catalog.{suffix}")
        read = {str(quad.triple) for quad in ox.parse(reply.data, format=form)}
        assert len(read) == len(graph), suffix
        assert read == {str(quad.triple) for quad in turtle}, suffix
        again = client.get(f"/catalog.{suffix}", headers={"If-None-Match": reply.headers["ETag"]})
        assert again.status_code == 304
    for accept, suffix in (("text/turtle", "ttl"), ("text/html", "html"), ("", "html")):
        reply = client.get("/catalog", headers={"Accept": accept})
        assert (reply.status_code, reply.headers["Location"]) == (303, f"/catalog.{suffix}")
    assert client.get("/catalog", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/catalog.exe").status_code == 404


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("path", ["/catalog.html", "/download/"])
def test_pages(client: FlaskClient, path: str, language: str) -> None:
    """Usable by everybody, and small."""
    reply = client.get(f"{path}?lang={language}", headers={"Accept-Encoding": "gzip"})
    assert len(reply.data) < 150_000
    page = Page(gzip.decompress(reply.data).decode())
    check_markup(page, language)
    for each in page.all("a"):
        if each.get("href", "").startswith("/download/"):
            with client.head(each["href"]) as there:
                assert there.status_code in (200, 307), each["href"]


def test_data_for_search_engines(client: FlaskClient) -> None:
    """Home and catalogue describe the dataset in schema.org's terms."""
    for path in ("/", "/catalog.html"):
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>',
                          client.get(path).get_data(as_text=True), re.DOTALL)  # fmt: skip
        assert found is not None, path
        data = json.loads(found[1])
        assert (data["@type"], data["@id"]) == ("Dataset", str(CATALOGUE))
        assert 50 <= len(data["description"]) <= 5000
        for each in data["distribution"]:
            address = each["contentUrl"].removeprefix("https://example.org/dx")
            with client.get(address, follow_redirects=True) as reply:
                assert reply.status_code == 200


def test_sitemap(client: FlaskClient) -> None:
    """The index leads to parts; what they list is there, in two languages."""
    index = ElementTree.fromstring(client.get("/sitemap.xml").data)  # noqa: S314  our own
    listed: list[str] = []
    for loc in index.iter(f"{SITEMAP}loc"):
        reply = client.get((loc.text or "").removeprefix("https://example.org/dx"))
        assert len(gzip.compress(reply.data)) < 150_000
        part = ElementTree.fromstring(reply.data)  # noqa: S314  our own
        for url in part.iter(f"{SITEMAP}url"):
            listed.append(url.findtext(f"{SITEMAP}loc", "").removeprefix("https://example.org/dx"))
            assert len(url) == 3
    assert len(listed) == len(set(listed)) > 3000
    for folder, fewest in {
        "/shapes/": 150,
        "/queries/": 70,
        "/explore": 20,
        "/ontology": 20,
    }.items():
        assert sum(path.startswith(folder) for path in listed) > fewest, folder
    for path in (*listed[:6], *listed[6:300:25], *listed[300::250]):
        assert client.get(path).status_code == 200, path
    assert client.get("/sitemap-0.xml").status_code == 404
    assert client.get("/sitemap-999.xml").status_code == 404
    robots = client.get("/robots.txt").get_data(as_text=True)
    assert "Sitemap: https://example.org/dx/sitemap.xml" in robots


def test_without_files(tmp_path: Path) -> None:
    """Where the data are on another server, the catalogue has no distributions."""
    write_build(tmp_path, "first")
    config = settings(tmp_path)
    app = create_app(config)
    app.extensions["dxplan-engine"].close()

    class Elsewhere(DirectEngine):
        def build(self):  # type: ignore[no-untyped-def]
            found = super().build()
            return type(found)(found.version, found.graphs, None)

    app.extensions["dxplan-engine"] = engine = Elsewhere(config)
    client = app.test_client()
    reply = client.get("/catalog.nt")
    assert reply.status_code == 200
    assert b"Distribution" not in reply.data
    assert client.get("/download/").status_code == 404
    engine.close()


RULE: Final = re.compile(r"(?m)^RewriteRule (\S+) (\S+) \[R=(\d+),L(?:,QSA)?\]$")


def test_rules_of_w3id(client: FlaskClient) -> None:
    """IRIs of every kind are led to an address of the service that answers."""
    text = (PROJECT / "docs" / "w3id" / ".htaccess").read_text(encoding="utf-8")
    rules = [(re.compile(pattern), target, code) for pattern, target, code in RULE.findall(text)]
    assert len(rules) == text.count("\nRewriteRule ") - 1  # the other one sets the address
    kinds = {
        "": 302, "ontology": 303, "ontology/0.1.0": 303, "ontology.ttl": 302, "catalog": 303,
        "id/chuo/strategy-2024/initiative/01-01": 303, "id/level": 303, "graph/policies": 303,
        "source/chuo-dx-strategy-2024": 303, "shapes/Indicator-direction": 303,
        "queries/measures/tree-of-a-plan": 303, "mappings/themes": 303, "sparql": 302,
        "catalog.jsonld": 302, ".well-known/void": 302, "download/dxplan.trig": 302, "shapes": 302,
        "queries": 302,
    }  # fmt: skip
    for path, code in kinds.items():
        found = next((rule, rule[0].search(path)) for rule in rules if rule[0].search(path))
        (_, target, given), match = found
        assert match is not None
        assert int(given) == code, path
        address = target.removeprefix("%{ENV:DXPLAN}").replace(
            "$1", match[1] if "$1" in target else ""
        )
        with client.get(address, headers={"Accept": "text/html"}, follow_redirects=True) as reply:
            assert reply.status_code in (200, 406), (path, reply.status_code)
    assert not any(rule[0].search("id/") or rule[0].search("nothing") for rule in rules)
