"""The source texts: their lines, the places that data cites, and the rule for comparing.

A place is an RFC 5147 line fragment on a document's IRI: ``…/source/NAME#line=A,B``.
Positions count the gaps between lines from 0, so it denotes lines A+1 to B of
``NAME.txt``, lines being what stands between line feeds.

The folding rule (docs/tracing.md). Printed text and source are compared after:

1. HTML tags left by the extraction (``<p>``, ``<ul style=…>``; the elements in
   ``_ELEMENTS`` and no others, since ``<RPA>`` is a heading and no tag) become a gap,
   and Markdown's ``**`` goes;
2. Unicode normalisation form NFKC (full-width to half-width, ① to 1);
3. all white space goes, line feeds and U+3000 included.

A text stands in a place if its folded form is part of the place's folded form. Where it
begins or ends with a digit, that digit must not sit inside a longer number there:
「5」 does not stand in 「25」 or 「2.5」, but does in 「① 5」.

Must not know RDF graphs, data files or what a finding is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from rdflib import URIRef

from service.errors import DataError, EnvironmentFault
from service.namespaces import SOURCE

_PLACE: Final = re.compile(re.escape(str(SOURCE)) + r"(?P<name>[^#/?]+)#line=(?P<a>\d+),(?P<b>\d+)")
_ELEMENTS: Final = (
    "a|b|br|caption|col|colgroup|div|em|h[1-6]|hr|i|img|li|ol|p|s|small|span|strong|sub|sup"
    "|table|tbody|td|tfoot|th|thead|tr|u|ul"
)
_TAG: Final = re.compile(rf"</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SPACE: Final = re.compile(r"\s+")
# what makes a digit next to it part of the same number
_NUMBER_BEFORE: Final = re.compile(r"\d[.,]?\Z")
_NUMBER_AFTER: Final = re.compile(r"[.,]?\d")


@dataclass(frozen=True, order=True)
class Place:
    """Lines of a source document, as cited; may be wrong (see ``Sources.fault``).

    Attributes:
        source: name of the document, that of its file without ``.txt``.
        first: one-based number of the first line.
        last: one-based number of the last line, itself included.
    """

    source: str
    first: int
    last: int

    @property
    def iri(self) -> URIRef:
        """The place as an IRI (RFC 5147, section 2.2.2)."""
        return URIRef(f"{SOURCE}{self.source}#line={self.first - 1},{self.last}")

    @property
    def width(self) -> int:
        """Number of lines; 0 or less if the range runs backwards."""
        return self.last - self.first + 1


def parse_place(iri: str) -> Place | None:
    """Read a place (RFC 5147, section 2.2.2, with both positions given).

    Args:
        iri: an IRI.

    Returns:
        The place, or None if the IRI is not of the form ``…/source/NAME#line=A,B``.
    """
    match = _PLACE.fullmatch(iri)
    if match is None:
        return None
    return Place(match["name"], int(match["a"]) + 1, int(match["b"]))


def is_source(iri: str) -> bool:
    """Tell whether an IRI names a source document or anything in one."""
    return iri.startswith(str(SOURCE))


@dataclass(frozen=True)
class Folded:
    """A text ready for comparing; make it with ``fold``.

    Attributes:
        spaced: normalised, with each run of white space as one blank.
    """

    spaced: str

    @cached_property
    def tight(self) -> str:
        """The folded form: no white space at all."""
        return self.spaced.replace(" ", "")

    @cached_property
    def _offsets(self) -> list[int]:
        return [i for i, character in enumerate(self.spaced) if character != " "]

    def holds(self, wanted: Folded) -> bool:
        """Tell whether ``wanted`` stands in this text; an empty text stands nowhere."""
        return any(self._is_whole(at, wanted) for at in _occurrences(wanted.tight, self.tight))

    def holds_within_number(self, wanted: Folded) -> bool:
        """Tell whether ``wanted`` occurs only with its digits inside longer numbers."""
        return not self.holds(wanted) and any(_occurrences(wanted.tight, self.tight))

    def _is_whole(self, at: int, wanted: Folded) -> bool:
        start = self._offsets[at]
        end = self._offsets[at + len(wanted.tight) - 1] + 1
        if wanted.tight[0].isdecimal() and _NUMBER_BEFORE.search(self.spaced[:start]):
            return False
        return not (wanted.tight[-1].isdecimal() and _NUMBER_AFTER.match(self.spaced, end))

    def around(self, at: int, length: int, margin: int = 24) -> str:
        """Cut out what stands around a stretch of the folded form, for a reader.

        Args:
            at: where the stretch begins in ``tight``.
            length: how long it is.
            margin: characters to show on either side.

        Returns:
            The stretch with blanks as they were, and … where something was cut off.
        """
        if not self.spaced:
            return ""
        last = len(self._offsets) - 1
        start = max(0, self._offsets[min(at, last)] - margin)
        end = min(len(self.spaced), self._offsets[min(at + max(length, 1) - 1, last)] + 1 + margin)
        cut = self.spaced[start:end].strip()
        return ("…" if start else "") + cut + ("…" if end < len(self.spaced) else "")


def _occurrences(needle: str, text: str) -> Iterable[int]:
    at = text.find(needle) if needle else -1
    while at >= 0:
        yield at
        at = text.find(needle, at + 1)


def fold(text: str) -> Folded:
    """Apply the folding rule of this module to a text."""
    text = _TAG.sub(" ", text).replace("**", "")
    # ① becomes 1: a gap keeps it from making one number with a digit beside it
    apart = "".join(f" {c} " if unicodedata.category(c) == "No" else c for c in text)
    return Folded(_SPACE.sub(" ", unicodedata.normalize("NFKC", apart)).strip())


class Sources:
    """The folder of source texts; reads each text once.

    Args:
        folder: the folder (setting DXPLAN_SOURCES).

    Attributes:
        names: the names of all texts, in order.

    Raises:
        EnvironmentFault: there is no such folder.
    """

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise EnvironmentFault(
                f"原典テキストのフォルダー {folder} がありません。"
                "環境変数 DXPLAN_SOURCES にその場所を指定してください。",
                f"there is no folder {folder} with the source texts; "
                "set the environment variable DXPLAN_SOURCES to where they are",
            )
        self.folder = folder
        self.names: Final = tuple(sorted(path.stem for path in folder.glob("*.txt")))
        self._read = lru_cache(maxsize=None)(self._read_lines)
        self._fold = lru_cache(maxsize=None)(self._fold_place)

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the lines of a text, without their line feeds.

        Args:
            name: name of the document, that of its file without ``.txt``.

        Raises:
            DataError: there is no such text, or it is not UTF-8.
        """
        return self._read(name)

    def blank(self, name: str) -> frozenset[int]:
        """Return the one-based numbers of the lines that hold white space only."""
        return frozenset(n for n, line in enumerate(self.lines(name), 1) if not line.strip())

    def folded(self, place: Place) -> Folded:
        """Return the folded text of a place; lines that do not exist count as empty."""
        return self._fold(place)

    def joined(self, places: Iterable[Place]) -> Folded:
        """Return the folded text of several places of one document, in line order."""
        return Folded(" ".join(self.folded(place).spaced for place in sorted(set(places))))

    def _read_lines(self, name: str) -> tuple[str, ...]:
        path = self.folder / f"{name}.txt"
        try:
            lines = path.read_bytes().decode("utf-8").split("\n")
        except FileNotFoundError as fault:
            raise DataError(
                path, None, "この名前の原典はありません。", "there is no source text of this name"
            ) from fault
        except UnicodeDecodeError as fault:
            raise DataError(
                path, None, "UTF-8 として読めません。", "the text is not UTF-8"
            ) from fault
        return tuple(lines[:-1] if lines[-1] == "" else lines)

    def _fold_place(self, place: Place) -> Folded:
        return fold("\n".join(self.lines(place.source)[place.first - 1 : place.last]))
