"""Writes the list of questions for ``docs/questions.md``. Must not know files or commands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from service.errors import DataError
from service.library import Question, topic

BEGIN: Final = "<!-- questions: begin (dxplan questions --update docs/questions.md) -->"
END: Final = "<!-- questions: end -->"


def listing(questions: Sequence[Question]) -> str:
    """Return the list by topic, in Markdown.

    Args:
        questions: by name.
    """
    return "\n".join(_lines(questions)) + "\n"


def updated(path: Path, text: str, questions: Sequence[Question]) -> str:
    """Return a document with a new list between its marks.

    Args:
        path: the document, for messages.
        text: what it says.
        questions: what to list.

    Raises:
        DataError: it has no marks.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise DataError(
            path,
            None,
            f"一覧の場所を示す行がありません: {BEGIN} と {END}",
            f"the lines that mark the list are missing: {BEGIN} and {END}",
        )
    return f"{before}{BEGIN}\n\n{listing(questions)}\n{END}{after}"


def _lines(questions: Sequence[Question]) -> Iterator[str]:
    yield f"{len(questions)} の問い / questions."
    for folder, group in groupby(questions, lambda question: question.folder):
        yield ""
        yield f"### {topic(folder, 'ja')} / {topic(folder, 'en')}"
        yield ""
        for question in group:
            stored = question.stored
            yield (
                f"- [`{question.name}`](../queries/{question.name}.rq)"
                f"{_parameters(question)}{_numbers(question)}<br>"
                f"{stored.question['ja']}<br>{stored.question['en']}"
            )


def _parameters(question: Question) -> str:
    return "".join(f" `{parameter.name}`" for parameter in question.stored.parameters)


def _numbers(question: Question) -> str:
    numbers = ", ".join(map(str, question.stored.competency))
    return f" — CQ {numbers}" if numbers else ""
