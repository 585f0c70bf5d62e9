"""The table of settings: one row each with name, default and help.

The only place that reads the environment. Must not know who uses a setting.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from service.errors import UsageError

PROJECT: Final = Path(__file__).resolve().parent.parent
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_PAGE: Final = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_SWITCH: Final = {"on": True, "off": False}


@dataclass(frozen=True)
class Setting:
    """One row of the table.

    Attributes:
        name: environment variable.
        default: value if the variable is not set, as text.
        kind: "text", "int", "float", "path", "switch", "contact" or "list" (commas between).
        ja: help in Japanese.
        en: help in English.
    """

    name: str
    default: str
    kind: str
    ja: str
    en: str


SETTINGS: Final = (
    Setting("DXPLAN_HOST", "127.0.0.1", "text", "待ち受けるアドレス", "address to listen on"),
    Setting("DXPLAN_PORT", "8000", "int", "待ち受けるポート", "port to listen on"),
    Setting(
        "DXPLAN_ENGINE",
        "embedded",
        "text",
        "問合せエンジン。embedded、または SPARQL サーバーの URL",
        "query engine: embedded, or the URL of a SPARQL server",
    ),
    Setting(
        "DXPLAN_SOURCES",
        str(PROJECT.parent / "shared" / "sources"),
        "path",
        "原典テキストのフォルダー",
        "folder of the source texts",
    ),
    Setting(
        "DXPLAN_VAR", str(PROJECT / "var"), "path", "生成物の置き場", "folder of build products"
    ),
    Setting(
        "DXPLAN_PUBLIC_URL",
        "",
        "text",
        "外から見えるアドレス（代理サーバーの後ろに置くとき）",
        "address as seen from outside (behind a proxy)",
    ),
    Setting(
        "DXPLAN_CONTACT",
        "",
        "contact",
        "連絡先（メールアドレス、または http(s) のアドレス）。ページの下と目録に出る",
        "contact (e-mail or http(s) address), shown at the foot of pages and in the catalogue",
    ),
    Setting(
        "DXPLAN_TIMEOUT", "30", "float", "問合せの期限（秒）", "deadline of a query in seconds"
    ),
    Setting(
        "DXPLAN_MEMORY_MB",
        "2048",
        "int",
        "問合せ一つのメモリー上限（MiB）",
        "memory limit of one query in MiB",
    ),
    Setting(
        "DXPLAN_RESULT_MB",
        "64",
        "int",
        "結果の大きさの上限（MiB）",
        "limit on the size of a result in MiB",
    ),
    Setting(
        "DXPLAN_BODY_MB",
        "10",
        "int",
        "受け取る本文の大きさの上限（MiB）",
        "limit on the size of a request body in MiB",
    ),
    Setting("DXPLAN_WORKERS", "2", "int", "同時に走る問合せの数", "queries that run at once"),
    Setting(
        "DXPLAN_UPLOADS",
        "on",
        "switch",
        "データの検査（/validate）を受け付ける。on または off",
        "check what is sent to /validate: on or off",
    ),
    Setting(
        "DXPLAN_UPLOAD_MB", "10", "int", "検査に送れる大きさ（MiB）", "size of an upload in MiB"
    ),
    Setting(
        "DXPLAN_UPLOAD_SECONDS",
        "30",
        "float",
        "送られたファイルの検査の期限（秒）",
        "deadline for checking an upload in seconds",
    ),
    Setting(
        "DXPLAN_UPLOAD_MEMORY_MB",
        "1024",
        "int",
        "送られたファイル一つの検査のメモリー上限（MiB）",
        "memory limit for checking one upload in MiB",
    ),
    Setting("DXPLAN_QUEUE", "64", "int", "待てる問合せの数", "queries that may wait"),
    Setting(
        "DXPLAN_REWRITE",
        "on",
        "switch",
        "問合せの書換え（組み込みのエンジンのみ）。on または off",
        "rewriting of queries (embedded engine only): on or off",
    ),
    Setting(
        "DXPLAN_CACHE_MB",
        "64",
        "int",
        "答えを取っておくメモリー（MiB）。0 で取っておかない",
        "memory for answers that are kept, in MiB; 0 keeps none",
    ),
    Setting(
        "DXPLAN_WARM",
        "on",
        "switch",
        "起動後、要求のない間に主なページを作っておく。on または off",
        "after the start, make the main pages ready while nobody asks: on or off",
    ),
    Setting(
        "DXPLAN_RATE",
        "0",
        "float",
        "一つのクライアントが毎秒送れる要求の数（平均）。0 で無制限",
        "requests a second that one client may send on average; 0 for no limit",
    ),
    Setting(
        "DXPLAN_TRUSTED_PROXIES",
        "",
        "list",
        "X-Forwarded-For を信じる代理サーバーのアドレス（コンマ区切り）",
        "addresses of proxies whose X-Forwarded-For is believed (commas between)",
    ),
    Setting(
        "DXPLAN_FEDERATION",
        "",
        "list",
        "SERVICE で問い合わせてよいエンドポイントの IRI（コンマ区切り）",
        "IRIs of the endpoints that SERVICE may ask (commas between)",
    ),
    Setting(
        "DXPLAN_METRICS",
        "off",
        "text",
        "/metrics を見せる相手。off、local（この機械だけ）、all",
        "who may see /metrics: off, local (this machine only) or all",
    ),
    Setting(
        "DXPLAN_REQUEST_LOG",
        "",
        "text",
        "要求の記録（JSON、一行一件）を書くファイル。- は標準エラー出力、空なら書かない",
        "file for a line of JSON about each request; - for standard error, empty for none",
    ),
)


@dataclass(frozen=True)
class Config:
    """Settings after reading; see ``SETTINGS`` for what each means."""

    host: str
    port: int
    engine: str
    sources: Path
    var: Path
    public_url: str
    contact: str
    timeout: float
    memory_mb: int
    result_mb: int
    body_mb: int
    workers: int
    uploads: bool
    upload_mb: int
    upload_seconds: float
    upload_memory_mb: int
    queue: int
    rewrite: bool
    cache_mb: int
    warm: bool
    rate: float
    trusted_proxies: tuple[str, ...]
    federation: tuple[str, ...]
    metrics: str
    request_log: str


def read(environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings.

    Args:
        environment: variables by name; the process's own by default.

    Returns:
        The settings, typed.

    Raises:
        UsageError: a value is not of its kind; names the variable.
    """
    given = os.environ if environment is None else environment
    values: dict[str, object] = {}
    for row in SETTINGS:
        field = row.name.removeprefix("DXPLAN_").lower()
        values[field] = _typed(row, given.get(row.name, row.default))
    return Config(**values)  # type: ignore[arg-type]


