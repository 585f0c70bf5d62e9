"""Addresses of things and of the documents about them.

    /id/x            the thing: answers 303 to a document
    /id/x.html       the document for people
    /id/x.ttl        the same in Turtle; likewise .jsonld, .nt, .rdf

The name is that of the IRI behind ``https://w3id.org/dxplan``, so it holds under any host. A place
in a source, whose fragment no browser sends, is named by ``?line=``. Must not know what is there.

Standard: Cool URIs for the Semantic Web, section 4.2 (303 URIs); RFC 5147 (line positions).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from service.errors import UsageError
from service.formats import GRAPHS, PAGE, Format
from service.namespaces import BASE

_RDF: Final = ("ttl", "jsonld", "nt", "rdf")
FORMATS: Final[tuple[Format, ...]] = (
    PAGE,
    *(form for extension in _RDF for form in GRAPHS if form.extension == extension),
)
_BY_SUFFIX: Final = {form.extension: form for form in FORMATS}
_SUFFIX: Final = re.compile(r"(.+)\.(" + "|".join(_BY_SUFFIX) + r")", re.DOTALL)
_LINES: Final = re.compile(r"([0-9]{1,7}),([0-9]{1,7})")
_UNSAFE: Final = re.compile('[\x00-\x20\x7f<>"{}|^`\\\\\ufffd]')
_LONGEST: Final = 1000
_SAFE: Final = "/:@!$&'()*+,;=-._~"


@dataclass(frozen=True)
class Address:
    """What a request names.

    Attributes:
        iri: the thing.
        form: format of the document about it; None if the thing itself was asked for.
    """

    iri: str
    form: Format | None

    def to(self, form: Format) -> str:
        """Return the path of a document about the thing."""
        path, _, fragment = self.iri.removeprefix(BASE).partition("#")
        line = f"?line={fragment.removeprefix('line=')}" if fragment else ""
        return f"/{quote(path, safe=_SAFE)}.{form.extension}{line}"


def written(iri: str) -> str:
    """Write an IRI as a URI, for a header (RFC 3987, section 3.1)."""
    return quote(iri, safe=f"{_SAFE}#")


def read(folder: str, local: str, line: str = "") -> Address:
    """Read the path of a request.

    Args:
        folder: "id/", "source/" and so on; empty for what stands at the top.
        local: the rest of the path, percent escapes resolved.
        line: the parameter ``line``: positions as in RFC 5147, two numbers with a comma.

    Raises:
        UsageError: it holds characters that no IRI has, or is too long, or the lines are none.
    """
    if len(local) > _LONGEST or _UNSAFE.search(local):
        raise UsageError(
            "このアドレスには、名前に使えない文字があるか、長すぎます。",
            "This address is too long, or holds characters that no name has.",
        )
    found = _SUFFIX.fullmatch(local)
    name, form = (found[1], _BY_SUFFIX[found[2]]) if found else (local, None)
    return Address(f"{BASE}{folder}{name}{_fragment(line)}", form)


def _fragment(line: str) -> str:
    if not line:
        return ""
    found = _LINES.fullmatch(line)
    if not found or int(found[1]) >= int(found[2]):
        raise UsageError(
            "line は「605,608」のように、0 から数えた位置二つで指定してください（606〜608行目）。",
            "Give line as two positions counted from 0, such as 605,608 (lines 606 to 608).",
        )
    return f"#line={int(found[1])},{int(found[2])}"
