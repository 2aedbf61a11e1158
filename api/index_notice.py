"""One sentence on an index that is not what the settings ask for."""

from knowledge_base.state import IndexState


def index_notice(state: IndexState) -> str | None:
    """What is the matter with the index and what to do; None where it is as it should be."""
    if not state.outdated:
        return None if state.search == "full" else _silent(state)
    if state.reason == "embedder":
        differs = f"The index was built with {state.embedder}; the settings ask for {state.asked_for}."
    else:
        differs = "The index was built by a version of this product that prepared texts in another way."
    by = "by words alone (its model is out of reach)" if state.search == "words" else "with the index as it is"
    return f"{differs} Searches go on {by} until it is renewed: coach index --renew{_progress(state)}."


def _silent(state: IndexState) -> str:
    return f"The embedder {state.embedder} does not answer; searches go by words alone until it does."


def _progress(state: IndexState) -> str:
    if state.renewal is None:
        return ""
    doing = "under way" if state.renewal.running else "left half-way"
    return f" ({doing}: {state.renewal.done} of {state.renewal.total} records)"
