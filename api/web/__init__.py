"""The pages: server-rendered, in Chinese and English, complete without JavaScript."""

from fastapi import APIRouter


def routers() -> list[APIRouter]:
    """Every page of the product, for the application to include."""
    from api.web import admin, drafts, gap, home, plan_steps, plans, reviews, search, sign_in

    rooms = (sign_in, home, gap, drafts, reviews, plans, plan_steps, search, admin)
    return [room.router for room in rooms]
