"""Giving groups of criteria to units."""

from django import forms

from .base import SentenceForm


class AssignForm(SentenceForm):
    group = forms.ModelChoiceField(queryset=None, label="Nhóm tiêu chí", empty_label="– Chọn nhóm –")
    unit = forms.ModelChoiceField(queryset=None, label="Đơn vị", empty_label="– Chọn đơn vị –")

    def __init__(self, *args, groups, units, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = groups
        self.fields["unit"].queryset = units
