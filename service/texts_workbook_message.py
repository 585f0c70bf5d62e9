"""The form of what is said about a workbook: severity, short name and sentence.

Must not know any message.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_FOUND: Final = "{column}「{value}」"
_FOUND_EN: Final = "“{value}” in {column_en}"


@dataclass(frozen=True)
class Message:
    """What is said of a fault.

    Attributes:
        severity: "error", "warning" or "hint".
        name: short name of the rule, by language.
        text: what is wrong, why it matters and what to write, by language.
    """

    severity: str
    name: dict[str, str]
    text: dict[str, str]


def message(severity: str, names: tuple[str, str], ja: str, en: str) -> Message:
    """Make a message; ``{found}`` stands for the column and its value.

    Args:
        severity: "error", "warning" or "hint".
        names: short name in Japanese and English.
        ja: the sentence in Japanese.
        en: the same in English.
    """
    ja = ja.replace("{found}", _FOUND)
    en = en.replace("{found}", _FOUND_EN)
    return Message(severity, {"ja": names[0], "en": names[1]}, {"ja": ja, "en": en})
