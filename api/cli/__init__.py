"""The command `coach`: each subcommand is loaded when it is called, so that `coach --help` costs nothing."""

from api.cli.group import main

__all__ = ["main"]
