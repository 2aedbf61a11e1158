"""The systems of the benchmark, by name; a system is imported when it runs, so that a missing one stops no other."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from evals.bench.peers.system import System
from knowledge_base.embeddings import Embedder

OURS = "ours"
"""The name of our own system."""


@dataclass(frozen=True)
class SystemSpec:
    """How a system is opened and what it is made of."""

    title: str
    """As the table shows it."""
    module: str
    """Module of this package."""
    type_name: str
    """The system's class in it."""
    packages: tuple[str, ...]
    """Distributions whose versions the report names."""
    options: Mapping[str, Any] = field(default_factory=dict)
    """Passed on to the class."""

    def open(self, embedder: Embedder) -> System:
        """Import and open an empty system.

        Raises:
            ImportError: a package it needs is not installed.
        """
        made: System = getattr(importlib.import_module(f"{__package__}.{self.module}"), self.type_name)(
            embedder, **self.options
        )
        return made

    def versions(self) -> dict[str, str]:
        """Versions of its packages; "absent" where one is not installed."""
        return {name: _version(name) for name in self.packages}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"


_LANGCHAIN = ("langchain-chroma", "langchain-text-splitters", "chromadb")
_ENSEMBLE = (*_LANGCHAIN, "langchain-classic", "langchain-community", "rank-bm25")
_LLAMA = ("llama-index-core", "llama-index-retrievers-bm25", "bm25s")

SYSTEMS: dict[str, SystemSpec] = {
    OURS: SystemSpec("ours (KnowledgeBase.search)", "ours", "Ours", ("growth-coach",)),
    "langchain-chroma": SystemSpec("LangChain + Chroma", "langchain_chroma", "LangChainChroma", _LANGCHAIN),
    "langchain-ensemble": SystemSpec(
        "LangChain BM25 + Chroma ensemble", "langchain_ensemble", "LangChainEnsemble", _ENSEMBLE
    ),
    "langchain-ensemble-rjieba": SystemSpec(
        "LangChain ensemble, BM25 on rjieba words",
        "langchain_ensemble",
        "LangChainEnsemble",
        (*_ENSEMBLE, "rjieba"),
        {"segmented": True},
    ),
    "llamaindex": SystemSpec("LlamaIndex default", "llama_vector", "LlamaVector", _LLAMA[:1]),
    "llamaindex-fusion": SystemSpec("LlamaIndex BM25 + vector fusion", "llama_fusion", "LlamaFusion", _LLAMA),
    "llamaindex-fusion-characters": SystemSpec(
        "LlamaIndex fusion, Chinese by character", "llama_fusion", "LlamaFusion", _LLAMA, {"by_character": True}
    ),
    "haystack": SystemSpec("Haystack embedding + BM25 + join", "haystack_join", "HaystackJoin", ("haystack-ai",)),
    "bm25s": SystemSpec("bm25s alone", "words_alone", "WordsAlone", ("bm25s", "PyStemmer")),
    "bm25s-rjieba": SystemSpec(
        "bm25s alone, rjieba words", "words_alone", "WordsAlone", ("bm25s", "PyStemmer", "rjieba"), {"segmented": True}
    ),
    "numpy": SystemSpec("exact numpy alone", "exact_numpy", "ExactNumpy", ("numpy",)),
}
"""Name -> system; ours first, the order of the tables."""
