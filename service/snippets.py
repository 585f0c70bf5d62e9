"""Code that asks a stored question, ready to copy: Python, R and curl.

Values are quoted by the rules of each language, so that none of them can become code. Must not
know pages or engines.
"""

from __future__ import annotations

import json
import shlex
from typing import Final
from urllib.parse import quote, urlencode

from service import stored_queries
from service.library import Question

LANGUAGES: Final = ("Python", "R", "curl")
_TABLE: Final = """\
from SPARQLWrapper import JSON, POST, SPARQLWrapper

sparql = SPARQLWrapper({endpoint})
sparql.setMethod(POST)
sparql.setReturnFormat(JSON)
sparql.setQuery({query})
answer = sparql.queryAndConvert()
columns = answer["head"]["vars"]
rows = [
    [row[name]["value"] if name in row else None for name in columns]
    for row in answer["results"]["bindings"]
]
print(*columns, sep="\\t")
for row in rows:
    print(*("" if value is None else value for value in row), sep="\\t")
"""
_GRAPH: Final = """\
from SPARQLWrapper import POST, TURTLE, SPARQLWrapper

sparql = SPARQLWrapper({endpoint})
sparql.setMethod(POST)
sparql.setReturnFormat(TURTLE)
sparql.setQuery({query})
answer = sparql.queryAndConvert().decode()
print(answer)
"""
_TRUTH: Final = """\
from SPARQLWrapper import JSON, POST, SPARQLWrapper

sparql = SPARQLWrapper({endpoint})
sparql.setMethod(POST)
sparql.setReturnFormat(JSON)
sparql.setQuery({query})
answer = sparql.queryAndConvert()["boolean"]
print(answer)
"""
_R_TABLE: Final = """\
url <- {url}
answer <- read.csv(url, encoding = "UTF-8", na.strings = "")
print(answer)
"""
_R_TEXT: Final = """\
url <- {url}
answer <- readLines(url, encoding = "UTF-8")
writeLines(answer)
"""


def python(question: Question, values: dict[str, str], endpoint: str) -> str:
    """Return a program for Python with SPARQLWrapper.

    Args:
        question: what to ask.
        values: values of its parameters, checked.
        endpoint: address of the endpoint.
    """
    bound = stored_queries.without_header(stored_queries.bind(question.stored, values))
    form = _GRAPH if question.gives_graph else _TRUTH if question.form == "ASK" else _TABLE
    return form.format(endpoint=json.dumps(endpoint), query=_python_text(bound))


def r(question: Question, values: dict[str, str], address: str) -> str:
    """Return a program for R, without any package.

    Args:
        question: what to ask.
        values: values of its parameters.
        address: address of the question.
    """
    form = _R_TABLE if question.form == "SELECT" else _R_TEXT
    name = _format(question)
    url = f"{address}?{urlencode({**values, 'format': name}, quote_via=quote)}"
    return form.format(url=json.dumps(url))


def curl(question: Question, values: dict[str, str], address: str) -> str:
    """Return a command for a shell; see ``r``."""
    fields = {**values, "format": _format(question)}
    given = [f"--data-urlencode {shlex.quote(f'{name}={value}')}" for name, value in fields.items()]
    return " \\\n  ".join((f"curl -sS --fail-with-body -G {shlex.quote(address)}", *given)) + "\n"


def _format(question: Question) -> str:
    if question.gives_graph:
        return "turtle"
    return "json" if question.form == "ASK" else "csv"


def _python_text(text: str) -> str:
    """Write a text so that it reads as it is where that is safe, else with escapes."""
    plain = all(sign == "\n" or sign.isprintable() for sign in text)
    if plain and "'''" not in text and not text.endswith(("\\", "'")):
        return f"r'''{text}'''"
    return repr(text)
