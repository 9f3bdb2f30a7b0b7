from .criteria import CriteriaSet, Criterion
from .evidence import Evidence, LineEvidence
from .rankings import Ranking, RankingRow
from .sheets import ScoreEntry, ScoreLine, ScoreSheet, ScoringSetup

__all__ = [
    "CriteriaSet",
    "Criterion",
    "Evidence",
    "LineEvidence",
    "Ranking",
    "RankingRow",
    "ScoreEntry",
    "ScoreLine",
    "ScoreSheet",
    "ScoringSetup",
]
