"""``dxplan serve``: the service behind a production WSGI server.

Prints the address once a request is answered there, and ends cleanly on SIGTERM and SIGINT. Must
not know what is served.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import gc
import http.client
import logging
import resource
import signal
import socket
import threading
import time
from dataclasses import replace
from typing import Any, Final

import click
import waitress
from flask import Flask
from waitress.channel import ClientDisconnected

from service import address, config, create_app
from service.config import Config
from service.engine import Engine
from service.engine_choice import open_engine
from service.engine_embedded import QUICK_SLOTS
from service.errors import DxplanError, EnvironmentFault, UsageError
from service.sending import SLOTS

_CONNECTIONS: Final = 1000
_FILES: Final = 4 * _CONNECTIONS
_SPARE_THREADS: Final = 8
_IDLE: Final = 60  # seconds that a silent connection stays open
_HEADERS: Final = 512 << 10  # bytes; a query of 300 kB fits into a URL
_BUFFERED: Final = 1 << 20  # bytes of answer kept for a slow reader
_HIGHEST_PORT: Final = 65535
_MIB: Final = 1 << 20
# of mallopt(3): what is larger than that is given back to the system as soon as it is free, and
# all threads take from one place
_MMAP_THRESHOLD: Final = -3, 128 << 10
_ARENA_MAX: Final = -8, 1


@click.command(
    help="""サービスを起動する / Run the service.

    停止は Ctrl-C / Stop it with Ctrl-C."""
)
@click.option("--host", help="待ち受けるアドレス / address to listen on (DXPLAN_HOST)")
@click.option("--port", type=int, help="待ち受けるポート / port to listen on (DXPLAN_PORT)")
def command(host: str | None, port: int | None) -> int:
    """Serve until told to stop."""
    settings = config.read()
    settings = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )
    _log_to_stderr()
    _allow_files()
    _give_back()
    with listen(settings.host, settings.port) as listener:
        serve(replace(settings, port=listener.getsockname()[1]), listener)
    return 0


def serve(settings: Config, listener: socket.socket) -> None:
    """Serve on a socket that listens already, until SIGTERM or SIGINT."""
    engine = open_engine(settings)
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    try:
        engine.start()  # loads the data while the application is made
        _run(settings, listener, engine)
    except SystemExit:
        pass  # told to stop before the server ran
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        engine.close()


def _run(settings: Config, listener: socket.socket, engine: Engine) -> None:
    app = create_app(settings, engine)
    # here, because it needs all pages, and the engine is to start before they are read
    from service.warming import Warmer  # noqa: PLC0415

    warmer = Warmer(app, _settle)
    try:
        server = waitress.create_server(app, sockets=[listener], **adjustments(settings))
        threading.Thread(target=_announce, args=(settings, app), daemon=True).start()
        if settings.warm:
            warmer.start()
        server.run()
    finally:
        warmer.stop()
        app.extensions["dxplan-uploads"].close()
        app.extensions["dxplan-front"].log.close()


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Raises:
        UsageError: no such address or port.
        EnvironmentFault: the port is in use, or not ours to use.
    """
    if not 0 <= port <= _HIGHEST_PORT:
        raise UsageError(
            f"ポート {port} はありません（0〜{_HIGHEST_PORT}）。",
            f"There is no port {port} (0 to {_HIGHEST_PORT}).",
        )
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        return socket.create_server(found[0][4][:2], family=found[0][0], backlog=_CONNECTIONS)
    except OSError as fault:
        raise _cannot_listen(host, port, fault) from fault


def _cannot_listen(host: str, port: int, fault: OSError) -> DxplanError:
    if fault.errno == errno.EADDRINUSE:
        return EnvironmentFault(
            f"ポート {port} は使用中です。他のプログラムを止めるか、--port または DXPLAN_PORT で"
            "別の番号を指定してください。",
            f"Port {port} is in use. Stop the other program, or choose another with --port or "
            "DXPLAN_PORT.",
        )
    if fault.errno in (errno.EACCES, errno.EPERM):
        return EnvironmentFault(
            f"ポート {port} で待ち受ける権限がありません。1024 以上の番号を使ってください。",
            f"Not allowed to listen on port {port}. Use a number of 1024 or more.",
        )
    return UsageError(
        f"アドレス {host} では待ち受けできません。",
        f"Cannot listen on the address {host}.",
    )


def adjustments(settings: Config) -> dict[str, Any]:
    """Return the bounds of the WSGI server.

    A thread waits with each query, so there are as many as there are queries running and
    waiting, slow readers of large answers, and some for pages.
    """
    running = (QUICK_SLOTS + 1) * max(1, settings.workers)
    return {
        "threads": running + settings.queue + SLOTS + _SPARE_THREADS,
        "connection_limit": _CONNECTIONS,
        "channel_timeout": _IDLE,
        "cleanup_interval": _IDLE // 6,
        "max_request_header_size": _HEADERS,
        # beyond our own limit, so that our own sentence can be said up to here
        "max_request_body_size": 4 * settings.body_mb * _MIB,
        "outbuf_overflow": _BUFFERED // 4,
        "outbuf_high_watermark": _BUFFERED,
        "asyncore_use_poll": True,
        "channel_request_lookahead": 1,  # notices clients that hang up
        "clear_untrusted_proxy_headers": False,  # service.clients looks at them, and nobody else
        "expose_tracebacks": False,
        "log_socket_errors": False,
        "ident": None,
    }


def _settle() -> None:
    """Take what is in memory now out of the search for garbage.

    It stays as long as the data do, and to look through all of it takes a request 0.2 seconds.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _announce(settings: Config, app: Flask) -> None:
    """Print the address as soon as a request is answered there; say if there is no data."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    while True:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(local, settings.port, timeout=10)
            connection.request("GET", "/health")
            healthy = connection.getresponse().status == 200  # noqa: PLR2004
            connection.close()
            break
        time.sleep(0.02)
    click.echo(address.local(settings.host, settings.port))
    if not healthy:
        _warn(app)
    app.extensions["dxplan-uploads"].start()  # now, so that no query waits for it


def _warn(app: Flask) -> None:
    try:
        app.extensions["dxplan-engine"].build()
    except DxplanError as fault:
        click.echo(f"dxplan: {fault.ja}\n        {fault.en}", err=True)


def _stop(*_: object) -> None:
    raise SystemExit


def _log_to_stderr() -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("service").setLevel(logging.INFO)
    # the server's word on every request that waits for a thread; the lanes bound those
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    logging.getLogger("waitress").addFilter(_worth_telling)


def _worth_telling(record: logging.LogRecord) -> bool:
    """Whether a record is about more than a client that hung up while it was answered."""
    fault = record.exc_info[1] if record.exc_info else None
    while fault is not None:
        if isinstance(fault, ClientDisconnected):
            return False
        fault = fault.__context__
    return True


def _allow_files() -> None:
    """Ask for as many open files as there may be connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _give_back() -> None:
    """Have the C library keep little of the memory that bodies of answers took.

    Otherwise each of a hundred threads may take from a place of its own, of which each keeps what
    its largest answers left free: 70 MiB after two minutes of load, and growing.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)  # of glibc only
    if mallopt is not None:
        for option, value in (_MMAP_THRESHOLD, _ARENA_MAX):
            mallopt(option, value)
