"""Has uploads checked by a process of their own, and ends it where it does not.

The web process's side of ``service.upload_child``. Must not know pages or routes.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
import time
from pathlib import Path
from typing import Any, Final

from service.config import Config
from service.errors import DxplanError, EngineBusy, EngineUnavailable, UsageError
from service.tabular import UploadRefusedError
from service.zygote import Worker, Zygote, ZygoteGoneError

_log: Final = logging.getLogger(__name__)
_MODULE: Final = "service.upload_child"
_PATIENCE: Final = 120.0  # for what uploads are checked against to be ready
_WAIT: Final = 60.0  # of an upload that comes before it is
_AT_ONCE: Final = 2


class UploadTooSlow(DxplanError):
    """Checking did not end before its deadline."""

    status = 503
    code = "upload-timeout"


class BeingPrepared(EngineUnavailable):
    """What uploads are checked against is being read; asking again in a moment helps."""

    code = "being-prepared"


class UploadsOff(UsageError):
    """The operator has switched checking off here."""

    status = 403
    code = "uploads-off"


class _Preparation(threading.Thread):
    """Starts the process and waits until it is ready; ``zygote`` is set when it is.

    Args:
        config: the settings.
        dataset: what is published, to tell when it is another.
    """

    def __init__(self, config: Config, dataset: Path) -> None:
        super().__init__(daemon=True, name="uploads")
        self.dataset = dataset
        self.zygote: Zygote | None = None
        self._config = config
        self._coming: Zygote | None = None
        self._ended = False

    def run(self) -> None:
        zygote = Zygote(self._config.var, self._config.upload_memory_mb, _MODULE)
        self._coming = zygote
        if self._ended:
            zygote.close()
            return
        try:
            zygote.wait_ready(_PATIENCE)
            self.zygote = zygote
        except ZygoteGoneError as fault:
            zygote.close()
            if not self._ended:
                _log.error("uploads cannot be checked: %s", fault)

    def useful(self) -> bool:
        """Whether it is on its way, or there is a process that runs."""
        return self.is_alive() or (self.zygote is not None and self.zygote.alive())

    def end(self) -> None:
        """End the process."""
        self._ended = True
        if self._coming is not None:
            self._coming.interrupt()
            self.join(_WAIT)
            self._coming.close()


class Uploads:
    """Checks uploads, a few at a time.

    Args:
        config: the limits.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._lock = threading.Lock()
        self._preparation: _Preparation | None = None
        self._slots = threading.BoundedSemaphore(_AT_ONCE)

    def check(self, request: dict[str, Any], body: bytes) -> tuple[str, bytes]:
        """Have files checked.

        Args:
            request: as ``service.upload_work.answer`` wants it.
            body: the files, one after the other.

        Returns:
            Name of the form, and the report.

        Raises:
            DxplanError: it cannot be read, or passes a limit.
        """
        if not self._config.uploads:
            raise UploadsOff(
                "ここでは検査を受け付けていません。お手元の dxplan validate で同じ検査ができます。",
                "Nothing is checked here. dxplan validate does the same on your own computer.",
            )
        seconds = self._config.upload_seconds
        if not self._slots.acquire(timeout=seconds):
            raise EngineBusy(
                "いま検査が混み合っています。しばらくしてから送り直してください。",
                "Too many uploads are being checked. Send it again in a moment.",
            )
        try:
            return self._ask({**request, "seconds": seconds}, body)
        finally:
            self._slots.release()

    def _ask(self, request: dict[str, Any], body: bytes) -> tuple[str, bytes]:
        try:
            worker = self._running().worker(fresh=True)
        except ZygoteGoneError:
            worker = self._running(anew=True).worker(fresh=True)
        with contextlib.closing(worker):
            return self._converse(worker, request, body)

    def _converse(self, worker: Worker, request: dict[str, Any], body: bytes) -> tuple[str, bytes]:
        until = time.monotonic() + request["seconds"]
        try:
            worker.ask(request, body)
            message = None
            while message is None and time.monotonic() < until:
                message = worker.wait(max(0.01, until - time.monotonic()))
        except ZygoteGoneError:
            message = ({"died": int(signal.SIGKILL)}, b"")
        if message is None:
            raise _too_slow(request["seconds"])
        header, report = message
        if "form" in header:
            return header["form"], report
        raise self._fault(header, request["seconds"])

    def _fault(self, header: dict[str, Any], seconds: float) -> DxplanError:
        if header.get("error") == "refused":
            return UploadRefusedError(header["ja"], header["en"])
        if header.get("died") == int(signal.SIGXCPU):
            return _too_slow(seconds)
        if "detail" in header:
            _log.error("an upload could not be checked: %s", header["detail"])
        return UploadRefusedError(
            "このファイルは検査できません。大きすぎるか、入れ子が深すぎます。"
            "文書ごとに分けて送ってください。",
            "This file cannot be checked: it is too large or nested too deeply. Send one document "
            "at a time.",
        )

    def _running(self, *, anew: bool = False) -> Zygote:
        """Return the process, started if there is none or it is to be another."""
        preparation = self._begin(anew=anew)
        preparation.join(_WAIT)
        if preparation.zygote is not None:
            return preparation.zygote
        if preparation.is_alive():
            raise BeingPrepared(
                "いま検査の準備をしています（公開中のデータを読み込んでいます）。"
                "10 秒ほど待ってから、もう一度送ってください。",
                "Checking is being prepared: what is published is being read. Send it again in "
                "ten seconds.",
            )
        raise EngineUnavailable(
            "いまは検査できません。管理者に知らせてください。",
            "Uploads cannot be checked now. Tell the operator.",
        )

    def _begin(self, *, anew: bool = False) -> _Preparation:
        dataset = (self._config.var / "current").resolve()
        with self._lock:
            known = self._preparation
            if known is not None and not anew and known.useful() and known.dataset == dataset:
                return known
            if known is not None:
                known.end()
            self._preparation = _Preparation(self._config, dataset)
            self._preparation.start()
            return self._preparation

    @property
    def ready(self) -> bool:
        """Whether an upload sent now would be answered at once."""
        if not self._config.uploads:
            return True
        known = self._preparation
        return known is not None and known.zygote is not None and known.zygote.alive()

    def start(self) -> None:
        """Begin to read what is checked against, beside whatever else is done."""
        if self._config.uploads:
            self._begin()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._preparation is not None:
                self._preparation.end()
                self._preparation = None


def _too_slow(seconds: float) -> UploadTooSlow:
    return UploadTooSlow(
        f"検査が期限（{seconds:g} 秒）内に終わりませんでした。文書ごとに分けて送ってください。",
        f"Checking did not end within {seconds:g} seconds. Send one document at a time.",
    )
