"""The public page of an authority: its setting by the board, and the page itself without sign-in."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views import View

from awards import public_reading as reading
from awards.forms import whole_number
from awards.forms_history import PublicPageForm
from awards.models import PublicPage
from awards.permissions_history import can_open_page
from awards.services.public_page import set_public_page
from blocs.models import Authority
from blocs.views_base import fetch
from campaigns.views.common import BIGGEST_KEY

from .base import ServiceFormView

AWARDS, MINUTES = 200, 5


class SettingView(ServiceFormView):
    form_class = PublicPageForm
    template_name = "awards/public_page_form.html"
    heading = "Trang kết quả công khai"
    submit_label = "Lưu"
    done = "Đã lưu cách công khai."

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if kwargs["pk"] > BIGGEST_KEY:
            raise Http404
        self.authority = fetch(Authority.objects.all(), request.user, pk=kwargs["pk"])
        can_open_page(request.user, self.authority).enforce()
        self.row = PublicPage.objects.filter(authority=self.authority).select_related("by").first()
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict:
        return PublicPageForm.initial_of(self.row)

    def call(self, data: dict) -> PublicPage:
        return set_public_page(authority_id=self.authority.pk, by=self.request.user, **data)

    def where_next(self, row: PublicPage) -> str:
        return self.request.path

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(authority=self.authority, row=self.row, **kwargs)


class ResultsView(View):
    """Open to anybody while it is on, kept by caches for some minutes; off, wrong or unknown is one calm 404."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, address: str) -> HttpResponse:
        page = reading.page_at(address)
        if page is None:
            raise Http404
        years = reading.years_shown()
        year = whole_number(request.GET.get("nam"))
        year = year if year in years else reading.newest_year(page)
        awards = Paginator(reading.awards_of(page, year), AWARDS).get_page(request.GET.get("page"))
        context = {
            "page": page,
            "year": year,
            "years": years,
            "blocs": reading.blocs_of(page, year),
            "awards": reading.award_words(awards.object_list),
            "page_obj": awards,
            "consultations": reading.consultations_of(page),
        }
        response = render(request, "awards/public_results.html", context)
        patch_cache_control(response, public=True, max_age=MINUTES * 60)
        return response
