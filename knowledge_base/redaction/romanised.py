"""Chinese names in pinyin: 张伟 as Zhang Wei, Wei Zhang, zhangwei."""

from functools import lru_cache
from itertools import islice, product

from knowledge_base.redaction.lexicon import chinese_names, pinyin

_MOST = 8
"""Most ways to read one name that are followed."""


def split_name(name: str) -> tuple[str, str]:
    """Surname and given name of a Chinese name in simplified characters; the surname is empty where none is known."""
    lexicon = chinese_names()
    if name[:2] in lexicon.compound_surnames and len(name) > 2:
        return name[:2], name[2:]
    known = name[:1] in lexicon.surnames or name[:1] in lexicon.ambiguous_surnames
    return (name[:1], name[1:]) if known else ("", name)


def romanised(name: str) -> list[tuple[str, str]]:
    """Every reading of a Chinese name as (surname, given name), without tones; empty where one is unknown."""
    surname, given = split_name(name)
    ways = product(*(_readings().get(c, ()) for c in surname + given))
    read = [("".join(way[: len(surname)]), "".join(way[len(surname) :])) for way in islice(ways, _MOST)]
    return [(s, g) for s, g in read if s and g]


@lru_cache(maxsize=1)
def _readings() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for syllable, characters in pinyin().readings.items():
        for character in characters:
            found.setdefault(character, []).append(syllable)
    return {character: tuple(syllables) for character, syllables in found.items()}
