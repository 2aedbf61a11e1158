"""The one door to `prompts/`: find a prompt, check its inputs, render it, tell its fingerprint.

A prompt is `prompts/<language>/<name>.md.j2`. Its first line declares its inputs, `{# inputs: a, b #}`, its second
describes it, `{# description: ... #}`. Templates are a small, bounded part of Jinja (see `_ALLOWED`): the sandbox of
Jinja bounds neither time nor memory (RELIABILITY 10), so what could loop without end or call anything is refused.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, meta, nodes
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from coach.domain.base import Language
from coach.errors import InvalidInput, NotFound

SUFFIX = ".md.j2"
"""Ending of every prompt file."""

_FRONT = re.compile(r"\A\{#\s*inputs:\s*([a-z0-9_, ]*?)\s*#\}\n\{#\s*description:\s*(.+?)\s*#\}\n")
_NAME = re.compile(r"(shared/)?[a-z][a-z0-9_]{0,60}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]|[\U000e0000-\U000e007f]")
_LOOKALIKE = re.compile(r"[<＜〈‹]\s*(/?)\s*(?=data\b)", re.IGNORECASE)
_ALLOWED: tuple[type[nodes.Node], ...] = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Include),
    *(nodes.For, nodes.If, nodes.Not, nodes.And, nodes.Or, nodes.Compare, nodes.Operand),
)
_DEEPEST_LOOP = 2
_LONGEST_SOURCE = 20_000
_FENCE_DIGITS = 16


class Outside:
    """Text that somebody else wrote: always rendered fenced as data, whatever the template does with it.

    The mark of the fence is derived from the text itself, so that it is the same at every rendering (recordings and
    snapshots stay true), and is checked not to occur in the text: no text can hold its own mark and close its fence.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def __str__(self) -> str:
        clean = _LOOKALIKE.sub(r"(\1", _CONTROL.sub("", self._text)).strip()
        mark = _mark(clean)
        return f'<data mark="{mark}">\n{clean}\n</data mark="{mark}">'


def _mark(text: str) -> str:
    """Return hexadecimal digits that do not occur in `text`."""
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    while digest[:_FENCE_DIGITS] in text:
        digest = hashlib.sha256(digest.encode()).hexdigest()
    return digest[:_FENCE_DIGITS]


@dataclass(frozen=True)
class RenderedPrompt:
    """A prompt ready to be sent."""

    text: str
    """What is sent."""
    fingerprint: str
    """sha256 of the sources of the template and of every part it includes, hexadecimal."""
    name: str
    """`<language>/<name>`."""


@dataclass(frozen=True)
class Template:
    """A prompt file as it was found."""

    name: str
    """Name without language and ending."""
    inputs: frozenset[str]
    """What it declares to need."""
    description: str
    """What it is for, one line."""
    variables: frozenset[str]
    """What it really uses, its included parts counted in."""
    fingerprint: str
    """sha256 of its sources, hexadecimal."""


