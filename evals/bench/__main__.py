"""Run every benchmark and print one table; exit 1 where a target is missed."""

import argparse
import sys
from collections.abc import Callable

import click

from evals.bench import knowledge, product
from evals.bench.measure import Line

BENCHMARKS: dict[str, Callable[[], list[Line]]] = {
    "help": product.help_cost,
    "tone": product.wording,
    "draft": product.drafting,
    "indexing": knowledge.indexing,
    "search": knowledge.searching,
    "serve": product.serving,
}
"""Name -> benchmark, quick ones first."""


def main() -> int:
    """Run the benchmarks named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], help="all where none is named")
    names = parser.parse_args().names or list(BENCHMARKS)
    missed = 0
    for name in names:
        click.echo(f"… {name}", err=True)
        for line in BENCHMARKS[name]():
            click.echo(str(line))
            missed += line.passed is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
