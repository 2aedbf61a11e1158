"""What `coach catalogue` prints for people."""

from collections.abc import Iterable

import click

from knowledge_base.catalogue.changes import Change, ChangeKind, Preview
from knowledge_base.catalogue.fields import words
from knowledge_base.catalogue.mapping import ColumnGuess
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
