"""A completed Word sheet or form as a proposed record: the one way back from Word into the case files."""

from casefiles.intake.merge import Conflict
from casefiles.intake.proposal import Proposal, is_untouched, propose, sheet_identity

__all__ = ["Conflict", "Proposal", "is_untouched", "propose", "sheet_identity"]
