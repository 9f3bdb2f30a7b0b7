"""The register of documents that papers cite as their bases."""

from django.db import models
from django.db.models import Q

from accounts.fields import FoldedField
from blocs.models import Authority
from blocs.scope import Scope
from campaigns.querysets import LegalDocumentQuerySet

# What people type about an entry, in the order of the form.
LEGAL_FIELDS = (
    "doc_type",
    "number",
    "date",
    "issuer",
    "about",
    "in_force_from",
    "lapsed_on",
    "replaced_by",
    "suspect",
    "source",
    "checked_on",
)


class LegalDocument(models.Model):
    """A law, decree, decision or letter, entered once. Without an authority it is known to everybody.

    ``suspect`` says what is doubtful about it (a date two sources give differently); ``checked_on`` is empty as long as
    nobody compared the entry with the text itself: shown as «cần xác nhận».
    """

    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, blank=True, related_name="legal_documents", verbose_name="của cơ quan"
    )
    doc_type = models.CharField("loại văn bản", max_length=60)
    number = models.CharField("số, ký hiệu", max_length=60, blank=True)
    date = models.DateField("ngày ban hành", null=True, blank=True)
    issuer = models.CharField("cơ quan ban hành", max_length=200, blank=True)
    about = models.CharField("trích yếu", max_length=500)
    in_force_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    lapsed_on = models.DateField("hết hiệu lực từ", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="được thay thế bởi"
    )
    suspect = models.CharField("điểm cần xác nhận", max_length=300, blank=True)
    source = models.CharField("nguồn", max_length=300, blank=True)
    checked_on = models.DateField("đối chiếu với văn bản gốc ngày", null=True, blank=True)
    search_text = FoldedField(sources=("doc_type", "number", "issuer", "about"))

    objects = LegalDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản căn cứ"
        ordering = ["doc_type", "-date", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "number", "issuer"],
                condition=~Q(number=""),
                name="legal_once",
                violation_error_message="Văn bản này đã có trong danh mục.",
            ),
            models.UniqueConstraint(
                fields=["number", "issuer"],
                condition=~Q(number="") & Q(authority__isnull=True),
                name="legal_common_once",
                violation_error_message="Văn bản này đã có trong danh mục chung.",
            ),
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.doc_type, self.number, self.about) if part)

    def access_scope(self) -> Scope:
        return Scope(authority_id=self.authority_id)
