"""Reads a Turtle file into a graph and remembers where in the file each triple stands.

Two parsers see every file. Oxigraph's goes first, because it is strict and tells line and
reason; rdflib's then builds the graph, and its character offsets give the places. Literals
stay exactly as written. Must not know what the file is about or where it belongs.

Standard: RDF 1.1 Turtle, sections 2 (language) and 6 (grammar).
"""

from __future__ import annotations

import bisect
import itertools
import logging
import re
from collections.abc import Iterator, MutableSequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, TypeAlias

import pyoxigraph
from rdflib import RDF, XSD, BNode, Graph, Literal, Node, URIRef
from rdflib.plugins.parsers import notation3

from service.errors import DataError

_SPACE: Final = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
TOO_DEEP: Final = (
    "入れ子が深すぎます。名前のない資源やリストに名前を付けてください",
    "it is nested too deeply; give names to its unnamed resources and lists",
)
_ANY_BASE: Final = "https://w3id.org/dxplan/"

# what Oxigraph's parser says -> the same in Japanese; {0} is the part that varies
_REASONS: Final = (
    (r"The prefix (\S+) has not been declared", "接頭辞 {0} が宣言されていません"),
    (r"The PREFIX keyword .*", "接頭辞の宣言が「@prefix 名前: <IRI> .」の形ではありません"),
    (r"No scheme found in an absolute IRI", "相対 IRI ですが @base がありません"),
    (r"Invalid IRI.*", "IRI に使えない文字や形があります"),
    (r"Line jumps are not allowed.*", '文字列の途中で改行しています（\\n か """ を使います）'),
    (r"(?:A dot is expected|Triples should be followed).*", "文の終わりの「.」がありません"),
    (r"blank node property lists should end.*", "「[」を閉じる「]」がありません"),
    (
        r"(.+) is not a valid subject.*",
        "{0} は主語になれません（前の文の「;」か「.」を確かめてください）",
    ),
    (r"(.+) is not a valid predicate", "{0} は述語になれません"),
    (r"(.+) is not a valid (?:RDF )?object.*", "{0} は目的語になれません"),
    (r"(.+) is not allowed at the beginning of a prefix name", "{0} で始まる接頭辞は使えません"),
    (r"Unexpected (?:escape )?character (.+)", "ここに {0} は置けません"),
    (r"Expecting a datatype IRI.*", "「^^」の後にデータ型の IRI がありません"),
    (r"Unexpected end.*", "文の途中でファイルが終わっています"),
)

# how rdflib's parser hands on what is written without quotes
_NUMBERS: Final[dict[type, URIRef]] = {
    bool: XSD.boolean,
    int: XSD.integer,
    Decimal: XSD.decimal,
    notation3.sfloat: XSD.double,
}

_Key: TypeAlias = tuple[Node, ...]
_Spot: TypeAlias = tuple[int, int]  # line and column, counted from 1


@dataclass(frozen=True)
class TurtleFile:
    """A file after reading.

    Attributes:
        path: the file.
        graph: its triples, with the prefixes that the file declares.
    """

    path: Path
    graph: Graph
    _spots: dict[_Key, _Spot] = field(repr=False)

    def line(
        self,
        subject: Node,
        predicate: Node | None = None,
        object: Node | None = None,  # noqa: A002
    ) -> int | None:
        """Tell where something stands.

        Args:
            subject: the subject.
            predicate: the predicate; without it, the line that first names the subject.
            object: the object; without it, the first line of that predicate.

        Returns:
            The one-based line of the most exact match (triple, then subject and predicate,
            then subject), or None if the subject is not in the file.
        """
        spot = self._spot(subject, predicate, object)
        return None if spot is None else spot[0]

    def column(
        self,
        subject: Node,
        predicate: Node | None = None,
        object: Node | None = None,  # noqa: A002
    ) -> int | None:
        """Tell at which character of its line something begins, counted from 1; as ``line``."""
        spot = self._spot(subject, predicate, object)
        return None if spot is None else spot[1]

    def _spot(self, *terms: Node | None) -> _Spot | None:
        exact = tuple(term for term in terms if term is not None)
        lengths = range(len(exact), 0, -1)
        return next((self._spots[k] for n in lengths if (k := exact[:n]) in self._spots), None)


