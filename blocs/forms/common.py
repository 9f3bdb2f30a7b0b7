"""What the forms of this room share. Every choice of a row is limited to the person's reach."""

from django import forms


class PlacedForm(forms.Form):
    """A form that knows who fills it in (``user``) and where (``place``)."""

    def __init__(self, *args, user, place=None, **kwargs):
        self.user, self.place = user, place
        super().__init__(*args, **kwargs)
        hint_days(self)
        self.limit()

    def limit(self) -> None:
        """Narrow the choices; overridden where there are any."""


class PlacedModelForm(PlacedForm, forms.ModelForm):
    """Shape and first values from a model; the service saves, never the form."""


def hint_days(form: forms.BaseForm) -> None:
    for field in form.fields.values():
        if isinstance(field, forms.DateField):
            field.widget.attrs.setdefault("placeholder", "ngày/tháng/năm")
            field.widget.attrs.setdefault("autocomplete", "off")
