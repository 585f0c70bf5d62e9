"""The pages of the stored questions: the list, and a question with its form, answer and code.

Must not know how a question is answered.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, request

from service import (
    address,
    asking,
    citation,
    library,
    names,
    query_values,
    rendering,
    snippets,
    stored_queries,
)
from service.asking import Term
from service.citation import Citation
from service.context import config, endpoint
from service.engine import Answer
from service.errors import DxplanError, ParameterError, UsageError
from service.library import Library, Question
from service.namespaces import PREFIXES
from service.query_header import Parameter

_TABLES: Final = ("csv", "tsv", "json", "xml")
_GRAPHS: Final = ("turtle", "ntriples", "jsonld", "rdfxml")
_KINDS: Final = {"iri": "uri", "blank": "bnode", "literal": "literal"}
_PLAIN: Final = PREFIXES["xsd"] + "string"


def found(known: Library) -> list[Question]:
    """Return the questions that the request asks for by ``q`` and ``folder``.

    Raises:
        UsageError: there is no such folder; says which there are.
    """
    folder = request.args.get("folder", "")
    folders = sorted({question.folder for question in known.questions()})
    if folder and folder not in folders:
        listed, shown = ", ".join(folders), folder[:80]
        raise UsageError(
            f"folder={shown} はありません。使えるもの: {listed}",
            f"There is no folder “{shown}”. Known: {listed}",
        )
    return known.search(request.args.get("q", ""), folder)


def index(known: Library, questions: list[Question]) -> Response:
    """Return the page that lists questions.

    Args:
        known: all questions.
        questions: those to list.
    """
    every = known.questions()
    return rendering.page(
        "queries.html",
        total=len(every),
        found=len(questions),
        topics=[(name, list(group)) for name, group in groupby(questions, _folder)],
        folders=[(name, len(list(group))) for name, group in groupby(every, _folder)],
        words=request.args.get("q", ""),
        folder=request.args.get("folder", ""),
        topic=library.topic,
    )


def _folder(question: Question) -> str:
    return question.folder


def question(
    question: Question,
    values: dict[str, str],
    chosen: str,
    *,
    answer: Answer | None = None,
    cited: Citation | None = None,
    fault: DxplanError | None = None,
) -> Response:
    """Return the page of a question.

    Args:
        question: which.
        values: values of its parameters, as typed.
        chosen: "ja" or "en".
        answer: the answer, in the form for pages.
        cited: how to cite it.
        fault: what is wrong, if there is no answer.
    """
    at_fault = fault.parameter if isinstance(fault, ParameterError) else ""
    shown: dict[str, Any] = {"fault": fault, "answer": None, "codes": (), "cited": None}
    if answer is not None and cited is not None:
        shown |= _answer(question, values, answer) | {"cited": cited, "author": citation.AUTHOR}
    return rendering.page(
        "question.html",
        chosen,
        question=question,
        topic=library.topic,
        fields=[_field(p, values.get(p.name, ""), at_fault, chosen) for p in _parameters(question)],
        is_example=bool(question.examples()) and not fault and not _given(question),
        query=question.query.strip(),
        **shown,
    )


def _given(question: Question) -> bool:
    return bool(request.args.keys() & {parameter.name for parameter in _parameters(question)})


def _parameters(question: Question) -> tuple[Parameter, ...]:
    return question.stored.parameters


def _field(parameter: Parameter, value: str, at_fault: str, chosen: str) -> dict[str, Any]:
    ja, en = query_values.allowed(parameter)
    return {
        "parameter": parameter,
        "label": parameter.label.get(chosen, parameter.name),
        "description": parameter.description.get(chosen, ""),
        "allowed": "" if parameter.values else en if chosen == "en" else ja,
        "choices": _choices(parameter, value, chosen),
        "value": value,
        "wrong": parameter.name == at_fault,
    }


def _choices(parameter: Parameter, value: str, chosen: str) -> list[tuple[str, str, bool]]:
    """Return the values with what to call each, and whether it is the one given."""
    terms = [str(query_values.term(parameter, each)) for each in parameter.values]
    try:
        known = _called(terms, chosen) if parameter.type == "iri" and not parameter.names else {}
    except DxplanError:
        known = {}  # the page says why there is no answer; the form does without names
    called = [
        known.get(term) or parameter.names.get(each, {}).get(chosen)
        for each, term in zip(parameter.values, terms, strict=True)
    ]
    return [
        (each, name or each, value in (each, term))
        for each, term, name in zip(parameter.values, terms, called, strict=True)
    ]


def _called(terms: list[str], chosen: str) -> dict[str, str]:
    """Return the names of things; items of the same name with the version that they are of."""
    known = {term: name.text(chosen) for term, name in names.names(terms).items()}
    often = Counter(known.values())
    alike = [term for term, name in known.items() if often[name] > 1]
    rows = asking.select(
        f"SELECT ?item ?of {{ VALUES ?item {{ {asking.iris(alike)} }} ?item dxp:itemOf ?of }}"
    )
    wholes = names.names([row["of"].value for row in rows])
    for row in rows:
        item, whole = row["item"].value, row["of"].value
        form = "{} ({})" if chosen == "en" else "{}（{}）"
        known[item] = form.format(known[item], wholes[whole].text(chosen))
    return known


def _answer(question: Question, values: dict[str, str], answer: Answer) -> dict[str, Any]:
    given = {name: value for name, value in values.items() if value}
    rows, things = _rows(json.loads(answer.body))
    address_here = address.public(config()) + f"queries/{question.name}"
    bound = stored_queries.without_header(stored_queries.bind(question.stored, given))
    offered = _GRAPHS if answer.kind == "graph" else _TABLES
    return {
        "answer": json.loads(answer.body) | {"rows": rows},
        "names": names.names(things),
        "milliseconds": f"{answer.seconds * 1000:.0f}",
        "downloads": [(name, "?" + urlencode({**given, "format": name})) for name in offered],
        "bound": bound.strip(),
        "codes": (
            ("Python", snippets.python(question, given, endpoint())),
            ("R", snippets.r(question, given, address_here)),
            ("curl", snippets.curl(question, given, address_here)),
        ),
    }


def _rows(answer: dict[str, Any]) -> tuple[list[list[tuple[Term, bool] | None]], list[str]]:
    """Return the rows as terms, each with whether it was cut, and the IRIs among them."""
    rows = [[_cell(cell) for cell in row] for row in answer.get("rows", ())]
    things = [cell[0].value for row in rows for cell in row if cell and cell[0].kind == "uri"]
    return rows, things


def _cell(cell: dict[str, Any] | None) -> tuple[Term, bool] | None:
    if cell is None:
        return None
    datatype = cell.get("datatype", "")
    term = Term(
        _KINDS[cell["kind"]],
        cell["value"],
        cell.get("language", ""),
        "" if datatype == _PLAIN else datatype,
    )
    return term, bool(cell.get("cut"))
