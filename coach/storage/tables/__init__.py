"""Every table of the coach; `CoachTable.metadata` holds them all."""

from coach.storage.tables.accounts import ApiKeyRow, PasswordResetRow, PersonRow, SecretRow, SessionRow, UserRow
from coach.storage.tables.base import CoachTable
from coach.storage.tables.catalogue import CatalogueMappingRow, CatalogueUploadRow, NeedMarkRow
from coach.storage.tables.plans import (
    AcknowledgementRow,
    CheckInRow,
    CommitmentNoteRow,
    DecisionRow,
    DraftRow,
    DraftScoreRow,
    EvaluationRow,
    PlanPeerRow,
    PlanRow,
    PlanVersionRow,
    ReviewRow,
)
from coach.storage.tables.records import AuditHeadRow, AuditRow, IdempotencyRow, JobProgressRow, JobRow

__all__ = [
    "AcknowledgementRow",
    "ApiKeyRow",
    "AuditHeadRow",
    "AuditRow",
    "CatalogueMappingRow",
    "CatalogueUploadRow",
    "CheckInRow",
    "CoachTable",
    "CommitmentNoteRow",
    "DecisionRow",
    "DraftRow",
    "DraftScoreRow",
    "EvaluationRow",
    "IdempotencyRow",
    "JobProgressRow",
    "JobRow",
    "NeedMarkRow",
    "PasswordResetRow",
    "PersonRow",
    "PlanPeerRow",
    "PlanRow",
    "PlanVersionRow",
    "ReviewRow",
    "SecretRow",
    "SessionRow",
    "UserRow",
]
