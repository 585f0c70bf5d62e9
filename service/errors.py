"""One tree of exceptions, and what each means to whoever asked.

    DxplanError
    ├── UsageError            the command or request is wrong            exit 2, HTTP 400
    │   ├── ParameterError    a value for a stored question is wrong     HTTP 400
    │   ├── NoSuchQuestion    no stored question of this name            HTTP 404
    │   ├── VersionNotHeld    a version of the data that is not here     HTTP 404
    │   ├── NoSuchThing       nothing is known under this IRI            HTTP 404
    │   ├── MethodNotAllowed  the path does not know this method         HTTP 405
    │   ├── BodyTooLarge      a request body passes the limit            HTTP 413
    │   ├── UnsupportedMedia  a request body in a type not read here     HTTP 415
    │   ├── NoSuchGraph       no graph of this name is served here        HTTP 404
    │   └── TooManyRequests   one client asks too often                  HTTP 429
    ├── NotInGraph            a triple that is not in the graph           exit 1, HTTP 404
    ├── DataError             a file of ours cannot be read               exit 2, HTTP 500
    ├── EnvironmentFault      port, disk, network, missing program        exit 2, HTTP 500
    ├── QueryError            a query that cannot be answered as asked    exit 2, HTTP 400
    │   ├── QuerySyntaxError  with line and column                        HTTP 400
    │   ├── QueryRefused      SERVICE, updates                            HTTP 403
    │   ├── QueryTooLarge     a limit on size was passed                  HTTP 413
    │   ├── QueryTooComplex   the engine gave up on the query             HTTP 400
    │   ├── QueryTimeout      the deadline passed                         HTTP 503
    │   ├── ServiceFailed     an endpoint of a SERVICE did not answer     HTTP 502
    │   └── NotAcceptable     no format that both sides know              HTTP 406
    └── EngineUnavailable     no engine to ask                            exit 2, HTTP 503
        ├── EngineBusy        too many queries wait; come back later      HTTP 503
        ├── EngineUnreachable a remote engine does not answer as agreed   HTTP 502
        └── EngineTooSlow     a remote engine passed the deadline         HTTP 504

Each carries a sentence in Japanese and one in English: what is wrong, where, what to do.
This module turns none of them into a response or exit code; ``service.cli`` and
``service.responses`` do, each in one place. Findings (exit code 1) are no errors.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar


class DxplanError(Exception):
    """Something that a person must be told, in both languages.

    Args:
        ja: the sentence in Japanese.
        en: the same sentence in English.
    """

    exit_code: ClassVar[int] = 2
    status: ClassVar[int] = 500
    code: ClassVar[str] = "error"

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja = ja
        self.en = en

    def text(self, language: str) -> str:
        """Return the sentence in ``language`` ("ja" or "en"; anything else gives Japanese)."""
        return self.en if language == "en" else self.ja


class UsageError(DxplanError):
    """The command line or request cannot be carried out as given."""

    status = 400
    code = "usage"


class ParameterError(UsageError):
    """A value for a parameter of a stored question is wrong, missing or not asked for.

    Args:
        parameter: name of the parameter.
        allowed: what may be given instead; empty where that is no list.
        ja: the sentence in Japanese.
        en: the same sentence in English.
    """

    code = "parameter"

    def __init__(self, parameter: str, allowed: tuple[str, ...], ja: str, en: str) -> None:
        super().__init__(ja, en)
        self.parameter = parameter
        self.allowed = allowed


class NoSuchQuestion(UsageError):
    """No question of this name is stored."""

    status = 404
    code = "no-question"


class VersionNotHeld(UsageError):
    """The version of the data or of a question that was asked for is not the one held here."""

    status = 404
    code = "version"


class NoSuchThing(UsageError):
    """Nothing is known of the thing that an address names.

    Args:
        nearest: IRIs that are like the one asked for.
        ja: the sentence in Japanese.
        en: the same sentence in English.
    """

    status = 404
    code = "no-thing"

    def __init__(self, nearest: list[str], ja: str, en: str) -> None:
        super().__init__(ja, en)
        self.nearest = nearest


class MethodNotAllowed(UsageError):
    """The path does not know this method."""

    status = 405
    code = "method"


class BodyTooLarge(UsageError):
    """The body of a request passes the limit."""

    status = 413
    code = "body-too-large"


class UnsupportedMedia(UsageError):
    """The body of a request has a type, charset or coding that is not read here."""

    status = 415
    code = "media-type"


class NoSuchGraph(UsageError):
    """There is no graph of this name here."""

    status = 404
    code = "no-graph"


class TooManyRequests(UsageError):
    """One client sends more requests than it may.

    Args:
        seconds: after which the next request will be answered.
        ja: the sentence in Japanese.
        en: the same sentence in English.
    """

    status = 429
    code = "rate"

    def __init__(self, seconds: int, ja: str, en: str) -> None:
        super().__init__(ja, en)
        self.seconds = seconds


class NotInGraph(DxplanError):
    """A triple that is neither stated nor concluded; the answer to a question, so exit 1."""

    exit_code = 1
    status = 404
    code = "not-in-graph"


class DataError(DxplanError):
    """A file cannot be read; says which, where and why.

    Args:
        path: the file.
        line: one-based line, or None where the reader cannot tell.
        ja: the reason in Japanese.
        en: the reason in English.
    """

    code = "data"

    def __init__(self, path: Path | str, line: int | None, ja: str, en: str) -> None:
        place = f"{path}:{line}" if line is not None else str(path)
        super().__init__(f"{place}: {ja}", f"{place}: {en}")
        self.path = Path(path)
        self.line = line


class EnvironmentFault(DxplanError):
    """The machine lacks something: a free port, a writable folder, a program."""

    code = "environment"


class QueryError(DxplanError):
    """A query that cannot be answered as asked."""

    status = 400
    code = "query"


class QuerySyntaxError(QueryError):
    """The query does not parse; carries the place.

    Args:
        line: one-based line of the fault, or None if the parser does not say.
        column: one-based column, or None.
        ja: the reason in Japanese.
        en: the reason in English.
    """

    code = "syntax"

    def __init__(self, line: int | None, column: int | None, ja: str, en: str) -> None:
        super().__init__(ja, en)
        self.line = line
        self.column = column


class QueryRefused(QueryError):
    """The query asks for something this endpoint never does (SERVICE, updates)."""

    status = 403
    code = "refused"


class QueryTooLarge(QueryError):
    """The query or its answer passes a limit on size."""

    status = 413
    code = "too-large"


class QueryTooComplex(QueryError):
    """The query is nested or chained beyond what the engine can carry."""

    code = "too-complex"


class QueryTimeout(QueryError):
    """The query did not finish before its deadline."""

    status = 503
    code = "timeout"


class ServiceFailed(QueryError):
    """An endpoint that the query's SERVICE asks gave no answer that can be used."""

    status = 502
    code = "service"


class NotAcceptable(QueryError):
    """The answer cannot be written in any format that was asked for."""

    status = 406
    code = "not-acceptable"


class EngineUnavailable(DxplanError):
    """There is no engine that could answer at this moment."""

    status = 503
    code = "engine"


class EngineBusy(EngineUnavailable):
    """More queries wait than may wait; asking again later helps."""

    code = "busy"


class EngineUnreachable(EngineUnavailable):
    """A remote engine cannot be reached or answers what no engine should."""

    status = 502
    code = "engine-unreachable"


class EngineTooSlow(EngineUnavailable):
    """A remote engine did not answer before the deadline."""

    status = 504
    code = "engine-timeout"
