"""Each public tool as a function from sentences to "something is wrong here", or the reason why it was not run."""

import json
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from coach.settings import Settings

Verdicts = list[bool]
SCRIPT = Path(__file__).with_name("equality.mjs")
NPM = ("alex", "retext-english", "retext-equality", "retext-stringify", "unified")


class NotRunnable(Exception):
    """A tool is not installed here; says what is missing."""


def vader(sentences: Sequence[str]) -> Verdicts:
    """VADER: negative where its compound score is at most -0.05, the threshold its authors give."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError as error:
        raise NotRunnable("pip install 'growth-coach[bench]'") from error
    analyser = SentimentIntensityAnalyzer()
    return [analyser.polarity_scores(sentence)["compound"] <= -0.05 for sentence in sentences]


def snownlp(sentences: Sequence[str]) -> Verdicts:
    """SnowNLP: negative where its score is under one half."""
    try:
        from snownlp import SnowNLP
    except ImportError as error:
        raise NotRunnable("pip install 'growth-coach[bench]'") from error
    return [SnowNLP(sentence).sentiments < 0.5 for sentence in sentences]


def profanity_list(sentences: Sequence[str]) -> Verdicts:
    """better-profanity: a word list."""
    try:
        from better_profanity import profanity
    except ImportError as error:
        raise NotRunnable("pip install 'growth-coach[bench]'") from error
    return [bool(profanity.contains_profanity(sentence)) for sentence in sentences]


def alex(sentences: Sequence[str]) -> Verdicts:
    """alex, as it comes."""
    return _by_node(sentences, "alex")


def retext_equality(sentences: Sequence[str]) -> Verdicts:
    """retext-equality, as it comes."""
    return _by_node(sentences, "retext-equality")


TOOLS: dict[str, dict[str, Callable[[Sequence[str]], Verdicts]]] = {
    "en": {"alex": alex, "retext-equality": retext_equality, "VADER": vader, "better-profanity": profanity_list},
    "zh": {"SnowNLP": snownlp},
}
"""Language -> name -> tool; none of those for English reads Chinese, nor the other way round."""


def npm_home() -> Path:
    """Where the npm tools are installed."""
    return Settings().home / "evals" / "tone-peers"


def _by_node(sentences: Sequence[str], tool: str) -> Verdicts:
    node, home = shutil.which("node"), npm_home()
    if node is None:
        raise NotRunnable("there is no node here")
    if not all((home / "node_modules" / name).is_dir() for name in NPM):
        raise NotRunnable(f"npm install --prefix {home} {' '.join(NPM)}")
    script = shutil.copy(SCRIPT, home / SCRIPT.name)  # node looks for modules beside the script
    sent = "".join(json.dumps({"text": sentence}) + "\n" for sentence in sentences)
    done = subprocess.run([node, str(script)], input=sent, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603
    if done.returncode:
        raise NotRunnable(f"node failed: {(done.stderr.splitlines() or ['no message'])[-1]}")
    return [bool(json.loads(line)[tool]) for line in done.stdout.splitlines()]