def _typed(row: Setting, text: str) -> object:
    try:
        match row.kind:
            case "int":
                return int(text)
            case "float":
                return float(text)
            case "path":
                return Path(text).expanduser().resolve()
            case "switch":
                return _SWITCH[text]
            case "list":
                return tuple(filter(None, map(str.strip, text.split(","))))
            case _:
                return _contact(row, text.strip()) if row.kind == "contact" else text
    except KeyError as fault:
        raise UsageError(
            f"設定 {row.name} の値「{text}」は on でも off でもありません。",
            f"setting {row.name}: “{text}” is neither on nor off",
        ) from fault
    except ValueError as fault:
        raise UsageError(
            f"設定 {row.name} の値「{text}」は数値ではありません。例: {row.default}",
            f"setting {row.name}: “{text}” is not a number; for example {row.default}",
        ) from fault


def _contact(row: Setting, text: str) -> str:
    """Return the IRI of a contact; empty if none is set."""
    if not text or _PAGE.fullmatch(text):
        return text
    if _MAIL.fullmatch(text.removeprefix("mailto:")):
        return f"mailto:{text.removeprefix('mailto:')}"
    raise UsageError(
        f"設定 {row.name} の値「{text}」は、メールアドレスでも http(s) のアドレスでもありません。",
        f"setting {row.name}: “{text}” is neither an e-mail address nor an http(s) address",
    )
