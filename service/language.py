"""Which language to answer in: ``?lang=`` first, then Accept-Language, then Japanese.

Must not know what is said.
"""

from __future__ import annotations

from typing import Final

from flask import Request

LANGUAGES: Final = ("ja", "en")
_SHOWN: Final = 20


def of(request: Request) -> str:
    """Return "ja" or "en" for a request."""
    wanted = _wanted(request)
    if wanted in LANGUAGES:
        return wanted
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def explicit(request: Request) -> dict[str, str]:
    """Return the language as an argument for further addresses, if it was chosen in this one."""
    wanted = _wanted(request)
    return {"lang": wanted} if wanted in LANGUAGES else {}


def unknown(request: Request) -> str:
    """Return the language asked for in the address if there are no texts in it, shortened."""
    wanted = _wanted(request)
    return "" if wanted in ("", *LANGUAGES) else wanted[:_SHOWN]


def _wanted(request: Request) -> str:
    return request.args.get("lang", "")
