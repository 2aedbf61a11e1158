"""`coach serve`: the web application and the API."""

import click

from coach.errors import Unavailable


@click.command("serve")
@click.option("--host", help="Address to listen on (COACH_HOST, 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (COACH_PORT, 8000); 0 picks one.")
@click.option("--json", "as_json", is_flag=True, help="Print the address as one JSON document.")
def command(host: str | None, port: int | None, as_json: bool) -> None:
    """Serve the pages and the API until Ctrl-C."""
    import socket

    from api.server import serve
    from coach.settings import Settings

    settings = Settings()
    address = (host or settings.host, settings.port if port is None else port)
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        raise Unavailable(
            f"{address[0]}:{address[1]} cannot be listened on: {error.strerror}.",
            "Stop what uses it, or choose another with --port.",
        ) from error
    serve(settings, listener, as_json=as_json)
