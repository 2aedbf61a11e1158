"""The embedders: unit rows, any text, and an endpoint that answers, fails or lies about its size."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from knowledge_base.embeddings import BundledEmbedder
from knowledge_base.endpoint import EndpointEmbedder
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
