"""Reading RDF files: every format, lines where there are any, faults by name and line."""

from pathlib import Path

import pytest
from rdflib import RDF, BNode, Literal, URIRef

from service.errors import DataError, UsageError
from service.rdf_input import FORMATS, UnreadableError, find, parse, read, read_all

S = URIRef("https://example.org/s")
P = URIRef("https://example.org/p")

# the same two statements in every format; with "080" to see that digits are left alone
FILES = {
    "a.ttl": '<https://example.org/s> a <https://example.org/C> ;\n <https://example.org/p> "080"^^'
    "<http://www.w3.org/2001/XMLSchema#integer> .",
    "a.trig": "<https://example.org/g> { <https://example.org/s> a <https://example.org/C> ;\n"
    '<https://example.org/p> "080"^^<http://www.w3.org/2001/XMLSchema#integer> }',
    "a.nt": "# a comment\n"
    "<https://example.org/s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://example.org/C> .\n\n<https://example.org/s> <https://example.org/p> "
    '"080"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    "a.nq": "<https://example.org/s> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://example.org/C> <https://example.org/g> .\n"
    "<https://example.org/s> <https://example.org/p> "
    '"080"^^<http://www.w3.org/2001/XMLSchema#integer> .\n',
    "a.jsonld": '{"@id": "https://example.org/s", "@type": "https://example.org/C", '
    '"https://example.org/p": {"@value": "080", '
    '"@type": "http://www.w3.org/2001/XMLSchema#integer"}}',
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:e="https://example.org/"><e:C rdf:about="https://example.org/s">'
    '<e:p rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">080</e:p></e:C></rdf:RDF>',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_statements(folder: Path, name: str) -> None:
    graph = read(folder / name, "b").graph
    number = graph.value(S, P)
    assert isinstance(number, Literal)
    assert (str(number), len(graph)) == ("080", 2)
    assert (S, RDF.type, URIRef("https://example.org/C")) in graph


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("a.ttl", (1, 1, 2)),
        ("a.nt", (2, 2, 4)),
        ("a.nq", (1, 1, 2)),
        ("a.trig", (None, None, None)),
        ("a.jsonld", (None, None, None)),
        ("a.rdf", (None, None, None)),
    ],
)
def test_lines_are_known_where_the_format_has_them(
    folder: Path, name: str, lines: tuple[int | None, ...]
) -> None:
    file = read(folder / name, "b")
    value = file.graph.value(S, P)
    assert (file.line(S), file.line(S, RDF.type), file.line(S, P, value)) == lines
    assert file.line(URIRef("https://example.org/none")) is None


def test_every_suffix_is_tried() -> None:
    assert {Path(name).suffix for name in FILES} == set(FORMATS) - {".json", ".owl", ".xml"}


@pytest.mark.parametrize("name", ["b.ttl", "b.nt", "b.jsonld"])
def test_blank_nodes_have_the_same_names_at_every_reading(tmp_path: Path, name: str) -> None:
    content = {
        "b.ttl": "<https://example.org/s> <https://example.org/p> [] , [] .",
        "b.nt": "<https://example.org/s> <https://example.org/p> _:y .\n"
        "<https://example.org/s> <https://example.org/p> _:x .",
        "b.jsonld": '{"@id": "https://example.org/s", "https://example.org/p": [{}, {}]}',
    }[name]
    path = tmp_path / name
    path.write_text(content)
    first, again = (set(read(path, "f1-").graph.objects(S, P)) for _ in range(2))
    assert first == again == {BNode("f1-1"), BNode("f1-2")}
    assert set(read(path, "f2-").graph.objects(S, P)) & first == set()


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("c.ttl", "<https://example.org/s> a <https://example.org/C> .\n<x> <y> .", 2),
        ("c.trig", "<https://example.org/g> {\n<https://example.org/s> .", 2),
        ("c.nt", "<https://example.org/s> <https://example.org/p> 5 .", 1),
        ("c.jsonld", '{"@id":\n', 2),
        ("c.rdf", "<rdf:RDF>", None),
        ("c.nt", b'<https://example.org/s> <https://example.org/p> "\xff" .', 1),
    ],
)
def test_fault_names_file_and_line(
    tmp_path: Path, name: str, content: str | bytes, line: int | None
) -> None:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DataError) as fault:
        read(path, "b")
    assert (fault.value.path, fault.value.line) == (path, line)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("d.jsonld", '{"@context": "http://127.0.0.1:9/context", "@id": "https://example.org/s"}'),
        (
            "d.rdf",
            '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><rdf:RDF '
            'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://example.org/">'
            '<e:C rdf:about="https://example.org/s"><e:p>&x;</e:p></e:C></rdf:RDF>',
        ),
        (
            "d.nt",
            "<https://e.org/s> <https://e.org/p> <<( <https://e.org/s> <https://e.org/p> 'x' )>> .",
        ),
    ],
)
def test_nothing_is_fetched_and_nothing_newer_is_taken(
    tmp_path: Path, name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(DataError, match=name):
        read(path, "b")


def test_all_broken_files_are_named(folder: Path) -> None:
    (folder / "x.ttl").write_text("<x")
    (folder / "y.nt").write_text("y")
    with pytest.raises(UnreadableError) as fault:
        read_all(find([folder]))
    assert [getattr(f, "path", None) for f in fault.value.faults] == [
        folder / "x.ttl",
        folder / "y.nt",
    ]
    assert "x.ttl" in fault.value.ja
    assert "y.nt:1" in fault.value.en


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"none\.nt"):
        list(parse(tmp_path / "none.nt", "b"))


def test_folders_are_searched_for_known_formats(folder: Path) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "z.ttl").touch()
    (folder / "ledger.tsv").touch()
    found = find([folder, folder / "a.ttl"])
    assert [p.name for p in found] == [*sorted(FILES), "z.ttl"]


@pytest.mark.parametrize("name", ["none.ttl", "notes.txt", "empty"])
def test_what_cannot_be_read_as_rdf_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").touch()
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match=name.split(".", maxsplit=1)[0]):
        find([tmp_path / name])


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_off_within_a_statement_is_refused(name: str) -> None:
    whole = FILES[name].rstrip().encode()
    tried = 0
    for length in range(60, len(whole)):
        part = whole[:length]
        if Path(name).suffix in {".nt", ".nq"} and part.rstrip().endswith((b".", b"comment")):
            continue  # whole statements: nothing tells that there were more
        tried += 1
        with pytest.raises(DataError):
            read(Path(name), "b", part)
    assert tried > 60


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", f"<{S}> <{P}> {f'[ <{P}> ' * 3000}1{' ]' * 3000} ."),
        ("b.ttl", f"<{S}> <{P}> {'( ' * 3000}{' )' * 3000} ."),
        ("a.jsonld", "[" * 100_000 + "]" * 100_000),
    ],
)
def test_what_is_nested_too_deeply_is_said_to_be(name: str, content: str) -> None:
    with pytest.raises(DataError, match="nested too deeply"):
        read(Path(name), "b", content.encode())
