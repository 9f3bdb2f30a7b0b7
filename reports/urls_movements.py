"""Tables of movements and role models as files."""

from django.urls import path

from .views import movements

urlpatterns = [
    path("so-ket/<int:pk>/tai-ve/", movements.ReviewExcelView.as_view(), name="review_excel"),
    path("dien-hinh/tai-ve/", movements.RoleModelsExcelView.as_view(), name="role_models_excel"),
]
