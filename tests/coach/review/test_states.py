"""Whatever people try, in whatever order, nothing becomes a plan without another authorised person."""

import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Select, select

from coach.domain.people import Actor, Role
from coach.domain.review import ReviewOutcome, ReviewState, Verdict
from coach.errors import CoachError
from coach.review.decisions import Decisions
from coach.review.queue import ReviewQueue
from coach.review.record import verify_audit
from coach.storage.drafts import Drafts
from coach.storage.session import Database
from coach.storage.tables import DecisionRow, PlanRow, ReviewRow
from tests.coach.storage.world import Cast, description, draft, settle

AUTHORS = ("manager", "hr", "second_hr", "boss")
ANYBODY = st.sampled_from(Cast._fields)
SUBJECTS = st.sampled_from(["E10", "E11", "E20", "E2"])


class Office(RuleBasedStateMachine):
    """Everybody tries everything; refusals are ordinary."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp(prefix="coach-office-"))
        shutil.copy(self.template, self.home / "coach.db")
        self.database = Database(f"sqlite:///{self.home / 'coach.db'}", home=self.home)
        self.decisions = Decisions(self.database)
        self.reviews: list[str] = []

    @initialize()
    def people(self) -> None:
        self.cast = settle(self.database)

    def teardown(self) -> None:
        assert verify_audit(self.database).ok
        self.database.close()
        shutil.rmtree(self.home)

    @rule(author=st.sampled_from(AUTHORS), subject=SUBJECTS, sender=ANYBODY)
    def submit(self, author: str, subject: str, sender: str) -> None:
        try:
            draft_id = Drafts(self.database).save(
                draft(goals=1), description(), by=self._actor(author), subject_employee_id=subject
            )
            self.reviews.append(ReviewQueue(self.database).submit(draft_id, by=self._actor(author)).id)
            ReviewQueue(self.database).submit(draft_id, by=self._actor(sender))
        except CoachError:
            return

    @rule(by=ANYBODY, verdict=st.sampled_from([Verdict.ACCEPT, Verdict.REJECT]), seed=st.integers(0, 99))
    def decide_some(self, by: str, verdict: Verdict, seed: int) -> None:
        choice = random.Random(seed)
        with self.database.reading() as session:
            found = session.execute(select(ReviewRow.id, ReviewRow.version, ReviewRow.suggestions)).all()
        for review_id, version, suggestions in found:
            for each in suggestions if choice.random() < 0.7 else suggestions[:1]:
                try:
                    version = self.decisions.decide(  # noqa: PLW2901 - the version moves on with each decision
                        review_id, each["id"], verdict=verdict, reason="r", by=self._actor(by), version=version
                    ).version
                except CoachError:
                    break

    @rule(by=ANYBODY, outcome=st.sampled_from(ReviewOutcome), stale=st.booleans())
    def complete(self, by: str, outcome: ReviewOutcome, stale: bool) -> None:
        with self.database.reading() as session:
            found = session.execute(select(ReviewRow.id, ReviewRow.version)).all()
        for review_id, version in found:
            try:
                self.decisions.complete(
                    review_id, outcome=outcome, reason="r", by=self._actor(by), version=version - stale
                )
            except CoachError:
                continue

    @invariant()
    def every_plan_was_decided_by_somebody_else_with_the_right(self) -> None:
        if not hasattr(self, "cast"):
            return
        actors = {actor.user_id: actor for actor in self.cast}
        with self.database.reading() as session:
            for plan in session.scalars(select(PlanRow)):
                approver = actors[plan.approved_by]
                review = session.get_one(ReviewRow, plan.review_id)
                decided = {row.suggestion_id for row in session.scalars(self._decisions_of(review.id))}
                assert plan.approved_by not in {plan.author_user_id, review.submitted_by}
                assert Role.HR in approver.roles
                assert approver.employee_id != plan.subject_employee_id
                assert decided == {each["id"] for each in review.suggestions}
                assert review.state == ReviewState.APPROVED
                assert plan.approved_by != review.escalated_by

    def _decisions_of(self, review_id: str) -> Select[DecisionRow]:
        return select(DecisionRow).where(DecisionRow.review_id == review_id)

    def _actor(self, name: str) -> Actor:
        actor: Actor = getattr(self.cast, name)
        return actor


def test_nothing_is_approved_by_its_author(sqlite_template: Path) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    Office.template = sqlite_template
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_machine_does_reach_plans(database: Database, cast: Cast) -> None:
    """The property above would hold of an office where nothing is ever approved."""
    office = Office.__new__(Office)
    office.database, office.cast, office.reviews, office.decisions = database, cast, [], Decisions(database)
    office.submit("manager", "E10", "boss")
    for by in ("hr", "second_hr"):
        for seed in range(8):
            office.decide_some(by, Verdict.ACCEPT, seed)
    office.complete("hr", ReviewOutcome.APPROVE, stale=False)
    with database.reading() as session:
        assert session.scalars(select(PlanRow)).one().approved_by == cast.hr.user_id
