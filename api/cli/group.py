"""The command group, its lazily loaded subcommands, and the one edge where errors become a line and an exit code."""

import errno
import importlib
import sys
from typing import Any

import click

COMMANDS = {
    "index": ("api.cli.index", "Index past plans, training catalogues and policies. 建立索引"),
    "catalogue": ("api.cli.catalogue", "Import training catalogues; coverage and unmet needs. 培训目录"),
    "search": ("api.cli.search", "Search the knowledge base. 检索"),
    "draft": ("api.cli.draft", "Draft a plan from a gap description. 起草改进计划"),
    "tone": ("api.cli.tone", "Find wording that hurts and offer another. 语气检查"),
    "smart": ("api.cli.smart", "Check one goal statement against SMART. 目标的 SMART 检查"),
    "review": ("api.cli.review", "Send drafts to review and decide on them. 审核"),
    "plan": ("api.cli.plan", "Show, export, follow up and close plans. 计划"),
    "precedents": ("api.cli.precedents", "What past plans have in common, approved by HR. 先例卡"),
    "forget": ("api.cli.forget", "Delete records everywhere, files included. 彻底删除"),
    "audit": ("api.cli.audit", "Verify or export the audit log. 审计"),
    "prompts": ("api.cli.prompts", "List, show, compare and check what a model is told. 提示词"),
    "evals": ("api.cli.evals", "Run, compare and report recorded evals. 评测"),
    "people": ("api.cli.people", "Import people and reporting lines. 人员导入"),
    "user": ("api.cli.user", "Add users, reset passwords, issue API keys. 用户"),
    "serve": ("api.cli.serve", "Serve the web application and the API. 启动服务"),
    "schema": ("api.cli.schema", "Print the JSON Schema of an answer. 输出结构"),
    "backup": ("api.cli.backup", "Write everything to one file. 备份"),
    "restore": ("api.cli.restore", "Restore a backup into an empty home. 恢复"),
}
"""Name -> (module with a click command `command`, one-line help)."""


class LazyGroup(click.Group):
    """A group that imports a subcommand when it is called, and lists the others from the table above."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
def group() -> None:
    """Growth Coach 成长教练: improvement plans that are fair, useful and hold up.

    State lives in COACH_HOME (default .coach). Every command takes --json; progress goes to stderr.
    """


def main(argv: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 2 wrong use, 1 a failure with its reason and what to do, never a traceback.

    Args:
        argv: arguments without the program name; None means those of the process.
    """
    sys.exit(run(argv))


def run(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _speak_utf8()
    try:
        return int(group.main(args=argv, standalone_mode=False, prog_name="coach") or 0)
    except (click.exceptions.Exit, click.Abort, click.ClickException) as stop:
        return _stopped(stop)
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _say(_reason(error), "Check the path, the permissions and the free space, then try again.", 1)
    except Exception as error:  # noqa: BLE001 - the edge: nothing may reach the user as a traceback
        return failure(error)


def _stopped(stop: click.exceptions.Exit | click.Abort | click.ClickException) -> int:
    if isinstance(stop, click.exceptions.Exit):
        return int(stop.exit_code)
    if isinstance(stop, click.ClickException):
        stop.show()
        return 2
    return _say("Interrupted. What was finished is kept; run the same command again to go on.", "", 1)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says: half of what we print is Chinese."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _reason(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "The disk is full; nothing half-written was kept."
    return f"{error.strerror or type(error).__name__}: {error.filename!r}." if error.filename else f"{error}."


def failure(error: Exception) -> int:
    """Say what happened and what to do; return the exit code."""
    what, hint = getattr(error, "what", None), getattr(error, "hint", "")
    if isinstance(what, str):
        return _say(what, hint, 2 if type(error).__name__ == "InvalidInput" else 1)
    return _say(
        f"Unexpected {type(error).__name__}: {error}", "Run again with COACH_DEBUG=1 for the details.", 1, error
    )


def _say(what: str, hint: str, code: int, error: Exception | None = None) -> int:
    import os

    sentence = what if what.endswith((".", "!", "?", ":", "。")) else f"{what}."
    line = " ".join(f"{sentence} {hint}".split())
    click.echo(f"coach: {line}", err=True)
    if error is not None and os.environ.get("COACH_DEBUG"):
        import traceback

        traceback.print_exception(error)
    return code
