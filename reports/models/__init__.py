"""Official papers and their life, numbers, prints and jobs, own templates."""

from .documents import Comment, CommentAnswer, Consultation, Document, DocumentAct, DocumentText, DocumentVersion
from .jobs import Job, JobBatch
from .meetings import MeetingPaper
from .numbers import NumberSeries, SeriesNumber
from .papers import IssuedDocument, RenderedFile
from .templates import OfficeTemplate

__all__ = [
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
