"""Where the parts are wired together; nothing else in the product builds a part it does not own."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from coach.errors import Unavailable
from coach.settings import Settings
from coach.storage.session import Database

if TYPE_CHECKING:
    from coach.domain.draft import Draft
    from coach.drafting.body import Engine
    from coach.drafting.pipeline import Drafter
    from coach.plans.lifecycle import Plans
    from coach.precedents.memory import Memory
    from coach.precedents.service import Precedents
    from coach.prompting import Prompts
    from coach.review.decisions import Decisions
    from coach.review.queue import ReviewQueue
    from coach.scoring import Scorer
    from coach.storage.api_keys import ApiKeys
    from coach.storage.draft_versions import DraftVersions
    from coach.storage.drafts import Drafts
    from coach.storage.idempotency import Idempotency
    from coach.storage.people import People
    from coach.storage.sessions import Sessions
    from coach.storage.users import Users
    from coach.training.coverage import NeedReports
    from coach.training.imports import CatalogueImports
    from coach.training.local import LocalImports
    from coach.training.mappings import Mappings
    from coach.training.marks import NeedMarks
    from coach.work import Work
    from knowledge_base.base import KnowledgeBase


class Application:
    """The parts of one running product, each made when it is first asked for.

    Args:
        settings: typed environment.

    Raises:
        Unavailable: the home folder or the database cannot be opened.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._closers: list[Callable[[], Any]] = []

    @cached_property
    def database(self) -> Database:
        """The relational store, migrated to this version."""
        home = self.settings.home
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise Unavailable(
                f"The folder {str(home)!r} cannot be used: {error.strerror}.", "Set COACH_HOME to a writable folder."
            ) from error
        database = Database(self.settings.sqlalchemy_url, home=home)
        self._closers.append(database.close)
        database.migrate()
        return database

    @cached_property
    def knowledge(self) -> "KnowledgeBase":
        """The knowledge base over the same database."""
        from api.embedders import embedder_asked_for, embedder_named
        from api.staff import StaffRedactor
        from knowledge_base.base import KnowledgeBase

        knowledge = KnowledgeBase(
            transaction=self.database.transaction,
            reading=self.database.reading,
            folder=self.settings.home / "vectors",
            embedder=embedder_asked_for(self.settings),
            embedder_named=lambda name: embedder_named(self.settings, name),
            redactor=StaffRedactor(self.people),
        )
        self._closers.append(knowledge.close)
        return knowledge

    @cached_property
    def prompts(self) -> "Prompts":
        """The prompts, a customer's own before ours."""
        from coach.prompting import Prompts

        return Prompts(self.settings.prompts_folder)

    @cached_property
    def drafter(self) -> "Drafter":
        """The path from a gap description to a scored draft."""
        from coach.drafting.pipeline import Drafter

        return Drafter(knowledge=self.knowledge, model_engine=self._model_engine(), scorers=self._scorers())

    def _model_engine(self) -> "Engine | None":
        if self.settings.llm_base_url is None:
            return None
        from coach.drafting.grounded import GroundedEngine
        from coach.drafting.model import ModelEngine
        from coach.drafting.model_material import Limits
        from coach.llm import LangChainModel

        return ModelEngine(
            chat=LangChainModel(self.settings),
            prompts=self.prompts,
            fallback=GroundedEngine(),
            limits=Limits(seconds=self.settings.llm_draft_seconds),
        )

    def _scorers(self) -> "Sequence[Scorer[Draft]]":
        from evals.scorers.live import live_scorers

        return live_scorers()

    @cached_property
    def catalogue_mappings(self) -> "Mappings":
        """Saved mappings of catalogue headings."""
        from coach.training.mappings import Mappings

        return Mappings(self.database)

    @cached_property
    def catalogue_imports(self) -> "CatalogueImports":
        """Uploaded catalogues, their previews and imports."""
        from coach.training.imports import CatalogueImports

        return CatalogueImports(self.database, self.knowledge, self.catalogue_mappings)

    @cached_property
    def need_reports(self) -> "NeedReports":
        """Which needs the catalogue met."""
        from coach.training.coverage import NeedReports

        return NeedReports(self.database, self.knowledge)

    @cached_property
    def need_marks(self) -> "NeedMarks":
        """What was decided about unmet needs."""
        from coach.training.marks import NeedMarks

        return NeedMarks(self.database, self.knowledge)

    @cached_property
    def local_imports(self) -> "LocalImports":
        """Imports of files on this machine."""
        from coach.training.local import LocalImports

        return LocalImports(self.database, self.knowledge, self.catalogue_mappings)

    @cached_property
    def drafts(self) -> "Drafts":
        """Stored drafts."""
        from coach.storage.drafts import Drafts

        return Drafts(self.database)

    @cached_property
    def draft_versions(self) -> "DraftVersions":
        """The chains of versions of drafts."""
        from coach.storage.draft_versions import DraftVersions

        return DraftVersions(self.database)

    @cached_property
    def queue(self) -> "ReviewQueue":
        """Drafts that wait for people."""
        from coach.review.queue import ReviewQueue

        return ReviewQueue(self.database)

    @cached_property
    def decisions(self) -> "Decisions":
        """What people decide on them."""
        from coach.review.decisions import Decisions

        return Decisions(self.database)

    @cached_property
    def plans(self) -> "Plans":
        """Approved plans."""
        from coach.plans.lifecycle import Plans

        return Plans(self.database)

    @cached_property
    def users(self) -> "Users":
        """Who may sign in."""
        from coach.storage.users import Users

        return Users(self.database)

    @cached_property
    def sessions(self) -> "Sessions":
        """Signed-in browsers."""
        from coach.storage.sessions import Sessions

        return Sessions(self.database)

    @cached_property
    def api_keys(self) -> "ApiKeys":
        """Keys for scripts."""
        from coach.storage.api_keys import ApiKeys

        return ApiKeys(self.database)

    @cached_property
    def idempotency(self) -> "Idempotency":
        """Writes that were sent again."""
        from coach.storage.idempotency import Idempotency

        return Idempotency(self.database)

    @cached_property
    def people(self) -> "People":
        """The staff list and its reporting lines."""
        from coach.storage.people import People

        return People(self.database)

    @cached_property
    def precedents(self) -> "Precedents":
        """Pattern cards and who decided on them."""
        from coach.precedents.service import Precedents

        return Precedents(self.database)

    @cached_property
    def memory(self) -> "Memory":
        """What can be forgotten."""
        from coach.precedents.memory import Memory

        return Memory(self.database, self.knowledge, self.precedents)

    @cached_property
    def work(self) -> "Work":
        """Durable execution; not launched until `launch()`."""
        from coach.work import Work

        work = Work(self.settings, self.database)
        self._closers.append(work.close)
        return work

    def close(self) -> None:
        """Close what was opened, last opened first."""
        while self._closers:
            self._closers.pop()()
