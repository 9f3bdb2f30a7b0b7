from django.urls import path

from .views import nomination_moves, nomination_parts, nominations

urlpatterns = [
    path("don-vi/<int:unit_pk>/de-nghi/moi/", nominations.FileCreateView.as_view(), name="file_create"),
    path("de-nghi/excel/", nominations.NominationExcelView.as_view(), name="nomination_excel"),
    path("de-nghi/tiep-nhan/", nomination_moves.NominationReceiveView.as_view(), name="nomination_receive"),
    path("de-nghi/<int:pk>/buoc/<slug:move>/", nomination_moves.NominationMoveView.as_view(), name="nomination_move"),
    path("de-nghi/<int:pk>/tai-lieu/<slug:part>/", nomination_parts.AttachView.as_view(), name="nomination_attach"),
    path("de-nghi/tai-lieu/<int:pk>/tep/", nomination_parts.FileView.as_view(), name="nomination_file"),
    path("de-nghi/tai-lieu/<int:pk>/go/", nomination_parts.DetachView.as_view(), name="nomination_detach"),
    path("de-nghi/<int:pk>/thanh-phan/", nomination_parts.DossierView.as_view(), name="nomination_dossier"),
    path("de-nghi/<int:pk>/sang-kien/", nomination_parts.InitiativesView.as_view(), name="nomination_initiatives"),
    path("de-nghi/<int:pk>/hiep-y/", nomination_parts.AskView.as_view(), name="opinion_ask"),
    path("hiep-y/<int:pk>/tra-loi/", nomination_parts.OpinionView.as_view(), name="opinion_record"),
    path("hiep-y/<int:pk>/tep/", nomination_parts.OpinionFileView.as_view(), name="opinion_file"),
    path("de-nghi/<int:pk>/cong-khai/", nomination_parts.ConsultationView.as_view(), name="consultation_open"),
    path("cong-khai/<int:pk>/y-kien/", nomination_parts.CommentView.as_view(), name="comment_add"),
    path(
        "co-quan/<int:pk>/thoi-han-giai-quyet/",
        nomination_parts.ProcessingTimesView.as_view(),
        name="processing_times",
    ),
]
