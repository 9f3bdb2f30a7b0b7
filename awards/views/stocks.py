"""Stocks of certificates: list and editor by millimetres with a live picture."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.generic import ListView

from accounts.decisions import Reason, only_if
from awards import permissions_acts
from awards.forms_money import StockForm
from awards.models import CertificateStock
from awards.rules.certificates import FIELDS, check_places
from awards.services.certificates import COLUMNS, save_stock
from awards.states_acts import Align
from blocs.access import Action, holds, reach
from blocs.models import Authority
from blocs.views_base import ScopedListMixin, fetch

from .base import ServiceFormView

_ANCHOR = {Align.LEFT: "start", Align.CENTER: "middle", Align.RIGHT: "end"}
_POINT = 25.4 / 72


class StockListView(ScopedListMixin, ListView):
    queryset = CertificateStock.objects.select_related("authority", "award_type")
    template_name = "awards/stocks.html"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if request.user.is_authenticated:
            only_if(holds(request.user, Action.PROVINCE_VIEW), Reason.NOT_YOUR_ROLE).enforce()
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self):
        return super().get_queryset().order_by("is_closed", "authority__sort_key", "name", "pk")

    def get_context_data(self, **kwargs):
        own = reach(self.request.user, Action.AWARD_RULES).authority_ids
        authorities = Authority.objects.filter(pk__in=own).order_by("sort_key", "pk")
        return super().get_context_data(authorities=authorities, own=own, **kwargs)


def picture_of(form: StockForm) -> dict | None:
    """What is drawn of the sheet as typed so far: texts with their boxes in mm; None while the size is not typed."""
    form.is_valid()
    data = form.cleaned_data
    width, height = data.get("width_mm"), data.get("height_mm")
    if not width or not height:
        return None
    texts = []
    for name, (label, sample) in FIELDS.items():
        numbers = {key: data.get(f"{name}_{key}") for key in ("x", "y", "width", "size")}
        if data.get(f"{name}_on") and None not in numbers.values():
            align = Align(data.get(f"{name}_align") or Align.LEFT)
            shift = {Align.LEFT: 0, Align.CENTER: numbers["width"] / 2, Align.RIGHT: numbers["width"]}[align]
            texts.append(
                numbers
                | {
                    "label": label,
                    "sample": sample,
                    "anchor": _ANCHOR[align],
                    "at": numbers["x"] + shift,
                    "height": numbers["size"] * _POINT,
                    "top": numbers["y"] - numbers["size"] * _POINT,
                    "wrong": bool(check_places({name: {**numbers, "align": align.value}}, width, height)),
                }
            )
    return {
        "width": width,
        "height": height,
        "texts": texts,
        "grid_x": range(10, width, 10),
        "grid_y": range(10, height, 10),
    }


class StockFormView(ServiceFormView):
    """A new stock of an authority, or one that is there."""

    form_class = StockForm
    template_name = "awards/stock.html"
    submit_label = "Lưu phôi"
    done = "Đã lưu phôi. Hãy in thử có thước để đo trên giấy thật."

    def get_initial(self):
        return StockForm.initial_of(self.stock)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        form = context["form"]
        shown = form if form.is_bound else StockForm(_data_of(form))
        return {
            **context,
            "stock": self.stock,
            "picture": picture_of(shown),
            "preview_url": reverse("awards:stock_preview"),
        }

    def call(self, data: dict) -> CertificateStock:
        values = {name: data[name] for name in COLUMNS}
        places = self.get_form_places
        return save_stock(
            by=self.request.user, places=places, expected_version=data["version"], **self.which(), **values
        )

    def form_valid(self, form):
        self.get_form_places = form.places()
        return super().form_valid(form)

    def where_next(self, stock: CertificateStock) -> str:
        return reverse("awards:stock_update", args=[stock.pk])


def _data_of(form: StockForm) -> dict:
    """The first values as if they had been sent."""
    found = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    found = {name: getattr(value, "pk", value) for name, value in found.items()}
    return {name: value for name, value in found.items() if value not in (None, False, "")}


class StockCreateView(StockFormView):
    heading = "Phôi bằng mới"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.authority = fetch(Authority.objects.all(), request.user, pk=kwargs["pk"])
        permissions_acts.can_keep_fund(request.user, self.authority).enforce()
        self.stock = None
        return super().dispatch(request, *args, **kwargs)

    def which(self) -> dict:
        return {"authority_id": self.authority.pk}


class StockUpdateView(StockFormView):
    heading = "Phôi bằng"

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.stock = fetch(CertificateStock.objects.select_related("authority"), request.user, pk=kwargs["pk"])
        permissions_acts.can_edit_stock(request.user, self.stock).enforce()
        return super().dispatch(request, *args, **kwargs)

    def which(self) -> dict:
        return {"stock_id": self.stock.pk}


class StockPreviewView(ServiceFormView):
    """The picture of what is typed; nothing is kept."""

    http_method_names = ["post"]
    form_class = StockForm

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        if request.user.is_authenticated:
            only_if(holds(request.user, Action.AWARD_RULES), Reason.NOT_YOUR_ROLE).enforce()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        return render(request, "awards/_stock_picture.html", {"picture": picture_of(StockForm(request.POST))})
