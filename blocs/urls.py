from django.urls import path

from .views import divisions, imports, people, units

app_name = "blocs"
urlpatterns = [
    path("co-quan/", units.AuthorityListView.as_view(), name="authority_list"),
    path("co-quan/them/", units.AuthorityCreateView.as_view(), name="authority_create"),
    path("co-quan/<int:pk>/", units.AuthorityDetailView.as_view(), name="authority_detail"),
    path("co-quan/<int:pk>/sua/", units.AuthorityUpdateView.as_view(), name="authority_update"),
    path("don-vi/", units.UnitListView.as_view(), name="unit_list"),
    path("don-vi/them/", units.UnitCreateView.as_view(), name="unit_create"),
    path("don-vi/<int:pk>/", units.UnitDetailView.as_view(), name="unit_detail"),
    path("don-vi/<int:pk>/sua/", units.UnitUpdateView.as_view(), name="unit_update"),
    path("don-vi/<int:pk>/doi-ten/", units.UnitRenameView.as_view(), name="unit_rename"),
    path("khoi/", divisions.BlocListView.as_view(), name="bloc_list"),
    path("khoi/them/", divisions.BlocCreateView.as_view(), name="bloc_create"),
    path("khoi/<int:pk>/sua/", divisions.BlocUpdateView.as_view(), name="bloc_update"),
    path("khoi/<int:pk>/mo-nam/", divisions.BlocYearCreateView.as_view(), name="bloc_year_create"),
    path("khoi-nam/<int:pk>/", divisions.BlocYearDetailView.as_view(), name="bloc_year_detail"),
    path("khoi-nam/<int:pk>/sua/", divisions.BlocYearUpdateView.as_view(), name="bloc_year_update"),
    path("khoi-nam/<int:pk>/them-don-vi/", divisions.MemberAddView.as_view(), name="member_add"),
    path("thanh-vien/<int:pk>/vai-tro/", divisions.MemberRoleView.as_view(), name="member_role"),
    path("thanh-vien/<int:pk>/ket-thuc/", divisions.MemberEndView.as_view(), name="member_end"),
    path("nguoi/", people.PeopleView.as_view(), name="people"),
    path("nguoi/moi/", people.InviteView.as_view(), name="invite"),
    path("chuc-trach/<int:pk>/ket-thuc/", people.PostEndView.as_view(), name="post_end"),
    path("chuc-trach/<int:pk>/moi-lai/", people.ReinviteView.as_view(), name="reinvite"),
    path("chuc-trach/<int:pk>/dung/", people.ActAsView.as_view(), name="act_as"),
    path("tai-khoan/", people.AccountListView.as_view(), name="account_list"),
    path("tai-khoan/<int:pk>/khoa/", people.AccountDisableView.as_view(), name="account_disable"),
    path("tai-khoan/<int:pk>/mo/", people.AccountEnableView.as_view(), name="account_enable"),
    path("phan-khoi/nhap/", imports.ImportUploadView.as_view(), name="import_upload"),
    path("phan-khoi/mau/", imports.ImportTemplateView.as_view(), name="import_template"),
    path("phan-khoi/<int:pk>/", imports.ImportPreviewView.as_view(), name="import_preview"),
    path("phan-khoi/<int:pk>/nhap/", imports.ImportApplyView.as_view(), name="import_apply"),
]
