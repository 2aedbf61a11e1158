"""What a browser sent in a form."""

from typing import Annotated

from fastapi import Depends, Request, UploadFile
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as SentFile

from api.auth import CSRF_FIELD

SECRET_FIELDS = frozenset({CSRF_FIELD, "password", "again"})
"""Never echoed."""


class Typed:
    """The fields of a form; empty where nothing was sent. Templates use it to keep what was typed.

    Args:
        sent: the form as parsed.
    """

    def __init__(self, sent: FormData | None = None) -> None:
        self._sent = sent or FormData()

    def text(self, name: str, default: str = "") -> str:
        """One field, with line ends as one character, as offsets count them."""
        value = self._sent.get(name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else default

    def all(self, name: str) -> tuple[str, ...]:
        """Every value of a repeated field."""
        return tuple(value for value in self._sent.getlist(name) if isinstance(value, str))

    def names(self) -> tuple[str, ...]:
        """The names of all fields, each once."""
        return tuple(dict.fromkeys(self._sent.keys()))

    def file(self, name: str) -> UploadFile | SentFile | None:
        """An uploaded file; None where none was chosen."""
        value = self._sent.get(name)
        return value if isinstance(value, SentFile) and value.filename else None

    def long_texts(self) -> tuple[str, ...]:
        """What somebody would be sorry to lose."""
        fields = ((name, self.text(name)) for name in self.names() if name not in SECRET_FIELDS)
        return tuple(text for _, text in fields if len(text) > 30)

    def __bool__(self) -> bool:
        return bool(self._sent)


async def read_form(request: Request) -> Typed:
    """The form of a request; read before anybody is refused, so that an error page can give the text back."""
    return Typed(await request.form())


Form = Annotated[Typed, Depends(read_form)]
