"""What reading a workbook gives: a graph, the cell of every statement, and faults.

Stands beside ``service.turtle.TurtleFile``: it tells rows where that tells lines. Must not
know how cells are read or how findings are worded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Graph, Node, URIRef

from service.tabular import Book, Cell, Grid, Place
from service.workbook_layout import Column, Sheet


@dataclass
class Row:
    """A row of a sheet.

    Attributes:
        sheet: its layout.
        grid: the sheet it stands on.
        number: one-based number of the row.
        columns: where each column stands, by its key in the layout.
        cells: what is filled in, by column.
        kind: local name of its class, or "" if that is not known.
        key: its key, "" until one is found.
        iri: its IRI, None until there is one.
    """

    sheet: Sheet
    grid: Grid
    number: int
    columns: dict[str, int]
    cells: dict[str, Cell]
    kind: str = ""
    key: str = ""
    iri: URIRef | None = None

    def text(self, column: str) -> str:
        """Return what a column holds as text, or ""."""
        cell = self.cells.get(column)
        return "" if cell is None else cell.text

    def place(self, column: str = "") -> Place:
        """Return the cell of a column, filled or not; by default that which names the row."""
        number = self.columns.get(column)
        if number is None:
            filled = [cell.column for cell in self.cells.values()]
            number = min(filled, default=1)
        return Place(self.grid.name, self.number, number, self.grid.csv)


@dataclass(frozen=True)
class Fault:
    """Something in the workbook that is not as it should be.

    Attributes:
        code: stable name (``service.texts_workbook``).
        place: where.
        words: what the words are filled with.
        subject: what the row is about, where known.
        column: the column, where it is about one.
    """

    code: str
    place: Place
    words: dict[str, str]
    subject: URIRef | None = None
    column: Column | None = None


@dataclass
class Upload:
    """A workbook after reading.

    Attributes:
        path: its name.
        book: its tables as they were sent.
        folder: the document, ``ward/document``; "" if the workbook does not say.
        graph: the statements.
        positions: the cell of each statement.
        rows: the rows by what they are about.
        all_rows: all rows that hold something, those included that are about nothing known.
        heads: the row of the headers of each sheet.
        gone: what is published of the document on those sheets but not in the workbook.
        faults: what is wrong with the cells, in order of place.
    """

    path: Path
    book: Book
    folder: str = ""
    graph: Graph = field(default_factory=lambda: Graph(bind_namespaces="none"))
    positions: dict[tuple[Node, Node, Node], Place] = field(default_factory=dict)
    rows: dict[Node, Row] = field(default_factory=dict)
    all_rows: list[Row] = field(default_factory=list)
    heads: dict[str, int] = field(default_factory=dict)
    gone: frozenset[Node] = frozenset()
    faults: list[Fault] = field(default_factory=list)

    def replaces(self, path: Path, project: Path) -> set[Node]:
        """Tell what of a published file the workbook says anew: that of its own document."""
        own = (project / "data" / self.folder).resolve() if self.folder else None
        return {*self.rows, *self.gone} if path.parent == own else set()

    def spot(self, place: Place, /) -> tuple[int, int, int]:
        """Tell where a cell comes in the order of the workbook; the whole comes first."""
        names = [grid.name for grid in self.book.grids]
        number = names.index(place.sheet) + 1 if place.sheet in names else 0
        return number, place.row, place.column

    def line(
        self, subject: Node, predicate: Node | None = None, value: Node | None = None, /
    ) -> int | None:
        """Tell the row of a statement, as ``cell`` does."""
        place = self.cell(subject, predicate, value)
        return None if place is None else place.row

    def cell(
        self, subject: Node, predicate: Node | None = None, value: Node | None = None, /
    ) -> Place | None:
        """Tell where something stands.

        Args:
            subject: the subject.
            predicate: the predicate; without it, the cell that names the row.
            value: the object; without it, the column's cell in the subject's row, the empty
                one first, since something may be missing there.

        Returns:
            The most exact place, or None if the subject is not in the workbook.
        """
        if predicate is not None and value is not None:
            found = self.positions.get((subject, predicate, value))
            if found is not None:
                return found
        row = self.rows.get(subject)
        if row is None:
            return None
        column = None if predicate is None else _column(row, predicate)
        return row.place(column or "")


def _column(row: Row, predicate: Node) -> str | None:
    fitting = [
        column.name
        for column in row.sheet.columns
        if column.property_for(row.kind) == predicate and column.name in row.columns
    ]
    empty = [name for name in fitting if name not in row.cells]
    return next(iter([*empty, *fitting]), None)
