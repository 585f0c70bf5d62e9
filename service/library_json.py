"""Lists questions as plain JSON, for programs that want no RDF. Must not know engines or HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service import citation, query_values
from service.library import Question
from service.query_header import Parameter


def listing(questions: Sequence[Question], endpoint: str, version: str) -> dict[str, Any]:
    """Describe questions.

    Args:
        questions: which.
        endpoint: address of the endpoint that answers them.
        version: version of the data.

    Returns:
        An object for JSON.
    """
    base = endpoint.removesuffix("sparql") + "queries/"
    return {
        "endpoint": endpoint,
        "version": version,
        "questions": [_question(question, base) for question in questions],
    }


def _question(question: Question, base: str) -> dict[str, Any]:
    stored = question.stored
    return {
        "name": question.name,
        "iri": citation.iri(question.name),
        "address": base + question.name,
        "version": question.version,
        "form": question.form,
        "title": stored.title,
        "question": stored.question,
        "description": stored.description,
        "keywords": list(stored.keywords),
        "competency": list(stored.competency),
        "parameters": [_parameter(parameter) for parameter in stored.parameters],
        "columns": list(stored.columns),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "type": parameter.type,
        "optional": parameter.optional,
        "label": parameter.label,
        "values": list(parameter.values),
        "kinds": [query_values.full(kind) for kind in parameter.kinds],
        "example": parameter.example,
    }
