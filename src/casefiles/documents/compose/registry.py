"""The table of block kinds: by these names packs place blocks in their documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from casefiles.documents.compose.actions import ACTIONS
from casefiles.documents.compose.aim_progress import AIM_PROGRESS
from casefiles.documents.compose.aims import AIMS
from casefiles.documents.compose.attendance import ATTENDANCE
from casefiles.documents.compose.category import CATEGORY
from casefiles.documents.compose.contact import CONTACT
from casefiles.documents.compose.context import Answer, Block, BlockKind, empty, gap
from casefiles.documents.compose.copies import COPIES
from casefiles.documents.compose.data import DATA
from casefiles.documents.compose.head_panel import HEAD_PANEL
from casefiles.documents.compose.issues_and_context import ISSUES
from casefiles.documents.compose.minutes import MINUTES, OTHER_MATTERS
from casefiles.documents.compose.next_dates import NEXT_DATES
from casefiles.documents.compose.opening import OPENING
from casefiles.documents.compose.outcomes import OUTCOMES
from casefiles.documents.compose.overall_progress import KEY, OVERALL_PROGRESS
from casefiles.documents.compose.priorities import PRIORITIES
from casefiles.documents.compose.priorities_and_outcomes import PRIORITIES_AND_OUTCOMES
from casefiles.documents.compose.records_table import RECORDS_TABLE
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.section import SECTION
from casefiles.documents.compose.support import SUPPORT
from casefiles.documents.compose.support_impact import SUPPORT_IMPACT
from casefiles.policy.pack import BlockEntry

__all__ = ["BLOCKS", "block_kind"]

BLOCKS: Final[Mapping[str, BlockKind]] = {
    kind.name: kind
    for kind in (
        OPENING,
        ISSUES,
        CATEGORY,
        PRIORITIES,
        OUTCOMES,
        PRIORITIES_AND_OUTCOMES,
        SUPPORT,
        CONTACT,
        ACTIONS,
        NEXT_DATES,
        COPIES,
        ATTENDANCE,
        HEAD_PANEL,
        AIMS,
        DATA,
        AIM_PROGRESS,
        SUPPORT_IMPACT,
        MINUTES,
        OTHER_MATTERS,
        OVERALL_PROGRESS,
        KEY,
        SECTION,
        RECORDS_TABLE,
    )
}
"""Every block kind by its name."""


def block_kind(name: str) -> BlockKind:
    """The kind of that name; for one that there is not (`policy lint` says so) a kind that is always a gap."""
    return BLOCKS.get(name) or BlockKind(name, Block, _unknown)


def _unknown(scene: Scene, entry: BlockEntry) -> Answer:
    """The gap of a block that there is no kind of."""
    return empty(Block, entry, gap(scene, entry.block.replace("-", " "), scene.entry))