def read_turtle(
    path: Path,
    *,
    base: str | None = None,
    label: str | None = None,
    content: bytes | None = None,
) -> TurtleFile:
    """Read one Turtle file.

    Args:
        path: the file, UTF-8.
        base: base IRI for relative references before any ``@base``; none by default.
        label: start of the names of blank nodes (``label`` + number in order of reading),
            for whoever needs the same names at every reading; unique ones by default.
        content: what it holds, where it is no file here but only named like one.

    Returns:
        The graph and its lines.

    Raises:
        DataError: the file cannot be opened, is not UTF-8 or is not Turtle, or nested too deeply.
    """
    text = _text(path, read_bytes(path) if content is None else content)
    _refuse_bad_syntax(path, text, base)
    graph = Graph(bind_namespaces="none")
    sink = _Sink(graph, text, label)
    parser = _Parser(sink, baseURI=base or _ANY_BASE, turtle=True)
    try:
        with _without_warnings():
            parser.loadBuf(text)
    except (notation3.BadSyntax, AssertionError, IndexError, ValueError) as fault:
        raise _rejected(path, text, fault) from fault
    except RecursionError as fault:
        raise DataError(path, None, *TOO_DEEP) from fault
    for prefix, namespace in parser._bindings.items():
        graph.bind(prefix, namespace)
    return TurtleFile(path, graph, sink.spots)


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep rdflib from logging a traceback for each "abc"^^xsd:integer that it sees."""
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises:
        DataError: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise DataError(
            path, None, f"開けません（{reason}）", f"cannot be opened ({reason})"
        ) from fault


def _text(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        raise DataError(
            path,
            line,
            "UTF-8 ではありません。UTF-8 で保存し直してください",
            "not UTF-8; save the file as UTF-8",
        ) from fault


def _refuse_bad_syntax(path: Path, text: str, base: str | None) -> None:
    try:
        for _ in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE, base_iri=base):
            pass
    except SyntaxError as fault:
        raise DataError(path, fault.lineno, *in_words(fault.msg, "Turtle")) from fault
    except ValueError as fault:
        raise DataError(path, None, f"基準 IRI が正しくありません（{base}）", str(fault)) from fault


def in_words(message: str, form: str) -> tuple[str, str]:
    """Word in Japanese and English what Oxigraph's parser says.

    Args:
        message: its message.
        form: name of the format.
    """
    reason = re.sub(r"^Parser error .*?\d: ", "", message, flags=re.DOTALL)
    for pattern, sentence in _REASONS:
        match = re.fullmatch(pattern, reason, flags=re.DOTALL)
        if match:
            return sentence.format(*match.groups()), reason
    return f"{form} として読めません（{reason}）", reason


def _rejected(path: Path, text: str, fault: Exception) -> DataError:
    """Word a refusal by the second parser of what the first one took."""
    offset = getattr(fault, "_i", -1)
    line = text.count("\n", 0, offset) + 1 if offset >= 0 else None
    reason = getattr(fault, "_why", None) or str(fault)
    return DataError(
        path,
        line,
        f"rdflib が Turtle として読めません（{reason}）",
        f"rdflib cannot read it ({reason})",
    )


class _Sink(notation3.RDFSink):
    """Takes the parser's triples into the graph, each with the place where its object starts."""

    def __init__(self, graph: Graph, text: str, label: str | None) -> None:
        super().__init__(graph)
        self.spots: dict[_Key, _Spot] = {}
        self.start = 0
        self.members: list[int] = []
        self._label = label
        self._numbers = itertools.count(1)
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def spot(self, offset: int) -> _Spot:
        before = bisect.bisect_left(self._ends, offset)
        return before + 1, offset - (self._ends[before - 1] if before else -1)

    def newBlankNode(self, *args: Any, **kwargs: Any) -> BNode:  # noqa: N802
        if self._label is None:
            return super().newBlankNode(*args, **kwargs)
        return BNode(f"{self._label}{next(self._numbers)}")

    def newLiteral(  # noqa: N802
        self, s: str, dt: URIRef | None = None, lang: str | None = None
    ) -> Literal:
        # normalize=False: rdflib would turn "080"^^xsd:integer into "80" without a word
        return Literal(s, datatype=dt, lang=lang, normalize=False)

    def newList(self, n: list[Any], f: Any) -> Any:  # noqa: N802
        cells: list[Node] = [*(self.newBlankNode(f) for _ in n), RDF.nil]
        for number, (member, start) in enumerate(zip(n, self.members, strict=True)):
            self.start = start
            self.makeStatement((f, RDF.first, cells[number], member))
            self.makeStatement((f, RDF.rest, cells[number], cells[number + 1]))
        return cells[0]

    def makeStatement(self, quadruple: Any, why: Any = None) -> None:  # noqa: ARG002, N802
        formula, predicate, subject, value = quadruple
        triple = (subject, self.normalise(formula, predicate), value)
        self.graph.add(triple)
        spot = self.spot(self.start)
        for length in (3, 2, 1):
            self.spots.setdefault(triple[:length], spot)


class _Parser(notation3.SinkParser):
    """rdflib's parser; notes where each term starts.

    rdflib states the triples of an object list after it has read the whole list, one for
    each object in order. So the starts of a list wait in ``_pending`` until they are used.
    """

    _store: _Sink

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._frame: list[int] = []
        self._pending: Iterator[int] = iter(())
        self._subject: int | None = None

    def statement(self, argstr: str, i: int) -> int:
        self._subject = _start(argstr, i)
        return super().statement(argstr, i)

    def property_list(self, argstr: str, i: int, subj: Node) -> int:
        if self._subject is not None:
            self._store.spots.setdefault((subj,), self._store.spot(self._subject))
            self._subject = None
        return super().property_list(argstr, i, subj)

    def objectList(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:  # noqa: N802
        outer, self._frame = self._frame, []
        end = super().objectList(argstr, i, res)
        self._pending, self._frame = iter(self._frame), outer
        return end

    def node(
        self,
        argstr: str,
        i: int,
        res: MutableSequence[Any],
        subjectAlready: Node | None = None,  # noqa: N803
    ) -> int:
        outer, self._frame = self._frame, []
        self._store.members = self._frame
        end = super().node(argstr, i, res, subjectAlready)
        self._frame = outer
        self._store.members = outer
        return end

    def item(self, argstr: str, i: int, res: MutableSequence[Any]) -> int:
        start = _start(argstr, i)
        end = super().item(argstr, i, res)
        if end >= 0:
            self._frame.append(start)
            res[-1] = _as_written(res[-1], argstr[start:end])
        return end

    def makeStatement(self, quadruple: Any) -> None:  # noqa: N802
        self._store.start = next(self._pending)
        super().makeStatement(quadruple)


def _start(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset


def _as_written(term: Any, text: str) -> Any:
    """Turn the parser's Python numbers into literals with the digits of the file."""
    datatype = _NUMBERS.get(type(term))
    return term if datatype is None else Literal(text, datatype=datatype, normalize=False)
