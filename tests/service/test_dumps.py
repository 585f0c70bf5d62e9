"""Downloads: the same bytes for the same version, and the same statements as source and answer."""

from __future__ import annotations

import copy
import csv
import gzip
import hashlib
import io
import json
import shutil
from pathlib import Path
from typing import Final
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from csvw import CSVW
from flask.testing import FlaskClient
from rdflib import Graph

from service import csvw, dumps, repository, stratml
from service.config import PROJECT
from service.dumps import Index
from service.dumps_things import Things
from service.errors import UsageError
from tests.service import stratml_rules
from tests.service.serving import write_build

FORMS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
ID: Final = "https://w3id.org/dxplan/id/"


@pytest.fixture(scope="module")
def index(built: Path) -> Index:
    """The downloads of the whole graph."""
    return dumps.of(built / "dataset.nq")


@pytest.fixture(scope="module")
def quads(built: Path) -> list[ox.Quad]:
    """Every statement of the build."""
    path = str(built / "dataset.nq")
    return list(ox.parse(path=path, format=ox.RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def things(quads: list[ox.Quad]) -> Things:
    """The same by thing."""
    return Things(quads)


def plain(index: Index, name: str) -> bytes:
    found = index.find(name)
    assert found is not None, name
    return gzip.decompress(index.path(found).read_bytes())


def test_made_twice_the_same(index: Index, built: Path, tmp_path: Path) -> None:
    """The same dataset gives the same bytes, file by file, compressed or not."""
    again = tmp_path / built.name
    again.mkdir()
    shutil.copy(built / "dataset.nq", again)
    other = dumps.of(again / "dataset.nq")
    assert other.files == index.files
    assert len(other.files) > 90
    for file in other.files:
        assert other.path(file).read_bytes() == index.path(file).read_bytes(), file.name


def test_checksums_and_sizes(index: Index) -> None:
    """What the index and SHA256SUMS say of each file is true."""
    lines = (index.folder / dumps.SUMS).read_text(encoding="utf-8").splitlines()
    sums = {name: total for total, name in (line.split("  ") for line in lines)}
    assert len(sums) == 2 * len(index.files)
    for file in index.files:
        packed = index.path(file).read_bytes()
        content = gzip.decompress(packed)
        assert (len(content), len(packed)) == (file.size, file.packed_size)
        assert hashlib.sha256(content).hexdigest() == file.sha256 == sums[file.name]
        assert hashlib.sha256(packed).hexdigest() == sums[f"{file.name}.gz"]


def test_every_format_says_the_same(index: Index, quads: list[ox.Quad]) -> None:
    """The whole dataset is the same in every format, literals as written."""
    every = set(quads)
    for extension in ("nq", "trig", "jsonld"):
        read = ox.parse(plain(index, f"dxplan.{extension}"), format=FORMS[extension])
        assert set(read) == every, extension
    read = ox.parse(plain(index, "dxplan.ttl"), format=FORMS["ttl"])
    assert {quad.triple for quad in read} == {quad.triple for quad in every}


def test_each_graph(index: Index, quads: list[ox.Quad]) -> None:
    """A graph's files hold the statements of that graph and no others."""
    by_graph: dict[str, set[ox.Quad]] = {}
    for quad in quads:
        assert isinstance(quad.graph_name, ox.NamedNode)
        by_graph.setdefault(quad.graph_name.value, set()).add(quad)
    assert len(by_graph) > 10
    for name, expected in by_graph.items():
        slug = dumps.slug(name)
        assert set(ox.parse(plain(index, f"{slug}.trig"), format=FORMS["trig"])) == expected
        turtle = ox.parse(plain(index, f"{slug}.ttl"), format=FORMS["ttl"])
        assert {quad.triple for quad in turtle} == {quad.triple for quad in expected}


def test_source_dump_and_answer_agree(index: Index, built: Path) -> None:
    """What the files state is in the dump as written, and the store answers the same."""
    store = ox.Store.read_only(str(built / "store"))
    checked = 0
    for name in ("chuo/strategy-2024", "policies", "schemes"):
        graph = ox.NamedNode(f"https://w3id.org/dxplan/graph/{name}")
        stated = {
            quad.triple
            for file in repository.files(PROJECT)
            if str(file.graph) == graph.value and file.path.suffix == ".ttl"
            for quad in ox.parse(path=str(file.path), format=ox.RdfFormat.TURTLE)
        }
        stated = {t for t in stated if "BlankNode" not in repr(t)}
        slug = dumps.slug(graph.value)
        read = ox.parse(plain(index, f"{slug}.ttl"), format=FORMS["ttl"])
        dumped = {quad.triple for quad in read}
        assert stated <= dumped
        answered = {quad.triple for quad in store.quads_for_pattern(None, None, None, graph)}
        assert len(answered) == len(dumped)
        probe = ox.Store()
        probe.extend(ox.Quad(*triple) for triple in dumped if "BlankNode" not in repr(triple))
        assert {quad.triple for quad in probe} <= answered
        checked += len(stated)
    assert checked > 5000


def test_tables_with_a_reader_of_csvw(index: Index, tmp_path: Path) -> None:
    """A reader of CSVW finds every table valid, and as many rows as there are things."""
    read = 0
    for table in csvw.TABLES:
        for name in (f"{table.name}.csv", f"{table.name}.csv-metadata.json"):
            (tmp_path / name).write_bytes(plain(index, name))
        described = CSVW(str(tmp_path / f"{table.name}.csv-metadata.json"), validate=True)
        assert described.is_valid, described.warnings
        rows = list(described.tables[0])
        assert rows, table.name
        assert len({row["iri"] for row in rows}) == len(rows)
        read += len(rows)
    assert read > 3000


def test_no_column_is_empty(index: Index) -> None:
    """Every column has a value somewhere: its property is one that the data have."""
    columns = 0
    for table in csvw.TABLES:
        text = plain(index, f"{table.name}.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        for column in table.columns:
            assert any(row[column.name] for row in rows), (table.name, column.name)
            columns += 1
    assert columns > 80


def test_tables_state_what_the_graph_states(index: Index) -> None:
    """A row against the document itself (Chuo's strategy, lines 605–608) and its properties."""
    text = plain(index, "elements.csv").decode("utf-8-sig")
    rows = {row["iri"]: row for row in csv.DictReader(io.StringIO(text))}
    row = rows[f"{ID}chuo/strategy-2024/initiative/01-01"]
    assert row["level"] == f"{ID}level/initiative"
    assert f"{ID}chuo/edition/informatization-policy-08" == row["edition"]
    lines = "https://w3id.org/dxplan/source/chuo-dx-strategy-2024#line=605,608"
    assert lines in row["sources"].split(" ")


def test_no_text_holds_the_separator(things: Things) -> None:
    """Several texts in one cell can be told apart again."""
    seen = 0
    for table in csvw.TABLES:
        for column in table.columns:
            if column.separator:
                for thing in things.of_kind(*table.kinds):
                    values = [v.value for v in things.values(thing, column.prop)
                              if isinstance(v, ox.Literal | ox.NamedNode)]  # fmt: skip
                    is_iri = column.kind == "iri"
                    seen += len(values)
                    assert not any(column.separator in v for v in values if is_iri or "|" in v)
    assert seen > 10_000


def test_a_table_refuses_two_numbers_for_one_cell() -> None:
    """What a cell cannot hold is said, not cut."""
    thing, kind = ox.NamedNode(f"{ID}x"), "https://w3id.org/dxplan/ontology#"
    typed = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    number = ox.NamedNode(f"{kind}position")
    quads = [ox.Quad(thing, typed, ox.NamedNode(f"{kind}PlanElement"))]
    quads += [ox.Quad(thing, number, ox.Literal(each)) for each in (1, 2)]
    table = next(table for table in csvw.TABLES if table.name == "elements")
    with pytest.raises(UsageError, match="2 numbers for dxp:position"):
        csvw.content(table, Things(quads))


def test_stratml(index: Index, things: Things) -> None:
    """Each edition with goals keeps the rules of both parts."""
    editions = stratml.editions(things)
    assert f"{ID}nakano/edition/regional-informatization-plan-2-revised" in editions
    indicators = 0
    for edition in editions:
        for part, space in ((1, stratml.PART_1), (2, stratml.PART_2)):
            root = ElementTree.fromstring(  # noqa: S314  our own
                plain(index, f"{dumps.slug(edition)}.part{part}.xml")
            )
            assert list(stratml_rules.faults(root, part)) == [], edition
            indicators += len(root.findall(f".//{{{space}}}PerformanceIndicator"))
    assert len(editions) >= 7
    every = things.of_kind("dxp:Indicator")
    assert indicators == sum(len(things.iris(each, "dxp:indicatorOf")) for each in every) > 100


def damaged(root: ElementTree.Element, space: str) -> dict[str, ElementTree.Element]:
    """Copies of a document of Part 2, each with one fault; what the fault is like by name."""
    copies = {name: copy.deepcopy(root) for name in DAMAGES}

    def find(name: str, path: str) -> ElementTree.Element:
        found = copies[name].find(f".//{{{space}}}{path}")
        assert found is not None, path
        return found

    goal = find("Goal has Description", "Goal")
    goal.remove(goal[0])
    core = find("StrategicPlanCore has", "StrategicPlanCore")
    for each in core.findall(f"{{{space}}}Goal"):
        core.remove(each)
    copies["the root has no Type"].attrib.clear()
    indicator = find("PerformanceIndicator has", "PerformanceIndicator")
    indicator.remove(indicator[1])
    find("StartDate is", "StartDate").text = "2024/04/01"
    find("NumberOfUnits is", "NumberOfUnits").text = "約80"
    find("Identifier is", "Goal/{" + space + "}Identifier").text = "1-1"
    find("Source is", "Source").text = "no address"
    find("Name has elements", "Goal/{" + space + "}Name").append(ElementTree.Element("b"))
    find("Goal has a text", "Goal").text = "text"
    find("Stakeholder has Stake", "Stakeholder").set("StakeholderTypeType", "Section")
    twice = find("an identifier stands twice", "Goal/{" + space + "}Identifier")
    find("an identifier stands twice", "Organization/{" + space + "}Identifier").text = twice.text
    return copies


DAMAGES: Final = (
    *("Goal has Description", "StrategicPlanCore has", "the root has no Type", "StartDate is"),
    *("PerformanceIndicator has", "NumberOfUnits is", "Identifier is", "Source is"),
    *("Name has elements", "Goal has a text", "Stakeholder has Stake"),
    "an identifier stands twice",
)


def test_the_rules_of_stratml_find_what_is_wrong(index: Index) -> None:
    """Each of twelve faults is found, and by the rule that is about it."""
    slug = "nakano-edition-regional-informatization-plan-2-revised"
    root = ElementTree.fromstring(plain(index, f"{slug}.part2.xml"))  # noqa: S314  our own
    for name, copied in damaged(root, stratml.PART_2).items():
        assert any(each.startswith(name) for each in stratml_rules.faults(copied, 2)), name
    assert list(stratml_rules.faults(root, 1)) != []


def test_stratml_of_the_revised_plan_of_nakano(index: Index) -> None:
    """Its goals are the ward's own, in the order of the report."""
    slug = "nakano-edition-regional-informatization-plan-2-revised"
    root = ElementTree.fromstring(  # noqa: S314  our own
        plain(index, f"{slug}.part2.xml")
    )
    space = f"{{{stratml.PART_2}}}"
    assert root.findtext(f".//{space}Organization/{space}Name") == "中野区"
    assert root.findall(f".//{space}TargetResult")


@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_a_file_over_http(client: FlaskClient, index: Index, coding: str) -> None:
    """Compressed for those who take it, streamed for the others; kept for ever; 304."""
    version = index.folder.parent.name
    with client.get("/download/elements.csv") as led:
        assert (led.status_code, led.headers["Location"]) == (
            307, f"/download/{version}/elements.csv",
        )  # fmt: skip
    headers = {"Accept-Encoding": coding}
    with client.get(f"/download/{version}/elements.csv", headers=headers) as reply:
        content = reply.data
        assert reply.headers["Content-Length"] == str(len(content))
        assert "immutable" in reply.headers["Cache-Control"]
        assert reply.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
        assert "elements.csv-metadata.json" in reply.headers["Link"]
        tag = reply.headers["ETag"]
    assert (gzip.decompress(content) if coding == "gzip" else content) == plain(
        index, "elements.csv"
    )
    with client.get(
        f"/download/{version}/elements.csv", headers=headers | {"If-None-Match": tag}
    ) as again:
        assert again.status_code == 304
    with client.head(f"/download/{version}/elements.csv", headers=headers) as head:
        assert (head.status_code, head.data) == (200, b"")


def test_part_of_a_compressed_file(client: FlaskClient, index: Index) -> None:
    """A download that was cut off can be taken up again."""
    version = index.folder.parent.name
    address = f"/download/{version}/dxplan.nq.gz"
    with client.get(address, headers={"Range": "bytes=100-199"}) as reply:
        found = index.find("dxplan.nq")
        assert found is not None
        assert reply.status_code == 206
        assert reply.data == index.path(found).read_bytes()[100:200]
        assert reply.mimetype == "application/gzip"


@pytest.mark.parametrize(
    "path",
    [
        "nothing.ttl", "..", "../manifest.json", "%2e%2e/manifest.json", "x/dxplan.ttl",
        "../dxplan.ttl", "%00/x", "index.json", ".gz", "%E0%A4/x", "SHA256SUMS.gz", "<script>",
    ],
)  # fmt: skip
def test_what_is_not_there(client: FlaskClient, path: str) -> None:
    """Nothing but listed files of listed versions is sent; a sentence says so."""
    with client.get(f"/download/{path}", headers={"Accept": "text/html"}) as reply:
        assert reply.status_code in (400, 404), reply.status_code
        assert "<script>" not in reply.get_data(as_text=True)


def test_slots_are_given_back(client: FlaskClient, index: Index) -> None:
    """A stream that is not read, or only begun, does not keep its slot."""
    version = index.folder.parent.name
    headers = {"Accept-Encoding": "identity"}
    for _ in range(40):
        with client.head(f"/download/{version}/plans.csv", headers=headers) as reply:
            assert reply.status_code == 200
        with client.get(f"/download/{version}/dxplan.nq", headers=headers, buffered=False) as reply:
            assert reply.status_code == 200


def test_a_small_build(tmp_path: Path) -> None:
    """Odd graphs can be downloaded too, and a change of the program makes the files anew."""
    folder = write_build(tmp_path, "first")
    index = dumps.of(folder / "dataset.nq")
    assert {file.kind for file in index.files} == {"rdf", "table", "metadata"}
    described = json.loads((index.folder / "index.json").read_text(encoding="utf-8"))
    described["form"] = "of another program"
    (index.folder / "index.json").write_text(json.dumps(described), encoding="utf-8")
    assert dumps.of(folder / "dataset.nq").files == index.files
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == []


def test_turtle_is_read_by_another_library(index: Index) -> None:
    """RDFLib reads a graph's Turtle."""
    graph = Graph().parse(data=plain(index, "catalogue.ttl"), format="turtle")
    assert len(graph) > 300
