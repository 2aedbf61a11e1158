"""Accounts and people."""

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from coach.storage.tables.base import CoachTable, Code, Hash, Id


class UserRow(CoachTable):
    """An account."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(Text)
    roles: Mapped[list[Any]]
    locale: Mapped[str] = mapped_column(String(8))
    employee_id: Mapped[str | None] = mapped_column(String(100), unique=True)
    disabled: Mapped[bool]
    created_at: Mapped[dt.datetime]


class SessionRow(CoachTable):
    """A signed-in browser; only the hash of its secret is kept."""

    __tablename__ = "sessions"

    id_hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class PasswordResetRow(CoachTable):
    """A one-time token to set a new password; only its hash is kept."""

    __tablename__ = "password_resets"

    token_hash: Mapped[str] = mapped_column(Hash, primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class ApiKeyRow(CoachTable):
    """A key for scripts; only its hash is kept."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    key_hash: Mapped[str] = mapped_column(Hash, unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(Text)
    scopes: Mapped[list[Any]]
    created_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]


class PersonRow(CoachTable):
    """A line of the staff list."""

    __tablename__ = "people"

    employee_id: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(320))
    role_title: Mapped[str] = mapped_column(Text)
    manager_id: Mapped[str | None] = mapped_column(String(100), index=True)
    unit: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(Code)
    updated_at: Mapped[dt.datetime]


class SecretRow(CoachTable):
    """A random key of this installation."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(Code, primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)
