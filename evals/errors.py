"""What can go wrong with an eval; part of the application's error tree."""

from coach.errors import InvalidInput, NotFound


class BadDataset(InvalidInput):
    """A dataset file cannot be read."""


class NoSuchTask(NotFound):
    """No task has this name."""


class NoSuchLog(NotFound):
    """No log has this id, or the file is none."""
