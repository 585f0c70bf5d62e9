"""Answers the question why a triple is in the graph, from the current build.

What the command and the page have in common: finding the build's index, and saying what is
there instead if the triple is not. Must not know terminals or requests.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from service.build_folder import INDEX
from service.errors import EngineUnavailable, NotInGraph, UsageError
from service.explain import DEEPEST, Explanation, explain, unknown_terms
from service.explain_index import Index, open_index
from service.facts import Triple
from service.labels import LANGUAGES, shorten
from service.texts_explain import TEXTS

_MOST: Final = 5


@contextmanager
def current_index(var: Path) -> Iterator[Index]:
    """Open the index of the current build.

    Args:
        var: folder of build products.

    Yields:
        The index.

    Raises:
        EngineUnavailable: nothing has been built here, or by an older version.
    """
    path = (var / "current").resolve() / INDEX
    if not path.is_file():
        raise EngineUnavailable(
            "説明のもとになる手元の構築物がありません。dxplan build を実行してください。",
            "There is no local build to make explanations from. Run “dxplan build”.",
        )
    with open_index(path) as index:
        yield index


def read_depth(text: str) -> int:
    """Read how many steps to follow.

    Raises:
        UsageError: it is no number from 0 to the most that is possible.
    """
    if text.isascii() and text.isdigit() and len(text) <= len(str(DEEPEST)):
        depth = int(text)
        if depth <= DEEPEST:
            return depth
    shown = text[:20]
    raise UsageError(
        f"深さ（depth）「{shown}」は 0 から {DEEPEST} までの整数にしてください。",
        f"The depth “{shown}” must be a whole number from 0 to {DEEPEST}.",
    )


def answer(index: Index, triple: Triple, depth: int = DEEPEST) -> Explanation:
    """Explain a triple.

    Args:
        index: where triples come from.
        triple: the triple.
        depth: how many steps to follow.

    Returns:
        The explanation.

    Raises:
        NotInGraph: the triple is not in the graph; says which term is unknown, or what
            the graph says instead.
    """
    found = explain(index, triple, depth)
    if found is None:
        ja, en = (_absence(index, triple, column) for column in range(len(LANGUAGES)))
        raise NotInGraph(ja, en)
    return found


def _absence(index: Index, triple: Triple, column: int) -> str:
    def say(name: str, **values: str) -> str:
        return TEXTS[name][column].format(**values)

    between = TEXTS["why_between"][column]
    parts = [say("why_absent")]
    unknown = unknown_terms(index, triple)
    for term in unknown:
        parts.append(say("why_unknown", term=_shown(term)))
        near = _near(index, term)
        parts += [say("why_near", terms=between.join(map(_shown, near)))] if near else []
    if not unknown:
        values = index.values(triple[0], triple[1])
        shown = [*map(_shown, values[:_MOST]), *["…"][: len(values) > _MOST]]
        parts += [say("why_instead", terms=between.join(shown))] if values else []
    return "".join(parts) if column == 0 else " ".join(parts)


def _near(index: Index, term: str) -> list[str]:
    """Find IRIs that begin alike, beyond the namespace."""
    if not term.startswith("<"):
        return []
    namespace = max(term.rfind("#"), term.rfind("/")) + 1
    return index.alike(term, namespace + 1, _MOST)


def _shown(term: str) -> str:
    short = shorten(term[1:-1]) if term.startswith("<") else term
    return short if len(short) <= 120 else short[:120] + "…"  # noqa: PLR2004  a line or two
