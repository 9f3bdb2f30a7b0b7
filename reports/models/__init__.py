"""Official papers and their life, numbers, prints and jobs, own templates."""

from .awards import AwardPaper
from .ballots import BallotPaper
from .documents import Comment, CommentAnswer, Consultation, Document, DocumentAct, DocumentText, DocumentVersion
from .jobs import Job, JobBatch
from .meetings import MeetingPaper
from .numbers import NumberSeries, SeriesNumber
from .papers import IssuedDocument, RenderedFile
from .templates import OfficeTemplate

__all__ = [
    "AwardPaper",
    "BallotPaper",
    "Comment",
    "CommentAnswer",
    "Consultation",
    "Document",
    "DocumentAct",
    "DocumentText",
    "DocumentVersion",
    "IssuedDocument",
    "Job",
    "JobBatch",
    "MeetingPaper",
    "NumberSeries",
    "OfficeTemplate",
    "RenderedFile",
    "SeriesNumber",
]
