"""What an improvement plan is, and the path it takes."""

__version__ = "0.1.0"
