"""Every shape accepts its good examples and finds fault with its bad ones."""

from pathlib import Path

import pytest
from rdflib import Graph

from service.shapes import Shapes
from tests.shapes import examples
from tests.shapes.examples import Example

CASES = examples.collect()


@pytest.mark.parametrize("example", CASES, ids=str)
def test_example(example: Example, shapes: Shapes, behind: Graph) -> None:
    findings, looked = examples.check(example.path, shapes, behind)
    found = [f for f in findings if f.code == example.code]
    if example.code in shapes.targeted:
        assert example.code in looked, f"{example} gives the shape nothing to look at"
    if not example.is_bad:
        assert not found, [f.message["en"] for f in found]
        return
    assert found, f"{example} gives no finding {example.code}"
    for finding in found:
        assert finding.path == example.path
        assert finding.line is not None
        assert all(finding.message[language].strip() for language in ("ja", "en"))
    if example.expected:
        assert {(f.code, f.focus, f.predicate or "-") for f in found} == example.expected


def test_all_files_are_cases() -> None:
    files = list(examples.FOLDER.rglob("*.ttl"))
    assert len(CASES) == len(files)
    assert len(CASES) >= 270


def test_every_shape_has_a_good_and_a_bad_example(shapes: Shapes) -> None:
    good = {example.code for example in CASES if not example.is_bad}
    bad = {example.code for example in CASES if example.is_bad}
    reporting = set(shapes.reporting)
    assert reporting - good == set(), "shapes without ok-*.ttl"
    assert reporting - bad == set(), "shapes without bad-*.ttl"
    assert (good | bad) - reporting == set(), "folders without a shape"


def test_background_is_left_as_it_was(shapes: Shapes, behind: Graph) -> None:
    before = len(behind)
    examples.check(CASES[0].path, shapes, behind)
    assert len(behind) == before


@pytest.mark.parametrize("name", ["good-1.ttl", "bad.ttl", "ok-1.txt", "notes.md"])
def test_stray_file_is_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "Some-shape"
    folder.mkdir()
    (folder / name).touch()
    with pytest.raises(ValueError, match="name it"):
        examples.collect(tmp_path)


def test_expectation_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bad-1.ttl"
    path.write_text("# expect: A-b id:x dxp:parent\n# expect: A-b <https://e.org/y> -\n")
    assert Example(path).expected == {
        ("A-b", "https://w3id.org/dxplan/id/x", "https://w3id.org/dxplan/ontology#parent"),
        ("A-b", "https://e.org/y", "-"),
    }
