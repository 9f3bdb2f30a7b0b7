"""Copying a bloc's year: what is asked besides the rows that are ticked."""

from django import forms

from campaigns.forms.fields import day_field


class CopyYearForm(forms.Form):
    """``members_from``: empty for 1 January of the new year."""

    members_from = day_field(
        "Thành viên vào khối năm mới từ ngày",
        required=False,
        help_text="Để trống là từ 01/01 của năm mới. Ghi ngày sớm hơn để Trưởng khối mới chuẩn bị năm mới trong khi"
        " Trưởng khối năm trước làm xong việc của mình.",
    )
