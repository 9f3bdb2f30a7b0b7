from django.urls import path

from django.http import HttpResponse


def view(request, **kwargs):
    return HttpResponse("")


app_name = "campaigns"
urlpatterns = [
    path("", view, name="list"),
    path("moi/", view, name="create"),
    path("<int:pk>/", view, name="detail"),
    path("<int:pk>/sua/", view, name="update"),
    path("<int:pk>/khoi-tham-gia/", view, name="join_bloc"),
    path("<int:pk>/tien-do/", view, name="board"),
    path("<int:pk>/dot/moi/", view, name="phase_create"),
    path("dot/<int:pk>/sua/", view, name="phase_update"),
    path("dot/<int:pk>/xoa/", view, name="phase_delete"),
    path("<int:pk>/moc/moi/", view, name="deadline_create"),
    path("moc/<int:pk>/", view, name="deadline_detail"),
    path("moc/<int:pk>/sua/", view, name="deadline_update"),
    path("moc/<int:pk>/xoa/", view, name="deadline_delete"),
    path("moc/<int:pk>/gia-han/", view, name="extension_create"),
    path("moc/<int:pk>/theo-nam/", view, name="deadline_open_year"),
    path("moc/<int:pk>/da-thuc-hien/", view, name="deadline_done"),
    path("moc/<int:pk>/nhac-viec/", view, name="reminders"),
    path("moc/<int:pk>/nhac/", view, name="remind"),
    path("<int:pk>/van-ban/", view, name="plan"),
    path("<int:pk>/van-ban/sua/", view, name="plan_edit"),
    path("<int:pk>/van-ban/noi-dung/", view, name="plan_outline"),
    path("van-ban/<int:pk>/ban-hanh/", view, name="plan_issue"),
    path("van-ban/<int:pk>/mo-lai/", view, name="plan_reopen"),
    path("van-ban/<int:pk>/muc/moi/", view, name="node_create"),
    path("muc/<int:pk>/", view, name="node"),
    path("muc/<int:pk>/sua/", view, name="node_update"),
    path("muc/<int:pk>/chuyen/<slug:move>/", view, name="node_move"),
    path("muc/<int:pk>/xoa/", view, name="node_delete"),
    path("van-ban/<int:pk>/can-cu/moi/", view, name="basis_create"),
    path("can-cu/<int:pk>/sua/", view, name="basis_update"),
    path("can-cu/<int:pk>/xoa/", view, name="basis_delete"),
    path("van-ban/<int:pk>/noi-nhan/moi/", view, name="recipient_create"),
    path("noi-nhan/<int:pk>/sua/", view, name="recipient_update"),
    path("noi-nhan/<int:pk>/xoa/", view, name="recipient_delete"),
    path("moc/<int:pk>/don-vi/<int:unit_pk>/", view, name="submission"),
    path("moc/<int:pk>/don-vi/<int:unit_pk>/luu/", view, name="submission_save"),
    path("moc/<int:pk>/don-vi/<int:unit_pk>/tep/", view, name="file_upload"),
    path("bao-cao/<int:pk>/gui/", view, name="submission_submit"),
    path("bao-cao/<int:pk>/nhan/", view, name="submission_accept"),
    path("bao-cao/<int:pk>/tra-lai/", view, name="submission_return"),
    path("tep/<int:pk>/", view, name="file_download"),
    path("tep/<int:pk>/xoa/", view, name="file_remove"),
    path("bien-nhan/<int:pk>/", view, name="receipt"),
]
