"""What `coach catalogue` prints for people."""

from collections.abc import Iterable

import click

from api.cli.output import table
from coach.training.coverage import Coverage, Label, UnmetNeeds
from knowledge_base.catalogue.changes import Change, ChangeKind, Preview
from knowledge_base.catalogue.fields import words
from knowledge_base.catalogue.mapping import ColumnGuess
from knowledge_base.catalogue.quality import QualityReport
from knowledge_base.catalogue.rows import said

LISTED = 10
"""Lines of one kind; `--json` has up to a hundred, the counts are whole."""


def print_columns(columns: Iterable[ColumnGuess]) -> None:
    """One line a column: what it seems to hold, how sure, its first cells."""
    for each in columns:
        field = each.field.value if each.field else "-"
        click.echo(f"{each.heading}\t{field}\t{each.sure:.1f}\t{' | '.join(each.samples)}")


def print_preview(preview: Preview, language: str, *, done: bool = False) -> None:
    """What an import would do, or did."""
    counts = ", ".join(f"{count} {kind.value}" for kind, count in preview.counts.items())
    click.echo(f"{'Imported' if done else 'Preview'} of {preview.source!r}, {preview.rows} rows: {counts}")
    click.echo("columns: " + ", ".join(f"{f.value}={h}" for h, f in preview.mapping.items() if f))
    if left_out := [heading for heading, field in preview.mapping.items() if field is None]:
        click.echo("left out: " + ", ".join(left_out))
    if not preview.has_ids:
        click.echo("No column holds ids: rows are told apart by title, provider and language.")
    for kind in ChangeKind:
        _print_changes([change for change in preview.changes if change.kind is kind], preview.counts[kind], language)
    for column, code, count in preview.trouble_groups:
        sentence = getattr(words().troubles[code], language)
        rows = [str(each.row) for each in preview.troubles if (each.column, each.code) == (column, code)][:5]
        click.echo(f"  {column}: {sentence} ({count} cells; rows {', '.join(rows) or '…'})")
    if not done:
        click.echo(f"preview {preview.id}")
        click.echo(f"To carry it out: the same command with `import` instead of `preview`, and --preview {preview.id}")


def _print_changes(changes: list[Change], count: int, language: str) -> None:
    for change in changes[:LISTED]:
        if change.trouble:
            click.echo(f"  refused row {change.row}: {said(change.trouble, language)}")
            continue
        click.echo(f"  {change.kind.value} {change.record_id}: {change.title}")
        for each in change.fields:
            click.echo(f"    {each.field}: {each.before or '—'} → {each.after or '—'}")
    if changes and count > LISTED:
        click.echo(f"  … and {count - min(LISTED, len(changes))} more {changes[0].kind.value}")


def print_quality(report: QualityReport) -> None:
    """Counts first, then the records with a flaw and what may be doubled."""
    click.echo(f"{report.records} records; " + ", ".join(f"{n} {lang}" for lang, n in report.languages.items()))
    click.echo("sources: " + ", ".join(f"{source} {n}" for source, n in report.sources.items()))
    click.echo("missing: " + ", ".join(f"{name} {n}" for name, n in report.missing.items()))
    click.echo("flaws: " + ", ".join(f"{flaw.value} {n}" for flaw, n in report.flaws.items()))
    for row in [row for row in report.rows if row.flaws][: LISTED * 3]:
        click.echo(f"  {row.id}\t{row.title}\t{' '.join(row.flaws)}")
    for twins in report.twins[: LISTED * 3]:
        click.echo(f"  {twins.kind.value} ({twins.likeness:.2f})\t{twins.first}\t{twins.second}\t{twins.titles[0]}")
    if not report.compared:
        click.echo("Texts were not compared: over 20,000 records.")


def print_coverage(found: Coverage) -> None:
    """One line a topic: people, needs, with and without a resource, languages."""
    click.echo(f"{found.period.start} to {found.period.end}: {_known(found.needs)} needs")
    rows = ((_label(r.label), *map(_known, (r.employees, r.needs, r.with_resource, r.without_resource)),
             " ".join(f"{lang} {_known(n)}" for lang, n in r.languages)) for r in found.rows)  # fmt: skip
    table([("about", "employees", "needs", "with", "without", "languages"), *rows])


def print_unmet(found: UnmetNeeds) -> None:
    """One line a need: what it is about, how many, when last, what instead, what was decided."""
    click.echo(f"{found.period.start} to {found.period.end}: {len(found.needs)} kinds of need without a resource")
    rows = (
        (n.key, _label(n.label), _known(n.employees), n.times or "", " ".join(n.languages), n.last_seen or "",
         " ".join(n.instead), n.mark.state.value if n.mark else "open")
        for n in found.needs
    )  # fmt: skip
    table([("key", "about", "employees", "times", "languages", "last seen", "instead", "state"), *rows])


def _known(count: int | None) -> str:
    return "fewer than 3" if count is None else str(count)


def _label(label: Label) -> str:
    named = f"{label.zh} / {label.en}" if label.topic else label.gap_type.value
    return f"{named} ({', '.join(label.metrics)})" if label.metrics else named
