"""Shows a query as it is run, with what was rewritten and why, without running it.

The answer to ``/sparql?explain=1``: a text that is itself a query, with comments at its top.
Must not know engines or how rewriting works.
"""

from __future__ import annotations

from service import guard, rewriting
from service.config import Config
from service.engine_choice import EMBEDDED
from service.texts_rewriting import TEXTS


def shown(query: str, config: Config) -> str:
    """Return the query as run, below comments in Japanese and English.

    Args:
        query: the query as sent.
        config: the settings; they may switch rewriting off.

    Raises:
        DxplanError: the query is refused.
    """
    result = rewriting.Rewriting(query)
    none = "rewriting_off"
    if config.rewrite and config.engine == EMBEDDED:
        none = "rewriting_none"
        if len(query) <= rewriting.MAX_LENGTH:  # longer ones are not worth the time to read them
            result = rewriting.rewrite(query, guard.check(query, config.federation))
    lines = _comment("rewriting_head")
    if not result.steps:
        lines += _comment(none)
    for number, step in enumerate(result.steps, 1):
        lines += ["#", f"# {number}. {step.about}", *_comment(step.rule)]
    return "\n".join([*lines, result.text, ""])


def _comment(name: str) -> list[str]:
    return [f"# {sentence}" for sentence in TEXTS[name]]
