"""Turns a template into the response that carries a page: language, frame, headers.

What every page has is put together here, so that a page says only what is its own. Must not know
what pages there are.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Flask, Response, render_template, request, url_for
from markupsafe import Markup

from service import address, assets, language, linking, navigation
from service.context import config, engine
from service.errors import EngineUnavailable
from service.names import line_text
from service.texts import Texts

# an address in a text ends where a blank, a bracket or a Japanese mark stands
_ADDRESS: Final = re.compile(r"(https?://[!#-;=?-Z_a-z~]*[#-&*+\-/-9=?-Z_a-z~])")


def register(app: Flask) -> None:
    """Give templates what they may call."""
    assets.register(app)
    app.jinja_env.globals.update(
        url=url,
        link=linking.link,
        external=linking.is_external,
        in_language=in_language,
        public_address=public_address,
        line_text=line_text,
    )
    app.jinja_env.filters["linked"] = linked
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True


def page(template: str, chosen: str | None = None, **values: Any) -> Response:
    """Return a page.

    Args:
        template: name of the template; it extends ``base.html``.
        chosen: language; that of the request by default.
        values: what the template needs of its own.

    Returns:
        The response with Content-Language; it may be kept, but must be asked for again.
    """
    shown = chosen or language.of(request)
    content = text(template, shown, version=_version(), **values)
    response = Response(content, mimetype="text/html")
    response.headers["Content-Language"] = shown
    response.headers["Cache-Control"] = "no-cache"
    return response


def text(template: str, chosen: str, **values: Any) -> str:
    """Return the text of a page; see ``page``. Asks the engine nothing, so errors can use it."""
    words = Texts(chosen)
    frame = {
        "t": words,
        "language": chosen,
        "other_language": "en" if chosen == "ja" else "ja",
        "switch": in_language("en" if chosen == "ja" else "ja"),
        "plain_language": language.explicit(request),
        "unknown_language": language.unknown(request),
        "navigation": navigation.entries(words, language.explicit(request)),
        "contact": config().contact,
        "version": "",
    }
    return render_template(template, **(frame | values))


def url(view: str, **values: Any) -> str:
    """Return the address of a page, in the language chosen in the address of this one."""
    return url_for(view, **(language.explicit(request) | values))


def in_language(chosen: str) -> str:
    """Return the address of this very page in a language."""
    return "?" + urlencode(request.args.to_dict(flat=False) | {"lang": chosen}, doseq=True)


def public_address(chosen: str = "") -> str:
    """Return the whole address of this very page, in a language if one is given.

    Search engines need whole addresses; they are made from the settings, never from a request's
    Host.
    """
    given = request.args.to_dict(flat=False)
    given.pop("lang", None)
    query = urlencode(given | ({"lang": [chosen]} if chosen else {}), doseq=True)
    path = quote(request.path, safe="/:@!$&'()*+,;=-._~")
    return address.public(config()).rstrip("/") + path + (f"?{query}" if query else "")


def linked(text: str) -> Markup:
    """Escape a text and make the addresses in it links."""
    parts = _ADDRESS.split(text)
    shown = [
        Markup('<a class="break" href="{0}" rel="external noreferrer">{0}</a>').format(part)
        if place % 2
        else Markup.escape(part)
        for place, part in enumerate(parts)
    ]
    return Markup("").join(shown)


def _version() -> str:
    """Return the version of the data for the foot of the page; empty if nothing is served."""
    try:
        return engine().build().version
    except EngineUnavailable:
        return ""
