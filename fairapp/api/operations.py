"""All operations: each of these modules adds its own to the blueprint by being imported."""

from fairapp.api import fairs, people, reports
from fairapp.api.blueprint import bp

__all__ = ["bp", "fairs", "people", "reports"]
