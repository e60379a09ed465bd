"""Help to grade the risk, as forms and systems ask for it; nothing is written."""

from domain.rules.risk_grade import Observed, Smashing, Suggestion, Violence, suggest

__all__ = ["Observed", "Smashing", "Suggestion", "Violence", "suggest"]
