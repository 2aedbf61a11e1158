"""What the catalogue says about a resource, as fields and in plain words; nothing that it does not say."""

from collections.abc import Iterator

from coach.domain.recommendation import Caution, ResourceDetails
from coach.drafting.body import DraftBrief
from coach.drafting.figures import day, plain
from coach.drafting.fit import cautions_of
from coach.drafting.goal_text import tidy
from coach.drafting.recommend_words import RecommendWords, recommend_words
from coach.drafting.templates import fill
from knowledge_base.records import Passage
from knowledge_base.resources import ResourceFacts


def details_of(passage: Passage, brief: DraftBrief) -> ResourceDetails:
    """Return the facts of a resource that matter to a plan, with what to look at before booking."""
    facts = ResourceFacts.of(passage.metadata, language=passage.language)
    cautions = cautions_of(facts, brief)
    return ResourceDetails(
        skills=facts.skills,
        level=facts.level,
        hours=facts.hours,
        language=facts.language,
        cost=facts.cost,
        currency=facts.currency,
        next_session=facts.next_session(brief.as_of),
        valid_until=facts.valid_until,
        prerequisites=facts.prerequisites,
        provider=facts.provider,
        link=facts.link,
        cautions=cautions,
        sentence=_sentence(facts, cautions, brief),
    )


def _sentence(facts: ResourceFacts, cautions: tuple[Caution, ...], brief: DraftBrief) -> str:
    words = recommend_words(brief.language)
    said = list(_facts(facts, words, brief))
    sentences = [fill(words.sentence, facts=words.join.join(said))] if said else []
    slots = {
        "prerequisites": words.join.join(f"“{each}”" for each in facts.prerequisites),
        "deadline": day(brief.deadline, brief.language),
        "valid_until": day(facts.valid_until, brief.language) if facts.valid_until else "",
        "language": words.languages.get(facts.language or "", ""),
    }
    sentences += [fill(words.cautions[caution], **slots) for caution in cautions]
    return tidy(words.between.join(sentences), brief.language) if sentences else ""


def _facts(facts: ResourceFacts, words: RecommendWords, brief: DraftBrief) -> Iterator[str]:
    if facts.level:
        known = {str(level): said for level, said in words.levels.items()}
        yield known.get(facts.level) or fill(words.level_other, level=facts.level)
    if facts.hours:
        yield fill(words.hour if facts.hours == 1 else words.hours, hours=plain(facts.hours))
    if facts.language in words.languages:
        yield words.languages[facts.language]
    if facts.cost == 0:
        yield words.free
    elif facts.cost is not None and facts.currency:
        yield fill(words.cost, cost=plain(facts.cost), currency=facts.currency)
    if session := facts.next_session(brief.as_of):
        yield fill(words.next_session, day=day(session, brief.language))
    if facts.valid_until:
        yield fill(words.valid_until, day=day(facts.valid_until, brief.language))
    if facts.provider:
        yield fill(words.provider, provider=facts.provider)
