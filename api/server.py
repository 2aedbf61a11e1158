"""The server process: uvicorn over one application."""

import os
import socket
from typing import Any

import click

from coach.settings import Settings


def serve(settings: Settings, listener: socket.socket, *, as_json: bool = False) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        settings: typed environment.
        listener: a bound socket.
        as_json: print the address as JSON.
    """
    import uvicorn

    from api.app import create_app
    from api.bootstrap import Application

    application = Application(settings)
    host, port = listener.getsockname()[:2]
    address = f"http://{host}:{port}"
    app = create_app(application)
    click.echo(f'{{"address": "{address}", "pid": {os.getpid()}}}' if as_json else f"Growth Coach 成长教练: {address}")
    config: dict[str, Any] = {"log_level": "warning", "access_log": False, "timeout_graceful_shutdown": 5}
    server = uvicorn.Server(uvicorn.Config(app, **config))
    try:
        server.run(sockets=[listener])
    finally:
        application.close()
