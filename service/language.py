"""Which language to answer in: ``?lang=`` first, then Accept-Language, then Japanese.

Must not know what is said.
"""

from __future__ import annotations

from typing import Final

from flask import Request

LANGUAGES: Final = ("ja", "en")


def of(request: Request) -> str:
    """Return "ja" or "en" for a request."""
    wanted = request.args.get("lang", "")
    if wanted in LANGUAGES:
        return wanted
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]
