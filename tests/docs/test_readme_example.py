"""The question that the README shows has the answer that it shows."""

from __future__ import annotations

import re

import pyoxigraph

from service.config import PROJECT


def _block(text: str, language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert found is not None
    return found[1]


def _table(text: str) -> list[tuple[str, ...]]:
    rows = re.findall(r"^\| (1-② .*) \|$", text, re.MULTILINE)
    return [tuple(cell.strip() for cell in row.split("|")) for row in rows]


def test_the_question_has_the_answer_shown(store: pyoxigraph.Store) -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")
    shown = _table(text)
    found = store.query(_block(text, "sparql"), use_default_graph_as_union=True)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    rows = [tuple(getattr(term, "value", "") for term in row) for row in found]
    assert rows == shown
    assert len(shown) == 2


def test_the_queries_of_the_model_page_have_answers(store: pyoxigraph.Store) -> None:
    for name in ("model.md", "model.ja.md"):
        text = (PROJECT / "docs" / name).read_text(encoding="utf-8")
        blocks = re.findall(r"```sparql\n(.*?)```", text, re.DOTALL)
        assert len(blocks) == 3
        for block in blocks:
            found = store.query(block, use_default_graph_as_union=True)
            assert isinstance(found, pyoxigraph.QuerySolutions)
            assert len(list(found)) > 3
