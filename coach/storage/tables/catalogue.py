"""Catalogue work of L&D: uploaded files on their way, saved mappings, and what was decided about unmet needs."""

import datetime as dt
from typing import Any

from sqlalchemy import Boolean, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coach.storage.tables.base import CoachTable, Code, Id


class CatalogueUploadRow(CoachTable):
    """A catalogue file between upload and import; its bytes are let go once it was imported."""

    __tablename__ = "catalogue_uploads"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    by_user_id: Mapped[str] = mapped_column(Id, index=True)
    name: Mapped[str] = mapped_column(String(300))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(Code)
    source: Mapped[str] = mapped_column(String(100))
    sheet: Mapped[str] = mapped_column(String(200))
    whole: Mapped[bool] = mapped_column(Boolean)
    mapping: Mapped[dict[str, Any]]
    preview_id: Mapped[str | None] = mapped_column(String(24))
    knowledge_seen: Mapped[str | None] = mapped_column(String(40))
    counts: Mapped[dict[str, Any]]
    job_id: Mapped[str | None] = mapped_column(Id)
    created_at: Mapped[dt.datetime]


class CatalogueMappingRow(CoachTable):
    """A mapping of headings to fields, kept under a name."""

    __tablename__ = "catalogue_mappings"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    columns: Mapped[dict[str, Any]]
    by_user_id: Mapped[str] = mapped_column(Id)
    saved_at: Mapped[dt.datetime]


class NeedMarkRow(CoachTable):
    """What somebody decided about an unmet need; never changed, the newest counts."""

    __tablename__ = "need_marks"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    need: Mapped[str] = mapped_column(String(80), index=True)
    state: Mapped[str] = mapped_column(Code)
    resource_id: Mapped[str | None] = mapped_column(Text)
    by_user_id: Mapped[str] = mapped_column(Id)
    at: Mapped[dt.datetime]