class Prompts:
    """Finds and renders prompts.

    Args:
        folder: a customer's own prompts (`<language>/<name>.md.j2`), looked up before ours; None for ours only.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folders = tuple(f for f in (folder, _own_folder()) if f is not None)
        self._environments: dict[Language, ImmutableSandboxedEnvironment] = {}
        self._known: dict[tuple[str, Language], Template] = {}

    def names(self, language: Language) -> list[str]:
        """Return the names of all prompts of a language, parts under `shared/` left out."""
        found = {p.name.removesuffix(SUFFIX) for f in self._folders for p in (f / language).glob(f"*{SUFFIX}")}
        return sorted(found)

    def parts(self, language: Language) -> list[str]:
        """Return the names of the parts that prompts of a language include, each as `shared/<part>`."""
        found = {
            p.name.removesuffix(SUFFIX) for f in self._folders for p in (f / language / "shared").glob(f"*{SUFFIX}")
        }
        return sorted(f"shared/{name}" for name in found)

    def has(self, name: str, language: Language) -> bool:
        """Say whether there is a prompt or part of this name."""
        return name in self.names(language) or name in self.parts(language)

    def overridden(self, name: str, language: Language) -> bool:
        """Say whether the file in use comes from the customer's folder."""
        return len(self._folders) > 1 and (self._folders[0] / language / f"{name}{SUFFIX}").is_file()

    def source(self, name: str, language: Language) -> str:
        """Return the text of the file in use.

        Raises:
            NotFound: there is no such prompt.
            InvalidInput: the file cannot be read.
        """
        return self._source(name, language)

    def template(self, name: str, language: Language) -> Template:
        """Return what a prompt declares and uses.

        Raises:
            NotFound: there is no such prompt.
            InvalidInput: the file is not a valid prompt.
        """
        key = (name, language)
        if key not in self._known:
            self._known[key] = self._read(name, language)
        return self._known[key]

    def render(self, name: str, language: Language, **inputs: object) -> RenderedPrompt:
        """Render a prompt; what others wrote must come as `Outside`.

        Raises:
            NotFound: there is no such prompt.
            InvalidInput: the inputs are not exactly the declared ones, or the file is not a valid prompt.
        """
        template = self.template(name, language)
        if inputs.keys() != template.inputs:
            wrong = sorted(inputs.keys() ^ template.inputs)
            raise InvalidInput(f"the inputs of prompt {name!r} differ from the declared ones: {wrong}")
        try:
            text = self._environment(language).get_template(name).render(**inputs)
        except TemplateError as error:
            raise InvalidInput(f"prompt {name!r} cannot be rendered: {error}", "Correct the prompt file.") from error
        return RenderedPrompt(text=text.strip() + "\n", fingerprint=template.fingerprint, name=f"{language}/{name}")

    def _read(self, name: str, language: Language) -> Template:
        parts = self._with_parts(name, language, ())
        used = frozenset[str]().union(*(meta.find_undeclared_variables(tree) for _, _, tree in parts))
        inputs, description = _front_matter(name, parts[0][1])
        if used != inputs:
            raise InvalidInput(
                f"prompt {name!r} declares {sorted(inputs)} and uses {sorted(used)}",
                "Make the first line of the file name exactly the variables it uses.",
            )
        digest = hashlib.sha256()
        for part, source, _ in parts:
            digest.update(f"{part}\0{source}\0".encode())
        return Template(name, inputs, description, used, digest.hexdigest())

    def _with_parts(
        self, name: str, language: Language, above: tuple[str, ...]
    ) -> list[tuple[str, str, nodes.Template]]:
        """Return (name, source, tree) of a prompt and of everything it includes, in order."""
        if name in above:
            raise InvalidInput(f"prompt {name!r} includes itself")
        source = self._source(name, language)
        try:
            tree = self._environment(language).parse(source)
        except TemplateSyntaxError as error:
            raise InvalidInput(f"prompt {name!r}, line {error.lineno}: {error.message}") from error
        found = [(name, source, tree)]
        for part in _included(name, tree):
            found += self._with_parts(part, language, (*above, name))
        return found

    def _source(self, name: str, language: Language) -> str:
        if _NAME.fullmatch(name) is None:
            raise NotFound(f"no prompt can be called {name!r}")
        for folder in self._folders:
            path = folder / language / f"{name}{SUFFIX}"
            if path.is_file():
                return _read_text(path, name)
        raise NotFound(f"there is no prompt {name!r} for {language.value!r}", "See prompts/README.md.")

    def _environment(self, language: Language) -> ImmutableSandboxedEnvironment:
        if language not in self._environments:
            environment = ImmutableSandboxedEnvironment(
                undefined=StrictUndefined,
                loader=FunctionLoader(lambda name: self._source(name, language)),
                trim_blocks=True,
                lstrip_blocks=True,
                autoescape=False,  # a prompt is plain text; outside text is fenced instead
            )
            environment.globals.clear()
            self._environments[language] = environment
        return self._environments[language]


def _own_folder() -> Path:
    """Return our prompts: package data of an installed wheel, or the folder of the repository."""
    here = Path(__file__).resolve().parent
    return next((f for f in (here / "prompts", here.parent / "prompts") if f.is_dir()), here / "prompts")


def _read_text(path: Path, name: str) -> str:
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"prompt {name!r} cannot be read: {type(error).__name__}", "Save it as UTF-8.") from error
    if len(source) > _LONGEST_SOURCE:
        raise InvalidInput(f"prompt {name!r} is longer than {_LONGEST_SOURCE} characters", "Shorten it.")
    return source


def _front_matter(name: str, source: str) -> tuple[frozenset[str], str]:
    match = _FRONT.match(source)
    if match is None:
        raise InvalidInput(
            f"prompt {name!r} does not start with its inputs and its description",
            "Begin the file with {# inputs: a, b #} and, on the next line, {# description: what it is for #}.",
        )
    return frozenset(filter(None, (part.strip() for part in match[1].split(",")))), match[2]


def _included(name: str, tree: nodes.Template) -> list[str]:
    """Check that a tree keeps to the bounded part of Jinja and return the parts it includes."""
    _check_nodes(name, tree, loops=0)
    included = [node.template for node in tree.find_all(nodes.Include)]
    if not all(isinstance(t, nodes.Const) and str(t.value).startswith("shared/") for t in included):
        raise InvalidInput(f"prompt {name!r} may include parts of shared/ by their name only")
    return [str(t.value) for t in included if isinstance(t, nodes.Const)]


def _check_nodes(name: str, node: Any, *, loops: int) -> None:
    if not isinstance(node, _ALLOWED):
        raise InvalidInput(
            f"prompt {name!r} uses {type(node).__name__.lower()!r}, which prompts may not",
            "Use inputs, for, if and include only.",
        )
    if isinstance(node, nodes.For):
        loops += 1
        if loops > _DEEPEST_LOOP or node.recursive or not isinstance(node.iter, nodes.Name | nodes.Getattr):
            raise InvalidInput(f"prompt {name!r} loops too deep or over something that is not an input")
    if isinstance(node, nodes.Include) and loops:
        raise InvalidInput(f"prompt {name!r} includes a part inside a loop", "Include it outside the loop.")
    for child in node.iter_child_nodes():
        _check_nodes(name, child, loops=loops)
