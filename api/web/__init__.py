"""The pages: server-rendered, in Chinese and English, complete without JavaScript."""

from importlib import import_module

from fastapi import APIRouter

ROOMS = ("sign_in", "home", "gap", "drafts", "draft_versions", "reviews", "plans", "plan_steps", "search", "wording",
         "precedents", "admin", "index_page", "catalogue", "catalogue_reports")  # fmt: skip
"""Modules of this package with a `router`; `gap` before `drafts`, so that /drafts/new is not taken for an id."""


def routers() -> list[APIRouter]:
    """Every page of the product, for the application to include."""
    return [import_module(f"{__name__}.{room}").router for room in ROOMS]
