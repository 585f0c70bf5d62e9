"""The catalogue of codes: what the program can emit is in it and has a page; examples are true."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any, Final

import pytest
from flask.testing import FlaskClient

from service import codes, messages, shapes_page, workbook_read
from service.config import PROJECT
from service.figures_reading import read_figure
from service.figures_reading_dates import RefusedError
from service.namespaces import SHAPE
from service.workbook_findings import of_cells
from tests.service.planting import _READ, Garden, clean, published

_FORM: Final = re.compile(r"(?:WB|FIG|FORM|NUM|YEAR|DATE|LINE|PUB|UP)-[A-Z0-9]+(?:-[A-Z0-9]+)*")
_MAPPING_MODULES: Final = ("mapping_rules.py", "sssom.py")
_CALLS: Final = {"fault": 0, "Fault": 0, "_whole": 1}
# codes whose example breaks every reference of the workbook; see test_workbook_planted
_ALONE: Final = frozenset({"WB-FOLDER-FORM"})


def emitted() -> set[str]:
    """All codes in the program, read from its syntax: no list kept by hand."""
    found = set(messages.CATALOGUE)
    for path in sorted((PROJECT / "service").glob("*.py")):
        if path.name.startswith(("texts_", "published_texts")):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if _FORM.fullmatch(node.value) else set()
            elif isinstance(node, ast.Call) and path.name in _MAPPING_MODULES:
                found |= {codes.MAPPING + code for code in _first(node)}
    return found


def _first(call: ast.Call) -> list[str]:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    place = _CALLS.get(name)
    given = call.args[place : place + 1] if place is not None else []
    return [str(each.value) for each in given if isinstance(each, ast.Constant)]


def test_every_code_of_the_program_is_in_the_catalogue_and_no_other() -> None:
    found = emitted()
    assert found == set(codes.catalogue())
    groups = {codes.catalogue()[code].group for code in found}
    assert groups == {*codes.GROUPS.values(), codes.COMPONENTS}
    assert len(found) > 140


def test_every_code_says_all_in_both_languages() -> None:
    for code in codes.catalogue().values():
        assert code.severity in messages.SEVERITIES, code.code
        texts = [code.name, code.text, code.why]
        if code.group != codes.COMPONENTS:
            texts.append(code.good)
        for words in texts:
            assert set(words) == {"ja", "en"}, code.code
            assert all(text and "{" not in text for text in words.values()), code.code
        assert any("\u3040" < sign < "\u30ff" for sign in code.text["ja"]), code.code
        assert code.text["ja"] != code.text["en"]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_code_is_listed_and_has_a_page(client: FlaskClient, language: str) -> None:
    """Shapes as well: listed once, answered, and without a place to be filled in."""
    listing = client.get(f"/shapes?lang={language}").get_data(as_text=True)
    listed = re.findall(r"<code>([\w-]+)</code></a>", listing)
    known = {*emitted(), *(iri.removeprefix(str(SHAPE)) for iri in shapes_page._purposes())}
    assert sorted(listed) == sorted(known)
    assert "{" not in re.sub(r"<script.*?</script>", "", listing)
    for code in sorted(emitted()):
        reply = client.get(f"/shapes/{code}.html?lang={language}")
        assert reply.status_code == 200, code
        text = unescape(re.sub(r"<script.*?</script>", "", reply.get_data(as_text=True)))
        said = codes.catalogue()[code]
        for words in (said.name, said.text, said.why, said.good):
            assert words[language] in text, code
        assert "{" not in text, code


def test_pages_of_shapes_show_no_places_either(client: FlaskClient) -> None:
    """But their triples do: SHACL's own places belong to a shape."""
    rules = [iri.removeprefix(str(SHAPE)) for iri in sorted(shapes_page._purposes())]
    some = [code for code in rules if "{" in client.get(f"/shapes/{code}.nt").text][::6]
    assert len(some) > 10
    for code in some:
        text = client.get(f"/shapes/{code}.html?lang=en").get_data(as_text=True)
        assert "{" not in re.sub(r"<(script|pre).*?</\1>", "", text, flags=re.DOTALL), code


def test_an_unknown_code_says_what_is_near(client: FlaskClient) -> None:
    reply = client.get("/shapes/FIG-TRIANGEL", headers={"Accept": "text/html"})
    assert reply.status_code == 404
    assert "FIG-TRIANGLE" in reply.get_data(as_text=True)


# --- the examples


def _of_cells() -> list[codes.Code]:
    return [c for c in codes.catalogue().values() if c.at is not None and c.code not in _ALONE]


@cache
def planted(part: str) -> tuple[frozenset[tuple[str, str]], dict[str, tuple[str, str]]]:
    """A workbook with the bad or the good example of each code in a row of its own."""
    garden = Garden(clean())
    rows: dict[str, int] = defaultdict(lambda: 5)
    expected = {}
    for code in _of_cells():
        assert code.at is not None
        sheet, header = code.at
        page = garden.page(sheet)
        rows[sheet] += 1
        headers = {str(cell.value): cell.column or 0 for cell in page[1]}
        if header in ("値", "数値"):
            # what would be compared with the example
            for name in {*_READ, "値"} & set(headers):
                page.cell(rows[sheet], headers[name]).value = None
        text = getattr(code, part)["ja"]
        cell = page.cell(rows[sheet], headers[header])
        cell.value = _typed(code, part, text)
        place = page.cell(rows[sheet], headers[code.found or header])
        expected[code.code] = (code.code, f"{sheet}!{place.coordinate}")
    upload = workbook_read.read(garden.bytes(), "plan.xlsx", published())
    return frozenset((f.code, f.cell or "") for f in of_cells(upload)), expected


def _typed(code: codes.Code, part: str, text: str) -> Any:
    """A number where the example is one: what is typed into a spreadsheet becomes one."""
    number = code.at in (("値", "数値"), ("記載", "順番")) and part == "good"
    return int(text) if number else text or None


def test_the_bad_example_of_each_code_is_found_fault_with() -> None:
    found, expected = planted("bad")
    assert len(expected) > 35
    assert set(expected.values()) <= found, set(expected.values()) - found


def test_the_good_example_of_each_code_is_not() -> None:
    found, expected = planted("good")
    places = {place for _, place in expected.values()}
    assert not {(c, p) for c, p in found if p in places}


def test_figures_that_are_given_as_examples() -> None:
    """What a refusal says to write instead is indeed read."""
    tried = [c for c in _of_cells() if c.at == ("値", "値") and c.code.startswith("FIG-")]
    for code in tried:
        assert read_figure(code.good["ja"]).number is not None, code.code
        if not code.found:
            with pytest.raises(RefusedError) as refusal:
                read_figure(code.bad["ja"])
            assert refusal.value.code == code.code
    assert len(tried) >= 11


def test_the_package_holds_the_catalogue() -> None:
    """An installed program needs the files as well."""
    settings = (PROJECT / "pyproject.toml").read_text(encoding="utf-8")
    for name in ("codes.yaml", "codes_mapping.yaml"):
        assert Path(codes.__file__).with_name(name).exists()
        assert f'"{name}"' in settings
