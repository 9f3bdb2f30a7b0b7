from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.SignInView.as_view(), name="login"),
    path("dang-xuat/", views.SignOutView.as_view(), name="logout"),
    path("moi/<str:token>/", views.InviteAcceptView.as_view(), name="invite_accept"),
    path("quen-mat-khau/", views.PasswordResetView.as_view(), name="password_reset"),
    path("dat-lai/<str:token>/", views.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("doi-mat-khau/", views.PasswordChangeView.as_view(), name="password_change"),
    path("ho-so/", views.ProfileView.as_view(), name="profile"),
    path("thong-bao/", views.NotificationListView.as_view(), name="notifications"),
    path("thong-bao/<int:pk>/mo/", views.NotificationOpenView.as_view(), name="notification_open"),
    path("thong-bao/da-doc/", views.NotificationsReadAllView.as_view(), name="notifications_read_all"),
    path("thong-bao/<int:pk>/da-doc/", views.NotificationReadView.as_view(), name="notification_read"),
    path("cach-nhan-tin/", views.preferences, name="preferences"),
    path("hop-thu/", views.MailboxView.as_view(), name="mailbox"),
]
