from .assignments import Assignment, LineOpened
from .copies import YearCopy
from .criteria import CriteriaSet, Criterion
from .cross import ConflictNote, CrossDraw, CrossDuty, CrossScore, MeetingItem, Supervisor
from .events import MeritEvent
from .evidence import Evidence, EvidenceOpening, EvidenceVersion, LineEvidence
from .explanations import Explanation
from .progress import ProgressEvidence
from .rankings import Ranking, RankingRow
from .results import TieDecision, UnitCoefficient
from .sheets import ScoreEntry, ScoreLine, ScoreSheet, ScoringSetup
from .snapshots import Correction, CorrectionLine, SheetVersion
from .targets import CriterionTarget, TargetRequest

__all__ = [
    "Assignment",
    "ConflictNote",
    "Correction",
    "CorrectionLine",
    "CriteriaSet",
    "Criterion",
    "CriterionTarget",
    "CrossDraw",
    "CrossDuty",
    "CrossScore",
    "Evidence",
    "EvidenceOpening",
    "EvidenceVersion",
    "Explanation",
    "LineEvidence",
    "LineOpened",
    "MeetingItem",
    "MeritEvent",
    "ProgressEvidence",
    "Ranking",
    "RankingRow",
    "ScoreEntry",
    "ScoreLine",
    "ScoreSheet",
    "ScoringSetup",
    "SheetVersion",
    "Supervisor",
    "TargetRequest",
    "TieDecision",
    "UnitCoefficient",
    "YearCopy",
]
