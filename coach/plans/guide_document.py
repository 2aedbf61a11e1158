"""The conversation guide as a document, for whoever leads the talks."""

from collections.abc import Iterator
from typing import Literal

from coach.domain.base import Language
from coach.domain.guide import ConversationGuide, Meeting
from coach.plans.document import Block, Bullets, Heading, Table, Text, to_markdown
from coach.plans.words import say


def guide_document(guide: ConversationGuide, *, form: Literal["md", "docx"]) -> bytes:
    """Return the guide in the plan's language: Markdown (UTF-8) or Word."""
    blocks = list(_blocks(guide))
    if form == "md":
        return to_markdown(blocks).encode()
    from coach.plans.word import to_docx

    return to_docx(blocks)


def _blocks(guide: ConversationGuide) -> Iterator[Block]:
    language = guide.language
    yield Heading(say("guide_title", language), 1)
    yield Text(say("guide_about", language))
    for meeting in guide.meetings:
        yield from _meeting(meeting, language)
    yield Text(f"{say('hash', language)}: {guide.content_sha256}")


def _meeting(meeting: Meeting, language: Language) -> Iterator[Block]:
    yield Heading(f"{meeting.on.isoformat()} {say(f'guide_{meeting.kind.value}', language)}: {meeting.focus}", 2)
    yield from _lines("guide_opening", meeting.opening, language)
    yield from _lines("guide_facts", tuple(f"{fact.text} [{fact.source}]" for fact in meeting.facts), language)
    yield from _lines("guide_questions", meeting.questions, language)
    yield Heading(say("guide_reactions", language), 3)
    titles = (say("guide_sign", language), say("guide_answer", language))
    yield Table(titles, tuple((each.sign, each.answer) for each in meeting.reactions))
    yield Heading(say("guide_avoided", language), 3)
    titles3 = (say("guide_not", language), say("guide_why", language), say("guide_instead", language))
    yield Table(titles3, tuple((each.words, each.why, each.instead) for each in meeting.avoided))
    yield from _lines("guide_closing", meeting.closing, language)


def _lines(name: str, lines: tuple[str, ...], language: Language) -> Iterator[Block]:
    if lines:
        yield Heading(say(name, language), 3)
        yield Bullets(lines)
