"""Run every benchmark and print one table; exit 1 where a target is missed."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import click

from evals.bench import (
    canaries,
    k_rule,
    knowledge,
    product,
    redaction,
    retrieval,
    retrieval_abstention,
    scale,
    tone_compare,
    tone_fairness,
)
from evals.bench.measure import Line
from evals.bench.peers.registry import SYSTEMS
from evals.bench.retrieval_sets import NAMES

BENCHMARKS: dict[str, Callable[[], list[Line]]] = {
    "help": product.help_cost,
    "tone": product.wording,
    "tone-fairness": tone_fairness.lines,
    "tone-peers": tone_compare.lines,
    "redaction": redaction.redaction,
    "draft": product.drafting,
    "indexing": knowledge.indexing,
    "search": knowledge.searching,
    "serve": product.serving,
    "abstention": retrieval_abstention.abstention,
    "canaries": canaries.nothing_leaks,
    "k": k_rule.k_everywhere,
    "peers": retrieval.peers,
    **{f"scale-{size // 1000}k": scale.lines_for(size) for size in scale.SIZES},
}
"""Name -> benchmark, quick ones first."""


def main() -> int:
    """Run the benchmarks named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *BENCHMARKS], help="all where none is named")
    _add_options_of_peers(parser)
    given = parser.parse_args()
    benchmarks = BENCHMARKS | {"peers": lambda: retrieval.peers(_options_of_peers(given))}
    missed = 0
    for name in given.names or list(BENCHMARKS):
        click.echo(f"… {name}", err=True)
        for line in benchmarks[name]():
            click.echo(str(line))
            missed += line.passed is False
    return 1 if missed else 0


def _add_options_of_peers(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("peers: our retrieval beside other systems, same texts, same vectors")
    group.add_argument("--set", dest="sets", action="append", choices=NAMES, help="this set (again for more); all")
    group.add_argument("--system", dest="systems", action="append", choices=SYSTEMS, help="this system; all")
    group.add_argument("--profile", choices=("default", "accurate"), default="default", help="embedder of all systems")
    group.add_argument("--full", action="store_true", help="all queries of the large sets, not a sample")
    group.add_argument("--fresh", action="store_true", help="run again what was run before")
    group.add_argument("--out", type=Path, help="folder of runs, vectors and reports; evals/peers in COACH_HOME")


def _options_of_peers(given: argparse.Namespace) -> retrieval.Options:
    return retrieval.Options(
        sets=given.sets or NAMES,
        systems=given.systems or tuple(SYSTEMS),
        full=given.full,
        fresh=given.fresh,
        profile=given.profile,
        out=given.out,
    )


if __name__ == "__main__":
    sys.exit(main())
