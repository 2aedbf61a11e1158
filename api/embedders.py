"""Which embedder the settings ask for, and how to open the one an index was built with."""

from coach.errors import InvalidInput
from coach.settings import EmbedderProfile, Settings
from knowledge_base.embeddings import AccurateEmbedder, BundledEmbedder, Embedder
from knowledge_base.endpoint import EndpointEmbedder

_ENDPOINT = "endpoint:"


def embedder_asked_for(settings: Settings) -> Embedder:
    """The embedder of the settings; nothing is loaded or asked yet.

    Raises:
        InvalidInput: the endpoint is chosen and has no address.
    """
    match settings.embedder_profile:
        case EmbedderProfile.DEFAULT:
            return BundledEmbedder()
        case EmbedderProfile.ACCURATE:
            return AccurateEmbedder()
        case EmbedderProfile.ENDPOINT:
            if not settings.embeddings_base_url:
                raise InvalidInput(
                    "COACH_EMBEDDER=endpoint needs an address.", "Set COACH_EMBEDDINGS_BASE_URL, or choose another."
                )
            return _endpoint(settings, settings.embeddings_model, dimension=settings.embeddings_dimension)


def embedder_named(settings: Settings, name: str) -> Embedder | None:
    """The embedder an index was built with; None where this installation cannot open it any more."""
    for local in (BundledEmbedder(), AccurateEmbedder()):
        if local.name == name:
            return local
    if name.startswith(_ENDPOINT) and settings.embeddings_base_url:
        return _endpoint(settings, name.removeprefix(_ENDPOINT), dimension=None)
    return None


def _endpoint(settings: Settings, model: str, *, dimension: int | None) -> EndpointEmbedder:
    key = settings.embeddings_api_key
    return EndpointEmbedder(
        base_url=settings.embeddings_base_url or "",
        model=model,
        api_key=key.get_secret_value() if key else "none",
        dimension=dimension,
        seconds=settings.embeddings_timeout_seconds,
    )
