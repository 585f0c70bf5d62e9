"""Options that several commands have alike. Must not know what a command does with them."""

from __future__ import annotations

from typing import Final

import click

from service.labels import LANGUAGES

LANGUAGE: Final = click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    default=LANGUAGES[0],
    show_default=True,
    help="報告の言語 / language of the report",
)
