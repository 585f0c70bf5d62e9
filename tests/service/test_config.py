"""Settings: what may be written, and what is said of what may not."""

from __future__ import annotations

import pytest

from service import config
from service.errors import UsageError


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("DXPLAN_PORT", "eighty", "is not a number; for example 8000"),
        ("DXPLAN_RATE", "5/s", "is not a number"),
        ("DXPLAN_WARM", "yes", "neither on nor off"),
        ("DXPLAN_CONTACT", "the town hall", "neither an e-mail address nor"),
        ("DXPLAN_CONTACT", "javascript:alert(1)", "neither an e-mail address nor"),
        ("DXPLAN_CONTACT", 'https://e.example/"onclick=', "neither an e-mail address nor"),
        ("DXPLAN_CONTACT", "a@b.example?cc=c@d.example", "neither an e-mail address nor"),
    ],
)
def test_a_wrong_value_is_named_with_its_setting(name: str, text: str, reason: str) -> None:
    with pytest.raises(UsageError, match=reason) as fault:
        config.read({name: text})
    assert name in fault.value.ja
    assert name in fault.value.en


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        ("", ""),
        ("dx@city.example.jp", "mailto:dx@city.example.jp"),
        ("mailto:dx@city.example.jp", "mailto:dx@city.example.jp"),
        ("https://city.example.jp/contact?x=1", "https://city.example.jp/contact?x=1"),
    ],
)
def test_a_contact_is_an_address_to_write_to_or_a_page(text: str, iri: str) -> None:
    assert config.read({"DXPLAN_CONTACT": text}).contact == iri
