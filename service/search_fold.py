"""Brings the spellings of a Japanese or English name to a common form, step by step.

    typed       ＩＣＴを活用した取組み
    width       ictを活用した取組み     full and half width, capitals (Unicode NFKC)
    spelling    ictを活用した取組み     middle dots, long vowels, ディ/デ, 子供/子ども
    kana        ICTヲ活用シタ取組ミ     hiragana and katakana
    okurigana   ict活用取組             endings and particles behind kanji left out

Must not know what is searched.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, NamedTuple

_KANJI: Final = "\u3005\u4e00-\u9fff\uf900-\ufaff"
_LATIN_RUN: Final = re.compile(r"[a-z0-9]+")
_HYPHENED: Final = re.compile(r"(?<=[a-z0-9])-(?=[a-z0-9])")
_SIGNS: Final = re.compile(r"[^\wー]|_")
_ENDINGS: Final = re.compile(f"(?<=[{_KANJI}])[ぁ-ん]+")
_PARTICLES: Final = re.compile(r"(?<=[ァ-ヶーa-z0-9])[のをにはがとでへやも](?![ぁ-ん])")
_COUNTERS: Final = re.compile(r"(?<=[0-9])[ヶケか](?=[月年所国])")
# in this order; the last two shorten long vowels: インターフェイス, インタフェース
_KATAKANA: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        *(("ヴァ", "バ"), ("ヴィ", "ビ"), ("ヴェ", "ベ"), ("ヴォ", "ボ"), ("ヴ", "ブ")),
        *(("ウィ", "ウイ"), ("ウェ", "ウエ"), ("ウォ", "ウオ"), ("イェ", "エ")),
        *(("ディ", "デ"), ("ティ", "チ"), ("デュ", "ジュ"), ("テュ", "チュ"), ("フォ", "ホ")),
        *(("ヂ", "ジ"), ("ヅ", "ズ"), ("ヱ", "エ"), ("ヰ", "イ"), ("ヲ", "オ")),
        ("(?<=[エケセテネヘメレゲゼデベペェ])イ", ""),
        ("(?<=[ぁ-んァ-ヶ])ー+", ""),
    )
)
_WORDS: Final = (
    *(("子供", "子ども"), ("こども", "子ども"), ("障がい", "障害"), ("障碍", "障害")),
    *(("個所", "箇所"), ("づくり", "作り"), ("つくり", "作り"), ("街", "まち")),
    *(("出来", "でき"), ("無く", "なく"), ("頂", "いただ"), ("下さ", "くださ"), ("及び", "・")),
    *(("ならびに", "・"), ("並びに", "・"), ("または", "・"), ("又は", "・"), ("およ", "・")),
)
_OLD_KANJI: Final = str.maketrans(
    "區國學應廣澤眞會體藝臺圖實驗濱邊齋龜證續廳藏藥號戰聲觀讀變辯",
    "区国学応広沢真会体芸台図実験浜辺斎亀証続庁蔵薬号戦声観読変弁",
)
_TO_KATAKANA: Final = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_ENGLISH: Final = (
    *((re.compile(r"is(?=ation|ing\b|ed\b|e\b)"), "iz"), (re.compile(r"centre"), "center")),
    *((re.compile(r"programme"), "program"), (re.compile(r"our\b"), "or")),
)
_ENGLISH_ENDING: Final = re.compile(r"(?<=[a-z]{4})(?:ies|es|s|ing|ed|y|e)$")


class Forms(NamedTuple):
    """A name in its forms, from the one as typed to the widest.

    Attributes:
        typed: as it stands.
        width: widths and capitals made equal.
        spelling: signs, long vowels and variants of spelling made equal.
        kana: hiragana as katakana too.
        okurigana: without endings and particles.
        latin: its words in Latin letters, a space before each, for matching from their beginning.
    """

    typed: str
    width: str
    spelling: str
    kana: str
    okurigana: str
    latin: str


def forms(text: str) -> Forms:
    """Return the forms of a name."""
    width = unicodedata.normalize("NFKC", text).casefold()
    even = _COUNTERS.sub("か", width.translate(_OLD_KANJI))
    for word, same in _WORDS:
        even = even.replace(word, same)
    return Forms(
        typed=text,
        width=width,
        spelling=_signless(_katakana(even)),
        kana=_signless(_katakana(even.translate(_TO_KATAKANA))),
        okurigana=_signless(_katakana(_PARTICLES.sub("", _ENDINGS.sub("", even)))),
        latin=_latin(width),
    )


def english(word: str) -> str:
    """Return an English word as it is looked for: British spelling and endings aside."""
    for pattern, replacement in _ENGLISH:
        word = pattern.sub(replacement, word)
    return _ENGLISH_ENDING.sub("", word)


def is_latin(text: str) -> bool:
    """Tell whether a term in the form ``width`` is one word in Latin letters or digits."""
    return bool(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", text))


def _latin(width: str) -> str:
    """Write the Latin words: ``ai-ocr`` is found as ai, ocr and aiocr."""
    joined = _HYPHENED.sub("", width)
    runs = _LATIN_RUN.findall(width)
    extra = [run for run in _LATIN_RUN.findall(joined) if run not in runs]
    words = []
    for run in runs + extra:
        for pattern, replacement in _ENGLISH:
            run = pattern.sub(replacement, run)  # noqa: PLW2901
        words.append(run)
    return "".join(f" {word}" for word in words)


def _katakana(text: str) -> str:
    for pattern, replacement in _KATAKANA:
        text = pattern.sub(replacement, text)
    return text


def _signless(text: str) -> str:
    return _SIGNS.sub("", text)
